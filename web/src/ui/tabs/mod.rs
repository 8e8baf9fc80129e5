//! Tabs whose place stands in the address: each is a link, so that it can be shared and opened beside.

use leptos::prelude::*;

/// `key` is what `?tab=` says; the first tab is shown when the address says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    pub key: &'static str,
    pub text: String,
    pub href: String,
}

/// A row of links that says which one is current. The page shows the tab's content itself.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
    #[prop(into)] current: Signal<String>,
) -> impl IntoView {
    let tab = move |tab: Tab| {
        let is_current = move || current.with(|current| current == tab.key);
        view! {
            <li>
                <a class="tab" href=tab.href aria-current=move || is_current().then_some("page")>
                    {tab.text}
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{move || tabs.get().into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
}
