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

/// How a field is read and what it is called.
pub trait FieldSpec: Copy {
    fn kind(self) -> FieldKind;
    /// As in the API.
    fn name(self) -> &'static str;
    fn label_sv(self) -> &'static str;
    fn label_en(self) -> &'static str;
}

macro_rules! fields {
    ($($variant:ident $name:literal $kind:expr, $sv:literal, $en:literal;)+) => {
        impl FieldSpec for ImportField {
            fn kind(self) -> FieldKind {
                match self { $(Self::$variant => $kind),+ }
            }

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            fn label_sv(self) -> &'static str {
                match self { $(Self::$variant => $sv),+ }
            }

            fn label_en(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }
        }
    };
}

const TEXT: FieldKind = FieldKind::Text { chars_max: TEXT_CHARS_MAX, lines: Lines::One };
const PROSE: FieldKind = FieldKind::Text { chars_max: NOTES_CHARS_MAX, lines: Lines::Many };
const MONEY: FieldKind = FieldKind::Money(Sign::ZeroOrPositive);

fields! {
    Number "number" TEXT, "Avtalsnummer", "Agreement number";
    Title "title" TEXT, "Benämning", "Title";
    Lessor "lessor" TEXT, "Leasegivare", "Lessor";
    Supplier "supplier" TEXT, "Leverantör", "Supplier";
    Kind "kind" FieldKind::Choice(Choice::AgreementKind), "Avtalstyp", "Agreement type";
    ObjectType "object_type" TEXT, "Objekttyp", "Object type";
    Object "object" TEXT, "Objekt", "Object";
    StartOn "start_on" FieldKind::Date(MonthEdge::First), "Startdatum", "Start date";
    EndOn "end_on" FieldKind::Date(MonthEdge::Last), "Slutdatum", "End date";
    TermMonths "term_months" FieldKind::Months { min: 1, max: TERM_MONTHS_MAX }, "Antal månader", "Term in months";
    IntervalMonths "interval_months" FieldKind::Months { min: 1, max: INTERVAL_MONTHS_MAX }, "Betalas var (mån)", "Months between payments";
    Timing "timing" FieldKind::Choice(Choice::Timing), "Förskott/efterskott", "Advance/arrears";
    Fee "fee" FieldKind::Money(Sign::Positive), "Leasingavgift per betalning", "Fee per payment";
    Currency "currency" FieldKind::Choice(Choice::Currency), "Valuta", "Currency";
    Price "price" MONEY, "Pris exkl. moms", "Price excluding VAT";
    FirstIncreasedFee "first_increased_fee" MONEY, "Förhöjd första avgift", "First increased fee";
    FirstIncreasedReplaces "first_increased_replaces" FieldKind::Bool,
        "Förhöjd avgift ersätter första", "First increased fee replaces the first";
    ResidualValue "residual_value" MONEY, "Restvärde", "Residual value";
    ResidualCarrier "residual_carrier" FieldKind::Choice(Choice::ResidualCarrier),
        "Restvärdet bärs av", "Residual value carried by";
    InvoiceFee "invoice_fee" MONEY, "Aviavgift", "Invoice fee";
    ArrangementFee "arrangement_fee" MONEY, "Uppläggningsavgift", "Arrangement fee";
    ServiceFee "service_fee" MONEY, "Serviceavgift", "Service fee";
    NominalRatePercent "nominal_rate_percent" FieldKind::Rate, "Ränta, nominell %", "Nominal rate %";
    NoticeMonths "notice_months" FieldKind::Months { min: 0, max: TERM_MONTHS_MAX }, "Uppsägningstid (mån)", "Notice period in months";
    ExtensionMonths "extension_months" FieldKind::Months { min: 0, max: TERM_MONTHS_MAX }, "Förlängning (mån)", "Extension in months";
    Department "department" TEXT, "Avdelning", "Department";
    CostCenter "cost_center" TEXT, "Kostnadsställe", "Cost centre";
    Project "project" TEXT, "Projekt", "Project";
    Responsible "responsible" TEXT, "Ansvarig", "Responsible";
    EndedOn "ended_on" FieldKind::Date(MonthEdge::Last), "Avslutat den", "Ended on";
    Ending "ending" FieldKind::Choice(Choice::Ending), "Avslutat genom", "Ended by";
    Notes "notes" PROSE, "Anteckningar", "Notes";
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
