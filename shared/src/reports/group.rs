//! The report of a group: whose figures are in it, how they are translated, and what is taken away.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::figures::{ReportDeferredTax, ReportFigures};
use super::report::ReportAgreement;
use crate::books::BookMaturity;
use crate::ids::CompanyId;
use crate::money::{Currency, FxRate};
use crate::org_number::OrgNumber;

/// Whose agreements a report is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportScope {
    #[default]
    Company,
    /// The company with the members of its group.
    Group,
}

impl ReportScope {
    pub fn is_company(&self) -> bool {
        *self == Self::Company
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportGroup {
    /// Of the group, as it was known.
    pub version: i32,
    /// Whose figures the totals are the sum of: the parent, then the members by name.
    pub companies: Vec<ReportCompany>,
    /// Members whose figures are in no total.
    pub left_out: Vec<ReportCompanyLeftOut>,
    /// Leases between two of the companies. They are in no total; at most 1000 are named.
    pub eliminated: Vec<ReportEliminated>,
    pub eliminated_count: u32,
}

/// One company's part, in the currency of the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportCompany {
    pub id: CompanyId,
    pub name: String,
    pub org_number: OrgNumber,
    /// What it counts in itself.
    pub currency: Currency,
    /// The days of the report on which it belongs to the group. What it comes in with is recognised, and what it leaves
    /// with derecognised, at what it is carried at.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Null where it counts in the group's currency.
    pub rates: Option<ReportCompanyRates>,
    /// Whether its book has the policies of the parent's, as uniform accounting policies ask for.
    pub has_parents_policy: bool,
    pub agreements: u32,
    pub total: ReportFigures,
    /// In the buckets of the parent, as the next.
    pub maturity: BookMaturity,
    pub commitments: BookMaturity,
    /// At its own tax rate; null where its book says none.
    pub deferred_tax: Option<ReportDeferredTax>,
}

/// What one unit of a company's currency is in the group's, by the parent's exchange rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportCompanyRates {
    /// On the day before its first: of opening balances.
    pub opening: FxRate,
    /// The mean of its days: of everything that moved (IAS 21.40).
    pub average: FxRate,
    /// On its last day: of closing balances and maturities.
    pub closing: FxRate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportCompanyLeftOut {
    pub finding: ReportCompanyFinding,
    /// Null where the caller has no role in it, of which nothing else is said.
    pub company_id: Option<CompanyId>,
    pub name: Option<String>,
    /// The day for which something is missing.
    pub on: Option<NaiveDate>,
    /// For which the parent has no exchange rate.
    pub currency: Option<Currency>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportCompanyFinding {
    /// The caller has no role in it: ask one of its owners for one.
    NoAccess,
    /// The parent has no rate for its currency on or before the day: enter one.
    ExchangeRateMissing,
}

/// A lease whose lessor, by its organisation number, is a company of the report on the lessee's last day in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportEliminated {
    /// The lessee's.
    pub agreement: ReportAgreement,
    /// The lessor.
    pub lessor_company_id: CompanyId,
    /// What the totals would have more of.
    pub figures: ReportFigures,
}
