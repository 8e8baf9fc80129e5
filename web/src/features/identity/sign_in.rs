use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::identity::SignIn;

use super::api;
use crate::client::FormErrors;
use crate::frame::OutsideFrame;
use crate::i18n::use_language;
use crate::session::use_session;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{PasswordInput, TextInput};
use crate::{route, t};

/// E-mail and password; then to the page that was asked for.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let language = use_language();
    let errors = FormErrors::new();
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    go_on_when_signed_in();

    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        if email.with_untracked(|email| email.trim().is_empty()) {
            errors.add("/email", t!(identity.email.missing));
        }
        if password.with_untracked(String::is_empty) {
            errors.add("/password", t!(identity.password.missing));
        }
        if errors.any() {
            return;
        }
        let body = SignIn { email: email.get_untracked().trim().to_owned(), password: password.get_untracked() };
        busy.set(true);
        spawn_local(async move {
            match api::sign_in(&body).await {
                Ok(me) => {
                    let _ = language.set(me.account.language).await;
                    session.set(me);
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };

    view! {
        <OutsideFrame title=t!(identity.sign_in.title)>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors />
                <Field label=t!(identity.email.label) pointer="/email" errors required=true>
                    <TextInput value=email kind="email" autocomplete="username" autofocus=true />
                </Field>
                <Field label=t!(identity.password.label) pointer="/password" errors required=true>
                    <PasswordInput value=password autocomplete="current-password" />
                </Field>
                <Button submit=true kind=ButtonKind::Primary busy>{t!(identity.sign_in.act)}</Button>
            </form>
            <p class="outside-other">
                {t!(identity.sign_in.no_account)} " " <a href=route::SIGN_UP>{t!(identity.sign_in.to_sign_up)}</a>
            </p>
        </OutsideFrame>
    }
}

/// Also for those who open the page while already signed in.
pub(super) fn go_on_when_signed_in() {
    let session = use_session();
    let wanted = route::use_return_path();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if session.is_signed_in() {
            let target = wanted.get_untracked().unwrap_or_else(|| "/".to_owned());
            navigate(&target, NavigateOptions { replace: true, ..Default::default() });
        }
    });
}
