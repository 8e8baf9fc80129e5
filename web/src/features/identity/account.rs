use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::identity::{Me, MePatch, PASSWORD_CHARS_MIN, PasswordChange};

use super::api;
use crate::client::FormErrors;
use crate::features::settings::above_settings;
use crate::frame::{LanguageChoice, ThemeChoice};
use crate::session::{SignOut, use_session};
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{PasswordInput, TextInput};
use crate::ui::page::Page;
use crate::ui::toast::use_toasts;

/// One's own name, language, look, password, and the way out of every browser.
#[component]
pub fn AccountPage() -> impl IntoView {
    let session = use_session();
    view! {
        <Page above=above_settings() title=t!(settings.account.title).to_owned() lead=t!(settings.account.lead).to_owned()>
            {session.me_untracked().map(|me| view! { <NameForm me /> })}
            <section class="section">
                <h2>{t!(settings.account.look)}</h2>
                <div class="button-row">
                    <LanguageChoice />
                    <ThemeChoice />
                </div>
            </section>
            <PasswordForm />
            <SignOutEverywhere />
        </Page>
    }
}

#[component]
fn NameForm(me: Me) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let errors = FormErrors::new();
    let name = RwSignal::new(me.account.name);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let wanted = name.get_untracked().trim().to_owned();
        if wanted.is_empty() {
            errors.add("/name", t!(identity.name.missing));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let Some(me) = session.me_untracked() else { return };
            match api::change_me(&me, &MePatch { name: Some(wanted), ..MePatch::default() }).await {
                Ok(me) => {
                    session.set(me);
                    toasts.say(t!(settings.saved));
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="section">
            <h2>{t!(settings.account.you)}</h2>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors />
                <Field label=t!(identity.name.label) pointer="/name" errors required=true>
                    <TextInput value=name autocomplete="name" />
                </Field>
                <p class="definition">
                    <span>{t!(identity.email.label)}</span>
                    <span>{me.account.email}</span>
                </p>
                <div class="button-row"><Button submit=true busy>{t!(settings.save)}</Button></div>
            </form>
        </section>
    }
}

#[component]
fn PasswordForm() -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let errors = FormErrors::new();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        if current.with_untracked(String::is_empty) {
            errors.add("/current_password", t!(identity.password.missing));
        }
        if new.with_untracked(|new| new.chars().count() < PASSWORD_CHARS_MIN) {
            errors.add("/new_password", t!(identity.password.too_short, n = PASSWORD_CHARS_MIN));
        }
        if errors.any() || busy.get_untracked() {
            return;
        }
        let body = PasswordChange { current_password: current.get_untracked(), new_password: new.get_untracked() };
        busy.set(true);
        spawn_local(async move {
            match api::change_password(&body).await {
                Ok(me) => {
                    session.set(me);
                    current.set(String::new());
                    new.set(String::new());
                    toasts.say(t!(settings.account.password_changed));
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="section">
            <h2>{t!(settings.account.password)}</h2>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors />
                <Field label=t!(settings.account.current_password) pointer="/current_password" errors required=true>
                    <PasswordInput value=current autocomplete="current-password" />
                </Field>
                <Field
                    label=t!(settings.account.new_password)
                    pointer="/new_password"
                    hint=t!(identity.password.hint, n = PASSWORD_CHARS_MIN)
                    errors
                    required=true
                >
                    <PasswordInput value=new autocomplete="new-password" />
                </Field>
                <div class="button-row"><Button submit=true busy>{t!(settings.account.change_password)}</Button></div>
            </form>
        </section>
    }
}

#[component]
fn SignOutEverywhere() -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let act = move || {
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = session.sign_out(SignOut::Everywhere).await {
                toasts.say_failed(error.text());
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="section">
            <h2>{t!(settings.account.sessions)}</h2>
            <p class="section-lead">{t!(settings.account.sessions_text)}</p>
            <div class="button-row">
                <Button kind=ButtonKind::Danger busy on_press=act>{t!(settings.account.sign_out_everywhere)}</Button>
            </div>
        </section>
    }
}
