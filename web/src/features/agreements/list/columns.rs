//! The columns of the list: heading, cell, order and what goes into a file, each in one place.

use shared::agreements::AgreementStatus;
use shared::debt::RatePair;
use shared::money::{Amount, ComputedPercent, Currency};

use super::row::{Row, SortValue};
use crate::features::agreements::words;
use crate::files::Cell;
use crate::format;
use crate::t;
use crate::ui::virtual_table::{Align, CellText, Column};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Number,
    Kind,
    Status,
    Lessor,
    ObjectType,
    Start,
    End,
    EndedOn,
    NoticeBy,
    Notice,
    Currency,
    Fee,
    Interval,
    YearlyCost,
    Debt,
    DebtBase,
    Nominal,
    Effective,
    AllIn,
    ExtendedCost,
    CostCenter,
    Department,
    Responsible,
}

use Field as F;

const FIELDS: [(F, &str); 24] = [
    (F::Title, "title"),
    (F::Status, "status"),
    (F::Lessor, "lessor"),
    (F::End, "end_on"),
    (F::DebtBase, "debt_base"),
    (F::Effective, "effective"),
    (F::Fee, "fee"),
    (F::Currency, "currency"),
    (F::Interval, "interval"),
    (F::Kind, "kind"),
    (F::Number, "number"),
    (F::CostCenter, "cost_center"),
    (F::Start, "start_on"),
    (F::NoticeBy, "notice_by"),
    (F::Debt, "debt"),
    (F::Nominal, "nominal"),
    (F::AllIn, "all_in"),
    (F::YearlyCost, "yearly_cost"),
    (F::ExtendedCost, "extended_cost"),
    (F::ObjectType, "object_type"),
    (F::Department, "department"),
    (F::Responsible, "responsible"),
    (F::Notice, "notice_months"),
    (F::EndedOn, "ended_on"),
];

fn field(key: &str) -> Option<F> {
    FIELDS.into_iter().find(|(_, each)| *each == key).map(|(field, _)| field)
}

/// All columns, in their first order.
pub fn all(base: Option<Currency>) -> Vec<Column> {
    FIELDS.into_iter().map(|(field, key)| column(field, key, base)).collect()
}

fn column(field: F, key: &'static str, base: Option<Currency>) -> Column {
    let in_base = || base.map(|base| base.code().to_owned());
    let percent = || Some("%".to_owned());
    let (title, unit, align, width, shown) = match field {
        F::Title => (t!(agreements.field.title), None, Align::Start, 168.0, true),
        F::Number => (t!(agreements.field.number), None, Align::Start, 128.0, true),
        F::Kind => (t!(agreements.field.kind), None, Align::Start, 144.0, true),
        F::Status => (t!(agreement_list.column.status), None, Align::Start, 104.0, true),
        F::Lessor => (t!(agreements.field.lessor), None, Align::Start, 120.0, true),
        F::ObjectType => (t!(agreements.field.object_type), None, Align::Start, 140.0, false),
        F::Start => (t!(agreements.field.start_on), None, Align::Start, 104.0, false),
        F::End => (t!(agreements.field.end_on), None, Align::Start, 104.0, true),
        F::EndedOn => (t!(agreement_list.column.ended_on), None, Align::Start, 112.0, false),
        F::NoticeBy => (t!(agreement_list.column.notice_by), None, Align::Start, 136.0, false),
        F::Notice => (
            t!(agreements.field.notice_months),
            Some(t!(agreement_list.column.months).to_owned()),
            Align::End,
            132.0,
            false,
        ),
        F::Currency => (t!(agreements.field.currency), None, Align::Start, 92.0, true),
        F::Fee => (t!(agreements.field.fee), None, Align::End, 128.0, true),
        F::Interval => (t!(agreements.field.interval_months), None, Align::Start, 116.0, true),
        F::YearlyCost => (t!(agreement_list.column.yearly_cost), None, Align::End, 128.0, false),
        F::Debt => (t!(agreement_list.column.debt), None, Align::End, 136.0, false),
        F::DebtBase => (t!(agreement_list.column.debt_base), in_base(), Align::End, 128.0, true),
        F::Nominal => (t!(agreement_list.column.nominal), percent(), Align::End, 96.0, false),
        F::Effective => (t!(agreement_list.column.effective), percent(), Align::End, 92.0, true),
        F::AllIn => (t!(agreement_list.column.all_in), percent(), Align::End, 156.0, false),
        F::ExtendedCost => (t!(agreement_list.column.extended_cost), in_base(), Align::End, 176.0, false),
        F::CostCenter => (t!(agreements.field.cost_center), None, Align::Start, 124.0, true),
        F::Department => (t!(agreements.field.department), None, Align::Start, 132.0, false),
        F::Responsible => (t!(agreements.field.responsible), None, Align::Start, 148.0, false),
    };
    Column { key, title: title.to_owned(), unit, align, width, sortable: true, shown, names_row: field == F::Title }
}

/// What a cell says of an agreement.
pub fn cell(row: &Row, key: &str) -> CellText {
    let Some(field) = field(key) else { return CellText::default() };
    let item = &row.item;
    let plain = |text: &Option<String>| CellText::new(text.clone().unwrap_or_default());
    match field {
        F::Title => CellText::new(&item.title),
        F::Number => CellText::new(&item.number),
        F::Kind => CellText::new(words::kind(item.kind)),
        F::Status => status(row.status()),
        F::Lessor => plain(&item.lessor_name),
        F::ObjectType => plain(&item.object_type),
        F::Start => CellText::new(format::date(item.start_on)),
        F::End => CellText::new(format::date(item.end_on)),
        F::EndedOn => CellText::new(item.ended_on.map(format::date).unwrap_or_default()),
        F::NoticeBy => CellText::new(row.notice_by().map(format::date).unwrap_or_default()),
        F::Notice => CellText::new(item.notice_months.map(|months| months.to_string()).unwrap_or_default()),
        F::Currency => CellText::new(item.currency.code()),
        F::Fee => CellText::new(format::amount(item.fee.minor())),
        F::Interval => CellText::new(words::per_interval(item.interval_months)),
        F::YearlyCost => figure(row.yearly_cost()),
        F::Debt => known(row, row.debt()),
        F::DebtBase => known(row, row.debt_base()),
        F::Nominal => rate(row, row.rate(), |pair| pair.nominal_percent),
        F::Effective => rate(row, row.rate(), |pair| pair.effective_percent),
        F::AllIn => rate(row, row.all_in(), |pair| pair.effective_percent),
        F::ExtendedCost => figure(row.figures.as_ref().and_then(|figures| figures.extended_yearly_cost)),
        F::CostCenter => plain(&item.cost_center),
        F::Department => plain(&item.department),
        F::Responsible => plain(&item.responsible),
    }
}

fn status(status: AgreementStatus) -> CellText {
    let text = words::status(status);
    match status {
        AgreementStatus::Ended | AgreementStatus::Deleted | AgreementStatus::NotStarted => CellText::faint(text),
        AgreementStatus::Running | AgreementStatus::Extended => CellText::toned(text, words::status_tone(status)),
    }
}

fn figure(amount: Option<Amount>) -> CellText {
    CellText::new(amount.map(|amount| format::amount(amount.minor())).unwrap_or_default())
}

/// An unknown figure is said to be unknown; one that is on its way is left open.
fn known(row: &Row, amount: Option<Amount>) -> CellText {
    match (amount, &row.figures) {
        (Some(amount), _) => CellText::new(format::amount(amount.minor())),
        (None, Some(_)) => CellText::faint(t!(agreements.unknown.short)),
        (None, None) => CellText::faint("…"),
    }
}

fn rate(row: &Row, pair: Option<RatePair>, of: fn(RatePair) -> ComputedPercent) -> CellText {
    match (pair, &row.figures) {
        (Some(pair), _) => CellText::new(format::decimal(of(pair).fraction() * 100.0, 2)),
        (None, Some(_)) => CellText::faint(t!(agreements.unknown.short)),
        (None, None) => CellText::faint("…"),
    }
}

pub fn sort_value(row: &Row, key: &str) -> SortValue {
    let Some(field) = field(key) else { return SortValue::Nothing };
    let item = &row.item;
    match field {
        F::Title => SortValue::text(Some(&item.title)),
        F::Number => SortValue::text(Some(&item.number)),
        F::Kind => SortValue::text(Some(words::kind(item.kind))),
        F::Status => SortValue::Number(row.status() as i64),
        F::Lessor => SortValue::text(item.lessor_name.as_deref()),
        F::ObjectType => SortValue::text(item.object_type.as_deref()),
        F::Start => SortValue::Day(item.start_on),
        F::End => SortValue::Day(item.end_on),
        F::EndedOn => SortValue::day(item.ended_on),
        F::NoticeBy => SortValue::day(row.notice_by()),
        F::Notice => item.notice_months.map_or(SortValue::Nothing, |months| SortValue::Number(months.into())),
        F::Currency => SortValue::text(Some(item.currency.code())),
        F::Fee => SortValue::amount(Some(item.fee)),
        F::Interval => SortValue::Number(item.interval_months.into()),
        F::YearlyCost => SortValue::amount(row.yearly_cost()),
        F::Debt => SortValue::amount(row.debt()),
        F::DebtBase => SortValue::amount(row.debt_base()),
        F::Nominal => SortValue::percent(row.rate().map(|pair| pair.nominal_percent)),
        F::Effective => SortValue::percent(row.rate().map(|pair| pair.effective_percent)),
        F::AllIn => SortValue::percent(row.all_in().map(|pair| pair.effective_percent)),
        F::ExtendedCost => SortValue::amount(row.figures.as_ref().and_then(|figures| figures.extended_yearly_cost)),
        F::CostCenter => SortValue::text(item.cost_center.as_deref()),
        F::Department => SortValue::text(item.department.as_deref()),
        F::Responsible => SortValue::text(item.responsible.as_deref()),
    }
}

/// What a file holds of an agreement: real numbers and days, and nothing where nothing is known.
pub fn file_cell(row: &Row, key: &str) -> Cell {
    let Some(field) = field(key) else { return Cell::Empty };
    let item = &row.item;
    let amount = |amount: Option<Amount>| Cell::some(amount, |amount| Cell::amount(amount.minor()));
    let percent = |rate: Option<ComputedPercent>| {
        Cell::some(rate, |rate| Cell::Number { scaled: round_to_four(rate.scaled()), decimals: 4 })
    };
    match field {
        F::Start => Cell::Day(item.start_on),
        F::End => Cell::Day(item.end_on),
        F::EndedOn => Cell::some(item.ended_on, Cell::Day),
        F::NoticeBy => Cell::some(row.notice_by(), Cell::Day),
        F::Notice => Cell::some(item.notice_months, Cell::count),
        F::Fee => amount(Some(item.fee)),
        F::Interval => Cell::count(item.interval_months),
        F::YearlyCost => amount(row.yearly_cost()),
        F::Debt => amount(row.debt()),
        F::DebtBase => amount(row.debt_base()),
        F::Nominal => percent(row.rate().map(|pair| pair.nominal_percent)),
        F::Effective => percent(row.rate().map(|pair| pair.effective_percent)),
        F::AllIn => percent(row.all_in().map(|pair| pair.effective_percent)),
        F::ExtendedCost => amount(row.figures.as_ref().and_then(|figures| figures.extended_yearly_cost)),
        F::Title
        | F::Number
        | F::Kind
        | F::Status
        | F::Lessor
        | F::ObjectType
        | F::Currency
        | F::CostCenter
        | F::Department
        | F::Responsible => Cell::text(cell(row, key).text),
    }
}

/// From eight decimals of a percent to four, half away from zero.
fn round_to_four(scaled: i64) -> i64 {
    (scaled + 5_000 * scaled.signum()) / 10_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_key_of_its_own() {
        let mut keys: Vec<_> = FIELDS.iter().map(|(_, key)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), FIELDS.len());
    }

    #[test]
    fn rates_go_to_files_with_four_decimals() {
        assert_eq!(round_to_four(435_999_587), 43_600);
        assert_eq!(round_to_four(-435_949_999), -43_595);
    }
}
