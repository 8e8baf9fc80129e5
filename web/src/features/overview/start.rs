//! An empty company is shown the three ways in; a demo portfolio says that it is one and how it goes away.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api;
use crate::client;
use crate::company::use_company;
use crate::route::Page as Place;
use crate::t;
use crate::ui::button::{Button, ButtonKind, ButtonLink};
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconView};
use crate::ui::toast::use_toasts;

#[component]
pub(super) fn Start(on_demo: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let editor = company.may_edit();
    let import = company.href_untracked(Place::Import);
    let first = company.href_untracked(Place::NewAgreement);
    let key = StoredValue::new(client::idempotency_key());
    let demo = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let company = company.clone();
        spawn_local(async move {
            match api::create_demo(&company, &key.get_value()).await {
                Ok(made) => {
                    toasts.say(t!(overview.demo.made, n = made.agreements));
                    on_demo();
                }
                Err(error) => {
                    key.set_value(client::idempotency_key());
                    toasts.say_failed(error.text());
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Empty icon=Icon::Overview title=t!(overview.start.title) text=t!(overview.start.text)>
            {editor.then(|| view! {
                <ButtonLink kind=ButtonKind::Primary icon=Icon::Upload href=import>{t!(overview.start.import)}</ButtonLink>
                <ButtonLink icon=Icon::Plus href=first>{t!(overview.start.first)}</ButtonLink>
                <Button busy on_press=demo>{t!(overview.start.demo)}</Button>
            })}
        </Empty>
    }
}

#[component]
pub(super) fn DemoBanner(on_gone: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let editor = company.may_edit();
    let remove = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let company = company.clone();
        spawn_local(async move {
            match api::remove_demo(&company).await {
                Ok(()) => {
                    toasts.say(t!(overview.demo.gone));
                    on_gone();
                }
                Err(error) => toasts.say_failed(error.text()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <div class="notice" data-tone="due">
            <IconView icon=Icon::Info />
            <p>{t!(overview.demo.banner)}</p>
            {editor.then(|| view! { <Button busy on_press=remove>{t!(overview.demo.remove)}</Button> })}
        </div>
    }
}
