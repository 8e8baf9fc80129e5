//! The value of a column in a row, with its type.

use chrono::NaiveDate;
use shared::agreements::{AgreementKind, AgreementStatus, EndingHow, ResidualCarrier, Timing};
use shared::imports::ImportField;
use shared::money::{Amount, RatePercent};

use super::Exported;
use super::column::{Column, Lang};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    Day(NaiveDate),
    Amount(Amount),
    Percent(RatePercent),
    Number(u32),
}

pub fn cell(row: &Exported, column: &Column, lang: Lang) -> Cell {
    match column {
        Column::Field(field) => field_cell(row, *field, lang),
        Column::Status => Cell::Text(status(row.status, lang).to_owned()),
        Column::Custom(name) => text(row.terms.custom.get(name)),
    }
}

fn field_cell(row: &Exported, field: ImportField, lang: Lang) -> Cell {
    let terms = &row.terms;
    let word = |sv: &str, en: &str| {
        Cell::Text(match lang {
            Lang::Sv => sv.to_owned(),
            Lang::En => en.to_owned(),
        })
    };
    match field {
        ImportField::Number => text(terms.number.as_ref()),
        ImportField::Title => Cell::Text(terms.title.clone()),
        ImportField::Lessor => text(terms.lessor_name.as_ref()),
        ImportField::Supplier => text(terms.supplier_name.as_ref()),
        ImportField::Kind => match terms.kind {
            AgreementKind::FinancialLease => word("Finansiell leasing", "Financial lease"),
            AgreementKind::OperationalLease => word("Operationell leasing", "Operational lease"),
            AgreementKind::Rental => word("Hyra", "Rental"),
            AgreementKind::Premises => word("Lokal", "Premises"),
            AgreementKind::Car => word("Bil", "Car"),
        },
        ImportField::ObjectType => text(terms.object_type.as_ref()),
        ImportField::Object => {
            let objects: Vec<&str> = terms.objects.iter().map(|object| object.description.as_str()).collect();
            text(Some(&objects.join(", ")))
        }
        ImportField::StartOn => Cell::Day(terms.start_on),
        ImportField::EndOn => terms.end_on.map_or(Cell::Empty, Cell::Day),
        ImportField::TermMonths => number(terms.term_months),
        ImportField::IntervalMonths => Cell::Number(terms.interval_months),
        ImportField::Timing => match terms.timing {
            Timing::Advance => word("förskott", "advance"),
            Timing::Arrears => word("efterskott", "arrears"),
        },
        ImportField::Fee => Cell::Amount(terms.fee),
        ImportField::Currency => Cell::Text(terms.currency.code().to_owned()),
        ImportField::Price => amount(terms.price),
        ImportField::FirstIncreasedFee => amount(terms.first_increased_fee),
        ImportField::FirstIncreasedReplaces => match (terms.first_increased_fee, terms.first_increased_replaces) {
            (_, true) => word("ja", "yes"),
            (Some(_), false) => word("nej", "no"),
            (None, false) => Cell::Empty,
        },
        ImportField::ResidualValue => amount(terms.residual_value),
        ImportField::ResidualCarrier => match terms.residual_carrier {
            Some(ResidualCarrier::Lessee) => word("leasetagaren", "lessee"),
            Some(ResidualCarrier::Lessor) => word("leasegivaren", "lessor"),
            Some(ResidualCarrier::ThirdParty) => word("tredje part", "third party"),
            None => Cell::Empty,
        },
        ImportField::InvoiceFee => amount(terms.invoice_fee),
        ImportField::ArrangementFee => amount(terms.arrangement_fee),
        ImportField::ServiceFee => amount(terms.service_fee),
        ImportField::NominalRatePercent => terms.nominal_rate_percent.map_or(Cell::Empty, Cell::Percent),
        ImportField::NoticeMonths => number(terms.notice_months),
        ImportField::ExtensionMonths => number(terms.extension.as_ref().map(|rule| rule.months)),
        ImportField::Department => text(terms.department.as_ref()),
        ImportField::CostCenter => text(terms.cost_center.as_ref()),
        ImportField::Project => text(terms.project.as_ref()),
        ImportField::Responsible => text(terms.responsible.as_ref()),
        ImportField::EndedOn => row.ending.map_or(Cell::Empty, |ending| Cell::Day(ending.on)),
        ImportField::Ending => match row.ending.map(|ending| ending.how) {
            Some(EndingHow::Terminated) => word("återlämnat", "terminated"),
            Some(EndingHow::BoughtOut) => word("utköpt", "bought out"),
            None => Cell::Empty,
        },
        ImportField::Notes => text(terms.notes.as_ref()),
    }
}

fn status(status: AgreementStatus, lang: Lang) -> &'static str {
    let (sv, en) = match status {
        AgreementStatus::NotStarted => ("Ej påbörjat", "Not started"),
        AgreementStatus::Running => ("Löpande", "Running"),
        AgreementStatus::Extended => ("Förlängt", "Extended"),
        AgreementStatus::Ended => ("Avslutat", "Ended"),
        AgreementStatus::Deleted => ("Borttaget", "Deleted"),
    };
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

fn text(text: Option<&String>) -> Cell {
    text.filter(|text| !text.is_empty()).map_or(Cell::Empty, |text| Cell::Text(text.clone()))
}

fn amount(amount: Option<Amount>) -> Cell {
    amount.map_or(Cell::Empty, Cell::Amount)
}

fn number(number: Option<u32>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}
