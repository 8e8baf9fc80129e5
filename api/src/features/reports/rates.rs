//! The exchange rates that a report rests on.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shared::money::Currency;
use shared::reports::ReportRate;

use super::ledger::Ledger;
use crate::features::books::service::Holdings;

/// What a currency is converted at on a day; `None`: it is the own one, or has no rate.
pub fn rate(holdings: &Holdings, currency: Currency, on: NaiveDate) -> Option<ReportRate> {
    if currency == holdings.own_currency {
        return None;
    }
    let quote = holdings.rates.quote(currency, on)?;
    Some(ReportRate { currency, on, rate: quote.rate, found_on: quote.on })
}

/// Of the closings and of the layers of every asset, by currency and day.
pub fn used(holdings: &Holdings, ledger: &Ledger) -> Vec<ReportRate> {
    let mut used = BTreeMap::new();
    for entry in &ledger.rows {
        for layer in &entry.layers {
            used.entry((layer.currency, layer.on)).or_insert_with(|| layer.clone());
        }
    }
    for currency in ledger.conversions.iter().map(|conversion| conversion.currency) {
        for closing in ledger.question.span.closings() {
            if let Some(rate) = rate(holdings, currency, *closing) {
                used.insert((currency, *closing), rate);
            }
        }
    }
    used.into_values().collect()
}
