//! Money and rates on the wire: decimal strings, never JSON numbers, so that no reader rounds them through a float.

use crate::problem::{FieldCode, FieldFault};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

mod computed;
mod currency;
mod fx_rate;
pub use computed::ComputedPercent;
pub use currency::Currency;
pub use fx_rate::FxRate;

/// A currency amount as a whole number of hundredths: `"1234.50"` in JSON.
///
/// Hundredths also for currencies without them; [`Money`] refuses öre where the currency has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// Ten thousand billion: above any portfolio, and far enough from `i64` that sums of many stay inside it.
    pub const MAX_MINOR: i64 = 1_000_000_000_000_000;
    pub const ZERO: Self = Self(0);

    pub const fn from_minor(minor: i64) -> Option<Self> {
        if minor >= -Self::MAX_MINOR && minor <= Self::MAX_MINOR { Some(Self(minor)) } else { None }
    }

    pub const fn minor(self) -> i64 {
        self.0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::format(self.0, 2, 2))
    }
}

impl FromStr for Amount {
    type Err = FieldFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = |code| FieldFault::new(code).found(text).expected("a decimal such as \"1234.50\", at most 1e13");
        let minor = decimal::parse(text, 2).map_err(|e| fault(e.code("amount")))?;
        Self::from_minor(minor).ok_or_else(|| fault(FieldCode::OutOfRange))
    }
}

/// An amount together with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", schema(example = json!({"amount": "1234.50", "currency": "SEK"})))]
pub struct Money {
    amount: Amount,
    currency: Currency,
}

impl Money {
    /// Refuses öre in a currency that has none.
    pub fn new(amount: Amount, currency: Currency) -> Result<Self, FieldFault> {
        if currency.decimals() == 0 && amount.minor() % 100 != 0 {
            return Err(FieldFault::new(FieldCode::TooManyDecimals)
                .found(&format!("{amount} {currency}"))
                .expected("a whole amount"));
        }
        Ok(Self { amount, currency })
    }

    pub const fn amount(self) -> Amount {
        self.amount
    }

    pub const fn currency(self) -> Currency {
        self.currency
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Money")]
        struct Wire {
            amount: Amount,
            currency: Currency,
        }
        let wire = Wire::deserialize(deserializer)?;
        Self::new(wire.amount, wire.currency).map_err(FieldFault::into_serde)
    }
}

/// A rate as a whole number of billionths: 5.35 % is 53 500 000, `"5.3500"` in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RatePercent(i64);

impl RatePercent {
    pub const MIN: Self = Self(-500_000_000);
    pub const MAX: Self = Self(10_000_000_000);

    /// `ppb` is parts per billion of 1.
    pub const fn from_ppb(ppb: i64) -> Option<Self> {
        if ppb >= Self::MIN.0 && ppb <= Self::MAX.0 { Some(Self(ppb)) } else { None }
    }

    pub const fn ppb(self) -> i64 {
        self.0
    }
}

impl fmt::Display for RatePercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal::format(self.0, 7, 4))
    }
}

impl FromStr for RatePercent {
    type Err = FieldFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = |code| FieldFault::new(code).found(text).expected("a percentage such as \"5.35\", -50 to 1000");
        let ppb = decimal::parse(text, 7).map_err(|e| fault(e.code("rate")))?;
        Self::from_ppb(ppb).ok_or_else(|| fault(FieldCode::OutOfRange))
    }
}

macro_rules! decimal_string {
    ($name:ident, $example:literal, $description:literal, $pattern:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("a decimal string such as \"", $example, "\""))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(FieldFault::into_serde)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }

        #[cfg(feature = "server")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .description(Some($description))
                    .pattern(Some($pattern))
                    .examples([serde_json::json!($example)])
                    .into()
            }
        }

        #[cfg(feature = "server")]
        impl utoipa::ToSchema for $name {}
    };
}

decimal_string!(Amount, "1234.50", "Decimal amount, at most two decimals.", r"^-?(0|[1-9][0-9]{0,13})(\.[0-9]{1,2})?$");
decimal_string!(
    RatePercent,
    "5.3500",
    "Percentage, -50 to 1000, at most seven decimals.",
    r"^-?(0|[1-9][0-9]{0,3})(\.[0-9]{1,7})?$"
);

/// Exact decimal text to scaled integers and back.
mod decimal {
    use crate::problem::FieldCode;

    pub(super) enum Error {
        Malformed,
        TooManyDecimals,
        TooLarge,
    }

    impl Error {
        pub(super) fn code(self, kind: &str) -> FieldCode {
            match self {
                Self::Malformed if kind == "rate" => FieldCode::InvalidRate,
                Self::Malformed => FieldCode::InvalidAmount,
                Self::TooManyDecimals => FieldCode::TooManyDecimals,
                Self::TooLarge => FieldCode::OutOfRange,
            }
        }
    }

    /// Strict: ASCII digits, one optional minus, one optional point with digits on both sides, no needless zeros in
    /// front. What a person types (spaces, decimal comma) is read by the form and the import, not here.
    pub(super) fn parse(text: &str, decimals: usize) -> Result<i64, Error> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(Error::Malformed),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || (whole.len() > 1 && whole.starts_with('0')) {
            return Err(Error::Malformed);
        }
        if fraction.len() > decimals {
            return Err(Error::TooManyDecimals);
        }
        let scaled = whole
            .bytes()
            .chain(fraction.bytes())
            .chain(std::iter::repeat_n(b'0', decimals - fraction.len()))
            .try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
            .ok_or(Error::TooLarge)?;
        Ok(if negative { -scaled } else { scaled })
    }

    /// At least `shown` decimals; more only where they say something.
    pub(super) fn format(scaled: i64, decimals: usize, shown: usize) -> String {
        let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let kept = fraction.trim_end_matches('0').len().max(shown);
        let sign = if scaled < 0 { "-" } else { "" };
        format!("{sign}{whole}.{}", fraction.get(..kept).unwrap_or(fraction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_read_as_written() {
        for (text, minor) in [("0", 0), ("1234.50", 123_450), ("1234.5", 123_450), ("-0.01", -1), ("7", 700)] {
            assert_eq!(text.parse::<Amount>().unwrap().minor(), minor, "{text}");
        }
    }

    #[test]
    fn amounts_are_strict() {
        for (text, code) in [
            ("", FieldCode::InvalidAmount),
            ("-", FieldCode::InvalidAmount),
            ("1,50", FieldCode::InvalidAmount),
            ("1 000", FieldCode::InvalidAmount),
            ("+1", FieldCode::InvalidAmount),
            ("1.", FieldCode::InvalidAmount),
            (".5", FieldCode::InvalidAmount),
            ("01", FieldCode::InvalidAmount),
            ("1e3", FieldCode::InvalidAmount),
            ("NaN", FieldCode::InvalidAmount),
            ("١", FieldCode::InvalidAmount),
            ("1.234", FieldCode::TooManyDecimals),
            ("10000000000000.01", FieldCode::OutOfRange),
            ("99999999999999999999", FieldCode::OutOfRange),
        ] {
            assert_eq!(text.parse::<Amount>().unwrap_err().code, code, "{text:?}");
        }
    }

    #[test]
    fn a_json_number_is_no_amount() {
        assert!(serde_json::from_str::<Amount>("1234.5").is_err());
    }

    #[test]
    fn rates_show_four_decimals_and_keep_seven() {
        let shown = |text: &str| text.parse::<RatePercent>().unwrap().to_string();
        assert_eq!(shown("5.35"), "5.3500");
        assert_eq!(shown("-0.1234567"), "-0.1234567");
        assert_eq!("1000.0000001".parse::<RatePercent>().unwrap_err().code, FieldCode::OutOfRange);
        assert_eq!("-50.1".parse::<RatePercent>().unwrap_err().code, FieldCode::OutOfRange);
        assert_eq!("5,35".parse::<RatePercent>().unwrap_err().code, FieldCode::InvalidRate);
    }

    #[test]
    fn whole_currencies_refuse_hundredths() {
        let yen = |text| serde_json::from_str::<Money>(&format!(r#"{{"amount":"{text}","currency":"JPY"}}"#));
        assert!(yen("1500").is_ok());
        assert!(yen("1500.50").unwrap_err().to_string().contains("too_many_decimals"));
    }

    proptest! {
        #[test]
        fn an_amount_survives_its_text(minor in -Amount::MAX_MINOR..=Amount::MAX_MINOR) {
            let amount = Amount::from_minor(minor).unwrap();
            prop_assert_eq!(amount.to_string().parse::<Amount>().unwrap(), amount);
        }

        #[test]
        fn a_rate_survives_its_text(ppb in RatePercent::MIN.ppb()..=RatePercent::MAX.ppb()) {
            let rate = RatePercent::from_ppb(ppb).unwrap();
            prop_assert_eq!(rate.to_string().parse::<RatePercent>().unwrap(), rate);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = text.parse::<Amount>();
            let _ = text.parse::<RatePercent>();
        }
    }
}
