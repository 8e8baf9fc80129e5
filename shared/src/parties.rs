//! Lessors and suppliers: parties of their own, merged when the same one was entered twice.

use serde::{Deserialize, Serialize};

use crate::ids::PartyId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Party {
    pub id: PartyId,
    /// Also the ETag.
    pub version: i32,
    pub name: String,
    /// Swedish organisation number `NNNNNN-NNNN`, or another country's as written.
    pub org_number: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Agreements in the register that name it as lessor or supplier.
    pub agreements: i64,
    /// Parties merged into this one: other spellings that lead here.
    pub also_known_as: Vec<PartyAlias>,
    /// The party that this one was merged into; lists leave such parties out.
    pub merged_into: Option<PartyId>,
}

/// A party that was merged into another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PartyAlias {
    pub id: PartyId,
    pub name: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewParty {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)))]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 40)))]
    pub org_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(email))]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 40)))]
    pub phone: Option<String>,
}

/// Merge this party into another: its agreements and its names follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct PartyMerge {
    pub into: PartyId,
}

/// Parties that look like one and the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PartyDuplicates {
    pub groups: Vec<Vec<Party>>,
}
