//! A group of companies: which companies a parent reports together with its own.

use crate::ids::CompanyId;
use crate::money::Currency;
use crate::org_number::OrgNumber;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub const GROUP_MEMBERS_MAX: usize = 50;

/// The group of a parent, as the caller may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CompanyGroup {
    /// Goes as `If-Match` with a change, in quotes. 0: nobody has made one.
    pub version: i32,
    /// What the group reports in: the base currency of its parent.
    pub currency: Currency,
    /// Those the caller may read, by name. The parent is none of them.
    pub members: Vec<GroupMember>,
    /// Members that the caller has no role in. Nothing else is said of them, and the caller's reports leave them out.
    pub hidden: u32,
    pub reason: Option<String>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub recorded_by_name: Option<String>,
}

/// A company in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct GroupMember {
    pub company_id: CompanyId,
    pub name: String,
    pub org_number: OrgNumber,
    /// Its own base currency.
    pub currency: Currency,
    /// The first day it belongs to the group.
    pub from: NaiveDate,
    /// The last one; null while it belongs to it.
    pub until: Option<NaiveDate>,
}

/// The members of a group, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewCompanyGroup {
    /// Each a company in which the caller has a role, and each at most once.
    #[cfg_attr(feature = "server", validate(length(max = 50)), schema(max_items = 50))]
    pub members: Vec<NewGroupMember>,
    /// Takes members out that the caller has no role in; they stay when absent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_hidden: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewGroupMember {
    pub company_id: CompanyId,
    /// The first day it belongs to the group. What it holds then comes in at what it is carried at.
    pub from: NaiveDate,
    /// The last one, of a company that has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}
