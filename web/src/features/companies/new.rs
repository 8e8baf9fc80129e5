use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::companies::NewCompany;

use super::{CompanyDraft, CompanyFields, api};
use crate::client::FormErrors;
use crate::features::identity::api::me;
use crate::frame::OutsideFrame;
use crate::i18n;
use crate::route::{self, Page};
use crate::session::{State, use_session};
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_summary::ErrorSummary;

/// A further company, with the reader as its first owner.
#[component]
pub fn NewCompanyPage() -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    let errors = FormErrors::new();
    let draft = CompanyDraft::new();
    let busy = RwSignal::new(false);
    let leave = navigate.clone();
    Effect::new(move |_| {
        if session.state() == State::SignedOut {
            leave(
                &route::sign_in_and_return(route::NEW_COMPANY),
                NavigateOptions { replace: true, ..Default::default() },
            );
        }
    });

    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let number = draft.read(errors, "/name");
        let Some(org_number) = number.filter(|_| !errors.any()) else { return };
        let name = draft.name.get_untracked().trim().to_owned();
        let body = NewCompany { name, org_number, base_currency: None, language: Some(i18n::current()) };
        let navigate = navigate.clone();
        busy.set(true);
        spawn_local(async move {
            match api::create(&body).await {
                Ok(company) => {
                    if let Ok(me) = me().await {
                        session.set(me);
                    }
                    navigate(&Page::Overview.path(company.id), NavigateOptions::default());
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };

    view! {
        <OutsideFrame title=t!(companies.new.title)>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors />
                <CompanyFields draft errors name_pointer="/name" />
                <Button submit=true kind=ButtonKind::Primary busy>{t!(companies.new.act)}</Button>
            </form>
            <p class="outside-other"><a href="/">{t!(companies.new.back)}</a></p>
        </OutsideFrame>
    }
}
