//! A report as a workbook whose cells compute: a row for each agreement and period with what the engine says moved, and
//! every balance, total, split and check as a formula over those rows.

mod about;
mod agreements;
mod due;
mod items;
mod note;
mod totals;

use std::sync::Arc;

use rust_xlsxwriter::Workbook;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::reports::{BookReport, NoteLanguage, ReportLineKey, ReportSplit};

use super::answer;
use super::ledger::{Entry, Ledger};
use crate::error::{ApiError, ApiResult};
use crate::features::workbooks::sheet::Formats;
use items::pick;

/// A row for each agreement and period: more than a spreadsheet is pleasant with.
const ROWS_MAX: usize = 20_000;

/// What is written, and in which words.
pub struct Contents {
    pub company: String,
    pub ledger: Arc<Ledger>,
    pub report: BookReport,
    pub lang: NoteLanguage,
    /// The lines of the split, in the order of the report's.
    keys: Vec<ReportLineKey>,
    split: ReportSplit,
}

impl Contents {
    pub fn new(
        company: String,
        ledger: Arc<Ledger>,
        split: ReportSplit,
        known_at: Option<chrono::DateTime<chrono::Utc>>,
        lang: NoteLanguage,
    ) -> ApiResult<Self> {
        let rows = ledger.rows.len() * ledger.question.span.periods().count();
        if rows > ROWS_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&rows.to_string());
            let fault = fault.expected(&format!("at most {ROWS_MAX} agreements times periods: fewer of either"));
            return Err(ApiError::new(ErrorCode::ValidationFailed).at("?period", fault));
        }
        let report = answer::report(&ledger, split, known_at)?;
        let keys = report.lines.iter().map(|line| line.key.clone()).collect();
        Ok(Self { company, ledger, report, lang, keys, split })
    }

    fn say(&self, sv: &'static str, en: &'static str) -> &'static str {
        pick(self.lang, (sv, en))
    }

    /// The number of the line that an agreement is in, from 1.
    fn line_of(&self, entry: &Entry) -> u32 {
        let key = entry.line(self.split, &self.ledger);
        let at = self.keys.iter().position(|one| *one == key).unwrap_or_default();
        u32::try_from(at).unwrap_or_default() + 1
    }

    fn line_name(&self, key: &ReportLineKey) -> String {
        match key {
            ReportLineKey::Kind(kind) => super::note::kind(*kind, self.lang).to_owned(),
            ReportLineKey::Treatment(treatment) => code(treatment),
            ReportLineKey::Lessor { name, .. } => name.clone(),
            ReportLineKey::CostCenter(name) => name.clone(),
            ReportLineKey::Currency(currency) => currency.code().to_owned(),
            ReportLineKey::Without => self.say("Utan", "Without").to_owned(),
        }
    }
}

/// As the API names it.
fn code(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

pub fn write(contents: &Contents) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let formats = Formats::default();
    let (agreements, places) = agreements::write(contents, &formats)?;
    let (report, lines) = totals::report(contents, &formats, &places)?;
    let periods = totals::periods(contents, &formats, &places)?;
    let due = due::write(contents, &formats, &places)?;
    let note = note::write(contents, &formats, &lines)?;
    let about = about::write(contents, &formats)?;
    for sheet in [report, periods, agreements, due, note, about] {
        book.push_worksheet(sheet);
    }
    Ok(book.save_to_buffer()?)
}
