//! The history, read.

use crate::db::schema::{account, agreement, agreement_event};
use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::dsl::count;
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use shared::agreements::{AgreementName, EventBody, EventKind, EventSource};
use shared::ids::{AccountId, AgreementId, EventId};
use std::collections::HashSet;
use uuid::Uuid;

use super::super::history::Recorded;

/// The payload column.
#[derive(Clone, Debug, FromSqlRow, AsExpression)]
#[diesel(sql_type = sql_types::Jsonb)]
pub struct Payload(EventBody);

/// jsonb travels as a version byte, which is 1, and then the text.
impl FromSql<sql_types::Jsonb, Pg> for Payload {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        match value.as_bytes() {
            [1, text @ ..] => Ok(Self(serde_json::from_slice(text)?)),
            _ => Err("a jsonb version that is not 1".into()),
        }
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = agreement_event, check_for_backend(Pg))]
pub struct EventRow {
    agreement_id: Uuid,
    sequence: i32,
    id: Uuid,
    effective_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    recorded_by: Option<Uuid>,
    source: String,
    source_id: Option<Uuid>,
    pub reason: Option<String>,
    payload: Payload,
}

impl EventRow {
    pub fn agreement(&self) -> AgreementId {
        self.agreement_id.into()
    }

    pub fn recorded_by(&self) -> Option<AccountId> {
        self.recorded_by.map(AccountId::from)
    }

    pub fn source(&self) -> EventSource {
        match (self.source.as_str(), self.source_id) {
            ("import", Some(id)) => EventSource::Import { import_id: id.into() },
            ("bulk_edit", Some(id)) => EventSource::BulkEdit { bulk_edit_id: id.into() },
            ("demo", _) => EventSource::Demo {},
            ("api", _) => EventSource::Api {},
            _ => EventSource::App {},
        }
    }

    /// The import or bulk edit it belongs to.
    pub fn source_id(&self) -> Option<Uuid> {
        self.source_id
    }

    pub fn recorded_at(&self) -> DateTime<Utc> {
        self.recorded_at
    }

    pub fn place(&self) -> EventPlace {
        EventPlace { recorded_at: self.recorded_at, id: self.id }
    }

    pub fn kind(&self) -> EventKind {
        self.payload.0.kind()
    }

    pub fn is_demo(&self) -> bool {
        self.source == "demo"
    }

    pub fn recorded(self) -> Recorded {
        Recorded {
            id: EventId::from(self.id),
            sequence: self.sequence,
            effective_on: self.effective_on,
            recorded_at: self.recorded_at,
            body: self.payload.0,
        }
    }
}

/// The histories of some agreements: by agreement, within one by sequence.
pub async fn events_of(tx: &CompanyTx, agreements: &[AgreementId]) -> Result<Vec<EventRow>, DbError> {
    let agreements: Vec<Uuid> = agreements.iter().map(|id| id.uuid()).collect();
    let rows = agreement_event::table
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .filter(agreement_event::agreement_id.eq_any(agreements))
        .order((agreement_event::agreement_id, agreement_event::sequence))
        .select(EventRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// Where an event stands among all that was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPlace {
    recorded_at: DateTime<Utc>,
    id: Uuid,
}

/// Acts on many agreements: imports, bulk edits and the demo portfolio.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    sources: HashSet<Uuid>,
    demo: bool,
}

impl Seen {
    /// Whether the event begins an act that was not seen; from now on it is.
    pub fn is_new(&mut self, event: &EventRow) -> bool {
        match event.source_id {
            Some(source) => self.sources.insert(source),
            None if event.is_demo() => !std::mem::replace(&mut self.demo, true),
            None => true,
        }
    }

    pub fn holds(&self, event: &EventRow) -> bool {
        match event.source_id {
            Some(source) => self.sources.contains(&source),
            None => event.is_demo() && self.demo,
        }
    }

    pub fn join(&mut self, other: Self) {
        self.sources.extend(other.sources);
        self.demo |= other.demo;
    }
}

/// What was recorded last, the latest first: before a place, and not by an act that was seen.
pub async fn latest_events(
    tx: &CompanyTx,
    before: Option<EventPlace>,
    seen: &Seen,
    limit: i64,
) -> Result<Vec<EventRow>, DbError> {
    let mut query = agreement_event::table
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .order((agreement_event::recorded_at.desc(), agreement_event::id.desc()))
        .limit(limit)
        .select(EventRow::as_select())
        .into_boxed();
    if let Some(EventPlace { recorded_at, id }) = before {
        query = query
            .filter(agreement_event::recorded_at.le(recorded_at))
            .filter(agreement_event::recorded_at.lt(recorded_at).or(agreement_event::id.lt(id)));
    }
    if !seen.sources.is_empty() {
        let sources: Vec<Uuid> = seen.sources.iter().copied().collect();
        let other = agreement_event::source_id.assume_not_null().ne_all(sources);
        query = query.filter(agreement_event::source_id.is_null().or(other));
    }
    if seen.demo {
        query = query.filter(agreement_event::source.ne("demo"));
    }
    Ok(query.load(&mut tx.connection()).await?)
}

/// Of the acts on many agreements among `events`, those that also recorded something at the place or after it.
pub async fn later_acts(tx: &CompanyTx, place: EventPlace, events: &[EventRow]) -> Result<Seen, DbError> {
    let EventPlace { recorded_at, id } = place;
    let sources: HashSet<Uuid> = events.iter().filter_map(EventRow::source_id).collect();
    let sources: Vec<Uuid> = sources.into_iter().collect();
    let demo = events.iter().any(EventRow::is_demo);
    if sources.is_empty() && !demo {
        return Ok(Seen::default());
    }
    let mut query = agreement_event::table
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .filter(agreement_event::recorded_at.ge(recorded_at))
        .filter(agreement_event::recorded_at.gt(recorded_at).or(agreement_event::id.ge(id)))
        .select((agreement_event::source, agreement_event::source_id))
        .distinct()
        .into_boxed();
    let from_sources =
        agreement_event::source_id.is_not_null().and(agreement_event::source_id.assume_not_null().eq_any(sources));
    query = query.filter(from_sources.or(agreement_event::source.eq("demo")));
    let later: Vec<(String, Option<Uuid>)> = query.load(&mut tx.connection()).await?;
    Ok(Seen {
        demo: later.iter().any(|(source, _)| source == "demo"),
        sources: later.into_iter().filter_map(|(_, id)| id).collect(),
    })
}

/// How many agreements each import or bulk edit touched.
pub async fn agreements_touched(tx: &CompanyTx, sources: &[Uuid]) -> Result<Vec<(Uuid, i64)>, DbError> {
    let counts: Vec<(Option<Uuid>, i64)> = agreement_event::table
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .filter(agreement_event::source_id.eq_any(sources))
        .group_by(agreement_event::source_id)
        .select((agreement_event::source_id, count(agreement_event::agreement_id).aggregate_distinct()))
        .load(&mut tx.connection())
        .await?;
    Ok(counts.into_iter().filter_map(|(source, count)| Some((source?, count))).collect())
}

/// What agreements are called, deleted ones too.
pub async fn names_of_agreements(tx: &CompanyTx, agreements: &[Uuid]) -> Result<Vec<AgreementName>, DbError> {
    let names: Vec<(Uuid, String, String)> = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::id.eq_any(agreements))
        .select((agreement::id, agreement::number, agreement::title))
        .load(&mut tx.connection())
        .await?;
    Ok(names.into_iter().map(|(id, number, title)| AgreementName { id: id.into(), number, title }).collect())
}

/// Everything the register had been told at `known_at`: by agreement, within one by sequence.
pub async fn events_known_at(tx: &CompanyTx, known_at: DateTime<Utc>) -> Result<Vec<EventRow>, DbError> {
    let rows = agreement_event::table
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .filter(agreement_event::recorded_at.le(known_at))
        .order((agreement_event::agreement_id, agreement_event::sequence))
        .select(EventRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// As [`events_known_at`], of the agreements from one id to another.
pub async fn events_known_between(
    tx: &CompanyTx,
    known_at: DateTime<Utc>,
    (first, last): (AgreementId, AgreementId),
) -> Result<Vec<EventRow>, DbError> {
    let rows = agreement_event::table
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .filter(agreement_event::agreement_id.between(first.uuid(), last.uuid()))
        .filter(agreement_event::recorded_at.le(known_at))
        .order((agreement_event::agreement_id, agreement_event::sequence))
        .select(EventRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// The agreements that an import or a bulk edit touched.
pub async fn agreements_of_source(tx: &CompanyTx, source: Uuid) -> Result<Vec<AgreementId>, DbError> {
    let ids: Vec<Uuid> = agreement_event::table
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .filter(agreement_event::source_id.eq(source))
        .select(agreement_event::agreement_id)
        .distinct()
        .order(agreement_event::agreement_id)
        .load(&mut tx.connection())
        .await?;
    Ok(ids.into_iter().map(AgreementId::from).collect())
}

/// Names of those who recorded something, as far as they belong or belonged to the company.
pub async fn names_of_accounts(tx: &CompanyTx, accounts: &[AccountId]) -> Result<Vec<(AccountId, String)>, DbError> {
    let accounts: Vec<Uuid> = accounts.iter().map(|id| id.uuid()).collect();
    let names: Vec<(Uuid, String)> = account::table
        .filter(account::id.eq_any(accounts))
        .select((account::id, account::name))
        .load(&mut tx.connection())
        .await?;
    Ok(names.into_iter().map(|(id, name)| (id.into(), name)).collect())
}
