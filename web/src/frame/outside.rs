//! Pages outside any company: the way in, and addresses that lead nowhere.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::account_menu::{LanguageChoice, ThemeChoice};
use crate::app::PRODUCT_NAME;
use crate::route::{self, Page};
use crate::session::{State, first_company, use_session};
use crate::t;
use crate::ui::button::{ButtonKind, ButtonLink};
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::Icon;
use crate::ui::page::name_document;
use crate::ui::skeleton::SkeletonLines;

/// The mark and the name.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <span class="brand">
            <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
                <rect x="1" y="1" width="22" height="22" rx="6" />
                <path d="M7 6.5v11h10M11 13.5h6M14 9.5h3" />
            </svg>
            <span>{PRODUCT_NAME}</span>
        </span>
    }
}

/// A bare page with one thing in the middle.
#[component]
pub fn OutsideFrame(#[prop(into)] title: String, children: Children) -> impl IntoView {
    name_document(Signal::stored(title.clone()));
    view! {
        <div class="outside">
            <header class="outside-head">
                <a href="/" class="brand-link"><Brand /></a>
            </header>
            <main id="main" class="outside-main">
                <h1>{title}</h1>
                {children()}
            </main>
            <footer class="outside-foot">
                <LanguageChoice />
                <ThemeChoice />
            </footer>
        </div>
    }
}

/// `/`: to the company last worked in, or to the way in.
#[component]
pub fn Home() -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let target = match session.state() {
            State::Unknown | State::Failed(_) => return,
            State::SignedOut => route::SIGN_IN.to_owned(),
            State::SignedIn(me) => {
                first_company(&me).map_or_else(|| route::NEW_COMPANY.to_owned(), |company| Page::Overview.path(company))
            }
        };
        navigate(&target, NavigateOptions { replace: true, ..Default::default() });
    });
    view! {
        <main id="main" class="page">
            {move || match session.state() {
                State::Failed(error) => view! { <Failed error on_retry=move || session.refresh() /> }.into_any(),
                _ => view! { <SkeletonLines /> }.into_any(),
            }}
        </main>
    }
}

/// An address that leads nowhere, or to a company that is not the reader's: the two look the same on purpose.
#[component]
pub fn NotFound() -> impl IntoView {
    name_document(Signal::stored(t!(frame.not_found.title).to_owned()));
    view! {
        <main id="main" class="page">
            <Empty icon=Icon::Search title=t!(frame.not_found.title) text=t!(frame.not_found.text) whole_page=true>
                <ButtonLink href="/".to_owned() kind=ButtonKind::Primary>{t!(frame.not_found.home)}</ButtonLink>
            </Empty>
        </main>
    }
}
