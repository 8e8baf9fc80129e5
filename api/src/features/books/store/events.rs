use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::books::{BookFramework, LeaseEvent};
use shared::ids::{AgreementId, LeaseEventId};
use uuid::Uuid;

use super::{Among, KnownAt, read};
use crate::db::schema::{account, lease_event};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};

/// What is written of an event.
#[derive(Serialize, Deserialize)]
struct Payload {
    event: LeaseEvent,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    frameworks: Vec<BookFramework>,
}

#[derive(Queryable)]
pub struct EventRow {
    agreement_id: Uuid,
    pub sequence: i32,
    id: Uuid,
    payload: Option<Value>,
    undoes: Option<Uuid>,
    pub reason: Option<String>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
}

impl EventRow {
    pub fn agreement(&self) -> AgreementId {
        self.agreement_id.into()
    }

    pub fn id(&self) -> LeaseEventId {
        self.id.into()
    }

    pub fn undoes(&self) -> Option<LeaseEventId> {
        self.undoes.map(LeaseEventId::from)
    }

    /// `None` for one that takes another back.
    pub fn event(&mut self) -> ApiResult<Option<(LeaseEvent, Vec<BookFramework>)>> {
        let Some(payload) = self.payload.take() else { return Ok(None) };
        let Payload { event, frameworks } = read(payload)?;
        Ok(Some((event, frameworks)))
    }
}

/// By agreement, in the order they were recorded; of all or of these.
pub async fn events(
    tx: &CompanyTx,
    agreements: Option<&[AgreementId]>,
    known_at: KnownAt,
) -> Result<Vec<EventRow>, DbError> {
    events_of(tx, Among::listed(agreements), known_at).await
}

pub async fn events_of(tx: &CompanyTx, agreements: Among<'_>, known_at: KnownAt) -> Result<Vec<EventRow>, DbError> {
    let mut query = lease_event::table
        .left_join(account::table.on(lease_event::recorded_by.eq(account::id)))
        .filter(lease_event::company_id.eq(tx.company_id().uuid()))
        .order((lease_event::agreement_id, lease_event::sequence))
        .select((
            lease_event::agreement_id,
            lease_event::sequence,
            lease_event::id,
            lease_event::payload.nullable(),
            lease_event::undoes,
            lease_event::reason,
            lease_event::recorded_at,
            account::name.nullable(),
        ))
        .into_boxed::<Pg>();
    match agreements {
        Among::All => {}
        Among::These(agreements) => {
            let ids: Vec<Uuid> = agreements.iter().map(|id| id.uuid()).collect();
            query = query.filter(lease_event::agreement_id.eq_any(ids));
        }
        Among::Between(first, last) => {
            query = query.filter(lease_event::agreement_id.between(first.uuid(), last.uuid()));
        }
    }
    if let Some(known_at) = known_at {
        query = query.filter(lease_event::recorded_at.le(known_at));
    }
    Ok(query.load(&mut tx.connection()).await?)
}

/// An event, or one that takes another back.
pub struct NewEventRow<'a> {
    pub agreement: AgreementId,
    pub sequence: i32,
    pub id: LeaseEventId,
    pub event: Option<(&'a LeaseEvent, &'a [BookFramework])>,
    pub undoes: Option<LeaseEventId>,
    pub reason: Option<&'a str>,
}

pub async fn insert_event(tx: &CompanyTx, row: &NewEventRow<'_>) -> ApiResult<()> {
    let happened_on: Option<NaiveDate> = row.event.map(|(event, _)| event.on);
    let payload =
        row.event.map(|(event, frameworks)| Payload { event: event.clone(), frameworks: frameworks.to_vec() });
    let payload = payload.map(serde_json::to_value).transpose().map_err(ApiError::internal)?;
    diesel::insert_into(lease_event::table)
        .values((
            lease_event::company_id.eq(tx.company_id().uuid()),
            lease_event::agreement_id.eq(row.agreement.uuid()),
            lease_event::sequence.eq(row.sequence),
            lease_event::id.eq(row.id.uuid()),
            lease_event::happened_on.eq(happened_on),
            lease_event::payload.eq(payload),
            lease_event::undoes.eq(row.undoes.map(LeaseEventId::uuid)),
            lease_event::reason.eq(row.reason),
            lease_event::recorded_at.eq(tx.now()),
            lease_event::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
