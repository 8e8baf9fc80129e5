//! Handlers.

use super::bridge::{self, Known};
use super::note::{self, Wanted};
use super::page::{Place, page};
use super::question::{Asked, Depth, Selection};
use super::service::{self, Asking, off_thread};
use super::workbook::{self, Contents};
use super::{answer, closed, difference, explanation, export, group, sealed};
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::calculating;
use crate::features::companies::service as companies;
use crate::http::{CompanyScope, PageLimit, Query, Routes, moment_within_reach, page_answer};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use shared::agreements::AgreementKind;
use shared::books::BookFramework;
use shared::ids::PartyId;
use shared::money::Currency;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::reports::{
    AgreementReport, BookReport, NoteFramework, NoteLanguage, NoteRounding, ReportBridge, ReportDifference,
    ReportExplanation, ReportNote, ReportPeriod, ReportScope, ReportSplit,
};
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes
        .service(find_book_report)
        .service(list_book_report_agreements)
        .service(export_book_report)
        .service(find_book_report_workbook)
        .service(explain_book_report)
        .service(compare_book_reports)
        .service(bridge_book_reports)
        .service(write_report_note)
        .configure(sealed::configure);
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
            /// Of the company, or of the group it is the parent of.
            #[serde(default)]
            #[param(inline)]
            scope: ReportScope,
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
                let Self { framework, from, to, known_at, scope, .. } = *self;
                Asking { place: Asked::InQuery, scope, framework, from, to, period, selection, depth: Depth::Figures, known_at }
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
/// and what lacks it; one that is counted on an assumption, or that makes no sense, is in `assumed`. A foreign liability
/// is carried at the rate of the day, its asset at those of the days its parts came in; `rates` has all of them. `closed`
/// says whether the last day is closed, and whether the report has changed since.
///
/// With `scope=group` the figures of the members of the company's group are in it, in the company's currency: what there
/// was and is at the rates of those days, what moved at the mean of the days between, and what is left as `translation`.
/// Leases between the companies are taken away and listed.
#[utoipa::path(tag = "reports", params(ReportParams), responses((status = 200, body = BookReport)))]
#[get("/companies/{company_id}/reports/books")]
async fn find_book_report(scope: CompanyScope, params: Query<ReportParams>) -> ApiResult<HttpResponse> {
    let params = params.0;
    let asking = params.asking(params.period);
    let ledger = service::ledger(&scope, asking.clone()).await?;
    let closed = closed::closed(&scope, asking, &ledger).await?;
    let report = off_thread(move || Ok(answer::report(&ledger, params.split, params.known_at)?)).await?;
    Ok(HttpResponse::Ok().json(BookReport { closed, ..report }))
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
    let after = Place::read(LIST, params.cursor.as_deref())?;
    let ledger = service::ledger(&scope, params.asking(ReportPeriod::Whole)).await?;
    let Page { data, next_cursor, has_more } = page(&ledger.rows, after, params.limit, LIST, |entry| entry.place())?;
    let data = data.into_iter().map(|entry| answer::agreement(entry, &ledger)).collect::<Result<Vec<_>, _>>()?;
    Ok(page_answer(&request, &Page { data, next_cursor, has_more }))
}

asked! {
    ExportParams {
        /// The language of headers.
        #[serde(default)]
        #[param(inline)]
        lang: NoteLanguage,
    }
}

/// Export the agreements of a report
///
/// A line for each, by number, as CSV: semicolons, decimal comma, UTF-8 with a byte order mark. Text that a spreadsheet
/// would run as a formula is marked as text.
#[utoipa::path(
    tag = "reports",
    params(ExportParams),
    responses((status = 200, description = "The file", content((String = "text/csv")))),
)]
#[get("/companies/{company_id}/reports/books/export")]
async fn export_book_report(scope: CompanyScope, params: Query<ExportParams>) -> ApiResult<HttpResponse> {
    let params = params.0;
    let ledger = service::ledger(&scope, params.asking(ReportPeriod::Whole)).await?;
    let name = format!("{}-{}.csv", params.framework.code(), ledger.question.span.to());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(export::csv(ledger, params.lang)))
}

asked! {
    WorkbookParams {
        /// How long the periods are; of a group only the whole. At most 20,000 agreements times periods.
        #[serde(default)]
        #[param(inline)]
        period: ReportPeriod,
        /// What the total is split by.
        #[serde(default)]
        #[param(inline)]
        split: ReportSplit,
        /// The language of its words.
        #[serde(default)]
        #[param(inline)]
        lang: NoteLanguage,
    }
}

/// Find the workbook of a report
///
/// An XLSX whose cells compute: a row for each agreement and period, and over those rows every total, balance, line,
/// period, maturity, the figures of the note and the checks, as formulas. Recalculated it comes to the same öre as the
/// report. What the figures rest on and what is left out of them stands on a sheet of its own.
#[utoipa::path(
    tag = "reports",
    params(WorkbookParams),
    responses((
        status = 200,
        description = "The workbook",
        content((Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    )),
)]
#[get("/companies/{company_id}/reports/books/workbook")]
async fn find_book_report_workbook(scope: CompanyScope, params: Query<WorkbookParams>) -> ApiResult<HttpResponse> {
    let params = params.0;
    if params.period != ReportPeriod::Whole {
        group::refuse(params.scope, "?period")?;
    }
    let role = scope.role();
    let company = scope.read(async |tx| companies::find(tx, role).await).await?;
    let asking = Asking { depth: Depth::Periods, ..params.asking(params.period) };
    let ledger = service::ledger(&scope, asking).await?;
    let name = format!("{}-{}.xlsx", params.framework.code(), ledger.question.span.to());
    let bytes = calculating(move || {
        let contents = Contents::new(company.name, ledger, params.split, params.known_at, params.lang)?;
        Ok(workbook::write(&contents)?)
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}

asked! {
    ExplanationParams {
        /// Where to go on.
        cursor: Option<String>,
        /// Agreements per page.
        #[serde(default)]
        #[param(value_type = Option<u16>, minimum = 1, maximum = 1000, default = 50)]
        limit: PageLimit<1000>,
    }
}

/// Explain why liability and asset have changed
///
/// From what they open with on the first day to what they close with on the last: in total by cause, and by agreement with
/// each event on its day. Opening and changes add up to closing, for each agreement and in total.
#[utoipa::path(tag = "reports", params(ExplanationParams), responses((status = 200, body = ReportExplanation)))]
#[get("/companies/{company_id}/reports/books/explanation")]
async fn explain_book_report(scope: CompanyScope, params: Query<ExplanationParams>) -> ApiResult<HttpResponse> {
    let params = params.0;
    group::refuse(params.scope, "?scope")?;
    let asking = Asking { depth: Depth::Causes, ..params.asking(ReportPeriod::Whole) };
    let ledger = service::ledger(&scope, asking).await?;
    let explain = move || explanation::explanation(&ledger, params.known_at, params.cursor.as_deref(), params.limit);
    let explained = off_thread(explain).await?;
    Ok(HttpResponse::Ok().json(explained))
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct DifferenceParams {
    /// Whose rules.
    framework: BookFramework,
    /// Beside which other rules.
    other: BookFramework,
    /// The day; today when absent.
    as_of: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    /// Only agreements of this kind.
    kind: Option<AgreementKind>,
    /// Only agreements with this lessor on the day.
    lessor_id: Option<PartyId>,
    /// Only agreements in this currency.
    currency: Option<Currency>,
    /// Only agreements of this cost centre on the day. Empty: those without one.
    cost_center: Option<String>,
    /// Of the company, or of the group it is the parent of.
    #[serde(default)]
    #[param(inline)]
    scope: ReportScope,
    /// Where to go on.
    cursor: Option<String>,
    /// Agreements per page.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000, default = 50)]
    limit: PageLimit<1000>,
}

/// Compare two books
///
/// What each shows on a day and for its fiscal year until then, and the difference, in total and by agreement. An agreement
/// that one of them cannot say anything of is in neither.
#[utoipa::path(tag = "reports", params(DifferenceParams), responses((status = 200, body = ReportDifference)))]
#[get("/companies/{company_id}/reports/books/difference")]
async fn compare_book_reports(scope: CompanyScope, params: Query<DifferenceParams>) -> ApiResult<HttpResponse> {
    let params = params.0;
    let DifferenceParams { framework, other, as_of, known_at, kind, lessor_id, currency, cost_center, .. } = params;
    let selection = Selection { kind, lessor: lessor_id, currency, cost_center };
    let (cursor, limit) = (params.cursor, params.limit);
    let asking = Asking {
        place: Asked::InQuery,
        scope: params.scope,
        framework,
        from: None,
        to: as_of,
        period: ReportPeriod::Whole,
        selection,
        depth: Depth::Figures,
        known_at,
    };
    let book = service::ledger(&scope, asking.clone()).await?;
    let span = &book.question.span;
    let beside = Asking { framework: other, from: Some(span.from()), to: Some(span.to()), ..asking };
    let other = service::ledger(&scope, beside).await?;
    let compare = move || difference::difference(&book, &other, known_at, cursor.as_deref(), limit);
    let compared = off_thread(compare).await?;
    Ok(HttpResponse::Ok().json(compared))
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct NoteParams {
    /// Whose rules.
    #[param(inline)]
    framework: NoteFramework,
    /// Last day of the fiscal year.
    year_end: NaiveDate,
    /// The language of the note.
    #[serde(default)]
    #[param(inline)]
    lang: NoteLanguage,
    /// What the figures are written in.
    #[serde(default)]
    #[param(inline)]
    rounding: NoteRounding,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    /// Of the company, or of the group it is the parent of.
    #[serde(default)]
    #[param(inline)]
    scope: ReportScope,
}

/// Write the note on leases
///
/// For the annual report under IFRS 16 or K3, in Swedish or English, with the year before: as text and as plain HTML, from
/// the same figures as the report. The present value of minimum payments is given in total.
#[utoipa::path(tag = "reports", params(NoteParams), responses((status = 200, body = ReportNote)))]
#[get("/companies/{company_id}/reports/books/note")]
async fn write_report_note(scope: CompanyScope, params: Query<NoteParams>) -> ApiResult<HttpResponse> {
    let NoteParams { framework, year_end, lang, rounding, known_at, scope: of } = params.0;
    let wanted = Wanted { framework, year_end, lang, rounding, scope: of, known_at };
    Ok(HttpResponse::Ok().json(note::note(&scope, wanted).await?))
}

asked! {
    BridgeParams {
        /// The earlier moment of knowledge; `known_at` is the later one, now when absent.
        known_before: DateTime<Utc>,
    }
}

/// Compare what was known with what is known
///
/// The same report as known at two moments: the difference in total and by agreement, with what was recorded in between of
/// each.
#[utoipa::path(tag = "reports", params(BridgeParams), responses((status = 200, body = ReportBridge)))]
#[get("/companies/{company_id}/reports/books/bridge")]
async fn bridge_book_reports(scope: CompanyScope, params: Query<BridgeParams>) -> ApiResult<HttpResponse> {
    let params = params.0;
    group::refuse(params.scope, "?scope")?;
    let before = moment_within_reach("?known_before", params.known_before)?;
    if let Some(after) = params.known_at.filter(|after| *after < before) {
        let fault = FieldFault::new(FieldCode::OutOfRange).found(&after.to_string());
        let fault = fault.expected("a moment on or after known_before");
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("?known_at", fault));
    }
    let asking = params.asking(ReportPeriod::Whole);
    let after = service::ledger(&scope, asking.clone()).await?;
    let span = &after.question.span;
    let then = Asking { from: Some(span.from()), to: Some(span.to()), known_at: Some(before), ..asking };
    let earlier = service::ledger(&scope, then).await?;
    let known_at = params.known_at;
    let known = move || Ok((Known::of(&earlier, Some(before))?, Known::of(&after, known_at)?));
    let (before, after) = off_thread(known).await?;
    Ok(HttpResponse::Ok().json(bridge::bridge(&scope, before, after).await?))
}
