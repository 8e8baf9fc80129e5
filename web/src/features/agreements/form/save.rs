//! From the form to the register, and back from the toast.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::{Agreement, NewAgreement, NewAmendment, NewCorrection};
use shared::ids::AgreementId;
use shared::problem::ErrorCode;
use shared::terms::CheckedTerms;

use super::draft::Draft;
use super::outcome::{self, Intent};
use super::{faults, kept, read};
use crate::client::{ClientError, FormErrors};
use crate::company::OpenCompany;
use crate::features::agreements::api;
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::toast::Toasts;

#[derive(Clone, Copy)]
pub(super) struct Saving {
    pub draft: Draft,
    pub intent: StoredValue<Intent>,
    pub errors: FormErrors,
    pub reason: RwSignal<String>,
    pub address: Address,
    pub company: StoredValue<OpenCompany>,
    pub toasts: Toasts,
    /// One key for one act, however often it is tried.
    pub key: StoredValue<String>,
    pub busy: RwSignal<bool>,
    /// From the first try on, faults come and go as they are made and mended.
    pub tried: RwSignal<bool>,
    pub saved: RwSignal<bool>,
}

impl Saving {
    pub(super) fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.errors.clear();
        self.tried.set(true);
        let terms = match untrack(|| read::checked(self.draft)) {
            Ok(terms) => terms,
            Err(found) => return self.errors.set_fields(read::as_pairs(found)),
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.send(terms).await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Some(agreement)) => self.done(agreement),
                Ok(None) => {}
                Err(error) => self.failed(&error),
            }
        });
    }

    /// [`None`]: there was nothing to send, and the form says why.
    async fn send(self, terms: CheckedTerms) -> Result<Option<Agreement>, ClientError> {
        let company = self.company.get_value();
        let reason = Some(self.reason.get_untracked().trim().to_owned()).filter(|reason| !reason.is_empty());
        match self.intent.get_value() {
            Intent::New => {
                let body = NewAgreement { terms: terms.into_terms(), reason };
                api::create(&company, &body, &self.key.get_value()).await.map(Some)
            }
            Intent::Correction(agreement) => {
                let patch = outcome::patch(&agreement.original_terms, &terms);
                if patch.0.is_empty() {
                    self.errors.set_whole(t!(agreement_form.preview.nothing));
                    return Ok(None);
                }
                let body = NewCorrection { patch, reason };
                api::correct(&company, agreement.id, agreement.version, &body).await.map(Some)
            }
            Intent::Amendment(agreement) => {
                let Some(effective_on) = self.draft.effective_on.day_untracked().ok().flatten() else {
                    self.errors.add("/effective_on", t!(agreement_form.fault.from_missing));
                    return Ok(None);
                };
                let patch = outcome::amendment(&outcome::terms_of_day(&agreement, effective_on), &terms, effective_on);
                if patch.0.is_empty() {
                    self.errors.set_whole(t!(agreement_form.preview.nothing));
                    return Ok(None);
                }
                let body = NewAmendment { effective_on, patch, reason };
                api::amend(&company, agreement.id, agreement.version, &body).await.map(Some)
            }
        }
    }

    fn done(self, agreement: Agreement) {
        self.saved.set(true);
        kept::discard();
        let company = self.company.get_value();
        let text = match self.intent.with_value(|intent| intent == &Intent::New) {
            true => t!(agreement_form.saved.create),
            false => t!(agreement_form.saved.change),
        };
        let is_new = self.intent.with_value(|intent| intent == &Intent::New);
        let (toasts, id, version) = (self.toasts, agreement.id, agreement.version);
        let undo_in = company.clone();
        toasts.say_with_undo(text, move || undo(undo_in.clone(), toasts, id, version, is_new));
        self.address.go(untrack(|| company.href(Place::Agreement(id))));
    }

    fn failed(self, error: &ClientError) {
        self.errors.show(error);
        let at_fields = faults::of_server(error);
        if !at_fields.is_empty() {
            self.errors.set_fields(read::as_pairs(at_fields));
        }
        if error.is(ErrorCode::PreconditionFailed) {
            self.renew();
        }
    }

    /// Someone else was here: what is typed stays, and is compared with what is registered now.
    fn renew(self) {
        let Some(id) = self.intent.with_value(|intent| intent.agreement().map(|agreement| agreement.id)) else {
            return;
        };
        let company = self.company.get_value();
        spawn_local(async move {
            if let Ok(now) = api::find(&company, id, None, None).await {
                self.intent.try_update_value(|intent| match intent {
                    Intent::Correction(agreement) | Intent::Amendment(agreement) => **agreement = now,
                    Intent::New => {}
                });
            }
        });
    }
}

/// A new agreement is taken out again; a change is undone.
fn undo(company: OpenCompany, toasts: Toasts, id: AgreementId, version: i32, is_new: bool) {
    spawn_local(async move {
        let answer =
            if is_new { api::delete(&company, id, version).await } else { api::undo_last(&company, id, version).await };
        match answer {
            Ok(_) => {
                toasts.say(t!(agreement_form.saved.undone));
                super::super::changed::announce(id);
            }
            Err(error) => toasts.say_failed(error.text()),
        }
    });
}
