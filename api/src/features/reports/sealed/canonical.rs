//! JSON of which there is one for each value: the keys in order, no spaces (RFC 8785, for values without fractions).

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::error::{ApiError, ApiResult};

pub fn canonical(value: &impl Serialize) -> ApiResult<String> {
    let value = serde_json::to_value(value).map_err(ApiError::internal)?;
    let mut text = String::new();
    write(&value, &mut text)?;
    Ok(text)
}

pub fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

pub fn shown(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write(value: &Value, into: &mut String) -> ApiResult<()> {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            // By UTF-16, which differs from bytes for the rarest signs only.
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            into.push('{');
            for (at, (name, field)) in fields.into_iter().enumerate() {
                if at > 0 {
                    into.push(',');
                }
                into.push_str(&serde_json::to_string(name).map_err(ApiError::internal)?);
                into.push(':');
                write(field, into)?;
            }
            into.push('}');
        }
        Value::Array(items) => {
            into.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    into.push(',');
                }
                write(item, into)?;
            }
            into.push(']');
        }
        plain => into.push_str(&serde_json::to_string(plain).map_err(ApiError::internal)?),
    }
    Ok(())
}

/// A value with no more fields than another has: an answer may have gained some since it was sealed.
pub fn as_far_as(value: Value, kept: &Value) -> Value {
    match (value, kept) {
        (Value::Object(fields), Value::Object(kept)) => {
            let known = fields.into_iter().filter_map(|(name, field)| {
                let field = as_far_as(field, kept.get(&name)?);
                Some((name, field))
            });
            Value::Object(known.collect())
        }
        (Value::Array(items), Value::Array(kept)) => {
            // One more than before is a difference and stays as it is.
            let mut before = kept.iter();
            let item = |item: Value| match before.next() {
                Some(kept) => as_far_as(item, kept),
                None => item,
            };
            Value::Array(items.into_iter().map(item).collect())
        }
        (plain, _) => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_keys_does_not_matter_and_that_of_items_does() {
        let one: Value = serde_json::from_str(r#"{ "b": [1, {"y": null, "x": "å\n"}], "a": true }"#).unwrap();
        let two = json!({"a": true, "b": [1, {"x": "å\n", "y": null}]});
        assert_eq!(canonical(&one).unwrap(), r#"{"a":true,"b":[1,{"x":"å\n","y":null}]}"#);
        assert_eq!(canonical(&one).unwrap(), canonical(&two).unwrap());
        assert_ne!(canonical(&json!([1, 2])).unwrap(), canonical(&json!([2, 1])).unwrap());
        // The test vector of FIPS 180-4.
        assert_eq!(shown(&hash("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn what_an_answer_has_gained_is_not_held_against_a_seal_and_what_it_has_lost_or_changed_is() {
        let kept = json!({"a": 1, "rows": [{"x": 1}]});
        let hashed = |value: Value| as_far_as(value, &kept);
        assert_eq!(hashed(json!({"a": 1, "new": 2, "rows": [{"x": 1, "y": 2}]})), kept);
        for other in [
            json!({"a": 2, "rows": [{"x": 1}]}),
            json!({"rows": [{"x": 1}]}),
            json!({"a": 1, "rows": [{"x": 1}, {"x": 2}]}),
            json!({"a": 1, "rows": []}),
            json!({"a": 1, "rows": [{"x": [1]}]}),
        ] {
            assert_ne!(hashed(other.clone()), kept, "{other}");
        }
    }
}
