use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::companies::{Company, CompanyPatch};
use shared::problem::ErrorCode;

use super::api;
use crate::client::FormErrors;
use crate::company::use_company;
use crate::features::identity::api::me;
use crate::features::settings::above_settings;
use crate::i18n::{self, LANGUAGES};
use crate::session::use_session;
use crate::t;
use crate::ui::button::Button;
use crate::ui::empty::Failed;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::TextInput;
use crate::ui::page::Page;
use crate::ui::select::{Select, currency_options};
use crate::ui::skeleton::SkeletonLines;
use crate::ui::toast::use_toasts;

/// The company's own name, currency and language. Owners change them; the rest read.
#[component]
pub fn CompanySettingsPage() -> impl IntoView {
    let open = use_company();
    let company = LocalResource::new(move || api::show(open.id));
    view! {
        <Page above=above_settings() title=t!(settings.company.title).to_owned() lead=t!(settings.company.lead).to_owned()>
            {move || match company.get() {
                None => view! { <SkeletonLines /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=move || company.refetch() /> }.into_any(),
                Some(Ok(company_found)) => view! { <CompanyForm company=company_found on_stale=move || company.refetch() /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn CompanyForm(company: Company, on_stale: impl Fn() + Copy + 'static) -> impl IntoView {
    let open = use_company();
    let session = use_session();
    let toasts = use_toasts();
    let errors = FormErrors::new();
    let version = RwSignal::new(company.version);
    let name = RwSignal::new(company.name);
    let currency = RwSignal::new(company.base_currency.code().to_owned());
    let language = RwSignal::new(company.language.as_str().to_owned());
    let busy = RwSignal::new(false);
    let locked = !open.is_owner();

    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        if name.with_untracked(|name| name.trim().is_empty()) {
            errors.add("/name", t!(companies.name.missing));
            return;
        }
        let patch = CompanyPatch {
            name: Some(name.get_untracked().trim().to_owned()),
            base_currency: currency.with_untracked(|code| code.parse().ok()),
            language: language.with_untracked(|code| code.parse().ok()),
        };
        busy.set(true);
        spawn_local(async move {
            match api::change(company.id, version.get_untracked(), &patch).await {
                Ok(changed) => {
                    version.set(changed.version);
                    toasts.say(t!(settings.saved));
                    if let Ok(me) = me().await {
                        session.set(me);
                    }
                }
                Err(error) if error.is(ErrorCode::PreconditionFailed) => {
                    toasts.say_failed(error.text());
                    on_stale();
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    let languages: Vec<_> =
        LANGUAGES.into_iter().map(|each| (each.as_str().to_owned(), i18n::own_name(each).to_owned())).collect();

    view! {
        <form class="form" novalidate on:submit=submit>
            {locked.then(|| view! { <p class="notice">{t!(settings.only_owners)}</p> })}
            <ErrorSummary errors />
            <Field label=t!(companies.name.label) pointer="/name" errors required=true>
                <TextInput value=name autocomplete="organization" disabled=locked />
            </Field>
            <p class="definition">
                <span>{t!(companies.org_number.label)}</span>
                <span class="number">{company.org_number.to_string()}</span>
            </p>
            <Field
                label=t!(settings.company.currency)
                pointer="/base_currency"
                hint=t!(settings.company.currency_hint)
                errors
            >
                <Select
                    value=currency
                    on_change=move |code| currency.set(code)
                    options=Signal::stored(currency_options())
                    disabled=locked
                />
            </Field>
            <Field
                label=t!(settings.company.language)
                pointer="/language"
                hint=t!(settings.company.language_hint)
                errors
            >
                <Select
                    value=language
                    on_change=move |code| language.set(code)
                    options=Signal::stored(languages)
                    disabled=locked
                />
            </Field>
            {(!locked).then(|| view! { <div class="button-row"><Button submit=true busy>{t!(settings.save)}</Button></div> })}
        </form>
    }
}
