//! Search, filters, columns, views and files.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::export::ExportMenu;
use super::facets::{Chips, FacetPanel};
use super::views::ViewMenu;
use super::{List, columns};
use crate::t;
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, Popover};
use crate::ui::select::Select;
use crate::ui::virtual_table::{ColumnChooser, KeysHelp, is_not_typed, page_keys_wanted};

#[component]
pub(super) fn Toolbar(list: List) -> impl IntoView {
    let all = StoredValue::new(columns::all(None));
    view! {
        <div class="list-tools" role="group" aria-label=t!(agreement_list.tools)>
            <Search list />
            <Popover button=|| view! { <IconView icon=Icon::Filter /><span>{t!(agreement_list.filter.button)}</span> }>
                <FacetPanel list />
            </Popover>
            <ViewMenu list />
            <SortChoice list />
            <span class="list-tools-gap"></span>
            <span class="list-columns">
                <Popover align=Align::End button=|| view! { <IconView icon=Icon::Columns /><span>{t!(agreement_list.columns)}</span> }>
                    <ColumnChooser columns=all layout=list.layout />
                </Popover>
            </span>
            <ExportMenu list />
            <span class="list-keys">
                <Popover align=Align::End label=t!(agreement_list.keys) button=|| view! { <IconView icon=Icon::Help /> }>
                    <KeysHelp />
                </Popover>
            </span>
        </div>
        <Chips list />
    }
}

const TYPING_PAUSE: Duration = Duration::from_millis(180);

/// The address follows once the typing rests.
#[component]
fn Search(list: List) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(list.filter.with_untracked(|filter| filter.search.clone()));
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let push = move |text: String| {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        let later = set_timeout_with_handle(move || list.address.change(&[("q", Some(text))], true), TYPING_PAUSE);
        waiting.set_value(later.ok());
    };
    let in_address = Memo::new(move |_| list.filter.with(|filter| filter.search.clone()));
    Effect::new(move |_| {
        let said = in_address.get();
        let is_typing = input.get_untracked().is_some_and(|input| input.matches(":focus").unwrap_or(false));
        if !is_typing {
            typed.set(said);
        }
    });
    let slash = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let wanted =
            event.key() == "/" && !event.ctrl_key() && !event.meta_key() && page_keys_wanted() && is_not_typed(&event);
        if let (true, Some(input)) = (wanted, input.get_untracked()) {
            event.prevent_default();
            let _ = input.focus();
            input.select();
        }
    });
    on_cleanup(move || slash.remove());
    view! {
        <div class="list-search">
            <IconView icon=Icon::Search />
            <input class="input" type="search" node_ref=input autocomplete="off" spellcheck="false"
                aria-label=t!(agreement_list.search.label)
                placeholder=t!(agreement_list.search.placeholder)
                prop:value=move || typed.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    typed.set(text.clone());
                    push(text);
                } />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}

/// On a narrow screen there are no headings to press.
#[component]
fn SortChoice(list: List) -> impl IntoView {
    let options = [
        ("title", t!(agreement_list.sort.title)),
        ("end_on", t!(agreement_list.sort.end)),
        ("-debt_base", t!(agreement_list.sort.debt)),
        ("-effective", t!(agreement_list.sort.rate)),
        ("notice_by", t!(agreement_list.sort.notice)),
    ];
    let options: Vec<_> = options.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    let value = Signal::derive(move || list.address.get("sort").unwrap_or_else(|| "title".to_owned()));
    view! {
        <span class="list-sort">
            <Select label=t!(agreement_list.sort.label) value options=Signal::stored(options)
                on_change=move |sort| list.address.change(&[("sort", Some(sort))], true) />
        </span>
    }
}
