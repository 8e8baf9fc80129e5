//! Importing agreements from a spreadsheet: match, mend, preview, apply, undo.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::agreements::FieldDifference;
use crate::ids::{AgreementId, ImportId};

macro_rules! import_fields {
    ($($variant:ident $name:literal $sv:literal $en:literal),+ $(,)?) => {
        /// A field that a column can be matched to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ImportField { $($variant),+ }

        impl ImportField {
            pub const ALL: [Self; [$(Self::$variant),+].len()] = [$(Self::$variant),+];

            /// As in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The header of its column in Swedish, as exports write it and imports know it.
            pub const fn label_sv(self) -> &'static str {
                match self { $(Self::$variant => $sv),+ }
            }

            pub const fn label_en(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }
        }
    };
}

import_fields! {
    Number "number" "Avtalsnummer" "Agreement number",
    Title "title" "Benämning" "Title",
    Lessor "lessor" "Leasegivare" "Lessor",
    Supplier "supplier" "Leverantör" "Supplier",
    Kind "kind" "Avtalstyp" "Agreement type",
    ObjectType "object_type" "Objekttyp" "Object type",
    Object "object" "Objekt" "Object",
    StartOn "start_on" "Startdatum" "Start date",
    EndOn "end_on" "Slutdatum" "End date",
    TermMonths "term_months" "Antal månader" "Term in months",
    IntervalMonths "interval_months" "Betalas var (mån)" "Months between payments",
    Timing "timing" "Förskott/efterskott" "Advance/arrears",
    Fee "fee" "Leasingavgift per betalning" "Fee per payment",
    Currency "currency" "Valuta" "Currency",
    Price "price" "Pris exkl. moms" "Price excluding VAT",
    FirstIncreasedFee "first_increased_fee" "Förhöjd första avgift" "First increased fee",
    FirstIncreasedReplaces "first_increased_replaces" "Förhöjd avgift ersätter första" "First increased fee replaces the first",
    ResidualValue "residual_value" "Restvärde" "Residual value",
    ResidualCarrier "residual_carrier" "Restvärdet bärs av" "Residual value carried by",
    InvoiceFee "invoice_fee" "Aviavgift" "Invoice fee",
    ArrangementFee "arrangement_fee" "Uppläggningsavgift" "Arrangement fee",
    ServiceFee "service_fee" "Serviceavgift" "Service fee",
    NominalRatePercent "nominal_rate_percent" "Ränta, nominell %" "Nominal rate %",
    NoticeMonths "notice_months" "Uppsägningstid (mån)" "Notice period in months",
    ExtensionMonths "extension_months" "Förlängning (mån)" "Extension in months",
    Department "department" "Avdelning" "Department",
    CostCenter "cost_center" "Kostnadsställe" "Cost centre",
    Project "project" "Projekt" "Project",
    Responsible "responsible" "Ansvarig" "Responsible",
    EndedOn "ended_on" "Avslutat den" "Ended on",
    Ending "ending" "Avslutat genom" "Ended by",
    Notes "notes" "Anteckningar" "Notes",
}

macro_rules! file_kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal),+ $(,)?) => {
        /// What a file turned out to be that is no table we read. Travels as `found` of the problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FileKind { $($(#[$doc])* $variant),+ }

        impl FileKind {
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

file_kinds! {
    Pdf "pdf",
    Word "word_document",
    Presentation "presentation",
    Email "email",
    /// Of Numbers or Pages.
    AppleDocument "apple_document",
    /// Of OpenDocument, but a text or a drawing.
    OtherOpenDocument "opendocument_text",
    Archive "archive",
    Picture "picture",
    /// Excel opens it with a warning when it is called `.xls`, and many systems export so.
    WebPage "web_page",
    Xml "xml",
    /// Excel 97 to 2003.
    OldExcel "xls",
    BinaryExcel "xlsb",
    /// Neither text nor anything that is known.
    Binary "binary",
}

/// `found` of a workbook that ends too early.
pub const CUT_SHORT: &str = "cut_short";

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    /// Being matched and mended. Nothing is in the register yet.
    Draft,
    Applying,
    Applied,
    Undoing,
    Undone,
    /// Applying stopped; nothing was written. `failure` says why.
    Failed,
}

/// A column of the sheet and the field it is matched to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// From 0.
    pub index: u32,
    pub header: String,
    /// The first different values in it.
    pub samples: Vec<String>,
    pub target: ColumnTarget,
    /// How the match came about.
    pub matched_by: MatchedBy,
}

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "to", deny_unknown_fields)]
pub enum ColumnTarget {
    Field {
        field: ImportField,
    },
    /// Kept as the company's own field.
    Custom {
        name: String,
    },
    Ignored {},
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// The same header was matched so before in this company.
    Remembered,
    /// The header is a known name of the field.
    Header,
    /// The header resembles a known name.
    Resemblance,
    Person,
    Nothing,
}

/// How decimals are written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    Comma,
    Point,
}

/// Which comes first in `01/02/26`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
    /// Only where the year has two digits: `26-02-01`.
    YearFirst,
}

/// How the bytes of a text file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum TextEncoding {
    #[serde(rename = "UTF-8")]
    Utf8,
    #[serde(rename = "UTF-16LE")]
    Utf16Le,
    #[serde(rename = "UTF-16BE")]
    Utf16Be,
    #[serde(rename = "Windows-1252")]
    Windows1252,
}

impl TextEncoding {
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Windows1252, Self::Utf16Le, Self::Utf16Be];

    /// As in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// What stands between the columns of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum Delimiter {
    #[serde(rename = ";")]
    Semicolon,
    #[serde(rename = "\t")]
    Tab,
    #[serde(rename = ",")]
    Comma,
    #[serde(rename = "|")]
    Bar,
}

impl Delimiter {
    /// The order settles ties: a comma is often a decimal mark or part of a text.
    pub const ALL: [Self; 4] = [Self::Semicolon, Self::Tab, Self::Comma, Self::Bar];

    /// As in JSON, and in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Semicolon => ";",
            Self::Tab => "\t",
            Self::Comma => ",",
            Self::Bar => "|",
        }
    }
}

/// The person's choices for the whole file. Remembered per company when applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct ImportMapping {
    /// Sheet of a workbook; the best match when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row of the headers as the spreadsheet program shows it; found by its words when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// Of a text file; found by its bytes when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<TextEncoding>,
    /// Of a text file or of pasted cells; the one that makes the most even columns when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// Column index to target; columns left out keep their present target.
    #[serde(default)]
    #[cfg_attr(feature = "server", schema(value_type = BTreeMap<String, ColumnTarget>))]
    pub columns: BTreeMap<u32, ColumnTarget>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Values for fields that the file lacks or leaves blank, by field, as text.
    #[serde(default)]
    pub defaults: BTreeMap<ImportField, String>,
}

/// What is wrong with a cell, or with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    Missing,
    DuplicateNumber,
    NotANumber,
    /// `1.234` could be either; say how decimals are written.
    AmbiguousNumber,
    Negative,
    Zero,
    TooLarge,
    NotADate,
    ImpossibleDate,
    /// Long before or long after any agreement that is still paid.
    ImplausibleDate,
    AmbiguousDate,
    EndBeforeStart,
    TermDisagrees,
    NotAWholeNumber,
    UnknownKind,
    UnknownTiming,
    UnknownCurrency,
    UnknownChoice,
    /// A number outside of what the field can hold.
    OutOfRange,
    TooLong,
    /// Öre in a currency that has none.
    TooManyDecimals,
    ResidualAbovePrice,
    FirstFeeAbovePrice,
    EndedBeforeStart,
    /// Says how the agreement ended but not when.
    EndingWithoutDate,
    IntervalLongerThanTerm,
    /// The amount names another currency than the row.
    CurrencyDisagrees,
    /// A later change has given the agreement another value, which stays; `expected` is that value.
    ChangedSince,
    /// Nearly always a matter of the per cent sign.
    ImplausibleRate,
    /// More than fifteen digits: the spreadsheet program has put zeros for the last ones.
    DigitsLost,
    CellError,
    /// A formula whose result the file does not hold: open it in the spreadsheet program and save.
    FormulaWithoutResult,
    /// The terms cannot be calculated for another reason; `expected` says it.
    NotCalculable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row cannot be imported before it is mended or skipped.
    Blocking,
    Warning,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Fault {
    pub code: FaultCode,
    pub severity: Severity,
    /// Row number as the spreadsheet program shows it.
    pub row: u32,
    pub field: Option<ImportField>,
    /// Header of the column, if the file has one for the field.
    pub column: Option<String>,
    pub found: Option<String>,
    /// What would be right, as an example or as what it disagrees with.
    pub expected: Option<String>,
    /// A value that can be taken as it is.
    pub suggestion: Option<String>,
}

/// Faults that one repair mends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FaultGroup {
    pub code: FaultCode,
    pub severity: Severity,
    pub field: Option<ImportField>,
    /// Header of the column, where it is kept as the company's own field.
    pub column: Option<String>,
    pub count: u32,
    /// Different values found, with how many rows each, most common first, at most 20.
    pub found: Vec<FoundCount>,
    /// True when every fault in the group has a suggestion.
    pub all_suggested: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FoundCount {
    pub found: String,
    pub count: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    pub rows: u32,
    pub create: u32,
    pub update: u32,
    pub unchanged: u32,
    /// Skipped by the person, or because the row is blank, a heading or a sum.
    pub skip: u32,
    /// Rows with a blocking fault.
    pub faulty: u32,
    pub warnings: u32,
}

/// Why applying or undoing stopped. Nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportFailure {
    /// The register has changed since the preview; look at it again.
    RegisterChanged,
    /// The server stopped in the middle. Try again.
    Interrupted,
    /// What has happened to the agreements since cannot stand without the import.
    CannotBeUndone,
    /// A fault of the server's own; it is in the log.
    Internal,
}

/// An import, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Import {
    pub id: ImportId,
    /// Also the ETag.
    pub version: i32,
    pub file_name: String,
    /// `csv`, `xlsx`, `ods` or `pasted`.
    pub format: String,
    /// How the text was read, for example `UTF-8` and `;`.
    pub encoding: Option<String>,
    pub delimiter: Option<String>,
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    /// Row of the headers as the spreadsheet program shows it.
    pub header_row: u32,
    pub status: ImportStatus,
    pub columns: Vec<ImportColumn>,
    /// Required fields that no column and no default gives.
    pub missing_fields: Vec<ImportField>,
    pub mapping: ImportMapping,
    pub counts: ImportCounts,
    pub fault_groups: Vec<FaultGroup>,
    /// While applying or undoing.
    pub progress: Option<ImportProgress>,
    pub failure: Option<ImportFailure>,
    pub created_at: DateTime<Utc>,
    pub created_by_name: Option<String>,
    pub applied_at: Option<DateTime<Utc>>,
    /// Until when the whole import can be undone.
    pub undo_until: Option<DateTime<Utc>>,
}

/// An import in the list of imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportListItem {
    pub id: ImportId,
    pub version: i32,
    pub file_name: String,
    pub status: ImportStatus,
    pub counts: ImportCounts,
    pub created_at: DateTime<Utc>,
    pub created_by_name: Option<String>,
    pub applied_at: Option<DateTime<Utc>>,
    pub undo_until: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    pub done: u32,
    pub total: u32,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowAction {
    Create,
    Update,
    Unchanged,
    Skip,
    Faulty,
}

/// Why a row is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    Blank,
    Sum,
    /// Titles, the headers, units under them and headers said again.
    Heading,
    /// A single text among the rows or under them.
    Remark,
    Person,
}

/// A row of the sheet as read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Row number as the spreadsheet program shows it.
    pub row: u32,
    pub action: RowAction,
    pub skip_reason: Option<SkipReason>,
    /// The agreement that is changed, or that was made.
    pub agreement_id: Option<AgreementId>,
    pub cells: Vec<ImportCell>,
    pub faults: Vec<Fault>,
    /// For updates: what changes. A blank cell never overwrites.
    pub differences: Vec<FieldDifference>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportCell {
    pub field: ImportField,
    /// As it stands in the file, or as mended.
    pub text: String,
    /// As understood: ISO date, decimal point, code. `null` when blank or faulty.
    pub value: Option<String>,
    pub mended: bool,
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum Mend {
    /// Write a cell anew.
    Cell { row: u32, field: ImportField, text: String },
    /// Take back a mended cell.
    Revert { row: u32, field: ImportField },
    /// In every row where the field holds `found`, write `text`.
    Replace { field: ImportField, found: String, text: String },
    /// Take the suggestion for every fault of this sort.
    AcceptSuggestions { code: FaultCode, field: Option<ImportField> },
    /// Leave rows out.
    Skip { rows: Vec<u32> },
    /// Leave out every row with a blocking fault.
    SkipFaulty {},
    /// Take rows in again.
    Include { rows: Vec<u32> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct Mends {
    pub mends: Vec<Mend>,
}

/// Cells pasted from a spreadsheet program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct PastedCells {
    pub text: String,
}
