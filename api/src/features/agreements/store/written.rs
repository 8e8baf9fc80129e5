//! Agreements and events, written many at a time: one statement with an array per column, so that ten thousand rows
//! of an import cost little more than a COPY.

use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use shared::agreements::{AgreementKind, EndingHow, EventSource};
use shared::ids::{AgreementId, EventId, ImportId, PartyId};
use shared::money::{Amount, Currency};
use uuid::Uuid;

/// Bounds the memory of one statement.
const ROWS_PER_STATEMENT: usize = 2_000;

/// What the row of an agreement says today.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    pub id: AgreementId,
    pub version: i32,
    pub number: String,
    pub title: String,
    pub kind: AgreementKind,
    pub lessor: PartyId,
    pub supplier: Option<PartyId>,
    pub start_on: NaiveDate,
    pub end_on: NaiveDate,
    pub ending: Option<(NaiveDate, EndingHow)>,
    pub currency: Currency,
    pub fee: Amount,
    pub interval_months: i32,
    pub notice_months: Option<i32>,
    pub object_type: Option<String>,
    pub department: Option<String>,
    pub cost_center: Option<String>,
    pub project: Option<String>,
    pub responsible: Option<String>,
    pub search_text: String,
    /// JSON.
    pub original_terms: String,
    /// JSON.
    pub changes: String,
    pub next_change_on: Option<NaiveDate>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub demo: bool,
    pub import_id: Option<ImportId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

pub struct EventRecord {
    pub agreement: AgreementId,
    pub id: EventId,
    pub sequence: i32,
    pub kind: &'static str,
    pub effective_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub source: EventSource,
    pub reason: Option<String>,
    /// JSON.
    pub payload: String,
    pub undoes: Option<EventId>,
}

type Query<'a> = BoxedSqlQuery<'a, Pg, SqlQuery>;

fn column<'a, R, S, T>(query: Query<'a>, rows: &'a [R], value: impl Fn(&'a R) -> T) -> Query<'a>
where
    Pg: diesel::sql_types::HasSqlType<Array<S>>,
    S: Send + 'static,
    Vec<T>: diesel::serialize::ToSql<Array<S>, Pg> + Send + 'a,
{
    query.bind::<Array<S>, Vec<T>>(rows.iter().map(value).collect())
}

/// The arrays of what both insert and update write, in one order.
fn with_columns<'a>(query: Query<'a>, rows: &'a [Projection]) -> Query<'a> {
    let query = column::<_, SqlUuid, _>(query, rows, |row| row.id.uuid());
    let query = column::<_, Integer, _>(query, rows, |row| row.version);
    let query = column::<_, Text, _>(query, rows, |row| row.number.as_str());
    let query = column::<_, Text, _>(query, rows, |row| row.title.as_str());
    let query = column::<_, Text, _>(query, rows, |row| row.kind.as_str());
    let query = column::<_, SqlUuid, _>(query, rows, |row| row.lessor.uuid());
    let query = column::<_, Nullable<SqlUuid>, _>(query, rows, |row| row.supplier.map(Uuid::from));
    let query = column::<_, Date, _>(query, rows, |row| row.start_on);
    let query = column::<_, Date, _>(query, rows, |row| row.end_on);
    let query = column::<_, Nullable<Date>, _>(query, rows, |row| row.ending.map(|(on, _)| on));
    let query = column::<_, Nullable<Text>, _>(query, rows, |row| row.ending.map(|(_, how)| how.as_str()));
    let query = column::<_, Text, _>(query, rows, |row| row.currency.code());
    let query = column::<_, BigInt, _>(query, rows, |row| row.fee.minor());
    let query = column::<_, Integer, _>(query, rows, |row| row.interval_months);
    let query = column::<_, Nullable<Integer>, _>(query, rows, |row| row.notice_months);
    let query = column::<_, Nullable<Text>, _>(query, rows, |row| row.object_type.as_deref());
    let query = column::<_, Nullable<Text>, _>(query, rows, |row| row.department.as_deref());
    let query = column::<_, Nullable<Text>, _>(query, rows, |row| row.cost_center.as_deref());
    let query = column::<_, Nullable<Text>, _>(query, rows, |row| row.project.as_deref());
    let query = column::<_, Nullable<Text>, _>(query, rows, |row| row.responsible.as_deref());
    let query = column::<_, Text, _>(query, rows, |row| row.search_text.as_str());
    let query = column::<_, Text, _>(query, rows, |row| row.original_terms.as_str());
    let query = column::<_, Text, _>(query, rows, |row| row.changes.as_str());
    let query = column::<_, Nullable<Date>, _>(query, rows, |row| row.next_change_on);
    let query = column::<_, Nullable<Timestamptz>, _>(query, rows, |row| row.deleted_at);
    column::<_, Timestamptz, _>(query, rows, |row| row.updated_at)
}

/// $1 is the company.
const UNNESTED: &str = "unnest(
    $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::date[], $10::date[],
    $11::date[], $12::text[], $13::text[], $14::bigint[], $15::int[], $16::int[], $17::text[], $18::text[],
    $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::date[], $26::timestamptz[],
    $27::timestamptz[]";
const COLUMNS: &str = "id, version, number, title, kind, lessor_id, supplier_id, start_on, end_on, ended_on, ending,
    currency, fee, interval_months, notice_months, object_type, department, cost_center, project, responsible,
    search_text, original_terms, changes, next_change_on, deleted_at, updated_at";

pub async fn insert(tx: &CompanyTx, rows: &[Projection]) -> Result<(), DbError> {
    let sql = format!(
        "INSERT INTO agreement (company_id, {COLUMNS}, demo, import_id, created_at)
         SELECT $1, id, version, number, title, kind, lessor_id, supplier_id, start_on, end_on, ended_on, ending,
             currency, fee, interval_months, notice_months, object_type, department, cost_center, project, responsible,
             search_text, original_terms::json, changes::json, next_change_on, deleted_at, updated_at, demo, import_id,
             created_at
         FROM {UNNESTED}, $28::bool[], $29::uuid[], $30::timestamptz[])
             AS row ({COLUMNS}, demo, import_id, created_at)"
    );
    for rows in rows.chunks(ROWS_PER_STATEMENT) {
        let query = sql_query(&sql).into_boxed::<Pg>().bind::<SqlUuid, _>(tx.company_id().uuid());
        let query = with_columns(query, rows);
        let query = column::<_, Bool, _>(query, rows, |row| row.demo);
        let query = column::<_, Nullable<SqlUuid>, _>(query, rows, |row| row.import_id.map(Uuid::from));
        let query = column::<_, Timestamptz, _>(query, rows, |row| row.created_at);
        query.execute(&mut tx.connection()).await?;
    }
    Ok(())
}

pub async fn update(tx: &CompanyTx, rows: &[Projection]) -> Result<(), DbError> {
    let sql = format!(
        "UPDATE agreement SET
             version = row.version, number = row.number, title = row.title, kind = row.kind,
             lessor_id = row.lessor_id, supplier_id = row.supplier_id, start_on = row.start_on, end_on = row.end_on,
             ended_on = row.ended_on, ending = row.ending, currency = row.currency, fee = row.fee,
             interval_months = row.interval_months, notice_months = row.notice_months, object_type = row.object_type,
             department = row.department, cost_center = row.cost_center, project = row.project,
             responsible = row.responsible, search_text = row.search_text, original_terms = row.original_terms::json,
             changes = row.changes::json, next_change_on = row.next_change_on, deleted_at = row.deleted_at,
             updated_at = row.updated_at
         FROM {UNNESTED}) AS row ({COLUMNS})
         WHERE agreement.company_id = $1 AND agreement.id = row.id"
    );
    for rows in rows.chunks(ROWS_PER_STATEMENT) {
        let query = sql_query(&sql).into_boxed::<Pg>().bind::<SqlUuid, _>(tx.company_id().uuid());
        with_columns(query, rows).execute(&mut tx.connection()).await?;
    }
    Ok(())
}

pub async fn insert_events(tx: &CompanyTx, events: &[EventRecord]) -> Result<(), DbError> {
    const SQL: &str = "INSERT INTO agreement_event
            (company_id, recorded_by, agreement_id, id, sequence, kind, effective_on, recorded_at, source, source_id,
             reason, payload, undoes)
        SELECT $1, $2, agreement_id, id, sequence, kind, effective_on, recorded_at, source, source_id, reason,
            payload::jsonb, undoes
        FROM unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::date[], $8::timestamptz[], $9::text[],
                $10::uuid[], $11::text[], $12::text[], $13::uuid[])
            AS event (agreement_id, id, sequence, kind, effective_on, recorded_at, source, source_id, reason, payload,
                undoes)";
    for events in events.chunks(ROWS_PER_STATEMENT) {
        let query = sql_query(SQL)
            .into_boxed::<Pg>()
            .bind::<SqlUuid, _>(tx.company_id().uuid())
            .bind::<SqlUuid, _>(tx.account_id().uuid());
        let query = column::<_, SqlUuid, _>(query, events, |event| event.agreement.uuid());
        let query = column::<_, SqlUuid, _>(query, events, |event| event.id.uuid());
        let query = column::<_, Integer, _>(query, events, |event| event.sequence);
        let query = column::<_, Text, _>(query, events, |event| event.kind);
        let query = column::<_, Date, _>(query, events, |event| event.effective_on);
        let query = column::<_, Timestamptz, _>(query, events, |event| event.recorded_at);
        let query = column::<_, Text, _>(query, events, |event| source_word(&event.source));
        let query = column::<_, Nullable<SqlUuid>, _>(query, events, |event| source_id(&event.source));
        let query = column::<_, Nullable<Text>, _>(query, events, |event| event.reason.as_deref());
        let query = column::<_, Text, _>(query, events, |event| event.payload.as_str());
        let query = column::<_, Nullable<SqlUuid>, _>(query, events, |event| event.undoes.map(Uuid::from));
        query.execute(&mut tx.connection()).await?;
    }
    Ok(())
}

fn source_word(source: &EventSource) -> &'static str {
    match source {
        EventSource::App {} => "app",
        EventSource::Api {} => "api",
        EventSource::Import { .. } => "import",
        EventSource::BulkEdit { .. } => "bulk_edit",
        EventSource::Demo {} => "demo",
    }
}

fn source_id(source: &EventSource) -> Option<Uuid> {
    match source {
        EventSource::Import { import_id } => Some(import_id.uuid()),
        EventSource::BulkEdit { bulk_edit_id } => Some(bulk_edit_id.uuid()),
        EventSource::App {} | EventSource::Api {} | EventSource::Demo {} => None,
    }
}
