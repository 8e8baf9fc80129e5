//! The register as a file.

use super::super::export::{Column, Format, Lang, file_name};
use super::super::service::{self, Filter, Order, Sort};
use super::list::filtered;
use super::query::day;
use crate::error::{ApiError, ApiResult};
use crate::http::{CompanyScope, Query};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use shared::agreements::{AgreementKind, AgreementStatus};
use shared::ids::{ImportId, PartyId};
use shared::money::Currency;
use shared::problem::{FieldCode, FieldFault};
use utoipa::IntoParams;

const COLUMNS_MAX: usize = 200;

filtered! {
    ExportQuery {
        /// `csv` (semicolons, decimal comma, UTF-8 with a byte order mark) or `xlsx`.
        #[param(value_type = String, example = "xlsx")]
        #[serde(deserialize_with = "format")]
        pub format: Format,
        /// The language of headers and words.
        #[param(inline)]
        #[serde(default)]
        pub lang: Lang,
        /// Columns in order, between commas: the fields that an import can fill, `status`, and own fields as
        /// `custom.name`. When absent: everything an import can fill, and every own field.
        #[param(value_type = Option<String>, example = "number,title,fee")]
        #[serde(default, deserialize_with = "columns")]
        pub columns: Option<Vec<Column>>,
    }
}

fn format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Format, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "csv" => Ok(Format::Csv),
        "xlsx" => Ok(Format::Xlsx),
        _ => Err(FieldFault::new(FieldCode::UnknownValue).found(&text).expected("csv or xlsx").into_serde()),
    }
}

fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Column>>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut columns = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match Column::named(name) {
            Some(column) => columns.push(column),
            None => {
                let fault = FieldFault::new(FieldCode::UnknownValue).found(name);
                return Err(fault.expected("a column such as number, status or custom.name").into_serde());
            }
        }
    }
    if columns.len() > COLUMNS_MAX {
        return Err(FieldFault::new(FieldCode::TooManyItems).expected("at most 200 columns").into_serde());
    }
    Ok(Some(columns).filter(|columns| !columns.is_empty()))
}

/// Export agreements
///
/// The same agreements as the list with the same filters, all of them, with today's terms. The import reads the file
/// back as it was. Text that a spreadsheet would run as a formula is marked as text.
#[utoipa::path(
    tag = "agreements",
    params(ExportQuery),
    responses((
        status = 200,
        description = "The file",
        content(
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
    )),
)]
#[get("/companies/{company_id}/agreements/export")]
pub async fn export_agreements(scope: CompanyScope, query: Query<ExportQuery>) -> ApiResult<HttpResponse> {
    let Query(query) = query;
    let (filter, order) = (query.filter(), query.order());
    let today = service::bring_up_to_date(&scope).await?;
    let file = scope
        .read(async |tx| service::export(tx, &filter, order, query.format, query.lang, query.columns.clone()).await)
        .await?;
    let bytes = web::block(move || file.end()).await.map_err(ApiError::internal)??;
    let name = file_name(query.format, query.lang, today);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, query.format.content_type()))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}
