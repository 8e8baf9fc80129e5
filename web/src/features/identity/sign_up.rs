use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::identity::{PASSWORD_CHARS_MIN, SignUp};
use shared::org_number::OrgNumber;

use super::api;
use super::sign_in::go_on_when_signed_in;
use crate::client::FormErrors;
use crate::features::companies::{CompanyDraft, CompanyFields};
use crate::frame::OutsideFrame;
use crate::i18n;
use crate::session::use_session;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{PasswordInput, TextInput};
use crate::{route, t};

#[derive(Clone, Copy)]
struct Draft {
    company: CompanyDraft,
    name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            company: CompanyDraft::new(),
            name: RwSignal::new(String::new()),
            email: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
        }
    }

    /// What to send, or the faults at their fields.
    fn read(self, errors: FormErrors) -> Option<SignUp> {
        errors.clear();
        let org_number: Option<OrgNumber> = self.company.read(errors, "/company_name");
        let (name, email) = (self.name.get_untracked().trim().to_owned(), self.email.get_untracked().trim().to_owned());
        if name.is_empty() {
            errors.add("/name", t!(identity.name.missing));
        }
        if !email.contains('@') {
            errors.add("/email", t!(errors.field.invalid_email));
        }
        let password = self.password.get_untracked();
        if password.chars().count() < PASSWORD_CHARS_MIN {
            errors.add("/password", t!(identity.password.too_short, n = PASSWORD_CHARS_MIN));
        }
        let org_number = org_number.filter(|_| !errors.any())?;
        let company_name = self.company.name.get_untracked().trim().to_owned();
        Some(SignUp { company_name, org_number, name, email, password, language: Some(i18n::current()) })
    }
}

/// A company and its first owner, in one form.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let session = use_session();
    let errors = FormErrors::new();
    let draft = Draft::new();
    let busy = RwSignal::new(false);
    go_on_when_signed_in();

    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(body) = draft.read(errors) else { return };
        busy.set(true);
        spawn_local(async move {
            match api::sign_up(&body).await {
                Ok(me) => session.set(me),
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };

    view! {
        <OutsideFrame title=t!(identity.sign_up.title)>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors />
                <CompanyFields draft=draft.company errors name_pointer="/company_name" />
                <Field label=t!(identity.name.label) pointer="/name" errors required=true>
                    <TextInput value=draft.name autocomplete="name" />
                </Field>
                <Field label=t!(identity.email.label) pointer="/email" errors required=true>
                    <TextInput value=draft.email kind="email" autocomplete="username" />
                </Field>
                <Field
                    label=t!(identity.password.label)
                    pointer="/password"
                    hint=t!(identity.password.hint, n = PASSWORD_CHARS_MIN)
                    errors
                    required=true
                >
                    <PasswordInput value=draft.password autocomplete="new-password" />
                </Field>
                <Button submit=true kind=ButtonKind::Primary busy>{t!(identity.sign_up.act)}</Button>
            </form>
            <p class="outside-other">
                {t!(identity.sign_up.have_account)} " " <a href=route::SIGN_IN>{t!(identity.sign_in.act)}</a>
            </p>
        </OutsideFrame>
    }
}
