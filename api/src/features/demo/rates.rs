//! Exchange rates of the demo portfolio: invented, near what such rates have been.

use chrono::{Days, Months, NaiveDate};
use shared::money::{Currency, FxRate};

const MONTHS: u32 = 60;

/// In Swedish kronor at the last 60 month ends before `today`.
pub(super) fn month_ends(today: NaiveDate) -> Vec<(Currency, NaiveDate, FxRate)> {
    let this_month = first_of_month(today);
    let mut rates = Vec::new();
    for back in 0..MONTHS {
        let Some(on) =
            this_month.checked_sub_months(Months::new(back)).and_then(|day| day.checked_sub_days(Days::new(1)))
        else {
            continue;
        };
        // A slow wave: up and down by a few percent in two years.
        let wave = i64::from((back % 24).abs_diff(12)) - 6;
        for (currency, middle, swing) in [(Currency::EUR, 112_500, 450), (Currency::NOK, 9_650, 40)] {
            if let Some(rate) = FxRate::from_e8((middle + wave * swing) * 10_000) {
                rates.push((currency, on, rate));
            }
        }
    }
    rates
}

pub(super) fn first_of_month(day: NaiveDate) -> NaiveDate {
    use chrono::Datelike as _;
    day.with_day(1).unwrap_or(day)
}
