//! Texts for the notes of an annual report, from the same ledgers as every other figure.

mod content;
mod table;
mod words;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use shared::books::{BookFramework, MaturityMonths};
use shared::reports::{
    FINDINGS_MAX, LeftOut, NoteFramework, NoteLanguage, NoteRounding, ReportNote, ReportPeriod, ReportScope,
    ReportSplit,
};
use std::collections::BTreeMap;

use super::answer::{self, count};
use super::ledger::Ledger;
use super::maturity::NOTE_MONTHS;
use super::question::{Asked, Depth, Selection};
use super::service::{self, Asking, off_thread};
use crate::error::ApiResult;
use crate::http::{CompanyScope, day_within_reach};
use content::{Block, blocks};
use table::{Writing, html, text};
pub use words::kind;

#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub framework: NoteFramework,
    pub year_end: NaiveDate,
    pub lang: NoteLanguage,
    pub rounding: NoteRounding,
    pub scope: ReportScope,
    pub known_at: Option<DateTime<Utc>>,
}

/// The last day of the year before.
fn year_before(end: NaiveDate) -> NaiveDate {
    let begins = end.checked_add_days(Days::new(1)).and_then(|day| day.checked_sub_months(Months::new(12)));
    begins.and_then(|day| day.pred_opt()).unwrap_or(end)
}

pub async fn note(scope: &CompanyScope, wanted: Wanted) -> ApiResult<ReportNote> {
    let Wanted { framework, known_at, .. } = wanted;
    let year_end = day_within_reach("?year_end", wanted.year_end)?;
    let before_end = year_before(year_end);
    let asking = |from: NaiveDate, to: NaiveDate| Asking {
        place: Asked::InQuery,
        scope: wanted.scope,
        framework: match framework {
            NoteFramework::Ifrs16 => BookFramework::Ifrs16,
            NoteFramework::K3 => BookFramework::K3,
        },
        from: from.succ_opt(),
        to: Some(to),
        period: ReportPeriod::Whole,
        selection: Selection::default(),
        depth: Depth::Figures,
        known_at,
    };
    let this = service::ledger(scope, asking(before_end, year_end)).await?;
    let last = service::ledger(scope, asking(year_before(before_end), before_end)).await?;
    off_thread(move || written(&wanted, before_end, &this, &last)).await
}

fn written(wanted: &Wanted, before_end: NaiveDate, this: &Ledger, last: &Ledger) -> ApiResult<ReportNote> {
    let Wanted { framework, year_end, lang, rounding, known_at, .. } = *wanted;
    // Both years in the buckets of today's policy, and K3's in those of its notes.
    let months = match framework {
        NoteFramework::Ifrs16 => this.policy.maturity_months,
        NoteFramework::K3 => MaturityMonths::new(&NOTE_MONTHS).unwrap_or_default(),
    };
    let report = |ledger| answer::report_by(ledger, ReportSplit::Kind, months, known_at);
    let (year, before) = (report(this)?, report(last)?);
    let writing = Writing { lang, rounding, currency: year.currency, year_end, before_end };
    let blocks: Vec<Block> = blocks(framework, &year, &before, &writing);
    let left_out: BTreeMap<_, &LeftOut> = this
        .left_out
        .iter()
        .chain(&last.left_out)
        .map(|one| ((one.agreement.number.as_str(), one.agreement.id), one))
        .collect();
    Ok(ReportNote {
        framework,
        year_end,
        year_before: before_end,
        known_at,
        lang,
        rounding,
        currency: year.currency,
        title: words::title(lang).to_owned(),
        text: text(words::title(lang), &blocks, &writing),
        html: html(words::title(lang), &blocks, &writing),
        left_out_count: count(left_out.len()),
        left_out: left_out.into_values().take(FINDINGS_MAX).cloned().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_before_ends_twelve_months_earlier() {
        let before = |end: &str| year_before(end.parse().unwrap()).to_string();
        assert_eq!(before("2025-12-31"), "2024-12-31");
        assert_eq!(before("2025-02-28"), "2024-02-29");
        assert_eq!(before("2024-02-29"), "2023-02-28");
        assert_eq!(before("2025-04-30"), "2024-04-30");
    }
}
