//! Handlers.

use super::answer;
use super::question::Selection;
use super::service::{self, Asking};
use crate::error::ApiResult;
use crate::http::{CompanyScope, Cursor, PageLimit, Query, Routes, page_answer, page_of};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use shared::agreements::AgreementKind;
use shared::books::BookFramework;
use shared::ids::{AgreementId, PartyId};
use shared::money::Currency;
use shared::page::Page;
use shared::reports::{AgreementReport, BookReport, ReportPeriod, ReportSplit};
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes.service(find_book_report).service(list_book_report_agreements);
}

/// What every report asks, beside which a handler takes parameters of its own.
macro_rules! asked {
    ($name:ident { $($own:tt)* }) => {
        #[derive(Clone, Debug, Deserialize, IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(deny_unknown_fields)]
        struct $name {
            /// Whose rules.
            framework: BookFramework,
            /// First day; that of the fiscal year `to` is in when absent.
            from: Option<NaiveDate>,
            /// Last day; today when absent.
            to: Option<NaiveDate>,
            /// As the register knew it at this moment.
            known_at: Option<DateTime<Utc>>,
            /// Only agreements of this kind.
            kind: Option<AgreementKind>,
            /// Only agreements with this lessor on the last day.
            lessor_id: Option<PartyId>,
            /// Only agreements in this currency.
            currency: Option<Currency>,
            /// Only agreements of this cost centre on the last day. Empty: those without one.
            cost_center: Option<String>,
            $($own)*
        }

        impl $name {
            fn asking(&self, period: ReportPeriod) -> Asking {
                let selection = Selection {
                    kind: self.kind,
                    lessor: self.lessor_id,
                    currency: self.currency,
                    cost_center: self.cost_center.clone(),
                };
                let Self { framework, from, to, known_at, .. } = *self;
                Asking { framework, from, to, period, selection, known_at }
            }
        }
    };
}

asked! {
    ReportParams {
        /// How long the periods are; at most 120 of them.
        #[serde(default)]
        #[param(inline)]
        period: ReportPeriod,
        /// What the total is split by.
        #[serde(default)]
        #[param(inline)]
        split: ReportSplit,
    }
}

/// Find the report of a framework
///
/// What the books of all selected agreements come to between two days, in the base currency: liability and asset from
/// opening to closing, result, cash flow, current part and maturities, in total, by period and by line. A total is the
/// sum of its agreements. An agreement that cannot be calculated is left out, and the answer says which, why, what to do
/// and what lacks it. A foreign liability is carried at the rate of the day, its asset at the rate of its first.
#[utoipa::path(tag = "reports", params(ReportParams), responses((status = 200, body = BookReport)))]
#[get("/companies/{company_id}/reports/books")]
async fn find_book_report(scope: CompanyScope, params: Query<ReportParams>) -> ApiResult<HttpResponse> {
    let params = params.0;
    let ledger = service::ledger(&scope, params.asking(params.period)).await?;
    Ok(HttpResponse::Ok().json(answer::report(&ledger, params.split, params.known_at)?))
}

asked! {
    ReportAgreementsParams {
        /// Where to go on.
        cursor: Option<String>,
        /// Agreements per page.
        #[serde(default)]
        #[param(value_type = Option<u16>, minimum = 1, maximum = 1000, default = 50)]
        limit: PageLimit<1000>,
    }
}

/// List the agreements of a report
///
/// Each with its part of the total, by number. Agreements without a balance or a movement are not listed.
#[utoipa::path(
    tag = "reports",
    params(ReportAgreementsParams),
    responses((status = 200, body = Page<AgreementReport>)),
)]
#[get("/companies/{company_id}/reports/books/agreements")]
async fn list_book_report_agreements(
    scope: CompanyScope,
    request: HttpRequest,
    params: Query<ReportAgreementsParams>,
) -> ApiResult<HttpResponse> {
    const LIST: &str = "reports:agreements";
    let params = params.0;
    let after =
        params.cursor.as_deref().map(|cursor| Cursor::<(String, AgreementId)>::read(LIST, cursor)).transpose()?;
    let ledger = service::ledger(&scope, params.asking(ReportPeriod::Whole)).await?;
    let first =
        after.map_or(0, |(number, id)| ledger.rows.partition_point(|entry| entry.place() <= (number.as_str(), id)));
    let rows = ledger.rows.iter().skip(first).take(params.limit.rows() + 1).map(|entry| Ok(answer::agreement(entry)?));
    let rows = rows.collect::<ApiResult<Vec<_>>>()?;
    let key = |row: &AgreementReport| (row.agreement.number.clone(), row.agreement.id);
    Ok(page_answer(&request, &page_of(rows, params.limit, LIST, key, |row| row)?))
}
