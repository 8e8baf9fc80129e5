//! Fields of a row against each other, and at last the whole row as the terms of an agreement.

use super::cells::CellFault;
use super::cells::date::start_of_term;
use super::faults::{Fault, FaultCode};
use super::fields::{FieldKind, FieldSpec, ImportField};
use super::grid::RawRow;
use super::rows::{Draft, RowReader};
use super::terms;
use chrono::{Days, NaiveDate};
use shared::calculation::Calculation;
use shared::money::{Amount, Currency};
use shared::terms::{end_of_term, months_of_term};
use std::str::FromStr;

pub(super) fn check(reader: &RowReader<'_>, raw: &RawRow, draft: &mut Draft) {
    let row = Values { draft };
    let dates = row.dates();
    let mut found = check_dates(&row);
    found.extend(check_currencies(&row));
    found.extend(check_amounts(&row));
    let found: Vec<Fault> = found.into_iter().map(|(field, fault)| reader.fault(raw, field, fault)).collect();
    draft.row.faults.extend(found);
    suggest_dates(dates, &mut draft.row.faults);
}

/// The check that the form and the API have too: what it still finds is said in its own words.
pub(super) fn check_terms(reader: &RowReader<'_>, raw: &RawRow, draft: &mut Draft) {
    let Some(terms) = terms::of_values(&draft.row.values, &draft.row.custom) else { return };
    let calculated = shared::terms::check(&terms).and_then(|checked| Calculation::new(&checked, &[]).map(|_| ()));
    for fault in calculated.err().into_iter().flatten() {
        let path = fault.path.split('/').next().unwrap_or_default();
        let field = ImportField::ALL.into_iter().find(|field| field.name() == path);
        let not_calculable = CellFault { expected: fault.fault.expected, ..CellFault::bare(FaultCode::NotCalculable) };
        let placed = reader.fault(raw, field.unwrap_or(ImportField::Number), not_calculable);
        draft.row.faults.push(Fault { field, found: fault.fault.found.or(placed.found), ..placed });
    }
}

struct Values<'d> {
    draft: &'d Draft,
}

#[derive(Clone, Copy)]
struct Dates {
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    term: Option<u32>,
}

impl Values<'_> {
    fn parsed<T: FromStr>(&self, field: ImportField) -> Option<T> {
        self.draft.row.value(field)?.parse().ok()
    }

    fn dates(&self) -> Dates {
        Dates {
            start: self.parsed(ImportField::StartOn),
            end: self.parsed(ImportField::EndOn),
            term: self.parsed(ImportField::TermMonths),
        }
    }
}

type Found = Vec<(ImportField, CellFault)>;

fn check_dates(row: &Values<'_>) -> Found {
    let mut found = Found::new();
    let Dates { start, end, term } = row.dates();
    if let (Some(start), Some(end)) = (start, end) {
        let by_term = term.and_then(|term| end_of_term(start, term));
        if end <= start {
            let fault = CellFault::expecting(FaultCode::EndBeforeStart, format!("> {start}"));
            found.push((ImportField::EndOn, fault.suggesting(by_term.map(|end| end.to_string()))));
        } else if let (Some(term), Some(by_term)) = (term, by_term) {
            found.extend(term_disagrees(start, end, term, by_term));
        }
    }
    if let (Some(start), Some(ended)) = (start, row.parsed::<NaiveDate>(ImportField::EndedOn))
        && ended < start
    {
        found.push((ImportField::EndedOn, CellFault::expecting(FaultCode::EndedBeforeStart, format!("≥ {start}"))));
    }
    let months = match (start, end) {
        (Some(start), Some(end)) if end > start => Some(months_of_term(start, end)),
        _ => term,
    };
    if let (Some(interval), Some(months)) = (row.parsed::<u32>(ImportField::IntervalMonths), months)
        && interval > months
    {
        let fault = CellFault::expecting(FaultCode::IntervalLongerThanTerm, format!("≤ {months}"));
        found.push((ImportField::IntervalMonths, fault));
    }
    if row.draft.row.value(ImportField::Ending).is_some() && row.draft.row.value(ImportField::EndedOn).is_none() {
        found.push((ImportField::EndedOn, CellFault::bare(FaultCode::EndingWithoutDate)));
    }
    found
}

fn term_disagrees(start: NaiveDate, end: NaiveDate, term: u32, by_term: NaiveDate) -> Option<(ImportField, CellFault)> {
    let months = months_of_term(start, end);
    if months == term {
        return None;
    }
    // The day after the last one is written as the end by many, and one more payment would fall due on it.
    if by_term.checked_add_days(Days::new(1)) == Some(end) {
        let fault = CellFault::expecting(FaultCode::TermDisagrees, by_term.to_string());
        return Some((ImportField::EndOn, fault.suggesting(Some(by_term.to_string()))));
    }
    let fault = CellFault::expecting(FaultCode::TermDisagrees, months.to_string());
    Some((ImportField::TermMonths, fault.suggesting(Some(months.to_string()))))
}

fn check_currencies(row: &Values<'_>) -> Found {
    let Some(currency) = row.parsed::<Currency>(ImportField::Currency) else { return Found::new() };
    let named = row.draft.named.iter().filter(|(_, named)| *named != currency);
    let mut found: Found =
        named.map(|(field, _)| (*field, CellFault::expecting(FaultCode::CurrencyDisagrees, currency.code()))).collect();
    if currency.decimals() == 0 {
        let is_money = |field: &ImportField| matches!(field.kind(), FieldKind::Money(_));
        for field in ImportField::ALL.into_iter().filter(is_money) {
            let amount = row.parsed::<Amount>(field).filter(|amount| amount.minor() % 100 != 0);
            if let Some(amount) = amount {
                let whole = Amount::from_minor((amount.minor() + 50) / 100 * 100).map(|whole| whole.to_string());
                let fault = CellFault::expecting(FaultCode::TooManyDecimals, currency.code());
                found.push((field, fault.suggesting(whole)));
            }
        }
    }
    found
}

fn check_amounts(row: &Values<'_>) -> Found {
    let price = row.parsed::<Amount>(ImportField::Price).filter(|price| price.minor() > 0);
    let Some(price) = price else { return Found::new() };
    let codes = [
        (ImportField::ResidualValue, FaultCode::ResidualAbovePrice),
        (ImportField::FirstIncreasedFee, FaultCode::FirstFeeAbovePrice),
    ];
    let is_above = |field: ImportField| row.parsed::<Amount>(field).is_some_and(|amount| amount > price);
    codes
        .into_iter()
        .filter(|(field, _)| is_above(*field))
        .map(|(field, code)| (field, CellFault::expecting(code, format!("≤ {price}"))))
        .collect()
}

/// A date that is missing or impossible often follows from the other date and the term.
fn suggest_dates(dates: Dates, faults: &mut [Fault]) {
    let Dates { start, end, term } = dates;
    let follows = |field: Option<ImportField>| match field {
        Some(ImportField::StartOn) => start_of_term(end?, term?),
        Some(ImportField::EndOn) => end_of_term(start?, term?),
        _ => None,
    };
    for fault in faults.iter_mut().filter(|fault| fault.suggestion.is_none()) {
        if matches!(fault.code, FaultCode::Missing | FaultCode::ImpossibleDate | FaultCode::NotADate) {
            fault.suggestion = follows(fault.field).map(|date| date.to_string());
        }
    }
}
