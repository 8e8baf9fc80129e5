//! What stands around every page of a company: the rail, the date, search, and the ways to other companies.

mod account_menu;
mod as_of;
mod company_menu;
mod outside;
mod palette;
mod rail;

use leptos::context::Provider;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use shared::identity::Me;
use shared::ids::CompanyId;

use crate::client::ClientError;
use crate::company::{AsOf, OpenCompany};
use crate::features::identity::api;
use crate::session::{self, State, use_session};
use crate::ui::empty::Failed;
use crate::ui::skeleton::SkeletonLines;
use crate::{browser, route, t};

pub use account_menu::{LanguageChoice, ThemeChoice};
pub use outside::{Home, NotFound, OutsideFrame};

use as_of::AsOfControl;
use company_menu::CompanyMenu;
use palette::{Palette, PaletteButton, PaletteSwitch};
use rail::{BottomBar, Rail};

/// Lets in those who belong to the company in the address; others are sent to sign in, or told that it is not theirs.
#[component]
pub fn Frame() -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let wanted = Memo::new(move |_| params.with(|params| params.get("company").and_then(|id| id.parse().ok())));
    let inside = Memo::new(move |_| match (session.state(), wanted.get()) {
        (State::Unknown, _) => Inside::Waiting,
        (State::Failed(error), _) => Inside::Failed(error),
        (State::SignedOut, _) => Inside::SignedOut,
        (State::SignedIn(me), Some(company)) => Inside::of(&me, company),
        (State::SignedIn(_), None) => Inside::NotYours,
    });
    move || match inside.get() {
        Inside::Waiting => view! { <main id="main" class="page"><SkeletonLines /></main> }.into_any(),
        Inside::Failed(error) => {
            view! { <main id="main" class="page"><Failed error on_retry=move || session.refresh() /></main> }.into_any()
        }
        Inside::SignedOut => view! { <ToSignIn /> }.into_any(),
        Inside::NotYours => view! { <NotFound /> }.into_any(),
        Inside::Company(company, name, role) => view! { <CompanyFrame company name role /> }.into_any(),
    }
}

#[derive(Clone, PartialEq)]
enum Inside {
    Waiting,
    Failed(ClientError),
    SignedOut,
    NotYours,
    Company(CompanyId, String, shared::companies::Role),
}

impl Inside {
    fn of(me: &Me, company: CompanyId) -> Self {
        match session::membership(me, company) {
            Some(membership) => Self::Company(company, membership.company_name, membership.role),
            None => Self::NotYours,
        }
    }
}

/// Comes back to this address after signing in.
#[component]
fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let here = format!("{}{}", location.pathname.get_untracked(), location.query.get_untracked().to_query_string());
    let navigate = use_navigate();
    Effect::new(move |_| {
        navigate(&route::sign_in_and_return(&here), NavigateOptions { replace: true, ..Default::default() })
    });
}

#[component]
fn CompanyFrame(company: CompanyId, name: String, role: shared::companies::Role) -> impl IntoView {
    let open = OpenCompany { id: company, name, role, as_of: AsOf::from_address() };
    remember(company);
    PaletteSwitch::provide();
    // The router follows the link without moving the focus.
    let skip = |event: web_sys::MouseEvent| {
        event.prevent_default();
        browser::focus("main");
    };
    view! {
        <Provider value=open>
            <a class="skip-link" href="#main" on:click=skip>{t!(frame.skip)}</a>
            <div class="frame">
                <Rail />
                <div class="frame-body">
                    <header class="topbar">
                        <div class="topbar-company"><CompanyMenu /></div>
                        <AsOfControl />
                        <PaletteButton />
                    </header>
                    <main id="main" tabindex="-1">
                        <Outlet />
                    </main>
                </div>
                <BottomBar />
            </div>
            <Palette />
        </Provider>
    }
}

/// The next sign-in opens the company last worked in. Nobody waits for it, and nothing is lost when it fails.
fn remember(company: CompanyId) {
    let session = use_session();
    if session.me_untracked().is_some_and(|me| me.last_company_id != Some(company)) {
        leptos::task::spawn_local(async move {
            let _ = api::remember_company(company).await;
        });
    }
}
