//! The fields of an agreement that a sheet can fill, and how their cells are read.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of cell a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text {
        chars_max: usize,
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

macro_rules! fields {
    ($($variant:ident $name:literal $kind:expr, $sv:literal, $en:literal;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $(#[serde(rename = $name)] $variant),+ }

        impl Field {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// As in the API.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            pub const fn kind(self) -> FieldKind {
                match self { $(Self::$variant => $kind),+ }
            }

            pub const fn label_sv(self) -> &'static str {
                match self { $(Self::$variant => $sv),+ }
            }

            pub const fn label_en(self) -> &'static str {
                match self { $(Self::$variant => $en),+ }
            }
        }
    };
}

const NAME: FieldKind = FieldKind::Text { chars_max: 200 };
const CODE: FieldKind = FieldKind::Text { chars_max: 80 };
const PROSE: FieldKind = FieldKind::Text { chars_max: 4_000 };
const MONEY: FieldKind = FieldKind::Money(Sign::ZeroOrPositive);

fields! {
    Number "number" CODE, "Avtalsnummer", "Agreement number";
    Title "title" NAME, "Benämning", "Title";
    Lessor "lessor" NAME, "Leasegivare", "Lessor";
    Supplier "supplier" NAME, "Leverantör", "Supplier";
    Kind "kind" FieldKind::Choice(Choice::AgreementKind), "Avtalstyp", "Agreement type";
    ObjectType "object_type" NAME, "Objekttyp", "Object type";
    Object "object" NAME, "Objekt", "Object";
    StartOn "start_on" FieldKind::Date(MonthEdge::First), "Startdatum", "Start date";
    EndOn "end_on" FieldKind::Date(MonthEdge::Last), "Slutdatum", "End date";
    TermMonths "term_months" FieldKind::Months { min: 1, max: 1_200 }, "Antal månader", "Term in months";
    IntervalMonths "interval_months" FieldKind::Months { min: 1, max: 60 }, "Betalas var (mån)", "Months between payments";
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
    NoticeMonths "notice_months" FieldKind::Months { min: 0, max: 120 }, "Uppsägningstid (mån)", "Notice period in months";
    ExtensionMonths "extension_months" FieldKind::Months { min: 0, max: 120 }, "Förlängning (mån)", "Extension in months";
    Department "department" NAME, "Avdelning", "Department";
    CostCenter "cost_center" CODE, "Kostnadsställe", "Cost centre";
    Project "project" CODE, "Projekt", "Project";
    Responsible "responsible" NAME, "Ansvarig", "Responsible";
    EndedOn "ended_on" FieldKind::Date(MonthEdge::Last), "Avslutat den", "Ended on";
    Ending "ending" FieldKind::Choice(Choice::Ending), "Avslutat genom", "Ended by";
    Notes "notes" PROSE, "Anteckningar", "Notes";
}

impl Field {
    /// What an agreement cannot be without; [`Field::TermMonths`] may stand in for the end date.
    pub const REQUIRED: [Self; 8] = [
        Self::Number,
        Self::Lessor,
        Self::Kind,
        Self::StartOn,
        Self::IntervalMonths,
        Self::Timing,
        Self::Fee,
        Self::Currency,
    ];

    pub const fn index(self) -> usize {
        self as usize
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_survive_json() {
        for (index, field) in Field::ALL.iter().enumerate() {
            assert_eq!(field.index(), index);
            assert_eq!(Field::from_name(field.as_str()), Some(*field));
            assert_eq!(serde_json::to_value(field).unwrap(), field.as_str());
        }
    }
}
