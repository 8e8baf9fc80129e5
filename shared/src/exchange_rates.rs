//! Exchange rates that the company enters, each with its source and day.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::ExchangeRateId;
use crate::money::{Currency, FxRate};

/// What one unit of `currency` cost in the company's base currency on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExchangeRate {
    pub id: ExchangeRateId,
    pub currency: Currency,
    /// The base currency that the rate leads to.
    pub base: Currency,
    pub on: NaiveDate,
    pub rate: FxRate,
    /// Where the rate comes from, in the person's own words.
    pub source: String,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewExchangeRate {
    pub currency: Currency,
    pub on: NaiveDate,
    pub rate: FxRate,
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)))]
    pub source: String,
}
