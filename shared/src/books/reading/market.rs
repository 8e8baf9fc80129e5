//! Exchange rates.

use engine::books::exchange::{ExchangeRate, ExchangeRates};

use super::Reader;
use crate::books::register::BookMarket;
use crate::books::request::LeaseMarket;
use crate::books::{MARKET_RATES_MAX, words};
use crate::problem::{FieldCode, FieldFault};

impl Reader {
    pub(super) fn market(&mut self, market: &LeaseMarket) -> Option<BookMarket> {
        const RATES: &str = "market/exchange_rates";
        if market.exchange_rates.len() > MARKET_RATES_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&market.exchange_rates.len().to_string());
            self.add(RATES, fault.expected(&format!("at most {MARKET_RATES_MAX}")));
            return None;
        }
        if market.exchange_rates.is_empty() {
            self.missing(RATES, "at least one rate");
        }
        let mut last = None;
        let mut rates = Vec::new();
        for (at, one) in market.exchange_rates.iter().enumerate() {
            self.reach(&format!("{RATES}/{at}/on"), one.on);
            if last.is_some_and(|last| one.on <= last) {
                let fault = FieldFault::new(FieldCode::OutOfRange).found(&one.on.to_string());
                self.add(&format!("{RATES}/{at}/on"), fault.expected("a day after the one before it"));
            }
            last = Some(one.on);
            // A hundred-millionth there is ten billionths here.
            match one.rate.e8().checked_mul(10).and_then(ExchangeRate::from_parts_per_billion) {
                Some(rate) => rates.push((one.on, rate)),
                None => {
                    let fault = FieldFault::new(FieldCode::OutOfRange).found(&one.rate.to_string());
                    self.add(&format!("{RATES}/{at}/rate"), fault.expected("at most 10000"));
                }
            }
        }
        Some(BookMarket::of(ExchangeRates::new(rates).ok()?, words::interest(market.interest)))
    }
}
