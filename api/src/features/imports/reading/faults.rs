//! What a person has to mend, and what was read without asking.

use serde::{Deserialize, Serialize};
pub use shared::imports::{Fault, FaultCode, Severity};

/// Warnings are for values that can be kept as they are; everything else stops its row.
pub const fn severity(code: FaultCode) -> Severity {
    match code {
        FaultCode::DigitsLost
        | FaultCode::IntervalLongerThanTerm
        | FaultCode::ResidualAbovePrice
        | FaultCode::FirstFeeAbovePrice
        | FaultCode::ImplausibleRate
        | FaultCode::ImplausibleDate
        | FaultCode::ChangedSince
        | FaultCode::EndingWithoutDate => Severity::Warning,
        FaultCode::Missing
        | FaultCode::DuplicateNumber
        | FaultCode::NotANumber
        | FaultCode::AmbiguousNumber
        | FaultCode::Negative
        | FaultCode::Zero
        | FaultCode::TooLarge
        | FaultCode::NotADate
        | FaultCode::ImpossibleDate
        | FaultCode::AmbiguousDate
        | FaultCode::EndBeforeStart
        | FaultCode::TermDisagrees
        | FaultCode::NotAWholeNumber
        | FaultCode::UnknownKind
        | FaultCode::UnknownTiming
        | FaultCode::UnknownCurrency
        | FaultCode::UnknownChoice
        | FaultCode::OutOfRange
        | FaultCode::TooLong
        | FaultCode::TooManyDecimals
        | FaultCode::EndedBeforeStart
        | FaultCode::CurrencyDisagrees
        | FaultCode::CellError
        | FaultCode::FormulaWithoutResult
        | FaultCode::NotCalculable => Severity::Blocking,
    }
}

/// Something in a cell that is unusual and still clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
    TwoDigitYear,
    DottedDate,
    MonthName,
    /// A month without a day.
    WholeMonth,
    DateSerial,
    DecimalPoint,
    CurrencyInCell,
    /// `350 tkr`, or a header that says so.
    Scaled,
    /// More than two decimals.
    Rounded,
    PercentSign,
    /// 0.0535 shown as 5.35 %.
    FractionAsPercent,
    InWords,
    /// Text that a spreadsheet program would have run; kept as text, never run.
    FormulaText,
    /// `="0012"` or `'0012`.
    ForcedText,
    /// `-` or `n/a`.
    Placeholder,
    /// Taken from the defaults of the mapping.
    Default,
    /// The title is missing; the object, its type or the number stands in for it.
    StandInTitle,
}
