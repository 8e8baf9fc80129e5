//! The list.

use super::super::service::{self, Filter, Order, Place, Sort};
use super::query::day;
use crate::error::ApiResult;
use crate::features::parties::service as parties;
use crate::http::{CompanyScope, Cursor, PageLimit, Query, page_answer, page_of};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use shared::agreements::{AgreementKind, AgreementListItem, AgreementStatus};
use shared::ids::{ImportId, PartyId};
use shared::money::Currency;
use shared::page::Page;
use shared::problem::{FieldCode, FieldFault};
use utoipa::IntoParams;

/// As long a list as a browser scrolls at once.
const LIMIT_MAX: u16 = 1_000;

/// The filters, beside which a handler takes parameters of its own.
macro_rules! filtered {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Part of the number, the title, an object or the lessor's name.
            #[param(max_length = 200)]
            #[serde(default, deserialize_with = "crate::features::agreements::routes::list::search")]
            pub q: Option<String>,
            #[doc = "Only this kind."]
            #[serde(default)]
            pub kind: Option<AgreementKind>,
            #[doc = "Only those that have this status today; `deleted` is the bin."]
            #[serde(default)]
            pub status: Option<AgreementStatus>,
            /// Only those with this party as lessor or supplier, or with one merged into it.
            #[serde(default)]
            pub lessor_id: Option<PartyId>,
            /// Only those in this currency.
            #[serde(default)]
            pub currency: Option<Currency>,
            /// Only this cost centre; empty for those without one.
            #[serde(default)]
            pub cost_center: Option<String>,
            /// Only this department; empty for those without one.
            #[serde(default)]
            pub department: Option<String>,
            /// Only those this person answers for; empty for those nobody does.
            #[serde(default)]
            pub responsible: Option<String>,
            /// Starting on this day or later.
            #[serde(default, deserialize_with = "day")]
            pub starts_after: Option<NaiveDate>,
            /// Starting on this day or earlier.
            #[serde(default, deserialize_with = "day")]
            pub starts_before: Option<NaiveDate>,
            /// With an agreed end on this day or later.
            #[serde(default, deserialize_with = "day")]
            pub ends_after: Option<NaiveDate>,
            /// With an agreed end on this day or earlier.
            #[serde(default, deserialize_with = "day")]
            pub ends_before: Option<NaiveDate>,
            /// Only those this import created.
            #[serde(default)]
            pub import_id: Option<ImportId>,
            /// True: the bin instead of the register.
            #[serde(default)]
            pub deleted: bool,
            /// The order: `number`, `title`, `kind`, `lessor`, `start_on`, `end_on`, `fee`, `cost_center`, `department`
            /// or `responsible`, with `-` in front for descending. `-start_on` when absent.
            #[param(value_type = Option<String>, example = "-start_on")]
            #[serde(default, deserialize_with = "crate::features::agreements::routes::list::order")]
            pub sort: Option<Order>,
            $($own)*
        }

        impl $name {
            pub fn filter(&self) -> Filter {
                Filter {
                    search: self.q.clone(),
                    kind: self.kind,
                    status: self.status,
                    party: self.lessor_id,
                    currency: self.currency,
                    cost_center: self.cost_center.clone(),
                    department: self.department.clone(),
                    responsible: self.responsible.clone(),
                    starts_from: self.starts_after,
                    starts_to: self.starts_before,
                    ends_from: self.ends_after,
                    ends_to: self.ends_before,
                    import: self.import_id,
                    deleted: self.deleted || self.status == Some(AgreementStatus::Deleted),
                }
            }

            pub fn order(&self) -> Order {
                self.sort.unwrap_or(Order { by: Sort::StartOn, descending: true })
            }
        }
    };
}
pub(super) use filtered;

filtered! {
    ListQuery {
        /// Where the page before ended: its `next_cursor`.
        #[serde(default)]
        pub cursor: Option<String>,
        /// Rows in a page.
        #[param(value_type = Option<u16>, minimum = 1, maximum = 1000)]
        #[serde(default)]
        pub limit: PageLimit<LIMIT_MAX>,
    }
}

/// Lower case, as the rows are searched. Nothing but spaces is no search.
pub(super) fn search<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.chars().count() > 200 {
        return Err(FieldFault::new(FieldCode::TooLong).expected("at most 200 characters").into_serde());
    }
    let words = parties::names_key(&text);
    Ok(Some(words).filter(|words| !words.is_empty()))
}

pub(super) fn order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Order>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let (name, descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text.as_str(), false),
    };
    match Sort::named(name) {
        Some(by) => Ok(Some(Order { by, descending })),
        None => {
            let fault = FieldFault::new(FieldCode::UnknownValue).found(&text);
            Err(fault.expected("a column, with - in front for descending").into_serde())
        }
    }
}

/// List agreements
///
/// Stored fields only, so that a list of thousands is one quick read; the figures of the same agreements come from
/// `debt/agreements`. Terms and status are today's. Deleted agreements are in the bin, `deleted=true`.
#[utoipa::path(tag = "agreements", params(ListQuery), responses((status = 200, body = Page<AgreementListItem>)))]
#[get("/companies/{company_id}/agreements")]
pub async fn list_agreements(
    request: HttpRequest,
    scope: CompanyScope,
    query: Query<ListQuery>,
) -> ApiResult<HttpResponse> {
    let Query(query) = query;
    let (filter, order) = (query.filter(), query.order());
    let list = format!("agreements:{}{}", if order.descending { "-" } else { "" }, order.by.name());
    let place: Option<Place> = query.cursor.as_deref().map(|cursor| Cursor::read(&list, cursor)).transpose()?;
    let today = service::bring_up_to_date(&scope).await?;
    let rows = scope
        .read(async |tx| service::list_page(tx, &filter, order, place.as_ref(), query.limit.with_one_more()).await)
        .await?;
    let page = page_of(rows, query.limit, &list, |row| row.place(order.by), |row| service::list_item(row, today))?;
    let Page { data, next_cursor, has_more } = page;
    let data = data.into_iter().collect::<ApiResult<Vec<AgreementListItem>>>()?;
    Ok(page_answer(&request, &Page { data, next_cursor, has_more }))
}
