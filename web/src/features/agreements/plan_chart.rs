//! The payment plan as pictures.

use chrono::NaiveDate;
use shared::debt::{RowKind, Schedule, ScheduleRow};
use shared::money::Amount;

use crate::t;
use crate::ui::chart::{ChartData, Series, Shape};

fn major(amount: Amount) -> f64 {
    amount.minor() as f64 / 100.0
}

/// What is owed after each payment; [`None`] when it is unknown.
pub fn capital(schedule: &Schedule, today: Option<NaiveDate>) -> Option<ChartData> {
    let first = schedule.rows.first()?;
    let mut points: Vec<(NaiveDate, f64)> = vec![(first.due_on, major(first.opening.or(schedule.financed)?))];
    for row in &schedule.rows {
        let value = major(row.closing?);
        let beyond_first = points.len() > 1;
        match points.last_mut() {
            // Of several rows on a day the last one says what is left.
            Some(last) if last.0 == row.due_on && beyond_first => last.1 = value,
            _ => points.push((row.due_on, value)),
        }
    }
    // The day of the first payment has two levels: before it and after.
    let (days, values) = points.into_iter().unzip();
    Some(ChartData {
        title: t!(agreement_plan.capital).to_owned(),
        shape: Shape::Steps,
        currency: schedule.currency.code().to_owned(),
        days,
        series: vec![Series { label: t!(agreement_plan.capital).to_owned(), values }],
        today,
        remarks: Vec::new(),
    })
}

/// What each payment is made of.
pub fn payments(schedule: &Schedule, today: Option<NaiveDate>) -> ChartData {
    let rows: Vec<&ScheduleRow> = schedule.rows.iter().filter(|row| is_paid(row)).collect();
    let knows_interest = rows.iter().all(|row| row.interest.is_some());
    let column = |label: &str, of: &dyn Fn(&ScheduleRow) -> Amount| Series {
        label: label.to_owned(),
        values: rows.iter().map(|row| major(of(row)).max(0.0)).collect(),
    };
    let mut series = Vec::new();
    if knows_interest {
        let interest = |row: &ScheduleRow| row.interest.unwrap_or_default();
        let amortisation =
            |row: &ScheduleRow| Amount::from_minor(row.payment.minor() - interest(row).minor()).unwrap_or_default();
        series.push(column(t!(agreement_plan.amortisation), &amortisation));
        series.push(column(t!(agreement_plan.interest), &interest));
    } else {
        series.push(column(t!(agreement_plan.payment), &|row| row.payment));
    }
    for (label, of) in [
        (t!(agreement_plan.fees), (|row: &ScheduleRow| row.fees) as fn(&ScheduleRow) -> Amount),
        (t!(agreement_plan.services), |row: &ScheduleRow| row.services),
    ] {
        let each = column(label, &of);
        if each.values.iter().any(|value| *value > 0.0) {
            series.push(each);
        }
    }
    ChartData {
        title: t!(agreement_plan.payments).to_owned(),
        shape: Shape::StackedBars,
        currency: schedule.currency.code().to_owned(),
        days: rows.iter().map(|row| row.due_on).collect(),
        series,
        today,
        remarks: Vec::new(),
    }
}

/// Money leaves the company; the row of the residual and of a termination only say what is left.
fn is_paid(row: &ScheduleRow) -> bool {
    !matches!(row.kind, RowKind::Residual | RowKind::Terminated) && row.total != Amount::ZERO
}
