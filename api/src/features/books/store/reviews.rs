use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::books::{LeaseReviewed, NewLeaseReviews};
use shared::ids::AgreementId;
use uuid::Uuid;

use super::KnownAt;
use crate::db::schema::{account, lease_review};
use crate::db::{CompanyTx, DbError};

#[derive(Queryable)]
pub struct ReviewRow {
    agreement_id: Uuid,
    note: Option<String>,
    recorded_at: DateTime<Utc>,
    recorded_by_name: Option<String>,
}

impl ReviewRow {
    pub fn agreement(&self) -> AgreementId {
        self.agreement_id.into()
    }

    pub fn reviewed(self) -> LeaseReviewed {
        LeaseReviewed { note: self.note, recorded_at: self.recorded_at, recorded_by_name: self.recorded_by_name }
    }
}

/// The latest of each agreement for a year end.
pub async fn reviews(tx: &CompanyTx, year_ends_on: NaiveDate, known_at: KnownAt) -> Result<Vec<ReviewRow>, DbError> {
    let mut query = lease_review::table
        .left_join(account::table.on(lease_review::recorded_by.eq(account::id)))
        .filter(lease_review::company_id.eq(tx.company_id().uuid()))
        .filter(lease_review::year_ends_on.eq(year_ends_on))
        .distinct_on(lease_review::agreement_id)
        .order((lease_review::agreement_id, lease_review::revision.desc()))
        .select((lease_review::agreement_id, lease_review::note, lease_review::recorded_at, account::name.nullable()))
        .into_boxed::<Pg>();
    if let Some(known_at) = known_at {
        query = query.filter(lease_review::recorded_at.le(known_at));
    }
    Ok(query.load(&mut tx.connection()).await?)
}

/// `revision` is the register's.
pub async fn insert_reviews(tx: &CompanyTx, revision: i64, new: &NewLeaseReviews) -> Result<(), DbError> {
    let row = |agreement: &AgreementId| {
        (
            lease_review::company_id.eq(tx.company_id().uuid()),
            lease_review::agreement_id.eq(agreement.uuid()),
            lease_review::year_ends_on.eq(new.year_ends_on),
            lease_review::revision.eq(revision),
            lease_review::note.eq(new.note.as_deref()),
            lease_review::recorded_at.eq(tx.now()),
            lease_review::recorded_by.eq(tx.account_id().uuid()),
        )
    };
    let rows: Vec<_> = new.agreements.iter().map(row).collect();
    diesel::insert_into(lease_review::table).values(rows).execute(&mut tx.connection()).await?;
    Ok(())
}
