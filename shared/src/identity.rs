//! People: signing up, signing in, and who one is.

use crate::companies::{Language, Role};
use crate::ids::{AccountId, CompanyId};
use crate::org_number::OrgNumber;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Fewer characters are guessed too soon.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// More would let a stranger make the server work.
pub const PASSWORD_CHARS_MAX: usize = 128;

/// A company with its first owner.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)), schema(min_length = 1, max_length = 200))]
    pub company_name: String,
    pub org_number: OrgNumber,
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)), schema(min_length = 1, max_length = 200))]
    pub name: String,
    #[cfg_attr(feature = "server", validate(email, length(max = 254)), schema(format = Email, max_length = 254))]
    pub email: String,
    #[cfg_attr(feature = "server", validate(length(min = 12, max = 128)), schema(min_length = 12, max_length = 128))]
    pub password: String,
    #[serde(default)]
    pub language: Option<Language>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 254)), schema(min_length = 1, max_length = 254))]
    pub email: String,
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 128)), schema(min_length = 1, max_length = 128))]
    pub password: String,
}

/// Who is signed in, and what a page needs to act for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "server", schema(example = json!({
    "account": {
        "id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64",
        "version": 1,
        "email": "anna.lind@fjallbacka.example",
        "name": "Anna Lind",
        "language": "sv",
    },
    "memberships": [{
        "company_id": "01936f2a-9b10-7c02-8a11-5d2e4c6b7a90",
        "company_name": "Fjällbacka Åkeri AB",
        "role": "owner",
    }],
    "last_company_id": "01936f2a-9b10-7c02-8a11-5d2e4c6b7a90",
    "csrf_token": "kW0pXo2nqf6Vb1dYk8rJrS0m3l1n9m2oX4hQzv0T5aE",
    "today": "2026-11-22",
})))]
pub struct Me {
    pub account: Account,
    pub memberships: Vec<Membership>,
    /// The company last worked in, if the caller still belongs to it.
    pub last_company_id: Option<CompanyId>,
    /// Goes as `X-CSRF-Token` with every request that changes something.
    pub csrf_token: String,
    /// What day it is in Sweden by the server's clock: the day of every figure that is asked for without one.
    pub today: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: AccountId,
    /// Goes as `If-Match` with a change, in quotes.
    pub version: i32,
    pub email: String,
    pub name: String,
    pub language: Language,
}

/// A company the account belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Membership {
    pub company_id: CompanyId,
    pub company_name: String,
    pub role: Role,
}

/// What is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)), schema(min_length = 1, max_length = 200))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// The company one works in now: the next sign-in opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct LastCompany {
    pub company_id: CompanyId,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 128)), schema(min_length = 1, max_length = 128))]
    pub current_password: String,
    #[cfg_attr(feature = "server", validate(length(min = 12, max = 128)), schema(min_length = 12, max_length = 128))]
    pub new_password: String,
}

/// A password must not reach a log by way of its request.
macro_rules! without_password {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}
without_password!(SignUp, SignIn, PasswordChange);
