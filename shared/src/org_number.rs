//! Swedish organisation numbers: `556036-0793`.
//!
//! A legal person's number has a third digit of at least 2. A sole trader uses their personal identity number, so a
//! number whose first six digits are a date is taken too, and [`OrgNumber::is_personal`] says so: it is then personal
//! data. Both end in a Luhn check digit.

use crate::problem::{FieldCode, FieldFault};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Ten digits, checked. Shown with a hyphen before the last four.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgNumber([u8; 10]);

impl OrgNumber {
    /// Whether it is a person's own number, as sole traders use.
    pub fn is_personal(&self) -> bool {
        is_date(&self.0)
    }
}

impl FromStr for OrgNumber {
    type Err = FieldFault;

    /// Takes `5560360793`, `556036-0793`, the twelve digits with the prefix 16, and a person's twelve digits with the
    /// century. Spaces around are forgiven.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = |code| FieldFault::new(code).found(text).expected("ten digits such as 556036-0793");
        let malformed = || fault(FieldCode::InvalidOrgNumber);

        let trimmed = text.trim();
        let digits: Vec<u8> = match trimmed.rsplit_once(['-', '+']) {
            Some((front, back)) if back.len() == 4 => front.bytes().chain(back.bytes()).collect(),
            Some(_) => return Err(malformed()),
            None => trimmed.bytes().collect(),
        };
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(malformed());
        }
        let (century, ten) = digits.split_at(digits.len().saturating_sub(10));
        let number: [u8; 10] = ten.try_into().map_err(|_| malformed())?;
        let number = number.map(|digit| digit - b'0');

        let personal = is_date(&number);
        let legal = number[2] >= 2;
        let prefix_fits = match century {
            b"" => legal || personal,
            b"16" => legal,
            b"18" | b"19" | b"20" => personal,
            _ => false,
        };
        if !prefix_fits {
            return Err(malformed());
        }
        if !luhn(&number) {
            return Err(fault(FieldCode::OrgNumberChecksum));
        }
        Ok(Self(number))
    }
}

/// Whether the first six digits are a date YYMMDD. Coordination numbers add 60 to the day.
fn is_date(number: &[u8; 10]) -> bool {
    let month = number[2] * 10 + number[3];
    let day = number[4] * 10 + number[5];
    (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day))
}

fn luhn(number: &[u8; 10]) -> bool {
    let sum: u8 = number
        .iter()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, doubled @ 10..) => doubled - 9,
            (0, doubled) => doubled,
            _ => *digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

impl fmt::Display for OrgNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in self.0.iter().enumerate() {
            if place == 6 {
                f.write_str("-")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// A sole trader's number is personal data, so it stays out of logs.
impl fmt::Debug for OrgNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_personal() { f.write_str("OrgNumber(personal)") } else { write!(f, "OrgNumber({self})") }
    }
}

impl Serialize for OrgNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OrgNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = OrgNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an organisation number such as \"556036-0793\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<OrgNumber, E> {
                text.parse().map_err(FieldFault::into_serde)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(feature = "server")]
impl utoipa::PartialSchema for OrgNumber {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some(
                "Swedish organisation number with its check digit. Ten digits, or twelve with a century or 16; the \
                 hyphen is optional when sent and always there in answers.",
            ))
            .examples([serde_json::json!("556036-0793")])
            .into()
    }
}

#[cfg(feature = "server")]
impl utoipa::ToSchema for OrgNumber {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_to_write_it_reads_the_same() {
        for text in ["5560360793", "556036-0793", "165560360793", "16556036-0793", " 556036-0793 "] {
            let number: OrgNumber = text.parse().unwrap();
            assert_eq!(number.to_string(), "556036-0793", "{text}");
            assert!(!number.is_personal());
        }
    }

    #[test]
    fn a_sole_trader_uses_the_personal_number() {
        for text in ["811218-9876", "198112189876", "19811218-9876"] {
            let number: OrgNumber = text.parse().unwrap();
            assert_eq!(number.to_string(), "811218-9876");
            assert!(number.is_personal());
            assert_eq!(format!("{number:?}"), "OrgNumber(personal)");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, code) in [
            ("", FieldCode::InvalidOrgNumber),
            ("556036-079", FieldCode::InvalidOrgNumber),
            ("5560-360793", FieldCode::InvalidOrgNumber),
            ("55603607933", FieldCode::InvalidOrgNumber),
            ("195560360793", FieldCode::InvalidOrgNumber),
            ("16811218-9876", FieldCode::InvalidOrgNumber),
            ("551360-0793", FieldCode::InvalidOrgNumber),
            ("55603607９3", FieldCode::InvalidOrgNumber),
            ("SE556036079301", FieldCode::InvalidOrgNumber),
            ("556036-0794", FieldCode::OrgNumberChecksum),
            ("811218-9877", FieldCode::OrgNumberChecksum),
        ] {
            assert_eq!(text.parse::<OrgNumber>().unwrap_err().code, code, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = text.parse::<OrgNumber>();
        }

        #[test]
        fn one_mistyped_digit_is_noticed(place in 0_usize..10, other in 0_u8..10) {
            let mut digits = *b"5560360793";
            prop_assume!(digits[place] != b'0' + other);
            digits[place] = b'0' + other;
            prop_assert!(std::str::from_utf8(&digits).unwrap().parse::<OrgNumber>().is_err());
        }
    }
}
