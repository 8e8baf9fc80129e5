//! From the currency of a company to that of the group (IAS 21.39-40, K3 30): balances at the rates of their days, what
//! moved at the mean of the stretch, and what is left is a line of its own.

use chrono::NaiveDate;
use engine::Minor;
use shared::money::{Currency, FxRate};
use shared::reports::ReportCompanyRates;

use super::super::figures::{Figures, Sums};
use super::super::maturity::Maturity;
use super::super::question::Span;
use super::super::total::TooLarge;
use crate::features::exchange_rates::RateBook;

/// How a company's figures come into the group's currency; of one that counts in it as they are.
#[derive(Debug)]
pub struct Translation(Option<Rates>);

#[derive(Debug)]
struct Rates {
    shown: ReportCompanyRates,
    /// On the last day of each period.
    ends: Vec<FxRate>,
    into: Currency,
}

impl Translation {
    pub fn none() -> Self {
        Self(None)
    }

    /// Fails with the day for which there is no rate.
    pub fn between(currency: Currency, rates: &RateBook, span: &Span) -> Result<Self, NaiveDate> {
        if currency == rates.base() {
            return Ok(Self::none());
        }
        let on = |day: NaiveDate| rates.quote(currency, day).map(|quote| quote.rate).ok_or(day);
        let mut closings = span.closings().iter().copied();
        let opening = on(closings.next().unwrap_or(span.from()))?;
        let ends = closings.map(on).collect::<Result<Vec<_>, _>>()?;
        let closing = ends.last().copied().unwrap_or(opening);
        let average = average(rates, currency, span).unwrap_or(opening);
        Ok(Self(Some(Rates { shown: ReportCompanyRates { opening, average, closing }, ends, into: rates.base() })))
    }

    pub fn shown(&self) -> Option<ReportCompanyRates> {
        self.0.as_ref().map(|rates| rates.shown)
    }

    pub fn figures(&self, figures: &Figures) -> Result<Figures, TooLarge> {
        let Some(Rates { shown, into, .. }) = &self.0 else { return Ok(*figures) };
        let by = |rate: FxRate| move |minor: Minor| Minor::try_from(converted(i128::from(minor), rate, *into)).ok();
        let (opening, average, closing) = (by(shown.opening), by(shown.average), by(shown.closing));
        let mut translated = figures.converted(opening, average, closing).ok_or(TooLarge)?;
        translated.translate_rest();
        Ok(translated)
    }

    /// Of payments to come.
    pub fn due(&self, due: &Maturity) -> Result<Maturity, TooLarge> {
        let Some(Rates { shown, into, .. }) = &self.0 else { return Ok(*due) };
        let mut translated = *due;
        for minor in &mut translated {
            let converted = converted(i128::from(*minor), shown.closing, *into);
            *minor = Minor::try_from(converted).map_err(|_| TooLarge)?;
        }
        Ok(translated)
    }

    /// The periods of which `total` is what the agreements come to, each translated and rounded by itself. What moved is
    /// rounded from the beginning on and the last period takes the rest, so that the periods add up to the total.
    pub fn periods(&self, periods: &[Sums], total: &Sums) -> Vec<Sums> {
        let Some(Rates { shown, ends, into }) = &self.0 else { return periods.to_vec() };
        let last = periods.len().saturating_sub(1);
        let (mut moved, mut told) = (Sums::default(), Sums::default());
        let mut translated: Vec<Sums> = Vec::with_capacity(periods.len());
        for (at, (period, end)) in periods.iter().zip(ends).enumerate() {
            moved = moved.then(period);
            let by = |rate: FxRate| move |sum: i128| converted(sum, rate, *into);
            let until_now =
                if at == last { *total } else { moved.converted(by(shown.opening), by(shown.average), by(*end)) };
            let mut one = until_now.since(&told);
            match translated.last() {
                Some(before) => one.opens_after(before),
                None => one.opens_as(total),
            }
            one.translate_rest();
            told = until_now;
            translated.push(one);
        }
        translated
    }
}

/// The mean of the rates in force on each day, to eight decimals.
fn average(rates: &RateBook, currency: Currency, span: &Span) -> Option<FxRate> {
    let quotes = rates.quotes(currency);
    let (from, to) = (span.from(), span.to());
    let first = quotes.partition_point(|quote| quote.on <= from).checked_sub(1)?;
    let mut sum = 0_i128;
    for (at, quote) in quotes.iter().enumerate().skip(first).take_while(|(_, quote)| quote.on <= to) {
        let begins = quote.on.max(from);
        let ends = quotes.get(at + 1).map_or(to, |next| next.on.pred_opt().unwrap_or(next.on).min(to));
        let days = ends.signed_duration_since(begins).num_days() + 1;
        sum += i128::from(quote.rate.e8()) * i128::from(days);
    }
    let days = i128::from(to.signed_duration_since(from).num_days() + 1);
    let mean = (sum * 2 + days) / (days * 2);
    i64::try_from(mean).ok().and_then(FxRate::from_e8)
}

/// Hundredths of one currency in those of another, half away from zero, to what the currency can pay.
fn converted(minor: i128, rate: FxRate, into: Currency) -> i128 {
    let scale = i128::from(FxRate::ONE.e8()) * if into.decimals() > 0 { 1 } else { 100 };
    let product = minor.saturating_mul(i128::from(rate.e8()));
    let rounded = (product.abs() * 2 + scale) / (scale * 2) * product.signum();
    if into.decimals() > 0 { rounded } else { rounded * 100 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::exchange_rates::Quote;
    use shared::reports::ReportPeriod;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn book(base: Currency, quotes: &[(&str, &str)]) -> RateBook {
        let quote = |(on, rate): &(&str, &str)| {
            (Currency::EUR, Quote { on: day(on), rate: rate.parse().unwrap(), source: "x".into() })
        };
        RateBook::new(base, quotes.iter().map(quote))
    }

    fn span(from: &str, to: &str, period: ReportPeriod) -> Span {
        let place = super::super::super::question::Asked::InQuery;
        Span::new(place, Some(day(from)), Some(day(to)), period, day(to), 12).unwrap()
    }

    #[test]
    fn the_mean_counts_each_day_of_the_stretch() {
        let rates = book(Currency::SEK, &[("2024-12-30", "10"), ("2025-01-03", "11"), ("2025-01-20", "99")]);
        let ten_days = span("2025-01-01", "2025-01-10", ReportPeriod::Whole);
        // Two days at 10, eight at 11.
        assert_eq!(average(&rates, Currency::EUR, &ten_days).unwrap().to_string(), "10.8000");
        let told = Translation::between(Currency::EUR, &rates, &ten_days).unwrap().shown().unwrap();
        assert_eq!([told.opening, told.closing].map(|rate| rate.to_string()), ["10.0000", "11.0000"]);
        let before = span("2024-12-30", "2025-01-10", ReportPeriod::Whole);
        assert_eq!(Translation::between(Currency::EUR, &rates, &before).unwrap_err(), day("2024-12-29"));
    }

    #[test]
    fn periods_add_up_to_the_agreements_and_each_ties() {
        let rates =
            book(Currency::SEK, &[("2024-12-31", "11.4865"), ("2025-02-10", "10.9977"), ("2025-03-01", "11.2345")]);
        let quarter = span("2025-01-01", "2025-03-31", ReportPeriod::Month);
        let translation = Translation::between(Currency::EUR, &rates, &quarter).unwrap();
        let month = |opening: i64, paid: i64, interest: i64| Figures {
            liability_opening: opening,
            paid,
            liability_interest: interest,
            liability_closing: opening - paid + interest,
            ..Figures::default()
        };
        let own = |seed: i64| {
            let first = month(100_001 + seed, 3_333, 417);
            let second = month(first.liability_closing, 3_333, 403);
            [first, second, month(second.liability_closing, 3_333, 391)]
        };
        let (mut total, mut periods) = (Sums::default(), [Sums::default(); 3]);
        for seed in 0..7 {
            let months = own(seed);
            let whole = months.iter().copied().reduce(|sum, next| sum.then(&next)).unwrap();
            total.add(&translation.figures(&whole).unwrap());
            for (sum, month) in periods.iter_mut().zip(&months) {
                sum.add(month);
            }
        }
        let translated = translation.periods(&periods, &total);
        assert_eq!(translated.iter().copied().reduce(|sum, next| sum.then(&next)).unwrap(), total);
        for (one, next) in translated.iter().zip(translated.iter().skip(1)) {
            let (one, next) = (one.shown().unwrap(), next.shown().unwrap());
            assert_eq!(one.liability.closing, next.liability.opening);
        }
        let first = translated.first().unwrap().shown().unwrap();
        let at = |minor: i128, rate: &str| converted(minor, rate.parse().unwrap(), Currency::SEK);
        // Seven openings of 1000.01 and so on, each rounded by itself.
        assert!((i128::from(first.liability.opening.minor()) - at(700_028, "11.4865")).abs() <= 7);
        assert_ne!(first.translation.liability.minor(), 0);
    }

    #[test]
    fn a_currency_without_decimals_gets_whole_units() {
        assert_eq!(converted(12_345, "160.5".parse().unwrap(), Currency::JPY), 1_981_400);
        assert_eq!(converted(-12_345, "160.5".parse().unwrap(), Currency::JPY), -1_981_400);
        assert_eq!(converted(-5, "0.5".parse().unwrap(), Currency::SEK), -3);
    }
}
