//! Saved views of the list of agreements: columns, filters, order.

use serde::{Deserialize, Serialize};

use crate::ids::ViewId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SavedView {
    pub id: ViewId,
    /// Goes as `If-Match` with a change, in quotes.
    pub version: i32,
    pub name: String,
    /// The query string of the list page, without `?`.
    pub query: String,
    /// Columns in order, by field name.
    pub columns: Vec<String>,
    /// True: everyone in the company sees it. False: only its maker.
    pub shared: bool,
    /// True when the person asking made it.
    pub mine: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewSavedView {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 80)))]
    pub name: String,
    #[serde(default)]
    #[cfg_attr(feature = "server", validate(length(max = 2000)))]
    pub query: String,
    #[serde(default)]
    #[cfg_attr(feature = "server", validate(length(max = 60)))]
    pub columns: Vec<String>,
    #[serde(default)]
    pub shared: bool,
}
