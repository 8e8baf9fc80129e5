//! The fields of an agreement that a sheet can fill, and how their cells are read.

pub use shared::imports::ImportField;
use shared::terms::{INTERVAL_MONTHS_MAX, NOTES_CHARS_MAX, TERM_MONTHS_MAX, TEXT_CHARS_MAX};

/// What kind of cell a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text {
        chars_max: usize,
        lines: Lines,
    },
    Money(Sign),
    Rate,
    /// A month without a day is its first or its last day.
    Date(MonthEdge),
    Months {
        min: u32,
        max: u32,
    },
    Bool,
    Choice(Choice),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    One,
    Many,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// An agreement that costs nothing has no debt and is nearly always a cell that was forgotten.
    Positive,
    ZeroOrPositive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthEdge {
    First,
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    AgreementKind,
    Timing,
    Currency,
    ResidualCarrier,
    Ending,
}

/// How the cells of a field are read.
pub trait FieldSpec: Copy {
    fn kind(self) -> FieldKind;
}

macro_rules! kinds {
    ($($variant:ident $kind:expr;)+) => {
        impl FieldSpec for ImportField {
            fn kind(self) -> FieldKind {
                match self { $(Self::$variant => $kind),+ }
            }
        }
    };
}

const TEXT: FieldKind = FieldKind::Text { chars_max: TEXT_CHARS_MAX, lines: Lines::One };
const PROSE: FieldKind = FieldKind::Text { chars_max: NOTES_CHARS_MAX, lines: Lines::Many };
const MONEY: FieldKind = FieldKind::Money(Sign::ZeroOrPositive);

kinds! {
    Number TEXT;
    Title TEXT;
    Lessor TEXT;
    Supplier TEXT;
    Kind FieldKind::Choice(Choice::AgreementKind);
    ObjectType TEXT;
    Object TEXT;
    StartOn FieldKind::Date(MonthEdge::First);
    EndOn FieldKind::Date(MonthEdge::Last);
    TermMonths FieldKind::Months { min: 1, max: TERM_MONTHS_MAX };
    IntervalMonths FieldKind::Months { min: 1, max: INTERVAL_MONTHS_MAX };
    Timing FieldKind::Choice(Choice::Timing);
    Fee FieldKind::Money(Sign::Positive);
    Currency FieldKind::Choice(Choice::Currency);
    Price MONEY;
    FirstIncreasedFee MONEY;
    FirstIncreasedReplaces FieldKind::Bool;
    ResidualValue MONEY;
    ResidualCarrier FieldKind::Choice(Choice::ResidualCarrier);
    InvoiceFee MONEY;
    ArrangementFee MONEY;
    ServiceFee MONEY;
    NominalRatePercent FieldKind::Rate;
    NoticeMonths FieldKind::Months { min: 0, max: TERM_MONTHS_MAX };
    ExtensionMonths FieldKind::Months { min: 0, max: TERM_MONTHS_MAX };
    Department TEXT;
    CostCenter TEXT;
    Project TEXT;
    Responsible TEXT;
    EndedOn FieldKind::Date(MonthEdge::Last);
    Ending FieldKind::Choice(Choice::Ending);
    Notes PROSE;
}

/// What an agreement cannot be without. A term may stand in for the end date, and the number for a title.
pub const REQUIRED: [ImportField; 8] = [
    ImportField::Number,
    ImportField::Lessor,
    ImportField::Kind,
    ImportField::StartOn,
    ImportField::IntervalMonths,
    ImportField::Timing,
    ImportField::Fee,
    ImportField::Currency,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_api() {
        for field in ImportField::ALL {
            assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        }
    }
}
