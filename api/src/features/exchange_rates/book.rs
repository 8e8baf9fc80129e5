//! Every rate a company has entered, looked up by day.

use chrono::NaiveDate;
use shared::debt::{Conversion, Unknown};
use shared::money::{Amount, Currency, FxRate};
use std::collections::BTreeMap;

/// The rates into the base currency, ruling ones only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateBook {
    base: Currency,
    /// By currency, ascending by day, one per day.
    quotes: BTreeMap<Currency, Vec<Quote>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub on: NaiveDate,
    pub rate: FxRate,
    pub source: Box<str>,
}

/// The rates that rule on one day, one array look-up each.
#[derive(Clone, Debug)]
pub struct DayRates {
    base: Currency,
    rates: [Option<FxRate>; Currency::ALL.len()],
}

impl RateBook {
    /// `quotes` in any order; of several for one currency and day the last given rules.
    pub fn new(base: Currency, quotes: impl IntoIterator<Item = (Currency, Quote)>) -> Self {
        let mut by_day: BTreeMap<Currency, BTreeMap<NaiveDate, Quote>> = BTreeMap::new();
        for (currency, quote) in quotes {
            by_day.entry(currency).or_default().insert(quote.on, quote);
        }
        let quotes = by_day.into_iter().map(|(currency, days)| (currency, days.into_values().collect())).collect();
        Self { base, quotes }
    }

    pub fn base(&self) -> Currency {
        self.base
    }

    /// The latest rate on or before the day. Without one the answer is `None`: a later rate is no substitute.
    pub fn quote(&self, currency: Currency, day: NaiveDate) -> Option<&Quote> {
        let quotes = self.quotes.get(&currency)?;
        let after = quotes.partition_point(|quote| quote.on <= day);
        quotes.get(after.checked_sub(1)?)
    }

    /// Of a currency, ascending by day.
    pub fn quotes(&self, currency: Currency) -> &[Quote] {
        self.quotes.get(&currency).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn on(&self, day: NaiveDate) -> DayRates {
        let mut rates = [None; Currency::ALL.len()];
        for (slot, currency) in rates.iter_mut().zip(Currency::ALL) {
            *slot = self.quote(*currency, day).map(|quote| quote.rate);
        }
        if let Some(slot) = rates.get_mut(self.base as usize) {
            *slot = Some(FxRate::ONE);
        }
        DayRates { base: self.base, rates }
    }

    /// How the currency is converted on the day, to be shown beside what was converted.
    pub fn conversion(&self, currency: Currency, day: NaiveDate) -> Option<Conversion> {
        if currency == self.base {
            return None;
        }
        let quote = self.quote(currency, day)?;
        Some(Conversion { currency, rate: quote.rate, on: quote.on, source: quote.source.as_ref().to_owned() })
    }

    /// Roughly what the book takes in memory.
    pub fn bytes(&self) -> usize {
        let quotes = self.quotes.values().flatten();
        quotes.map(|quote| size_of::<Quote>() + quote.source.len()).sum::<usize>() + size_of::<Self>()
    }
}

impl DayRates {
    pub fn base(&self) -> Currency {
        self.base
    }

    /// Hundredths in the base currency, rounded half away from zero to what the currency can pay. Nothing is nothing
    /// in any currency, so 0 needs no rate. `None`: no rate, or more than an amount
    /// can be.
    pub fn to_base(&self, currency: Currency, minor: i64) -> Option<i64> {
        if minor == 0 {
            return Some(0);
        }
        let rate = (*self.rates.get(currency as usize)?)?;
        payable(rate.convert(minor)?, self.base).filter(|minor| Amount::from_minor(*minor).is_some())
    }

    /// Why [`Self::to_base`] has no answer for a currency.
    pub fn refusal(&self, currency: Currency) -> Unknown {
        if self.knows(currency) { Unknown::TermsNotCalculable } else { Unknown::ExchangeRateMissing }
    }

    pub fn knows(&self, currency: Currency) -> bool {
        self.rates.get(currency as usize).is_some_and(Option::is_some)
    }
}

/// Hundredths rounded half away from zero to the decimals of the currency.
pub fn payable(minor: i64, currency: Currency) -> Option<i64> {
    if currency.decimals() > 0 {
        return Some(minor);
    }
    let away = if minor < 0 { -50 } else { 50 };
    Some(minor.checked_add(away)? / 100 * 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn quote(on: &str, rate: &str) -> (Currency, Quote) {
        (Currency::EUR, Quote { on: day(on), rate: rate.parse().unwrap(), source: "Riksbanken".into() })
    }

    fn book() -> RateBook {
        RateBook::new(Currency::SEK, [quote("2025-12-31", "10.8190"), quote("2024-12-31", "11.4865")])
    }

    #[test]
    fn the_latest_rate_on_or_before_the_day_rules() {
        let rate = |on| book().quote(Currency::EUR, day(on)).map(|quote| quote.rate.to_string());
        assert_eq!(rate("2024-12-30"), None);
        assert_eq!(rate("2024-12-31").unwrap(), "11.4865");
        assert_eq!(rate("2025-12-30").unwrap(), "11.4865");
        assert_eq!(rate("2025-12-31").unwrap(), "10.8190");
        assert_eq!(rate("2199-01-01").unwrap(), "10.8190");
    }

    #[test]
    fn the_later_of_two_entries_for_a_day_rules() {
        let book = RateBook::new(Currency::SEK, [quote("2025-12-31", "10.8190"), quote("2025-12-31", "10.9")]);
        assert_eq!(book.on(day("2025-12-31")).to_base(Currency::EUR, 100), Some(1090));
    }

    #[test]
    fn an_unknown_rate_is_not_guessed() {
        let rates = book().on(day("2020-01-01"));
        assert_eq!(rates.to_base(Currency::EUR, 100), None);
        assert_eq!(rates.to_base(Currency::NOK, 100), None);
        assert_eq!(rates.to_base(Currency::EUR, 0), Some(0));
        assert!(!rates.knows(Currency::EUR));
    }

    #[test]
    fn the_base_currency_is_itself_whatever_was_entered() {
        let book = RateBook::new(Currency::EUR, [quote("2025-12-31", "10.8190")]);
        let rates = book.on(day("2026-01-01"));
        assert_eq!(rates.to_base(Currency::EUR, 12_345), Some(12_345));
        assert_eq!(book.conversion(Currency::EUR, day("2026-01-01")), None);
    }

    #[test]
    fn a_base_currency_without_decimals_gets_whole_units() {
        assert_eq!(payable(150, Currency::JPY), Some(200));
        assert_eq!(payable(-150, Currency::JPY), Some(-200));
        assert_eq!(payable(149, Currency::JPY), Some(100));
        assert_eq!(payable(149, Currency::SEK), Some(149));
        let book = RateBook::new(Currency::ISK, [quote("2025-12-31", "140.5")]);
        assert_eq!(book.on(day("2026-01-01")).to_base(Currency::EUR, 101), Some(14_200));
    }
}
