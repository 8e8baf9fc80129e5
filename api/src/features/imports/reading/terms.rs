//! What a row says as the terms of an agreement.

use super::fields::ImportField;
use serde::de::DeserializeOwned;
use shared::agreements::{AgreementTerms, EndingHow, ExtensionRule, FeeBasis, LeasedObject, Timing};
use std::collections::BTreeMap;
use std::str::FromStr;

/// Canonical values by field.
pub type Values = BTreeMap<ImportField, String>;

/// `None` while something that every agreement needs is missing.
pub fn of_values(row: &Values, custom: &BTreeMap<String, String>) -> Option<AgreementTerms> {
    let text = |field| row.get(&field).cloned();
    Some(AgreementTerms {
        number: text(ImportField::Number),
        title: text(ImportField::Title)?,
        kind: code(row, ImportField::Kind)?,
        lessor_id: None,
        lessor_name: text(ImportField::Lessor),
        supplier_id: None,
        supplier_name: text(ImportField::Supplier),
        start_on: parsed(row, ImportField::StartOn)?,
        end_on: parsed(row, ImportField::EndOn),
        term_months: parsed(row, ImportField::TermMonths),
        currency: parsed(row, ImportField::Currency)?,
        fee: parsed(row, ImportField::Fee)?,
        interval_months: parsed(row, ImportField::IntervalMonths).unwrap_or(1),
        timing: code(row, ImportField::Timing).unwrap_or(Timing::Advance),
        fee_steps: Vec::new(),
        fee_basis: FeeBasis::Fixed {},
        price: parsed(row, ImportField::Price),
        first_increased_fee: parsed(row, ImportField::FirstIncreasedFee),
        first_increased_replaces: parsed(row, ImportField::FirstIncreasedReplaces).unwrap_or(false),
        interim_from: None,
        interim_daily: None,
        residual_value: parsed(row, ImportField::ResidualValue),
        residual_carrier: code(row, ImportField::ResidualCarrier),
        invoice_fee: parsed(row, ImportField::InvoiceFee),
        arrangement_fee: parsed(row, ImportField::ArrangementFee),
        service_fee: parsed(row, ImportField::ServiceFee),
        vat_restricted: false,
        nominal_rate_percent: parsed(row, ImportField::NominalRatePercent),
        notice_months: parsed(row, ImportField::NoticeMonths),
        extension: parsed(row, ImportField::ExtensionMonths).map(|months| ExtensionRule { months, fee: None }),
        options: Vec::new(),
        object_type: text(ImportField::ObjectType),
        objects: text(ImportField::Object).into_iter().map(object).collect(),
        department: text(ImportField::Department),
        cost_center: text(ImportField::CostCenter),
        project: text(ImportField::Project),
        responsible: text(ImportField::Responsible),
        notes: text(ImportField::Notes),
        custom: custom.clone(),
    })
}

/// When and how the agreement ended before it was imported.
pub fn ending_of_values(row: &Values) -> Option<(chrono::NaiveDate, EndingHow)> {
    let on = parsed(row, ImportField::EndedOn)?;
    Some((on, code(row, ImportField::Ending).unwrap_or(EndingHow::Terminated)))
}

fn object(description: String) -> LeasedObject {
    LeasedObject { description, serial_number: None, registration: None, units: 1 }
}

fn parsed<T: FromStr>(row: &Values, field: ImportField) -> Option<T> {
    row.get(&field)?.parse().ok()
}

fn code<T: DeserializeOwned>(row: &Values, field: ImportField) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(row.get(&field)?.clone())).ok()
}
