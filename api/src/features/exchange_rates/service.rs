//! Rules of exchange rates.

use super::book::{Quote, RateBook};
use super::store::{self, Entry, Ruling};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::register::service as register;
use crate::http::{day_within_reach, moment_within_reach, plain_line};
use chrono::{DateTime, NaiveDate, Utc};
use shared::exchange_rates::{ExchangeRate, NewExchangeRate};
use shared::ids::ExchangeRateId;
use shared::money::{Currency, FxRate};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::collections::BTreeMap;

/// Which rates to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    pub currency: Option<Currency>,
    /// Only the rates in use on the day: of each currency the latest on or before it.
    pub on: Option<NaiveDate>,
    pub known_at: Option<DateTime<Utc>>,
}

/// The company's rates into its base currency, as they rule now or ruled at `known_at`.
pub async fn book(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<RateBook> {
    let base = store::base_currency(tx).await?;
    let quote = |Ruling { rate, .. }: Ruling| {
        (rate.currency, Quote { on: rate.on, rate: rate.rate, source: rate.source.into() })
    };
    Ok(RateBook::new(base, store::ruling(tx, base, known_at).await?.into_iter().map(quote)))
}

/// By currency, latest day first.
pub async fn list(tx: &CompanyTx, wanted: Wanted) -> ApiResult<Vec<ExchangeRate>> {
    let known_at = wanted.known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    let base = store::base_currency(tx).await?;
    let mut rates: Vec<ExchangeRate> = store::ruling(tx, base, known_at).await?.into_iter().map(|r| r.rate).collect();
    rates.retain(|rate| wanted.currency.is_none_or(|currency| currency == rate.currency));
    if let Some(day) = wanted.on {
        rates.retain(|rate| rate.on <= day);
        rates.dedup_by_key(|rate| rate.currency);
    }
    Ok(rates)
}

pub async fn find(tx: &CompanyTx, id: ExchangeRateId) -> ApiResult<ExchangeRate> {
    list(tx, Wanted::default()).await?.into_iter().find(|rate| rate.id == id).ok_or_else(ApiError::not_found)
}

/// Enters a rate; it rules instead of an earlier entry for the same currency and day.
pub async fn create(tx: &CompanyTx, new: &NewExchangeRate) -> ApiResult<ExchangeRate> {
    let revision = register::change(tx).await?;
    let base = store::base_currency(tx).await?;
    if new.currency == base {
        let fault = FieldFault::new(FieldCode::InvalidValue).found(base.code());
        let fault = fault.expected("another currency than the company's own");
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("/currency", fault));
    }
    day_within_reach("/on", new.on)?;
    let source = plain_line("/source", &new.source)?;
    let id = ExchangeRateId::fresh(tx.now());
    let entry = Entry { id, currency: new.currency, on: new.on, rate: Some(new.rate), source: &source, demo: false };
    store::insert(tx, base, revision, &[entry]).await?;
    find(tx, id).await
}

/// Takes a rate back: its currency and day have none until one is entered again.
pub async fn delete(tx: &CompanyTx, id: ExchangeRateId) -> ApiResult<()> {
    let revision = register::change(tx).await?;
    let rate = find(tx, id).await?;
    let entry = Entry {
        id: ExchangeRateId::fresh(tx.now()),
        currency: rate.currency,
        on: rate.on,
        rate: None,
        source: &rate.source,
        demo: false,
    };
    Ok(store::insert(tx, rate.base, revision, &[entry]).await?)
}

/// Enters the rates of the demo portfolio where the company has none of its own for the day. The caller has begun a
/// change of the register, `revision`.
pub async fn create_demo(tx: &CompanyTx, revision: i64, rates: &[(Currency, NaiveDate, FxRate)]) -> ApiResult<()> {
    let base = store::base_currency(tx).await?;
    let taken = store::ruling(tx, base, None).await?;
    let mut new: BTreeMap<(Currency, NaiveDate), FxRate> = rates
        .iter()
        .filter(|(currency, ..)| *currency != base)
        .map(|(currency, on, rate)| ((*currency, *on), *rate))
        .collect();
    for Ruling { rate, .. } in &taken {
        new.remove(&(rate.currency, rate.on));
    }
    let entries: Vec<Entry<'_>> = new
        .into_iter()
        .map(|((currency, on), rate)| Entry {
            id: ExchangeRateId::fresh(tx.now()),
            currency,
            on,
            rate: Some(rate),
            source: "Demo",
            demo: true,
        })
        .collect();
    Ok(store::insert(tx, base, revision, &entries).await?)
}

/// Takes the demo portfolio's rates back. The caller has begun a change of the register, `revision`.
pub async fn delete_demo(tx: &CompanyTx, revision: i64) -> ApiResult<()> {
    let base = store::base_currency(tx).await?;
    let ruling = store::ruling(tx, base, None).await?;
    let entries: Vec<Entry<'_>> = ruling
        .iter()
        .filter(|ruling| ruling.demo)
        .map(|Ruling { rate, .. }| Entry {
            id: ExchangeRateId::fresh(tx.now()),
            currency: rate.currency,
            on: rate.on,
            rate: None,
            source: &rate.source,
            demo: true,
        })
        .collect();
    Ok(store::insert(tx, base, revision, &entries).await?)
}
