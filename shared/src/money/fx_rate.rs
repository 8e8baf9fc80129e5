//! Exchange rates.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

use super::decimal;
use crate::problem::{FieldCode, FieldFault};

/// What one unit of a currency costs in another, as a whole number of hundred-millionths: `"10.8190"` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FxRate(i64);

impl FxRate {
    pub const ONE: Self = Self(Self::SCALE);
    /// The dearest currency against the cheapest stays well below.
    pub const MAX: Self = Self(1_000_000 * Self::SCALE);
    const SCALE: i64 = 100_000_000;

    /// `e8` is in hundred-millionths. A rate is above zero.
    pub const fn from_e8(e8: i64) -> Option<Self> {
        if e8 > 0 && e8 <= Self::MAX.0 { Some(Self(e8)) } else { None }
    }

    pub const fn e8(self) -> i64 {
        self.0
    }

    /// Hundredths of the one currency in hundredths of the other, rounded half away from zero. `None` beyond `i64`.
    pub fn convert(self, minor: i64) -> Option<i64> {
        let product = i128::from(minor) * i128::from(self.0);
        let scale = i128::from(Self::SCALE);
        let rounded = (product.abs() * 2 + scale) / (scale * 2);
        i64::try_from(rounded * product.signum()).ok()
    }
}

impl fmt::Display for FxRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::format(self.0, 8, 4))
    }
}

impl FromStr for FxRate {
    type Err = FieldFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = |code| FieldFault::new(code).found(text).expected("a decimal above 0 such as \"10.8190\"");
        let e8 = decimal::parse(text, 8).map_err(|e| fault(e.code("rate")))?;
        Self::from_e8(e8).ok_or_else(|| fault(FieldCode::OutOfRange))
    }
}

impl Serialize for FxRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FxRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = FxRate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal string such as \"10.8190\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FxRate, E> {
                text.parse().map_err(FieldFault::into_serde)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(feature = "server")]
impl utoipa::PartialSchema for FxRate {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some("Exchange rate above 0, at most eight decimals."))
            .pattern(Some(r"^(0|[1-9][0-9]{0,6})(\.[0-9]{1,8})?$"))
            .examples([serde_json::json!("10.8190")])
            .into()
    }
}

#[cfg(feature = "server")]
impl utoipa::ToSchema for FxRate {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(text: &str) -> FxRate {
        text.parse().unwrap()
    }

    #[test]
    fn rates_show_four_decimals_and_keep_eight() {
        assert_eq!(rate("10.819").to_string(), "10.8190");
        assert_eq!(rate("0.00512345").to_string(), "0.00512345");
    }

    #[test]
    fn rates_are_above_zero_and_strict() {
        for (text, code) in [
            ("0", FieldCode::OutOfRange),
            ("-1", FieldCode::OutOfRange),
            ("1000000.1", FieldCode::OutOfRange),
            ("10,8", FieldCode::InvalidRate),
            ("NaN", FieldCode::InvalidRate),
            ("1.123456789", FieldCode::TooManyDecimals),
        ] {
            assert_eq!(text.parse::<FxRate>().unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn converted_amounts_are_rounded_half_away_from_zero() {
        assert_eq!(rate("0.5").convert(1), Some(1));
        assert_eq!(rate("0.5").convert(-1), Some(-1));
        assert_eq!(rate("0.4999").convert(1), Some(0));
        assert_eq!(rate("10.8190").convert(123_456), Some(1_335_670));
        assert_eq!(FxRate::MAX.convert(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn one_changes_nothing(minor in any::<i64>()) {
            prop_assert_eq!(FxRate::ONE.convert(minor), Some(minor));
        }

        #[test]
        fn the_other_sign_gives_the_other_sign(minor in -1_000_000_000_000_i64..1_000_000_000_000, e8 in 1_i64..10_000_000_000) {
            let rate = FxRate::from_e8(e8).unwrap();
            prop_assert_eq!(rate.convert(-minor), rate.convert(minor).map(|converted| -converted));
        }

        #[test]
        fn a_rate_survives_its_text(e8 in 1..=FxRate::MAX.e8()) {
            let rate = FxRate::from_e8(e8).unwrap();
            prop_assert_eq!(rate.to_string().parse::<FxRate>().unwrap(), rate);
        }
    }
}
