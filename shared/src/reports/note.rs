//! Texts for the notes of an annual report.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::report::LeftOut;
use crate::money::Currency;

/// Frameworks whose notes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoteFramework {
    #[serde(rename = "ifrs16")]
    Ifrs16,
    /// Consolidated accounts.
    K3,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoteLanguage {
    #[default]
    Sv,
    En,
}

/// In what the figures are written. Each is rounded by itself; a table says so when it does not add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoteRounding {
    Units,
    #[default]
    Thousands,
    Millions,
}

/// A note ready to be pasted, the year before beside the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportNote {
    pub framework: NoteFramework,
    pub year_end: NaiveDate,
    /// Last day of the year before.
    pub year_before: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
    pub lang: NoteLanguage,
    pub rounding: NoteRounding,
    pub currency: Currency,
    pub title: String,
    /// Text with tables in columns of spaces.
    pub text: String,
    /// The same as paragraphs and tables, without styles or attributes.
    pub html: String,
    /// Not in the figures, of either year; at most 1000 are named.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: u32,
}
