//! The year-end review of options and terms.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use shared::agreements::{AgreementChange, AgreementTerms};
use shared::books::{
    AgreementAccounting, LeaseReview, LeaseReviewReason, LeaseReviewed, LeaseReviews, NewLeaseReviews,
};
use shared::ids::AgreementId;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::collections::{HashMap, HashSet};

use super::super::store;
use super::settings::company_books;
use crate::clock::day_of;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service::{self as agreements, PortfolioEntry};
use crate::features::register::service as register;
use crate::http::day_within_reach;

/// The last day of the fiscal year that ends in a calendar year: by the first book in use.
pub async fn year_end(tx: &CompanyTx, year: i32, known_at: Option<DateTime<Utc>>) -> ApiResult<NaiveDate> {
    let books = company_books(tx, known_at).await?;
    let ruling = books.iter().find(|book| book.in_use).or(books.first());
    let month = ruling.map_or(12, |book| book.choices.policy.fiscal_year_ends);
    let first = NaiveDate::from_ymd_opt(year, month, 1);
    let end = first.and_then(|first| first.checked_add_months(chrono::Months::new(1))?.pred_opt());
    let fault = FieldFault::new(FieldCode::OutOfRange).found(&year.to_string()).expected("a year such as 2026");
    let end = end.ok_or_else(|| ApiError::new(ErrorCode::ValidationFailed).at("?year", fault))?;
    day_within_reach("?year", end)
}

/// By number; of what runs on the day. What is not due any more only when asked for.
pub async fn reviews(
    tx: &CompanyTx,
    year_ends_on: NaiveDate,
    also_done: bool,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<Vec<LeaseReview>> {
    let mut said: HashMap<AgreementId, AgreementAccounting> = HashMap::new();
    for row in store::facts(tx, None, known_at).await? {
        said.insert(row.agreement(), row.accounting()?);
    }
    let rows = store::reviews(tx, year_ends_on, known_at).await?;
    let mut reviewed: HashMap<AgreementId, LeaseReviewed> =
        rows.into_iter().map(|row| (row.agreement(), row.reviewed())).collect();
    let mut reviews = Vec::new();
    for entry in agreements::portfolio(tx, known_at).await? {
        let (said, done) = (said.remove(&entry.id), reviewed.remove(&entry.id));
        let review = review(entry, year_ends_on, said, done)?;
        reviews.extend(review.filter(|review| review.due || also_done));
    }
    reviews.sort_by(|one, next| (&one.number, one.id).cmp(&(&next.number, next.id)));
    Ok(reviews)
}

fn review(
    entry: PortfolioEntry,
    on: NaiveDate,
    said: Option<AgreementAccounting>,
    reviewed: Option<LeaseReviewed>,
) -> ApiResult<Option<LeaseReview>> {
    let has_ended =
        |change: &AgreementChange| matches!(change, AgreementChange::Ended { effective_on, .. } if *effective_on <= on);
    let terms = entry.terms_on(on)?;
    let Some(end_on) = end_of(&terms).filter(|_| terms.start_on <= on && !entry.changes.iter().any(has_ended)) else {
        return Ok(None);
    };
    let accounting = said.as_ref().map(|said| &said.facts.accounting);
    let options = accounting.map(|accounting| accounting.options.clone()).unwrap_or_default();
    let assessed_end_on = accounting.and_then(|accounting| accounting.end_on);
    let reasons: Vec<LeaseReviewReason> = [
        (LeaseReviewReason::Assessed, !options.is_empty() || assessed_end_on.is_some()),
        (LeaseReviewReason::OptionNotAssessed, terms.options.len() > options.len()),
        (LeaseReviewReason::GoesOn, terms.extension.is_some()),
        (LeaseReviewReason::PastEnd, end_on < on),
    ]
    .into_iter()
    .filter_map(|(reason, holds)| holds.then_some(reason))
    .collect();
    if reasons.is_empty() {
        return Ok(None);
    }
    let of_options = options.iter().filter_map(|option| option.assessed_on).max();
    let recorded = said.as_ref().and_then(|said| said.recorded_at).map(day_of);
    let looked = reviewed.as_ref().map(|reviewed| day_of(reviewed.recorded_at));
    let assessed_by_name = match (&reviewed, &said) {
        (Some(reviewed), _) => reviewed.recorded_by_name.clone(),
        (None, Some(said)) => {
            let last = options.iter().max_by_key(|option| option.assessed_on);
            last.and_then(|option| option.reviewer.clone()).or_else(|| said.recorded_by_name.clone())
        }
        (None, None) => None,
    };
    // What was recorded later may be about something else; the day that is said of an option is what counts.
    let assessed_on = looked.max(of_options.or(recorded));
    Ok(Some(LeaseReview {
        id: entry.id,
        number: terms.number.unwrap_or_default(),
        title: terms.title,
        kind: terms.kind,
        reasons,
        end_on,
        assessed_end_on,
        contract_options: terms.options,
        options,
        due: reviewed.is_none() && assessed_on.is_none_or(|assessed| assessed < on),
        assessed_on,
        assessed_by_name,
        reviewed,
    }))
}

fn end_of(terms: &AgreementTerms) -> Option<NaiveDate> {
    shared::terms::check(terms).ok().map(|checked| checked.end_on())
}

/// Marks agreements as reviewed for a year end.
pub async fn mark_reviewed(tx: &CompanyTx, new: &NewLeaseReviews) -> ApiResult<LeaseReviews> {
    let revision = register::change(tx).await?;
    day_within_reach("/year_ends_on", new.year_ends_on)?;
    if new.year_ends_on.succ_opt().is_none_or(|next| next.day() != 1) {
        let fault = FieldFault::new(FieldCode::InvalidValue).found(&new.year_ends_on.to_string());
        let fault = fault.expected("the last day of a month");
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("/year_ends_on", fault));
    }
    let known = agreements::portfolio_of(tx, &new.agreements, None).await?;
    let known: HashSet<AgreementId> = known.into_iter().map(|entry| entry.id).collect();
    let mut seen = HashSet::new();
    let mut refused = ApiError::new(ErrorCode::ValidationFailed);
    let mut is_refused = false;
    for (index, id) in new.agreements.iter().enumerate() {
        let (code, expected) = match (known.contains(id), seen.insert(*id)) {
            (true, true) => continue,
            (false, _) => (FieldCode::InvalidId, "an agreement of the company"),
            (true, false) => (FieldCode::Duplicate, "each agreement once"),
        };
        let fault = FieldFault::new(code).found(&id.to_string()).expected(expected);
        (refused, is_refused) = (refused.at(format!("/agreements/{index}"), fault), true);
    }
    if is_refused {
        return Err(refused);
    }
    store::insert_reviews(tx, revision, new).await?;
    Ok(LeaseReviews { reviewed: u32::try_from(new.agreements.len()).map_err(ApiError::internal)? })
}
