//! Rates that come out of a calculation.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

use super::decimal;
use crate::problem::{FieldCode, FieldFault};

/// A computed percentage with eight decimals: `"4.35999587"`. More digits than a stated rate, so that a published
/// figure can be checked against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComputedPercent(i64);

impl ComputedPercent {
    /// From a fraction (0.05 is 5 %), rounded half away from zero. `None` for what is not finite or beyond a
    /// thousand million percent.
    pub fn from_fraction(fraction: f64) -> Option<Self> {
        let scaled = (fraction * 1e10).round();
        // The cast is exact: the bound lies far inside what both types hold.
        if scaled.abs() <= 1e17 { Some(Self(scaled as i64)) } else { None }
    }

    /// In units of 1e-8 percent.
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    pub const fn scaled(self) -> i64 {
        self.0
    }

    pub fn fraction(self) -> f64 {
        self.0 as f64 / 1e10
    }
}

impl fmt::Display for ComputedPercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::format(self.0, 8, 8))
    }
}

impl FromStr for ComputedPercent {
    type Err = FieldFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        decimal::parse(text, 8)
            .map(Self)
            .map_err(|_| FieldFault::new(FieldCode::InvalidRate).found(text).expected("a percentage such as \"5.35\""))
    }
}

impl Serialize for ComputedPercent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ComputedPercent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(FieldFault::into_serde)
    }
}

#[cfg(feature = "server")]
impl utoipa::PartialSchema for ComputedPercent {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some("Computed percentage, eight decimals."))
            .pattern(Some(r"^-?(0|[1-9][0-9]{0,8})\.[0-9]{8}$"))
            .examples([serde_json::json!("4.35999587")])
            .into()
    }
}

#[cfg(feature = "server")]
impl utoipa::ToSchema for ComputedPercent {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_becomes_a_percentage_with_eight_decimals() {
        assert_eq!(ComputedPercent::from_fraction(0.0435999587).unwrap().to_string(), "4.35999587");
        assert_eq!(ComputedPercent::from_fraction(-0.2).unwrap().to_string(), "-20.00000000");
        assert_eq!(ComputedPercent::from_fraction(f64::NAN), None);
        assert_eq!(ComputedPercent::from_fraction(f64::INFINITY), None);
    }
}
