//! Why liability and asset are others than they were.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::reports::{
    AgreementExplanation, ExplainedChange, ExplainedTotal, FINDINGS_MAX, ReportCause, ReportExplanation,
};

use super::answer::count;
use super::ledger::{Entry, Ledger};
use super::page::{Place, page};
use super::total::{TooLarge, amount};
use crate::error::ApiResult;
use crate::http::PageLimit;

const LIST: &str = "reports:explanation";

#[derive(Default)]
struct Total {
    liability: i128,
    asset: i128,
    agreements: u32,
}

/// Of a ledger that knows causes.
pub fn explanation<const MAX: u16>(
    ledger: &Ledger,
    known_at: Option<DateTime<Utc>>,
    cursor: Option<&str>,
    limit: PageLimit<MAX>,
) -> ApiResult<ReportExplanation> {
    let mut causes: BTreeMap<ReportCause, Total> = BTreeMap::new();
    let (mut liability_opening, mut liability_closing, mut asset_opening, mut asset_closing) = (0_i128, 0, 0, 0);
    for Entry { figures, changes, .. } in &ledger.rows {
        liability_opening += i128::from(figures.liability_opening);
        liability_closing += i128::from(figures.liability_closing);
        asset_opening += i128::from(figures.asset_opening);
        asset_closing += i128::from(figures.asset_closing);
        for (at, change) in changes.iter().enumerate() {
            let is_first = !changes.iter().take(at).any(|before| before.cause == change.cause);
            let total = causes.entry(change.cause).or_default();
            total.liability += i128::from(change.liability);
            total.asset += i128::from(change.asset);
            total.agreements += u32::from(is_first);
        }
    }
    let shown = |(cause, total): (ReportCause, Total)| {
        let (liability, asset) = (amount(total.liability)?, amount(total.asset)?);
        Ok(ExplainedTotal { cause, liability, asset, agreements: total.agreements })
    };
    let rows: Vec<&Entry> = ledger.rows.iter().filter(|entry| !entry.changes.is_empty() || holds(entry)).collect();
    let page = page(&rows, Place::read(LIST, cursor)?, limit, LIST, |entry| entry.place())?;
    let span = &ledger.question.span;
    Ok(ReportExplanation {
        framework: ledger.question.framework,
        from: span.from(),
        to: span.to(),
        known_at,
        currency: ledger.currency,
        agreements: count(rows.len()),
        liability_opening: amount(liability_opening)?,
        liability_closing: amount(liability_closing)?,
        asset_opening: amount(asset_opening)?,
        asset_closing: amount(asset_closing)?,
        causes: causes.into_iter().map(shown).collect::<Result<_, TooLarge>>()?,
        data: page.data.iter().map(|entry| agreement(entry)).collect::<Result<_, TooLarge>>()?,
        next_cursor: page.next_cursor,
        has_more: page.has_more,
        left_out: ledger.left_out.iter().take(FINDINGS_MAX).cloned().collect(),
        left_out_count: count(ledger.left_out.len()),
    })
}

/// Whether there is a balance, though nothing moved it.
fn holds(entry: &Entry) -> bool {
    entry.figures.liability_closing != 0 || entry.figures.asset_closing != 0
}

fn agreement(entry: &Entry) -> Result<AgreementExplanation, TooLarge> {
    let change = |change: &super::ledger::Change| {
        let (liability, asset) = (amount(change.liability)?, amount(change.asset)?);
        Ok(ExplainedChange { cause: change.cause, on: change.on, liability, asset })
    };
    Ok(AgreementExplanation {
        agreement: entry.named(),
        treatment: entry.shown_treatment(),
        liability_opening: amount(entry.figures.liability_opening)?,
        liability_closing: amount(entry.figures.liability_closing)?,
        asset_opening: amount(entry.figures.asset_opening)?,
        asset_closing: amount(entry.figures.asset_closing)?,
        changes: entry.changes.iter().map(change).collect::<Result<_, TooLarge>>()?,
    })
}
