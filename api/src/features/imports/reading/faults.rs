//! What a person has to mend, and what was read without asking.

use super::fields::Field;
use serde::{Deserialize, Serialize};

/// One thing wrong at one place in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// As the spreadsheet program numbers its rows.
    pub sheet_row: u32,
    pub field: Field,
    /// The header of the column, when the sheet has one for the field.
    pub column: Option<String>,
    pub code: FaultCode,
    /// What stands in the cell, or what was mended to; `None` for an empty cell.
    pub found: Option<String>,
    /// What would be right according to the rest of the row or the text itself, in canonical form.
    pub suggestion: Option<String>,
    /// The other value or row that this one does not agree with.
    pub against: Option<Against>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Canonical.
    Value {
        field: Field,
        value: String,
    },
    Row {
        sheet_row: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row cannot be imported as it stands.
    Blocking,
    /// It can, but somebody should look.
    Warning,
}

macro_rules! fault_codes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $severity:ident $repair:ident;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum FaultCode { $($(#[$doc])* #[serde(rename = $name)] $variant),+ }

        impl FaultCode {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Stable; may be added to, never renamed.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),+ }
            }

            pub const fn repair(self) -> Repair {
                match self { $(Self::$variant => Repair::$repair),+ }
            }
        }
    };
}

fault_codes! {
    /// A required field is empty.
    Missing "missing" Blocking FillIn;
    DateUnreadable "date_unreadable" Blocking Correct;
    /// 31 February.
    DateImpossible "date_impossible" Blocking Correct;
    /// Before 1950 or after 2150.
    DateImplausible "date_implausible" Blocking Correct;
    /// 03/04/2026, and nothing in the column tells the day from the month.
    DateOrderUnknown "date_order_unknown" Blocking DecideForColumn;
    AmountUnreadable "amount_unreadable" Blocking Correct;
    /// 1.234, and nothing in the column tells what the mark means.
    DecimalMarkUnknown "decimal_mark_unknown" Blocking DecideForColumn;
    AmountTooLarge "amount_too_large" Blocking Correct;
    AmountNegative "amount_negative" Blocking Correct;
    FeeZero "fee_zero" Blocking FillIn;
    RateUnreadable "rate_unreadable" Blocking Correct;
    RateOutOfRange "rate_out_of_range" Blocking Correct;
    MonthsUnreadable "months_unreadable" Blocking Correct;
    MonthsOutOfRange "months_out_of_range" Blocking Correct;
    BoolUnreadable "bool_unreadable" Blocking ChooseOne;
    KindUnknown "kind_unknown" Blocking ChooseOne;
    TimingUnknown "timing_unknown" Blocking ChooseOne;
    CurrencyUnknown "currency_unknown" Blocking ChooseOne;
    ResidualCarrierUnknown "residual_carrier_unknown" Blocking ChooseOne;
    EndingUnknown "ending_unknown" Blocking ChooseOne;
    TextTooLong "text_too_long" Blocking Correct;
    /// `#REF!` in the cell.
    CellError "cell_error" Blocking Correct;
    /// A formula whose result the file does not hold.
    FormulaUncomputed "formula_uncomputed" Blocking SaveAgain;
    /// An earlier row has the same agreement number.
    DuplicateNumber "duplicate_number" Blocking ChooseRow;
    EndBeforeStart "end_before_start" Blocking Correct;
    /// The term and the dates say different things.
    TermDisagrees "term_disagrees" Blocking ChooseValue;
    EndedBeforeStart "ended_before_start" Blocking Correct;
    /// The amount names another currency than the row.
    CurrencyDisagrees "currency_disagrees" Blocking ChooseValue;
    /// Öre in a currency that has none.
    CurrencyWithoutDecimals "currency_without_decimals" Blocking Correct;
    /// More than fifteen digits: the spreadsheet program has replaced the last ones by zeros.
    DigitsLost "digits_lost" Warning Look;
    IntervalLongerThanTerm "interval_longer_than_term" Warning Look;
    ResidualAbovePrice "residual_above_price" Warning Look;
    FirstIncreasedAbovePrice "first_increased_above_price" Warning Look;
    /// Below 0.3 or above 40 per cent: a matter of the per cent sign, nearly always.
    RateImplausible "rate_implausible" Warning Look;
    /// Says how the agreement ended but not when.
    EndingWithoutDate "ending_without_date" Warning Look;
}

/// Faults that are mended the same way stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// One answer mends the whole column.
    DecideForColumn,
    /// Open in the spreadsheet program, save, and come back.
    SaveAgain,
    /// Pick from a list; the same answer serves every cell with the same text.
    ChooseOne,
    FillIn,
    Correct,
    /// Two values in the row contradict each other.
    ChooseValue,
    /// Two rows contradict each other.
    ChooseRow,
    Look,
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
}

impl FaultCode {
    pub const fn is_blocking(self) -> bool {
        matches!(self.severity(), Severity::Blocking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_survive_json() {
        let mut names: Vec<_> = FaultCode::ALL.iter().map(|code| code.as_str()).collect();
        for code in FaultCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FaultCode::ALL.len());
    }
}
