//! Whose books are open, and as of which day. Every page below `/c/<company>` finds both here.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::companies::Role;
use shared::identity::Membership;
use shared::ids::CompanyId;

use crate::route::{self, Page};
use crate::today;

#[derive(Clone)]
pub struct OpenCompany {
    pub id: CompanyId,
    pub name: String,
    pub role: Role,
    pub as_of: AsOf,
}

/// The one date of the whole app. It stands in the address as `?as_of=`; without it, today.
#[derive(Clone, Copy)]
pub struct AsOf {
    chosen: Memo<Option<NaiveDate>>,
    choose: SignalSetter<Option<NaiveDate>>,
}

impl AsOf {
    pub fn from_address() -> Self {
        let (chosen, choose) = route::query_value("as_of");
        Self { chosen, choose }
    }

    pub fn date(self) -> NaiveDate {
        self.chosen.get().unwrap_or_else(today::today)
    }

    pub fn date_untracked(self) -> NaiveDate {
        self.chosen.get_untracked().unwrap_or_else(today::today)
    }

    /// [`None`] when it is today.
    pub fn chosen(self) -> Option<NaiveDate> {
        self.chosen.get()
    }

    pub fn set(self, day: Option<NaiveDate>) {
        self.choose.set(day.filter(|day| *day != today::today()));
    }
}

impl OpenCompany {
    pub fn new(membership: Membership, as_of: AsOf) -> Self {
        Self { id: membership.company_id, name: membership.company_name, role: membership.role, as_of }
    }

    pub fn may_edit(&self) -> bool {
        self.role >= Role::Editor
    }

    pub fn is_owner(&self) -> bool {
        self.role >= Role::Owner
    }

    /// The address of a page, with the chosen date kept. Follows the date where it is read reactively.
    pub fn href(&self, page: Page) -> String {
        self.href_with(page, &[])
    }

    /// The same for what is opened and closed again while the date stands.
    pub fn href_untracked(&self, page: Page) -> String {
        untrack(|| self.href(page))
    }

    /// The same with more in its query.
    pub fn href_with(&self, page: Page, query: &[(&str, &str)]) -> String {
        let date = self.as_of.chosen().map(|day| ("as_of", day.to_string()));
        let given = query.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let pairs: Vec<String> = given
            .chain(date)
            .map(|(name, value)| format!("{name}={}", String::from(js_sys::encode_uri_component(&value))))
            .collect();
        let path = page.path(self.id);
        if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
    }

    /// Below `/api/v1`: `/companies/<id>` and what follows.
    pub fn api(&self, rest: &str) -> String {
        format!("/companies/{}{rest}", self.id)
    }
}

/// Only below `/c/<company>`, where the frame provides it.
#[track_caller]
pub fn use_company() -> OpenCompany {
    expect_context()
}
