//! The figures of a report: of one agreement, of a group, of all.

use serde::{Deserialize, Serialize};

use crate::books::{BookAsset, BookDeferral, BookLiability};
use crate::money::{Amount, RatePercent};

/// What moved between two days, both inclusive, and what is left at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportFigures {
    /// closing = opening + recognised + interest - paid + remeasured - derecognised + exchange + translation.
    pub liability: BookLiability,
    /// Of the closing liability.
    pub current: Amount,
    pub noncurrent: Amount,
    /// closing = opening + recognised - depreciation + remeasured - derecognised - impairment + translation.
    pub asset: BookAsset,
    /// Of leases that are not capitalised: closing = opening + paid - cost + translation.
    pub deferral: BookDeferral,
    pub result: ReportResult,
    pub cash: ReportCash,
    pub deductible_vat: Amount,
    /// Carried to what the lessee owns, by buy-outs.
    pub bought: Amount,
    /// To retained earnings, by transitions.
    pub equity: Amount,
    /// Carried to claims on sublessees.
    pub claim: Amount,
    /// Of companies that count in another currency; nothing in the report of one company.
    #[serde(default, skip_serializing_if = "ReportTranslation::is_nothing")]
    pub translation: ReportTranslation,
}

/// What is left between balances at the rates of their days and what moved at the average rate: each is added to its
/// opening with everything else that moved, and goes to other comprehensive income (IAS 21.39).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportTranslation {
    pub liability: Amount,
    pub asset: Amount,
    pub deferral: Amount,
}

impl ReportTranslation {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What met the result. `expense` is the sum of the others, less the gain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportResult {
    pub depreciation: Amount,
    pub impairment: Amount,
    pub interest: Amount,
    /// Loss (positive) or gain by a foreign currency.
    pub exchange: Amount,
    /// The single cost of operating leases: under ASC 842 of capitalised ones, else of those expensed evenly and, under
    /// K3 and in a legal entity, fees for use outside the term.
    pub operating: Amount,
    /// Of leases exempted as short, and fees for use outside the term of others (IFRS 16.53(c)).
    pub short_term: Amount,
    /// Of leases exempted as low in value.
    pub low_value: Amount,
    /// Variable fees, outside every balance (IFRS 16.53(e)).
    pub variable: Amount,
    /// Services, invoice fees and other parts that are no lease.
    #[serde(default)]
    pub services: Amount,
    /// Taken off the expense: gain (positive) or loss on changing or ending leases.
    pub gain: Amount,
    pub expense: Amount,
}

/// What was paid out, deductible VAT not counted. `total` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportCash {
    /// Of the liability, and what was paid at commencement and at an early end.
    pub principal: Amount,
    /// A payment settles the interest accrued until then first.
    pub interest: Amount,
    /// Variable fees, services, leases that are expensed, and operating ones under ASC 842.
    pub operating: Amount,
    /// Direct costs at commencement, less incentives received.
    pub direct_costs: Amount,
    /// Prices of buy-outs, as far as they do not settle a liability, less those of what was sold and leased back.
    pub purchases: Amount,
    pub total: Amount,
}

/// On the difference between the book and what is taxed: fees are deducted as they are expensed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportDeferredTax {
    pub tax_percent: RatePercent,
    /// Asset less liability.
    pub difference_opening: Amount,
    pub difference_closing: Amount,
    /// A claim; a debt when negative: the difference with the other sign times the tax rate.
    pub opening: Amount,
    pub closing: Amount,
    /// `closing` less `opening`: an income.
    pub change: Amount,
}

/// What is left when another is taken away; `None`: more than an amount can be.
trait Less: Sized {
    fn less(&self, other: &Self) -> Option<Self>;
}

impl Less for Amount {
    fn less(&self, other: &Self) -> Option<Self> {
        Self::from_minor(self.minor().checked_sub(other.minor())?)
    }
}

macro_rules! less {
    ($($name:ident { $($field:ident)* })+) => {$(
        impl Less for $name {
            fn less(&self, other: &Self) -> Option<Self> {
                Some(Self { $($field: self.$field.less(&other.$field)?,)* })
            }
        }
    )+};
}

less! {
    BookLiability { opening recognised interest paid remeasured derecognised exchange closing }
    BookAsset { opening recognised depreciation remeasured derecognised impairment closing }
    BookDeferral { opening paid cost closing }
    ReportResult { depreciation impairment interest exchange operating short_term low_value variable services gain expense }
    ReportCash { principal interest operating direct_costs purchases total }
    ReportTranslation { liability asset deferral }
    ReportFigures {
        liability current noncurrent asset deferral result cash deductible_vat bought equity claim translation
    }
}

impl ReportFigures {
    /// These figures less others; `None`: more than an amount can be.
    pub fn less(&self, other: &Self) -> Option<Self> {
        Less::less(self, other)
    }
}
