//! Accounts, exports and closings in the database.

pub mod accounts;
pub mod closings;
pub mod exports;

use crate::error::{ApiError, ApiResult};
use serde::Serialize;
use serde_json::Value;

/// A word as JSON has it.
fn word(word: &impl Serialize) -> ApiResult<String> {
    match serde_json::to_value(word).map_err(ApiError::internal)? {
        Value::String(word) => Ok(word),
        other => Err(ApiError::internal(anyhow::anyhow!("{other} is no word"))),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
