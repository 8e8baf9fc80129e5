//! Notes: read, and written in place.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::agreements::{Agreement, NewCorrection, TermsPatch};

use super::Show;
use crate::client::FormErrors;
use crate::features::agreements::{api, changed};
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::empty::Empty;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::TextArea;

#[component]
pub(super) fn NotesTab(show: Show, agreement: Memo<Option<Agreement>>) -> impl IntoView {
    let writing = RwSignal::new(false);
    let notes = Memo::new(move |_| agreement.with(|found| found.as_ref().and_then(|a| a.terms.notes.clone())));
    let edit = move || {
        show.may_edit().then(|| {
            view! {
                <Button icon=Icon::Edit on_press=move || writing.set(true)>{t!(agreement_page.notes.edit)}</Button>
            }
        })
    };
    move || {
        if writing.get() {
            return view! { <NotesForm show agreement writing /> }.into_any();
        }
        match notes.get() {
            Some(notes) => view! {
                <section class="section">
                    <p class="show-notes">{notes}</p>
                    <div class="button-row">{edit}</div>
                </section>
            }
            .into_any(),
            None => view! {
                <Empty icon=Icon::Document title=t!(agreement_page.notes.none) text=t!(agreement_page.notes.none_text)>
                    {edit}
                </Empty>
            }
            .into_any(),
        }
    }
}

#[component]
fn NotesForm(show: Show, agreement: Memo<Option<Agreement>>, writing: RwSignal<bool>) -> impl IntoView {
    let before =
        agreement.with_untracked(|found| found.as_ref().and_then(|a| a.terms.notes.clone())).unwrap_or_default();
    let text = RwSignal::new(before);
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let found = agreement.with_untracked(|found| found.as_ref().map(|agreement| (agreement.id, agreement.version)));
        let Some((id, version)) = found.filter(|_| !busy.get_untracked()) else { return };
        errors.clear();
        busy.set(true);
        let written = text.get_untracked().trim().to_owned();
        let value = if written.is_empty() { Value::Null } else { written.into() };
        let patch = TermsPatch([("notes".to_owned(), value)].into_iter().collect());
        let (company, toasts) = (show.company(), show.toasts);
        spawn_local(async move {
            match api::correct(&company, id, version, &NewCorrection { patch, reason: None }).await {
                Ok(saved) => {
                    let _ = writing.try_set(false);
                    changed::announce(id);
                    toasts.say_with_undo(t!(agreement_page.notes.saved), move || {
                        let company = company.clone();
                        spawn_local(async move {
                            match api::undo_last(&company, id, saved.version).await {
                                Ok(_) => changed::announce(id),
                                Err(error) => toasts.say_failed(error.text()),
                            }
                        });
                    });
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form class="form show-notes-form" novalidate on:submit=send>
            <ErrorSummary errors />
            <Field label=t!(agreements.field.notes) pointer="/patch/notes" errors>
                <TextArea value=text rows=10 />
            </Field>
            <div class="button-row">
                <Button kind=ButtonKind::Primary submit=true busy>{t!(agreement_page.notes.save)}</Button>
                <Button kind=ButtonKind::Quiet on_press=move || writing.set(false)>{t!(agreement_form.cancel)}</Button>
            </div>
        </form>
    }
}
