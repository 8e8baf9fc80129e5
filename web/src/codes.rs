//! Words of the API in addresses and selects, the same as in its bodies.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value whose code it is, as the API writes it.
pub fn of_code<T: DeserializeOwned>(code: &str) -> Option<T> {
    serde_json::from_value(Value::from(code)).ok()
}

/// As the API writes it in an address.
pub fn code(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        _ => String::new(),
    }
}
