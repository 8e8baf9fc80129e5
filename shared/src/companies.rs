//! Companies and who belongs to them.

use crate::ids::{AccountId, CompanyId};
use crate::money::Currency;
use crate::org_number::OrgNumber;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a member may do. Each role may do what the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees everything.
    Reader,
    /// Changes agreements and what belongs to them.
    Editor,
    /// Changes the company itself and who belongs to it.
    Owner,
}

impl Role {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        [Self::Reader, Self::Editor, Self::Owner].into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

/// A language the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    Sv,
    En,
}

impl Language {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        [Self::Sv, Self::En].into_iter().find(|language| language.as_str() == text).ok_or(UnknownLanguage)
    }
}

/// The text is no language of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language")]
pub struct UnknownLanguage;

/// A company as its members see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", schema(example = json!({
    "id": "01936f2a-9b10-7c02-8a11-5d2e4c6b7a90",
    "version": 1,
    "name": "Fjällbacka Åkeri AB",
    "org_number": "556016-0680",
    "base_currency": "SEK",
    "language": "sv",
    "role": "owner",
    "created_at": "2026-11-22T08:00:00Z",
})))]
pub struct Company {
    pub id: CompanyId,
    /// Goes as `If-Match` with a change, in quotes.
    pub version: i32,
    pub name: String,
    pub org_number: OrgNumber,
    /// The currency totals are shown in.
    pub base_currency: Currency,
    /// The language of what the company sends out.
    pub language: Language,
    /// The caller's own role.
    pub role: Role,
    pub created_at: DateTime<Utc>,
}

/// A further company, with the caller as its first owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewCompany {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)), schema(min_length = 1, max_length = 200))]
    pub name: String,
    pub org_number: OrgNumber,
    #[serde(default)]
    pub base_currency: Option<Currency>,
    #[serde(default)]
    pub language: Option<Language>,
}

/// What is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct CompanyPatch {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)), schema(min_length = 1, max_length = 200))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_currency: Option<Currency>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A person who belongs to the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", schema(example = json!({
    "account_id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64",
    "version": 1,
    "name": "Anna Lind",
    "email": "anna.lind@fjallbacka.example",
    "role": "owner",
    "since": "2026-11-22T08:00:00Z",
})))]
pub struct Member {
    pub account_id: AccountId,
    /// Goes as `If-Match` with a change, in quotes.
    pub version: i32,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub since: DateTime<Utc>,
}

/// Lets someone who already has an account into the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    #[cfg_attr(feature = "server", validate(email, length(max = 254)), schema(format = Email, max_length = 254))]
    pub email: String,
    pub role: Role,
}

/// A member's new role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    pub role: Role,
}
