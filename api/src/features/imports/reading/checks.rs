//! Fields of a row against each other.

use super::cells::date::{end_of_term, start_of_term};
use super::faults::{Against, Fault, FaultCode};
use super::fields::{Field, FieldKind};
use super::grid::RawRow;
use super::rows::{Draft, RowReader};
use chrono::NaiveDate;
use shared::money::{Amount, Currency};
use std::str::FromStr;

/// Half a month: agreements that begin on the 5th and end with the month have the term they say.
const TERM_SLACK_DAYS: i64 = 16;
const TERM_MONTHS_MAX: u32 = 1_200;

pub(super) fn check(reader: &RowReader<'_>, raw: &RawRow, draft: &mut Draft) {
    let row = Values { draft };
    let dates = row.dates();
    let mut faults = check_dates(reader, raw, &row);
    faults.extend(check_currencies(reader, raw, &row));
    faults.extend(check_amounts(reader, raw, &row));
    draft.row.faults.extend(faults);
    suggest_dates(dates, &mut draft.row.faults);
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
    fn parsed<T: FromStr>(&self, field: Field) -> Option<T> {
        self.draft.row.value(field)?.parse().ok()
    }

    fn dates(&self) -> Dates {
        Dates {
            start: self.parsed(Field::StartOn),
            end: self.parsed(Field::EndOn),
            term: self.parsed(Field::TermMonths),
        }
    }

    fn against(&self, field: Field) -> Option<Against> {
        self.draft.row.value(field).map(|value| Against::Value { field, value: value.to_owned() })
    }
}

fn check_dates(reader: &RowReader<'_>, raw: &RawRow, row: &Values<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Dates { start, end, term } = row.dates();
    if let (Some(start), Some(end)) = (start, end) {
        if end < start {
            let suggestion = term.and_then(|term| end_of_term(start, term)).map(|end| end.to_string());
            let fault = reader.fault(raw, Field::EndOn, FaultCode::EndBeforeStart, suggestion);
            faults.push(Fault { against: row.against(Field::StartOn), ..fault });
        } else if let Some(term) = term
            && !agrees(start, end, term)
        {
            let suggestion = months_between(start, end).map(|months| months.to_string());
            let fault = reader.fault(raw, Field::TermMonths, FaultCode::TermDisagrees, suggestion);
            faults.push(Fault { against: row.against(Field::EndOn), ..fault });
        }
    }
    if let (Some(start), Some(ended)) = (start, row.parsed::<NaiveDate>(Field::EndedOn))
        && ended < start
    {
        let fault = reader.fault(raw, Field::EndedOn, FaultCode::EndedBeforeStart, None);
        faults.push(Fault { against: row.against(Field::StartOn), ..fault });
    }
    let months = end.zip(start).and_then(|(end, start)| months_between(start, end)).or(term);
    if let (Some(interval), Some(months)) = (row.parsed::<u32>(Field::IntervalMonths), months)
        && interval > months
    {
        let fault = reader.fault(raw, Field::IntervalMonths, FaultCode::IntervalLongerThanTerm, None);
        faults.push(Fault { against: row.against(Field::TermMonths), ..fault });
    }
    if row.draft.row.value(Field::Ending).is_some() && row.draft.row.value(Field::EndedOn).is_none() {
        faults.push(reader.fault(raw, Field::EndedOn, FaultCode::EndingWithoutDate, None));
    }
    faults
}

fn agrees(start: NaiveDate, end: NaiveDate, months: u32) -> bool {
    end_of_term(start, months).is_some_and(|expected| (expected - end).num_days().abs() <= TERM_SLACK_DAYS)
}

/// Whole months, if the dates are near any number of them.
fn months_between(start: NaiveDate, end: NaiveDate) -> Option<u32> {
    let days = u32::try_from((end - start).num_days()).ok()?;
    // 30.44 days to the month puts the estimate at most one off.
    let estimate = days.saturating_mul(100) / 3044;
    (estimate.saturating_sub(1)..=estimate + 2)
        .filter(|months| (1..=TERM_MONTHS_MAX).contains(months))
        .filter_map(|months| Some((months, (end_of_term(start, months)? - end).num_days().abs())))
        .min_by_key(|(_, distance)| *distance)
        .filter(|(_, distance)| *distance <= TERM_SLACK_DAYS)
        .map(|(months, _)| months)
}

fn check_currencies(reader: &RowReader<'_>, raw: &RawRow, row: &Values<'_>) -> Vec<Fault> {
    let Some(currency) = row.parsed::<Currency>(Field::Currency) else { return Vec::new() };
    let mut faults: Vec<Fault> = row
        .draft
        .named
        .iter()
        .filter(|(_, named)| *named != currency)
        .map(|(field, _)| {
            let fault = reader.fault(raw, *field, FaultCode::CurrencyDisagrees, None);
            Fault { against: row.against(Field::Currency), ..fault }
        })
        .collect();
    if currency.decimals() == 0 {
        let is_money = |field: &&Field| matches!(field.kind(), FieldKind::Money(_));
        for field in Field::ALL.iter().filter(is_money) {
            let amount = row.parsed::<Amount>(*field).filter(|amount| amount.minor() % 100 != 0);
            if let Some(amount) = amount {
                let whole = Amount::from_minor((amount.minor() + 50) / 100 * 100).map(|whole| whole.to_string());
                let fault = reader.fault(raw, *field, FaultCode::CurrencyWithoutDecimals, whole);
                faults.push(Fault { against: row.against(Field::Currency), ..fault });
            }
        }
    }
    faults
}

fn check_amounts(reader: &RowReader<'_>, raw: &RawRow, row: &Values<'_>) -> Vec<Fault> {
    let Some(price) = row.parsed::<Amount>(Field::Price).filter(|price| price.minor() > 0) else { return Vec::new() };
    [
        (Field::ResidualValue, FaultCode::ResidualAbovePrice),
        (Field::FirstIncreasedFee, FaultCode::FirstIncreasedAbovePrice),
    ]
    .into_iter()
    .filter(|(field, _)| row.parsed::<Amount>(*field).is_some_and(|amount| amount > price))
    .map(|(field, code)| {
        let fault = reader.fault(raw, field, code, None);
        Fault { against: row.against(Field::Price), ..fault }
    })
    .collect()
}

/// A date that is missing or impossible often follows from the other date and the term.
fn suggest_dates(dates: Dates, faults: &mut [Fault]) {
    let Dates { start, end, term } = dates;
    let follows = |field: Field| match field {
        Field::StartOn => start_of_term(end?, term?),
        Field::EndOn => end_of_term(start?, term?),
        _ => None,
    };
    for fault in faults.iter_mut().filter(|fault| fault.suggestion.is_none()) {
        let is_about_the_day =
            matches!(fault.code, FaultCode::Missing | FaultCode::DateImpossible | FaultCode::DateUnreadable);
        if is_about_the_day {
            fault.suggestion = follows(fault.field).map(|date| date.to_string());
        }
    }
}
