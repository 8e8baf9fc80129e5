//! A book as a company keeps it: whether it is in use, its policies, and what holds for all of its leases.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::reading;
use super::register::{BookDefaultRate, Wanted, default_rate};
use super::request::{
    BookCurrentSplit, BookDayCount, BookDepreciation, BookDiscounting, BookExemption, BookFramework, BookMonthCutoff,
    BookPolicy, BookRounding, BookScopeProportion, BookTransition, LeaseRate, NewBook, TransitionMethod,
};
use crate::agreements::AgreementKind;
use crate::money::{Amount, RatePercent};
use crate::terms::{CheckedTerms, TermsFault, months_of_term};

pub const DEFAULT_RATES_MAX: usize = 500;
pub const EXEMPTIONS_MAX: usize = 10;

impl BookFramework {
    pub const ALL: [Self; 6] = [Self::Ifrs16, Self::K3, Self::Asc842, Self::K2, Self::K3LegalEntity, Self::Rfr2];

    /// As addresses and the database name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ifrs16 => "ifrs16",
            Self::K3 => "k3",
            Self::Asc842 => "asc842",
            Self::K2 => "k2",
            Self::K3LegalEntity => "k3_legal_entity",
            Self::Rfr2 => "rfr2",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|framework| framework.code() == code)
    }

    /// Before a company has chosen.
    pub fn is_usual(self) -> bool {
        matches!(self, Self::Ifrs16 | Self::K3)
    }
}

/// The choices of a company for a book, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewCompanyBook {
    /// Whether reports, journals and previews have it.
    pub in_use: bool,
    /// Without `exemption`: those are elected by kind in `exemptions`.
    #[serde(default)]
    pub policy: BookPolicy,
    /// For leases of which nothing says a rate. At most 500.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_rates: Vec<BookDefaultRate>,
    /// The first that fits a lease is elected for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<BookKindExemption>,
    /// Of deferred tax; none is calculated when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_percent: Option<RatePercent>,
    /// For leases that were under way when the framework was first applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<BookFirstApplied>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

impl NewCompanyBook {
    pub fn choices(&self) -> BookChoices {
        let Self { policy, default_rates, exemptions, tax_percent, transition, .. } = self;
        BookChoices {
            policy: *policy,
            default_rates: default_rates.clone(),
            exemptions: exemptions.clone(),
            tax_percent: *tax_percent,
            transition: *transition,
        }
    }
}

/// What holds for all leases of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookChoices {
    #[serde(default)]
    pub policy: BookPolicy,
    /// For leases of which nothing says a rate. At most 500.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default_rates: Vec<BookDefaultRate>,
    /// The first that fits a lease is elected for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exemptions: Vec<BookKindExemption>,
    /// Of deferred tax; none is calculated when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_percent: Option<RatePercent>,
    /// For leases that were under way when the framework was first applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<BookFirstApplied>,
}

/// An exemption elected for a kind of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookKindExemption {
    /// Any kind when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AgreementKind>,
    pub exemption: BookExemption,
    /// Of low value: only what costs at most this, in the agreement's currency, and only where the price is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_max: Option<Amount>,
}

/// The first application of a framework in a modified way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookFirstApplied {
    pub on: NaiveDate,
    pub method: TransitionMethod,
    /// For leases for which `default_rates` have no rate of that day.
    pub discount_rate: LeaseRate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CompanyBook {
    pub framework: BookFramework,
    /// 0: nobody has chosen yet, and this is what holds until then.
    pub version: i32,
    pub in_use: bool,
    #[serde(flatten)]
    pub choices: BookChoices,
    pub reason: Option<String>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub recorded_by_name: Option<String>,
}

impl CompanyBook {
    /// What holds before anybody has chosen.
    pub fn unchosen(framework: BookFramework) -> Self {
        Self {
            framework,
            version: 0,
            in_use: framework.is_usual(),
            choices: BookChoices::default(),
            reason: None,
            recorded_at: None,
            recorded_by_name: None,
        }
    }

    /// The book of one lease: what the company has chosen, and what is said of the lease besides.
    pub fn of_lease(&self, original: &CheckedTerms, own: Option<&LeaseBookChoices>) -> NewBook {
        let terms = original.terms();
        let mut policy = self.choices.policy;
        policy.exemption = self.choices.exemptions.iter().find(|one| one.fits(original)).map(|one| one.exemption);
        if let Some(own) = own {
            own.policy.over(&mut policy);
            match own.exemption {
                None => {}
                Some(LeaseExemption::None) => policy.exemption = None,
                Some(LeaseExemption::ShortTerm) => policy.exemption = Some(BookExemption::ShortTerm),
                Some(LeaseExemption::LowValue) => policy.exemption = Some(BookExemption::LowValue),
            }
        }
        let company = self.choices.transition.map(|first| {
            let months = months_of_term(first.on, original.end_on());
            let wanted = Wanted { on: first.on, currency: terms.currency, kind: terms.kind, months };
            let rate = default_rate(&self.choices.default_rates, &wanted).map_or(first.discount_rate, |one| one.rate);
            BookTransition { on: first.on, method: first.method, discount_rate: rate, prepaid: Amount::ZERO }
        });
        let transition = own.and_then(|own| own.transition.clone()).or(company);
        NewBook { framework: self.framework, policy, transition }
    }
}

impl BookKindExemption {
    fn fits(&self, original: &CheckedTerms) -> bool {
        let terms = original.terms();
        self.kind.is_none_or(|kind| kind == terms.kind)
            && self.price_max.is_none_or(|most| terms.price.is_some_and(|price| price <= most))
    }
}

/// What is chosen for one lease in one book; the rest is as the company has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseBookChoices {
    pub framework: BookFramework,
    #[serde(default)]
    pub policy: LeasePolicy,
    /// Instead of what the company elects for the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<LeaseExemption>,
    /// Instead of the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<BookTransition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaseExemption {
    /// Capitalised, whatever the company elects.
    None,
    ShortTerm,
    LowValue,
}

/// Policies of one lease; what is absent is as the company has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct LeasePolicy {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discounting: Option<BookDiscounting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_count: Option<BookDayCount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compounding_months: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month_cutoff: Option<BookMonthCutoff>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depreciation: Option<BookDepreciation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_payment_in_liability: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_split: Option<BookCurrentSplit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope_proportion: Option<BookScopeProportion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<BookRounding>,
}

impl LeasePolicy {
    fn over(&self, policy: &mut BookPolicy) {
        *policy = BookPolicy {
            discounting: self.discounting.unwrap_or(policy.discounting),
            day_count: self.day_count.unwrap_or(policy.day_count),
            compounding_months: self.compounding_months.or(policy.compounding_months),
            month_cutoff: self.month_cutoff.unwrap_or(policy.month_cutoff),
            depreciation: self.depreciation.unwrap_or(policy.depreciation),
            first_payment_in_liability: self.first_payment_in_liability.unwrap_or(policy.first_payment_in_liability),
            current_split: self.current_split.unwrap_or(policy.current_split),
            scope_proportion: self.scope_proportion.unwrap_or(policy.scope_proportion),
            rounding: self.rounding.unwrap_or(policy.rounding),
            ..*policy
        };
    }
}

/// Every fault of what a company chooses, at its place in [`NewCompanyBook`].
pub fn check_choices(choices: &BookChoices) -> Result<(), Vec<TermsFault>> {
    reading::choices(choices)
}
