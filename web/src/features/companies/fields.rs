use leptos::prelude::*;
use shared::org_number::OrgNumber;
use shared::problem::FieldError;

use crate::client::{FormErrors, field_text};
use crate::t;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::TextInput;

/// The name and organisation number of a company while they are typed.
#[derive(Clone, Copy)]
pub struct CompanyDraft {
    pub name: RwSignal<String>,
    pub org_number: RwSignal<String>,
}

impl CompanyDraft {
    pub fn new() -> Self {
        Self { name: RwSignal::new(String::new()), org_number: RwSignal::new(String::new()) }
    }

    /// The number when it is right; faults go to their fields.
    pub fn read(self, errors: FormErrors, name_pointer: &str) -> Option<OrgNumber> {
        if self.name.with_untracked(|name| name.trim().is_empty()) {
            errors.add(name_pointer, t!(companies.name.missing));
        }
        match check(&self.org_number.get_untracked()) {
            Check::Right(number) => Some(number),
            Check::Unfinished => {
                errors.add("/org_number", t!(companies.org_number.missing));
                None
            }
            Check::Wrong(text) => {
                errors.add("/org_number", text);
                None
            }
        }
    }
}

impl Default for CompanyDraft {
    fn default() -> Self {
        Self::new()
    }
}

enum Check {
    /// Too few digits to judge.
    Unfinished,
    Wrong(String),
    Right(OrgNumber),
}

fn check(text: &str) -> Check {
    if text.chars().filter(char::is_ascii_digit).count() < 10
        && text.chars().all(|c| c.is_ascii_digit() || c == '-' || c == ' ')
    {
        return Check::Unfinished;
    }
    match text.parse::<OrgNumber>() {
        Ok(number) => Check::Right(number),
        Err(fault) => Check::Wrong(field_text(&FieldError {
            pointer: "/org_number".to_owned(),
            code: fault.code,
            detail: String::new(),
            found: None,
            expected: None,
        })),
    }
}

/// The number is checked as soon as all its digits are there.
#[component]
pub fn CompanyFields(draft: CompanyDraft, errors: FormErrors, name_pointer: &'static str) -> impl IntoView {
    let fault = Signal::derive(move || match draft.org_number.with(|text| check(text)) {
        Check::Wrong(text) => Some(text),
        Check::Unfinished | Check::Right(_) => None,
    });
    let right = move || matches!(draft.org_number.with(|text| check(text)), Check::Right(_));
    view! {
        <Field label=t!(companies.name.label) pointer=name_pointer errors required=true>
            <TextInput value=draft.name autocomplete="organization" autofocus=true />
        </Field>
        <Field
            label=t!(companies.org_number.label)
            pointer="/org_number"
            hint=t!(companies.org_number.hint)
            errors
            error=fault
            required=true
        >
            <div class="org-number">
                <TextInput value=draft.org_number input_mode="numeric" placeholder="556036-0793" />
                <span class="org-number-right" role="status">
                    {move || {
                        right()
                            .then(|| {
                                view! {
                                    <IconView icon=Icon::Check />
                                    <span>{t!(companies.org_number.right)}</span>
                                }
                            })
                    }}
                </span>
            </div>
        </Field>
    }
}
