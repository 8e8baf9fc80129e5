//! Query parameters that several handlers take.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::{Deserialize, Deserializer};
use shared::problem::{FieldCode, FieldFault};
use shared::terms::{YEAR_MAX, YEAR_MIN};
use utoipa::IntoParams;

/// Which state of things is asked for: on a day, as the register knew it at a moment.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    /// The day that terms, status and figures are for; today when absent.
    #[serde(default, deserialize_with = "day")]
    pub as_of: Option<NaiveDate>,
    /// Leaves out what was recorded after this moment; now when absent.
    #[serde(default, deserialize_with = "moment")]
    pub known_at: Option<DateTime<Utc>>,
}

/// Why, for requests without a body.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReasonParameter {
    /// Why; shown in the history.
    #[param(max_length = 1000)]
    #[serde(default, deserialize_with = "reason")]
    pub reason: Option<String>,
}

/// A day the register can hold.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let day = NaiveDate::deserialize(deserializer)?;
    if (YEAR_MIN..=YEAR_MAX).contains(&day.year()) { Ok(Some(day)) } else { Err(outside(&day)) }
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let moment = DateTime::<Utc>::deserialize(deserializer)?;
    if (YEAR_MIN..=YEAR_MAX).contains(&moment.year()) { Ok(Some(moment)) } else { Err(outside(&moment)) }
}

fn outside<E: serde::de::Error>(found: &dyn std::fmt::Display) -> E {
    let fault = FieldFault::new(FieldCode::OutOfRange).found(&found.to_string());
    fault.expected(&format!("from {YEAR_MIN} to {YEAR_MAX}")).into_serde()
}

fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let reason = String::deserialize(deserializer)?;
    if reason.chars().count() <= 1_000 {
        return Ok(Some(reason));
    }
    Err(FieldFault::new(FieldCode::TooLong).expected("at most 1000 characters").into_serde())
}
