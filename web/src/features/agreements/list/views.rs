//! Views of the list kept under a name: filters, order and columns.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::views::{NewSavedView, SavedView};

use super::List;
use crate::client::{self, FormErrors};
use crate::features::agreements::api;
use crate::route::Page as Place;
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::checkbox::Checkbox;
use crate::ui::dialog::Dialog;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::TextInput;
use crate::ui::popover::{MenuItem, Popover};
use crate::ui::toast::use_toasts;

#[component]
pub(super) fn ViewMenu(list: List) -> impl IntoView {
    let views = RwSignal::new(None::<Vec<SavedView>>);
    let fetch = move || {
        let company = list.company();
        spawn_local(async move {
            if let Ok(found) = api::views(&company).await {
                let _ = views.try_set(Some(found));
            }
        });
    };
    Effect::new(move |_| fetch());
    let saving = RwSignal::new(false);
    let entries = move || {
        let found = views.get().unwrap_or_default();
        let none = found.is_empty().then(|| view! { <p class="menu-note">{t!(agreement_list.view.none)}</p> });
        view! {
            {none}
            {found.into_iter().map(|view| view! { <Entry list view views /> }).collect_view()}
        }
    };
    view! {
        <Popover button=|| view! { <IconView icon=Icon::Table /><span>{t!(agreement_list.view.button)}</span> }>
            <div class="list-views">{entries}</div>
            <hr class="menu-line" />
            <MenuItem icon=Icon::Plus on_press=move || saving.set(true)>{t!(agreement_list.view.save)}</MenuItem>
        </Popover>
        <Dialog open=saving title=t!(agreement_list.view.save)>
            <SaveForm list saving on_saved=fetch />
        </Dialog>
    }
}

#[component]
fn Entry(list: List, view: SavedView, views: RwSignal<Option<Vec<SavedView>>>) -> impl IntoView {
    let toasts = use_toasts();
    let id = view.id;
    let remove_label = t!(agreement_list.view.remove, name = &view.name);
    let columns = view.columns.join(",");
    let query = view.query.clone();
    let open = move || {
        let mut address = format!("{}?{query}", Place::Agreements.path(list.company().id));
        if !columns.is_empty() {
            address.push_str(&format!("&columns={columns}"));
        }
        if let Some(day) = untrack(|| list.company().as_of.chosen()) {
            address.push_str(&format!("&as_of={day}"));
        }
        list.address.go(address);
    };
    let remove = {
        let kept = NewSavedView {
            name: view.name.clone(),
            query: view.query.clone(),
            columns: view.columns.clone(),
            shared: view.shared,
        };
        move || {
            let (company, kept) = (list.company(), kept.clone());
            spawn_local(async move {
                match api::delete_view(&company, id).await {
                    Ok(()) => {
                        views.update(|views| views.iter_mut().for_each(|views| views.retain(|view| view.id != id)));
                        let name = kept.name.clone();
                        toasts.say_with_undo(t!(agreement_list.view.removed, name = name), move || {
                            let (company, kept) = (company.clone(), kept.clone());
                            spawn_local(async move {
                                if let Ok(back) = api::save_view(&company, &kept, &client::idempotency_key()).await {
                                    let _ = views.try_update(|views| views.get_or_insert_default().push(back));
                                }
                            });
                        });
                    }
                    Err(error) => toasts.say_failed(error.text()),
                }
            });
        }
    };
    view! {
        <div class="list-view">
            <MenuItem on_press=open>
                {view.name}
                {view.shared.then(|| view! { <span class="list-view-shared">{t!(agreement_list.view.is_shared)}</span> })}
            </MenuItem>
            {view.mine.then(|| view! {
                <IconButton icon=Icon::Trash label=remove_label on_press=remove />
            })}
        </div>
    }
}

#[component]
fn SaveForm(list: List, saving: RwSignal<bool>, on_saved: impl Fn() + Copy + 'static) -> impl IntoView {
    let toasts = use_toasts();
    let name = RwSignal::new(String::new());
    let shared = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let errors = FormErrors::new();
    let key = client::idempotency_key();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let body = NewSavedView {
            name: name.get_untracked().trim().to_owned(),
            query: query(list),
            columns: list.layout.with_untracked(|layout| layout.shown_keys()),
            shared: shared.get_untracked(),
        };
        let (company, key) = (list.company(), key.clone());
        spawn_local(async move {
            match api::save_view(&company, &body, &key).await {
                Ok(view) => {
                    saving.set(false);
                    on_saved();
                    toasts.say(t!(agreement_list.view.saved, name = view.name));
                }
                Err(error) => errors.show(&error),
            }
            busy.set(false);
        });
    };
    view! {
        <form class="form" novalidate on:submit=send>
            <ErrorSummary errors />
            <Field label=t!(agreement_list.view.name) pointer="/name" errors required=true>
                <TextInput value=name autofocus=true />
            </Field>
            <Checkbox checked=shared label=t!(agreement_list.view.shared) hint=t!(agreement_list.view.shared_hint) />
            <div class="button-row">
                <Button kind=ButtonKind::Primary submit=true busy>{t!(agreement_list.view.save_button)}</Button>
            </div>
        </form>
    }
}

/// The part of the address that the view keeps: what is filtered and how it is ordered, not the date.
fn query(list: List) -> String {
    let mut kept = list.filter.with_untracked(|filter| filter.parameters());
    kept.extend(untrack(|| list.address.get("sort")).map(|sort| ("sort", sort)));
    let pair = |(name, value): (&str, String)| format!("{name}={}", String::from(js_sys::encode_uri_component(&value)));
    kept.into_iter().map(pair).collect::<Vec<_>>().join("&")
}
