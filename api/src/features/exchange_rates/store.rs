//! Exchange rates in the database.

use crate::db::schema::{account, company, exchange_rate};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::exchange_rates::ExchangeRate;
use shared::ids::ExchangeRateId;
use shared::money::{Currency, FxRate};
use uuid::Uuid;

/// What is written. Without a rate, what was entered for the day is taken back.
pub(super) struct Entry<'a> {
    pub(super) id: ExchangeRateId,
    pub(super) currency: Currency,
    pub(super) on: NaiveDate,
    pub(super) rate: Option<FxRate>,
    pub(super) source: &'a str,
    pub(super) demo: bool,
}

/// A rate that rules, and whether it came with the demo portfolio.
pub(super) struct Ruling {
    pub(super) rate: ExchangeRate,
    pub(super) demo: bool,
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    currency: String,
    base: String,
    on: NaiveDate,
    rate_e8: Option<i64>,
    source: String,
    demo: bool,
    recorded_at: DateTime<Utc>,
    recorded_by_name: Option<String>,
}

impl Row {
    /// `None` for an entry that takes another back.
    fn ruling(self) -> ApiResult<Option<Ruling>> {
        let Some(e8) = self.rate_e8 else { return Ok(None) };
        let rate = ExchangeRate {
            id: self.id.into(),
            currency: currency(&self.currency)?,
            base: currency(&self.base)?,
            on: self.on,
            rate: FxRate::from_e8(e8).ok_or_else(|| unreadable("exchange rate"))?,
            source: self.source,
            recorded_at: self.recorded_at,
            recorded_by_name: self.recorded_by_name,
        };
        Ok(Some(Ruling { rate, demo: self.demo }))
    }
}

fn currency(code: &str) -> ApiResult<Currency> {
    code.parse().map_err(|_| unreadable("currency"))
}

/// Checked before it was written, so this is nobody's fault but ours.
fn unreadable(what: &str) -> ApiError {
    ApiError::internal(anyhow::anyhow!("the database holds an unreadable {what}"))
}

pub(super) async fn base_currency(tx: &CompanyTx) -> ApiResult<Currency> {
    let own = company::table.find(tx.company_id().uuid()).select(company::base_currency);
    currency(&own.first::<String>(&mut tx.connection()).await?)
}

/// `revision` is the register's: of two entries for a currency and day the one with the higher revision rules.
pub(super) async fn insert(
    tx: &CompanyTx,
    base: Currency,
    revision: i64,
    entries: &[Entry<'_>],
) -> Result<(), DbError> {
    let row = |entry: &Entry<'_>| {
        (
            exchange_rate::company_id.eq(tx.company_id().uuid()),
            exchange_rate::id.eq(entry.id.uuid()),
            exchange_rate::revision.eq(revision),
            exchange_rate::currency.eq(entry.currency.code()),
            exchange_rate::base.eq(base.code()),
            exchange_rate::quoted_on.eq(entry.on),
            exchange_rate::rate_e8.eq(entry.rate.map(FxRate::e8)),
            exchange_rate::source.eq(entry.source.to_owned()),
            exchange_rate::demo.eq(entry.demo),
            exchange_rate::recorded_at.eq(tx.now()),
            exchange_rate::recorded_by.eq(tx.account_id().uuid()),
        )
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    diesel::insert_into(exchange_rate::table).values(rows).execute(&mut tx.connection()).await?;
    Ok(())
}

/// The rates that rule, by currency, latest day first. With `known_at`: those that ruled then.
pub(super) async fn ruling(tx: &CompanyTx, base: Currency, known_at: Option<DateTime<Utc>>) -> ApiResult<Vec<Ruling>> {
    let mut query = exchange_rate::table
        .left_join(account::table.on(exchange_rate::recorded_by.eq(account::id.nullable())))
        .filter(exchange_rate::company_id.eq(tx.company_id().uuid()))
        .filter(exchange_rate::base.eq(base.code()))
        .distinct_on((exchange_rate::currency, exchange_rate::quoted_on))
        .order((exchange_rate::currency, exchange_rate::quoted_on.desc(), exchange_rate::revision.desc()))
        .select((
            exchange_rate::id,
            exchange_rate::currency,
            exchange_rate::base,
            exchange_rate::quoted_on,
            exchange_rate::rate_e8,
            exchange_rate::source,
            exchange_rate::demo,
            exchange_rate::recorded_at,
            account::name.nullable(),
        ))
        .into_boxed::<Pg>();
    if let Some(known_at) = known_at {
        query = query.filter(exchange_rate::recorded_at.le(known_at));
    }
    let rows: Vec<Row> = query.load(&mut tx.connection()).await?;
    rows.into_iter().filter_map(|row| row.ruling().transpose()).collect()
}
