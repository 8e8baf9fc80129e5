//! The currencies a Nordic company leases in.

use crate::problem::{FieldCode, FieldFault};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

macro_rules! currencies {
    ($($code:ident $decimals:literal $sv:literal $en:literal),+ $(,)?) => {
        /// ISO 4217.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Currency { $($code),+ }

        impl Currency {
            pub const ALL: &[Self] = &[$(Self::$code),+];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$code => stringify!($code)),+ }
            }

            /// Decimals a payment in the currency can have.
            pub const fn decimals(self) -> u8 {
                match self { $(Self::$code => $decimals),+ }
            }

            pub const fn name_sv(self) -> &'static str {
                match self { $(Self::$code => $sv),+ }
            }

            pub const fn name_en(self) -> &'static str {
                match self { $(Self::$code => $en),+ }
            }
        }

        impl FromStr for Currency {
            type Err = FieldFault;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $(stringify!($code) => Ok(Self::$code),)+
                    _ => Err(FieldFault::new(FieldCode::UnknownCurrency).found(text).expected("an ISO 4217 code such as \"SEK\"")),
                }
            }
        }
    };
}

currencies! {
    SEK 2 "svenska kronor" "Swedish kronor",
    EUR 2 "euro" "euros",
    NOK 2 "norska kronor" "Norwegian kroner",
    DKK 2 "danska kronor" "Danish kroner",
    ISK 0 "isländska kronor" "Icelandic krónur",
    GBP 2 "brittiska pund" "pounds sterling",
    USD 2 "amerikanska dollar" "US dollars",
    CHF 2 "schweiziska franc" "Swiss francs",
    PLN 2 "polska zloty" "Polish zlotys",
    CZK 2 "tjeckiska koruna" "Czech korunas",
    HUF 2 "ungerska forint" "Hungarian forints",
    RON 2 "rumänska leu" "Romanian lei",
    BGN 2 "bulgariska lev" "Bulgarian levs",
    TRY 2 "turkiska lira" "Turkish liras",
    UAH 2 "ukrainska hryvnia" "Ukrainian hryvnias",
    CAD 2 "kanadensiska dollar" "Canadian dollars",
    AUD 2 "australiska dollar" "Australian dollars",
    NZD 2 "nyzeeländska dollar" "New Zealand dollars",
    JPY 0 "japanska yen" "Japanese yen",
    CNY 2 "kinesiska yuan" "Chinese yuan",
    HKD 2 "Hongkongdollar" "Hong Kong dollars",
    SGD 2 "Singaporedollar" "Singapore dollars",
    KRW 0 "sydkoreanska won" "South Korean won",
    INR 2 "indiska rupier" "Indian rupees",
    THB 2 "thailändska baht" "Thai baht",
    AED 2 "emiratiska dirham" "UAE dirhams",
    SAR 2 "saudiska riyal" "Saudi riyals",
    ILS 2 "israeliska shekel" "Israeli shekels",
    ZAR 2 "sydafrikanska rand" "South African rand",
    BRL 2 "brasilianska real" "Brazilian reais",
    MXN 2 "mexikanska pesos" "Mexican pesos",
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;
        impl serde::de::Visitor<'_> for Code {
            type Value = Currency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 4217 code such as \"SEK\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Currency, E> {
                text.parse().map_err(FieldFault::into_serde)
            }
        }
        deserializer.deserialize_str(Code)
    }
}

#[cfg(feature = "server")]
impl utoipa::PartialSchema for Currency {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some("ISO 4217 currency code. More may come."))
            .enum_values(Some(Self::ALL.iter().map(|currency| currency.code())))
            .examples([serde_json::json!("SEK")])
            .into()
    }
}

#[cfg(feature = "server")]
impl utoipa::ToSchema for Currency {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_survives_its_code() {
        for currency in Currency::ALL {
            assert_eq!(currency.code().parse::<Currency>().unwrap(), *currency);
        }
        assert!(Currency::ALL.len() >= 25);
    }

    #[test]
    fn lower_case_is_no_code() {
        assert_eq!("sek".parse::<Currency>().unwrap_err().code, FieldCode::UnknownCurrency);
    }
}
