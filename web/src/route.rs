//! Addresses. Whatever a colleague should see when a link is shared stands in them: filters, sort, tab, date.

mod address;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{query_signal_with_options, use_query_map};
use shared::ids::{AgreementId, CompanyId};

pub use address::Address;

pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_UP: &str = "/sign-up";
pub const NEW_COMPANY: &str = "/new-company";

/// The pages of a company, below `/c/<company>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Overview,
    Agreements,
    NewAgreement,
    Agreement(AgreementId),
    EditAgreement(AgreementId),
    Parties,
    Import,
    ToDo,
    Savings,
    Reports,
    Signing,
    Procurement,
    Settings,
    CompanySettings,
    People,
    ExchangeRates,
    CompanyBooks,
    Accounts,
    Account,
}

impl Page {
    pub fn path(self, company: CompanyId) -> String {
        let rest = match self {
            Self::Overview => "overview",
            Self::Agreements => "agreements",
            Self::NewAgreement => "agreements/new",
            Self::Agreement(id) => return format!("/c/{company}/agreements/{id}"),
            Self::EditAgreement(id) => return format!("/c/{company}/agreements/{id}/edit"),
            Self::Parties => "settings/parties",
            Self::Import => "import",
            Self::ToDo => "to-do",
            Self::Savings => "savings",
            Self::Reports => "reports",
            Self::Signing => "signing",
            Self::Procurement => "procurement",
            Self::Settings => "settings",
            Self::CompanySettings => "settings/company",
            Self::People => "settings/people",
            Self::ExchangeRates => "settings/exchange-rates",
            Self::CompanyBooks => "settings/books",
            Self::Accounts => "settings/accounts",
            Self::Account => "settings/account",
        };
        format!("/c/{company}/{rest}")
    }
}

/// A query parameter as a signal, both ways. Setting it changes the address in place: Back leaves the page.
pub fn query_value<T>(name: &'static str) -> (Memo<Option<T>>, SignalSetter<Option<T>>)
where
    T: std::str::FromStr + ToString + PartialEq + Send + Sync + 'static,
{
    query_signal_with_options(name, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() })
}

/// As [`query_value`], and each value is a step that Back undoes: for tabs and other places to be.
pub fn query_place<T>(name: &'static str) -> (Memo<Option<T>>, SignalSetter<Option<T>>)
where
    T: std::str::FromStr + ToString + PartialEq + Send + Sync + 'static,
{
    query_signal_with_options(name, NavigateOptions { scroll: false, ..NavigateOptions::default() })
}

/// Where to go after signing in: only a path of our own, never another site.
pub fn safe_return(wanted: &str) -> Option<&str> {
    let own = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(['\\', '\n', '\r', '\t']);
    (own && !wanted.starts_with(SIGN_IN) && !wanted.starts_with(SIGN_UP)).then_some(wanted)
}

/// The path asked for by `?return=`.
pub fn use_return_path() -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("return").and_then(|path| safe_return(&path).map(str::to_owned))))
}

pub fn sign_in_and_return(path: &str) -> String {
    match safe_return(path).filter(|path| *path != "/") {
        Some(path) => format!("{SIGN_IN}?return={}", String::from(js_sys::encode_uri_component(path))),
        None => SIGN_IN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_returned_to() {
        assert_eq!(safe_return("/c/1/overview?as_of=2025-12-31"), Some("/c/1/overview?as_of=2025-12-31"));
        for evil in
            ["", "https://evil.test", "//evil.test", "/\\evil.test", "/\t/evil.test", "/sign-in?return=/x", "c/1"]
        {
            assert_eq!(safe_return(evil), None, "{evil}");
        }
    }
}
