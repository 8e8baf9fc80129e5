//! Which account a role is.

use super::super::store::accounts::{self as store, Row};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::register::service as register;
use crate::http::{IfMatch, known_by, plain_line};
use chrono::{DateTime, Utc};
use shared::journals::{AccountMapping, AccountRule, Accounts, NewAccountMapping};
use shared::problem::{ErrorCode, FieldCode, FieldFault};

const DIGITS_MIN: usize = 4;
const DIGITS_MAX: usize = 8;

pub async fn find(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<AccountMapping> {
    let known_at = known_by(known_at, tx.now())?;
    shown(store::latest(tx, known_at).await?)
}

/// The rules in force, their version and the series of vouchers.
pub async fn in_force(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<(Accounts, i32, Option<String>)> {
    let Some(row) = store::latest(tx, known_at).await? else { return Ok((Accounts::new(Vec::new()), 0, None)) };
    let rules: Vec<AccountRule> = serde_json::from_value(row.rules).map_err(ApiError::internal)?;
    Ok((Accounts::new(rules), row.version, row.voucher_series))
}

pub async fn update(tx: &CompanyTx, if_match: IfMatch, new: &NewAccountMapping) -> ApiResult<AccountMapping> {
    // The turn: of two who read the same version, the second is told.
    register::change(tx).await?;
    let version = store::latest(tx, None).await?.map_or(0, |row| row.version);
    if_match.check(version)?;
    let mut rules = Vec::with_capacity(new.accounts.len());
    let mut faults = Vec::new();
    for (index, rule) in new.accounts.iter().enumerate() {
        match checked(rule, &format!("/accounts/{index}")) {
            Ok(rule) if rules.iter().any(|other: &AccountRule| other.asks_the_same(&rule)) => {
                let fault = FieldFault::new(FieldCode::Duplicate).expected("one rule for each question");
                faults.push((format!("/accounts/{index}/role"), fault));
            }
            Ok(rule) => rules.push(rule),
            Err(mut found) => faults.append(&mut found),
        }
    }
    let series = new.voucher_series.as_deref().map(|series| plain_line("/voucher_series", series)).transpose()?;
    if !faults.is_empty() {
        let error = ApiError::new(ErrorCode::ValidationFailed);
        return Err(faults.into_iter().fold(error, |error, (place, fault)| error.at(place, fault)));
    }
    let rules = serde_json::to_value(&rules).map_err(ApiError::internal)?;
    store::insert(tx, version + 1, &rules, series.as_deref()).await?;
    shown(store::latest(tx, None).await?)
}

fn shown(row: Option<Row>) -> ApiResult<AccountMapping> {
    let Some(row) = row else {
        let accounts = Accounts::new(Vec::new()).in_force();
        return Ok(AccountMapping {
            version: 0,
            accounts,
            voucher_series: None,
            recorded_at: None,
            recorded_by_name: None,
        });
    };
    let rules: Vec<AccountRule> = serde_json::from_value(row.rules).map_err(ApiError::internal)?;
    Ok(AccountMapping {
        version: row.version,
        accounts: Accounts::new(rules).in_force(),
        voucher_series: row.voucher_series,
        recorded_at: Some(row.recorded_at),
        recorded_by_name: row.recorded_by_name,
    })
}

fn checked(rule: &AccountRule, place: &str) -> Result<AccountRule, Vec<(String, FieldFault)>> {
    let mut faults = Vec::new();
    let mut number = |field: &str, account: &str| {
        let usable =
            (DIGITS_MIN..=DIGITS_MAX).contains(&account.len()) && account.bytes().all(|byte| byte.is_ascii_digit());
        if !usable {
            let fault = FieldFault::new(FieldCode::InvalidValue).found(account);
            faults.push((format!("{place}/{field}"), fault.expected("an account of 4 to 8 digits, such as 1260")));
        }
    };
    number("account", &rule.account);
    if let Some(account) = &rule.debit_account {
        number("debit_account", account);
    }
    let mut line = |field: &str, text: &Option<String>| {
        let text = text.as_deref()?;
        match plain_line(&format!("{place}/{field}"), text) {
            Ok(line) => Some(line),
            Err(_) => {
                let fault = FieldFault::new(FieldCode::InvalidText).found(text);
                faults.push((format!("{place}/{field}"), fault.expected("one line of text")));
                None
            }
        }
    };
    let (cost_center, project) = (line("cost_center", &rule.cost_center), line("project", &rule.project));
    let name = line("name", &rule.name);
    if faults.is_empty() { Ok(AccountRule { cost_center, project, name, ..rule.clone() }) } else { Err(faults) }
}
