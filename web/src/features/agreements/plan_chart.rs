//! The payment plan as pictures.

use chrono::NaiveDate;
use shared::debt::{RowKind, Schedule, ScheduleRow};
use shared::money::Amount;

use crate::t;
use crate::ui::chart::{ChartData, Series, Shape};

fn major(amount: Amount) -> f64 {
    amount.minor() as f64 / 100.0
}

/// The days that a plan is looked at from.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// What falls due after it is a forecast.
    pub today: NaiveDate,
    pub as_of: NaiveDate,
}

/// What is owed at the end of each day, straight between the points as the interest grows; [`None`] when it is unknown.
pub fn capital(schedule: &Schedule, days: Days) -> Option<ChartData> {
    let mut points = balances(schedule)?;
    for day in [days.today, days.as_of] {
        put_in(&mut points, day);
    }
    let (when, values) = points.into_iter().unzip();
    Some(ChartData {
        title: t!(agreement_plan.capital).to_owned(),
        shape: Shape::StackedArea,
        currency: schedule.currency.code().to_owned(),
        days: when,
        series: vec![Series::known(t!(agreement_plan.capital).to_owned(), values)],
        today: Some(days.today),
        asked: Some(days.as_of),
        remarks: Vec::new(),
    })
}

/// The debt on the last day before each payment and on its own day, when the interest of the first day has been added.
fn balances(schedule: &Schedule) -> Option<Vec<(NaiveDate, f64)>> {
    let rows: Vec<&ScheduleRow> = schedule.rows.iter().filter(|row| row.kind != RowKind::InterimRent).collect();
    let mut points: Vec<(NaiveDate, f64)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (opening, interest, closing) = (major(row.opening?), major(row.interest?), major(row.closing?));
        if points.is_empty() && row.interest_from < row.due_on {
            points.push((row.interest_from, opening + a_day(row, row.interest_from)));
        }
        let eve = row.due_on.pred_opt()?;
        if points.last().is_some_and(|(last, _)| *last < eve) {
            points.push((eve, opening + interest));
        }
        let next = rows.get(at + 1).filter(|next| next.due_on > row.due_on);
        let value = closing + next.map_or(0.0, |next| a_day(next, row.due_on));
        match points.last_mut() {
            // Of several rows on a day the last one says what is left.
            Some(last) if last.0 == row.due_on => last.1 = value,
            // The plan is over: nothing moves on the day after the end.
            Some(_) if next.is_none() && is_residual_of(row, opening + interest) => {}
            _ => points.push((row.due_on, value)),
        }
    }
    Some(points)
}

/// True: the end, and the residual is what was left on its eve.
fn is_residual_of(row: &ScheduleRow, eve: f64) -> bool {
    row.kind == RowKind::Residual && row.closing.is_some_and(|closing| (major(closing) - eve).abs() < 0.005)
}

/// A day's part of the interest in a row, which has grown from `since` until it is due.
fn a_day(row: &ScheduleRow, since: NaiveDate) -> f64 {
    row.interest.map_or(0.0, major) / (row.due_on - since).num_days().max(1) as f64
}

/// A point of its own for a day, on the line between its neighbours.
fn put_in(points: &mut Vec<(NaiveDate, f64)>, day: NaiveDate) {
    let at = points.partition_point(|(other, _)| *other < day);
    let (Some((from, low)), Some((to, high))) = (at.checked_sub(1).and_then(|at| points.get(at)), points.get(at))
    else {
        return;
    };
    if *to != day {
        let share = (day - *from).num_days() as f64 / (*to - *from).num_days().max(1) as f64;
        let value = low + (high - low) * share;
        points.insert(at, (day, value));
    }
}

/// What each payment is made of.
pub fn payments(schedule: &Schedule, days: Days) -> ChartData {
    let rows: Vec<&ScheduleRow> = schedule.rows.iter().filter(|row| is_paid(row)).collect();
    let knows_interest = rows.iter().all(|row| row.interest.is_some());
    let column = |label: &str, of: &dyn Fn(&ScheduleRow) -> Amount| {
        Series::known(label.to_owned(), rows.iter().map(|row| major(of(row)).max(0.0)).collect())
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
        today: Some(days.today),
        asked: Some(days.as_of),
        remarks: Vec::new(),
    }
}

/// Money leaves the company; the row of the residual and of a termination only say what is left.
fn is_paid(row: &ScheduleRow) -> bool {
    !matches!(row.kind, RowKind::Residual | RowKind::Terminated) && row.total != Amount::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::agreements::AgreementTerms;
    use shared::calculation::Calculation;
    use shared::terms;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calculation(timing: &str) -> Calculation {
        let terms: AgreementTerms = serde_json::from_value(serde_json::json!({
            "title": "Truck", "kind": "financial_lease", "lessor_name": "Leasaren", "timing": timing,
            "start_on": "2025-07-01", "term_months": 48, "currency": "SEK", "fee": "39079.49", "interval_months": 6,
            "price": "349000", "residual_value": "69800",
        }))
        .unwrap();
        Calculation::new(&terms::check(&terms).unwrap(), &[]).unwrap()
    }

    #[test]
    fn the_curve_says_what_the_figure_of_the_day_says() {
        for timing in ["advance", "arrears"] {
            let calculation = calculation(timing);
            let days = Days { today: day("2026-11-22"), as_of: day("2025-12-31") };
            let data = capital(&calculation.schedule(days.as_of), days).unwrap();
            assert!(data.days.contains(&days.today) && data.days.contains(&days.as_of));
            let values = &data.series.first().unwrap().values;
            let last = data.days.last().unwrap();
            for (on, value) in data.days.iter().zip(values).filter(|(on, _)| *on != last) {
                let figure = major(calculation.figures(*on).debt.unwrap());
                assert!((value - figure).abs() < 0.02, "{timing} {on}: {value} is not {figure}");
            }
            assert_eq!(values.last().map(|value| (value * 100.0).round()), Some(6_980_000.0), "{timing}");
        }
    }
}
