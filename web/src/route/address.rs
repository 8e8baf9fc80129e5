//! Changing the query of the address where one stands.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

/// The query of the present page. Only to be made inside the router.
#[derive(Clone, Copy)]
pub struct Address {
    path: Memo<String>,
    query: Memo<ParamsMap>,
    go: StoredValue<Box<dyn Fn(String, bool)>, LocalStorage>,
}

impl Address {
    pub fn here() -> Self {
        let navigate = use_navigate();
        let go = move |address: String, replace: bool| {
            navigate(&address, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
        };
        Self { path: use_location().pathname, query: use_query_map(), go: StoredValue::new_local(Box::new(go)) }
    }

    pub fn query(self) -> Memo<ParamsMap> {
        self.query
    }

    pub fn get(self, name: &str) -> Option<String> {
        self.query.with(|query| query.get(name)).filter(|value| !value.is_empty())
    }

    /// Where one would be with these parameters set, or taken away; the others stay.
    pub fn with(self, changes: &[(&str, Option<String>)]) -> String {
        self.query.with(|query| address(&self.path.get(), query, changes))
    }

    /// Goes there. `replace`: Back leaves the page instead of undoing the change.
    pub fn change(self, changes: &[(&str, Option<String>)], replace: bool) {
        let address = untrack(|| self.with(changes));
        self.go.with_value(|go| go(address, replace));
    }

    /// The same page from the beginning.
    pub fn reload(self) {
        let _ = window().location().reload();
    }

    pub fn go(self, address: String) {
        self.go.with_value(|go| go(address, false));
    }
}

fn address(path: &str, query: &ParamsMap, changes: &[(&str, Option<String>)]) -> String {
    let mut query = query.clone();
    for (name, value) in changes {
        query.remove(name);
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            query.insert((*name).to_owned(), value.clone());
        }
    }
    format!("{path}{}", query.to_query_string())
}
