use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::parties::{NewParty, Party};

use super::api;
use super::list::Subject;
use crate::client::{self, FormErrors};
use crate::company::use_company;
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::TextInput;

/// The particulars of a party, new or known.
#[component]
pub(super) fn PartyForm(subject: Subject, on_done: impl Fn(Party) + Copy + 'static) -> impl IntoView {
    let company = use_company();
    let known = match subject {
        Subject::New => None,
        Subject::Known(party) => Some(*party),
    };
    let text = |of: fn(&Party) -> Option<String>| RwSignal::new(known.as_ref().and_then(of).unwrap_or_default());
    let name = text(|party| Some(party.name.clone()));
    let org_number = text(|party| party.org_number.clone());
    let email = text(|party| party.email.clone());
    let phone = text(|party| party.phone.clone());
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let key = client::idempotency_key();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let given =
            |text: RwSignal<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let Some(given_name) = given(name) else { return errors.add("/name", t!(parties.name_missing)) };
        let body =
            NewParty { name: given_name, org_number: given(org_number), email: given(email), phone: given(phone) };
        busy.set(true);
        let (company, key, known) = (company.clone(), key.clone(), known.clone());
        spawn_local(async move {
            let answer = match &known {
                Some(party) => api::update(&company, party, &body).await,
                None => api::create(&company, &body, &key).await,
            };
            let _ = busy.try_set(false);
            match answer {
                Ok(party) => on_done(party),
                Err(error) => errors.show(&error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors />
            <Field label=t!(parties.name) pointer="/name" errors required=true>
                <TextInput value=name />
            </Field>
            <Field label=t!(parties.org_number) pointer="/org_number" errors optional=true>
                <TextInput value=org_number />
            </Field>
            <Field label=t!(parties.email) pointer="/email" errors optional=true>
                <TextInput value=email kind="email" />
            </Field>
            <Field label=t!(parties.phone) pointer="/phone" errors optional=true>
                <TextInput value=phone kind="tel" />
            </Field>
            <div class="button-row">
                <Button kind=ButtonKind::Primary submit=true busy>{t!(settings.save)}</Button>
            </div>
        </form>
    }
}
