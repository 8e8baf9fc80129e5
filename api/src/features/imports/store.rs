//! All SQL of the feature.

mod decisions;
mod imports;
mod memory;
mod rows;

pub use decisions::*;
pub use imports::*;
pub use memory::*;
pub use rows::*;

use crate::error::{ApiError, ApiResult};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::sql_types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A json column, read straight into its type.
#[derive(Clone, Debug, PartialEq, FromSqlRow, AsExpression)]
#[diesel(sql_type = sql_types::Json)]
pub struct Stored<T: std::fmt::Debug>(pub T);

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<sql_types::Json, Pg> for Stored<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_slice(value.as_bytes())?))
    }
}

/// A json column as its text, for whoever reads it where it keeps nobody waiting.
#[derive(Clone, Debug, PartialEq, FromSqlRow, AsExpression)]
#[diesel(sql_type = sql_types::Json)]
pub struct JsonText(Vec<u8>);

impl FromSql<sql_types::Json, Pg> for JsonText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(value.as_bytes().to_vec()))
    }
}

impl JsonText {
    fn read<T: DeserializeOwned>(&self) -> ApiResult<T> {
        serde_json::from_slice(&self.0).map_err(ApiError::internal)
    }
}

/// For a json column.
fn json(value: &impl Serialize) -> ApiResult<Value> {
    serde_json::to_value(value).map_err(ApiError::internal)
}

/// The word that stands for a plain enum in JSON and in the database.
fn word(value: &impl Serialize) -> ApiResult<String> {
    match json(value)? {
        Value::String(word) => Ok(word),
        other => Err(ApiError::internal(anyhow::anyhow!("{other} is not a word"))),
    }
}

fn of_word<T: DeserializeOwned>(word: String) -> ApiResult<T> {
    serde_json::from_value(Value::String(word)).map_err(ApiError::internal)
}
