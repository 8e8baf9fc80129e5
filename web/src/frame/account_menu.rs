use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::company::use_company;
use crate::features::identity::api;
use crate::i18n::{self, LANGUAGES, use_language};
use crate::route::Page;
use crate::session::{SignOut, use_session};
use crate::t;
use crate::theme::Theme;
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{MenuItem, MenuLink, Popover};
use crate::ui::select::Segments;
use crate::ui::toast::use_toasts;

/// Who is signed in, how the app looks and speaks, and the way out.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let session = use_session();
    let company = use_company();
    let name = move || session.me().map(|me| me.account.name).unwrap_or_default();
    let email = move || session.me().map(|me| me.account.email).unwrap_or_default();
    let button = move || {
        view! {
            <IconView icon=Icon::Person />
            <span class="visually-hidden">{t!(frame.account)} " "</span>
            <span class="rail-text">{name}</span>
            <IconView icon=Icon::ChevronUpDown />
        }
    };
    let toasts = use_toasts();
    let sign_out = move || {
        spawn_local(async move {
            if let Err(error) = session.sign_out(SignOut::Here).await {
                toasts.say_failed(error.text());
            }
        });
    };
    view! {
        <Popover class="rail-item rail-button" button=button>
            <p class="menu-person">
                <span>{name}</span>
                <span>{email}</span>
            </p>
            <hr class="menu-line" />
            <div class="menu-choice"><ThemeChoice /></div>
            <div class="menu-choice"><LanguageChoice /></div>
            <hr class="menu-line" />
            <MenuLink icon=Icon::Person href=company.href_untracked(Page::Account)>{t!(settings.account.title)}</MenuLink>
            <MenuItem icon=Icon::SignOut on_press=sign_out>{t!(frame.sign_out)}</MenuItem>
        </Popover>
    }
}

#[component]
pub fn ThemeChoice() -> impl IntoView {
    let theme = RwSignal::new(Theme::chosen());
    let options: Vec<_> = Theme::ALL
        .into_iter()
        .map(|theme| {
            let text = match theme {
                Theme::System => t!(frame.theme.system),
                Theme::Light => t!(frame.theme.light),
                Theme::Dark => t!(frame.theme.dark),
            };
            (theme.code().to_owned(), text.to_owned())
        })
        .collect();
    let choose = move |code: String| {
        if let Some(chosen) = Theme::ALL.into_iter().find(|theme| theme.code() == code) {
            chosen.choose();
            theme.set(chosen);
        }
    };
    view! {
        <Segments
            label=t!(frame.theme.title)
            value=Signal::derive(move || theme.get().code().to_owned())
            options=Signal::stored(options)
            on_change=choose
        />
    }
}

/// Kept in this browser, and with the account when signed in.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let toasts = use_toasts();
    let options: Vec<_> =
        LANGUAGES.into_iter().map(|each| (each.as_str().to_owned(), i18n::own_name(each).to_owned())).collect();
    let choose = move |code: String| {
        let Ok(chosen) = code.parse() else { return };
        let me = session.me_untracked();
        spawn_local(async move {
            if language.set(chosen).await.is_err() {
                toasts.say_failed(t!(errors.unreachable));
            } else if let Some(me) = me
                && let Ok(me) = api::change_language(&me, chosen).await
            {
                session.set(me);
            }
        });
    };
    view! {
        <Segments
            label=t!(frame.language)
            value=Signal::derive(move || language.get().as_str().to_owned())
            options=Signal::stored(options)
            on_change=choose
        />
    }
}
