//! The list: filtered, ordered, a page at a time.
//!
//! A page begins after the last row of the one before (keyset). The condition says `column <= value AND (column < value
//! OR id < id)` and not the shorter `column < value OR (…)`, because an OR is no index condition.

use crate::db::schema::{agreement, party};
use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use shared::agreements::{AgreementKind, AgreementStatus};
use shared::ids::{ImportId, PartyId};
use shared::money::Currency;
use uuid::Uuid;

#[diesel::declare_sql_function]
extern "SQL" {
    fn coalesce(value: Nullable<Text>, instead: Text) -> Text;
}

/// Which agreements. What is `None` does not narrow.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of number, title, object or lessor, in lower case.
    pub search: Option<String>,
    pub kind: Option<AgreementKind>,
    pub status: Option<AgreementStatus>,
    /// As lessor or supplier.
    pub party: Option<PartyId>,
    pub currency: Option<Currency>,
    /// An empty text: agreements without one.
    pub cost_center: Option<String>,
    pub department: Option<String>,
    pub responsible: Option<String>,
    /// All days inclusive.
    pub starts_from: Option<NaiveDate>,
    pub starts_to: Option<NaiveDate>,
    pub ends_from: Option<NaiveDate>,
    pub ends_to: Option<NaiveDate>,
    pub import: Option<ImportId>,
    /// The bin instead of the register.
    pub deleted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub by: Sort,
    pub descending: bool,
}

macro_rules! sorts {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The columns a list can be ordered by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Sort { $($variant),+ }

        impl Sort {
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

sorts! {
    Number "number",
    Title "title",
    Kind "kind",
    Lessor "lessor",
    StartOn "start_on",
    EndOn "end_on",
    Fee "fee",
    CostCenter "cost_center",
    Department "department",
    Responsible "responsible",
}

/// The last row of a page: where the next one begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub key: Key,
    pub id: Uuid,
}

/// The value by which the rows are ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    Text(String),
    Day(NaiveDate),
    Amount(i64),
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = agreement, check_for_backend(Pg))]
pub struct ListRow {
    pub id: Uuid,
    pub version: i32,
    pub number: String,
    pub title: String,
    pub kind: String,
    pub lessor_id: Uuid,
    #[diesel(select_expression = party::name.assume_not_null())]
    pub lessor_name: String,
    pub object_type: Option<String>,
    pub start_on: NaiveDate,
    pub end_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    pub currency: String,
    pub fee: i64,
    pub interval_months: i32,
    pub cost_center: Option<String>,
    pub department: Option<String>,
    pub responsible: Option<String>,
    pub notice_months: Option<i32>,
    pub deleted_at: Option<DateTime<Utc>>,
    pub demo: bool,
}

impl ListRow {
    /// Where a page ends whose last row this is.
    pub fn place(&self, by: Sort) -> Place {
        let text = |text: &Option<String>| Key::Text(text.clone().unwrap_or_default());
        let key = match by {
            Sort::Number => Key::Text(self.number.clone()),
            Sort::Title => Key::Text(self.title.clone()),
            Sort::Kind => Key::Text(self.kind.clone()),
            Sort::Lessor => Key::Text(self.lessor_name.clone()),
            Sort::StartOn => Key::Day(self.start_on),
            Sort::EndOn => Key::Day(self.end_on),
            Sort::Fee => Key::Amount(self.fee),
            Sort::CostCenter => text(&self.cost_center),
            Sort::Department => text(&self.department),
            Sort::Responsible => text(&self.responsible),
        };
        Place { key, id: self.id }
    }
}

/// Narrows a query to rows after a place and puts them in order, by one column and then by id.
macro_rules! from_place {
    ($query:ident, $column:expr, $descending:expr, $place:expr, $variant:path) => {{
        if let Some(Place { key: $variant(value), id }) = $place {
            let (value, id) = (value.clone(), *id);
            $query = if $descending {
                $query.filter($column.le(value.clone())).filter($column.lt(value).or(agreement::id.lt(id)))
            } else {
                $query.filter($column.ge(value.clone())).filter($column.gt(value).or(agreement::id.gt(id)))
            };
        }
        if $descending {
            $query.order(($column.desc(), agreement::id.desc()))
        } else {
            $query.order(($column.asc(), agreement::id.asc()))
        }
    }};
}

/// `None` and an empty wish mean different things: no wish, and rows without a value.
macro_rules! having {
    ($query:ident, $column:expr, $wish:expr) => {
        match $wish.as_deref() {
            None => {}
            Some("") => $query = $query.filter($column.is_null()),
            Some(wish) => $query = $query.filter($column.eq(wish.to_owned())),
        }
    };
}

/// At most `limit` rows after `place`. `today` decides the status.
pub async fn list(
    tx: &CompanyTx,
    filter: &Filter,
    order: Order,
    place: Option<&Place>,
    limit: i64,
    today: NaiveDate,
) -> Result<Vec<ListRow>, DbError> {
    // Every agreement has a lessor. The left join tells the planner that no row is lost by it, so that it walks the index
    // of the order and stops after a page; an inner join has it sort all of the company's agreements.
    let mut query = agreement::table
        .left_join(party::table.on(party::company_id.eq(agreement::company_id).and(party::id.eq(agreement::lessor_id))))
        .select(ListRow::as_select())
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .limit(limit)
        .into_boxed();
    query = if filter.deleted {
        query.filter(agreement::deleted_at.is_not_null())
    } else {
        query.filter(agreement::deleted_at.is_null())
    };
    if let Some(search) = &filter.search {
        let pattern = format!("%{}%", search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        query = query.filter(agreement::search_text.like(pattern.clone()).or(party::name_key.like(pattern)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(agreement::kind.eq(kind.as_str()));
    }
    if let Some(party) = filter.party {
        query = query.filter(
            agreement::lessor_id.eq(party.uuid()).or(agreement::supplier_id.is_not_distinct_from(party.uuid())),
        );
    }
    if let Some(currency) = filter.currency {
        query = query.filter(agreement::currency.eq(currency.code()));
    }
    having!(query, agreement::cost_center, filter.cost_center);
    having!(query, agreement::department, filter.department);
    having!(query, agreement::responsible, filter.responsible);
    if let Some(day) = filter.starts_from {
        query = query.filter(agreement::start_on.ge(day));
    }
    if let Some(day) = filter.starts_to {
        query = query.filter(agreement::start_on.le(day));
    }
    if let Some(day) = filter.ends_from {
        query = query.filter(agreement::end_on.ge(day));
    }
    if let Some(day) = filter.ends_to {
        query = query.filter(agreement::end_on.le(day));
    }
    if let Some(import) = filter.import {
        query = query.filter(agreement::import_id.eq(import.uuid()));
    }
    let ended = agreement::ended_on.is_not_null().and(agreement::ended_on.assume_not_null().le(today));
    let not_ended = agreement::ended_on.is_null().or(agreement::ended_on.assume_not_null().gt(today));
    match filter.status {
        None | Some(AgreementStatus::Deleted) => {}
        Some(AgreementStatus::Ended) => query = query.filter(ended),
        Some(AgreementStatus::NotStarted) => query = query.filter(not_ended).filter(agreement::start_on.gt(today)),
        Some(AgreementStatus::Running) => {
            query = query.filter(not_ended).filter(agreement::start_on.le(today)).filter(agreement::end_on.ge(today));
        }
        Some(AgreementStatus::Extended) => {
            query = query.filter(not_ended).filter(agreement::start_on.le(today)).filter(agreement::end_on.lt(today));
        }
    }
    let descending = order.descending;
    query = match order.by {
        Sort::Number => from_place!(query, agreement::number, descending, place, Key::Text),
        Sort::Title => from_place!(query, agreement::title, descending, place, Key::Text),
        Sort::Kind => from_place!(query, agreement::kind, descending, place, Key::Text),
        Sort::Lessor => from_place!(query, party::name, descending, place, Key::Text),
        Sort::StartOn => from_place!(query, agreement::start_on, descending, place, Key::Day),
        Sort::EndOn => from_place!(query, agreement::end_on, descending, place, Key::Day),
        Sort::Fee => from_place!(query, agreement::fee, descending, place, Key::Amount),
        Sort::CostCenter => {
            from_place!(query, coalesce(agreement::cost_center, ""), descending, place, Key::Text)
        }
        Sort::Department => {
            from_place!(query, coalesce(agreement::department, ""), descending, place, Key::Text)
        }
        Sort::Responsible => {
            from_place!(query, coalesce(agreement::responsible, ""), descending, place, Key::Text)
        }
    };
    Ok(query.load(&mut tx.connection()).await?)
}
