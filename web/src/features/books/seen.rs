//! A form whose effect on the books is seen before it is recorded: what was seen is what is sent, and an edit takes
//! the right to send it away.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::books::{BookPreview, NewBookPreview};
use shared::ids::AgreementId;

use super::effect::Effect as Shown;
use super::{Subject, api};
use crate::client::{self, ClientError, FormErrors};
use crate::company::OpenCompany;
use crate::t;
use crate::ui::button::{Button, ButtonKind};

pub struct Seen<B: Send + Sync + 'static> {
    subject: Subject,
    errors: FormErrors,
    busy: RwSignal<bool>,
    found: RwSignal<Option<(B, BookPreview)>>,
    /// All that the form says, the same however it is written.
    said: Memo<String>,
    key: StoredValue<String>,
}

impl<B: Send + Sync + 'static> Clone for Seen<B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B: Send + Sync + 'static> Copy for Seen<B> {}

impl<B: Clone + Send + Sync + 'static> Seen<B> {
    pub fn new(subject: Subject, errors: FormErrors, said: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let said = Memo::new(move |_| said());
        let found = RwSignal::new(None);
        let key = StoredValue::new(client::idempotency_key());
        Effect::new(move |before: Option<()>| {
            said.track();
            if before.is_some() {
                found.set(None);
                key.set_value(client::idempotency_key());
            }
        });
        Self { subject, errors, busy: RwSignal::new(false), found, said, key }
    }

    pub fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// Asks what `body` would do, as `asked` puts it.
    pub fn look(self, body: B, asked: NewBookPreview) {
        let Some(id) = self.subject.id.get_untracked().filter(|_| !self.busy.get_untracked()) else { return };
        let said = self.said.get_untracked();
        let company = self.subject.company();
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::preview(&company, id, &asked).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                // An answer to what the form said before is none to what it says now.
                Ok(preview) if said == self.said.get_untracked() => self.found.set(Some((body, preview))),
                Ok(_) => {}
                Err(error) => self.errors.show(&error),
            }
        });
    }

    /// Sends what was seen, and nothing else.
    pub fn record<T, F>(
        self,
        send: impl FnOnce(OpenCompany, AgreementId, B, String) -> F + 'static,
        done: impl FnOnce() + 'static,
    ) where
        F: Future<Output = Result<T, ClientError>> + 'static,
    {
        let (Some((body, _)), Some(id)) = (self.found.get_untracked(), self.subject.id.get_untracked()) else { return };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let sent = send(self.subject.company(), id, body, self.key.get_value());
        spawn_local(async move {
            let answer = sent.await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => done(),
                Err(error) => self.errors.show(&error),
            }
        });
    }
}

/// What was seen, and the two steps: look, then record. The form's own submit looks.
#[component]
pub fn SeenFoot<B: Clone + Send + Sync + 'static>(
    seen: Seen<B>,
    save: &'static str,
    on_save: Callback<()>,
) -> impl IntoView {
    let is_seen = Memo::new(move |_| seen.found.with(Option::is_some));
    let hint_id = crate::ui::fresh_id("seen");
    let described_by = hint_id.clone();
    view! {
        {move || seen.found.get().map(|(_, preview)| view! { <Shown preview /> })}
        <p class="books-note" id=hint_id role="status">
            {move || if is_seen.get() { t!(books.form.seen) } else { t!(books.form.see_first) }}
        </p>
        <div class="dialog-foot" aria-describedby=described_by>
            <Button submit=true busy=seen.busy>{t!(books.form.preview)}</Button>
            <Button kind=ButtonKind::Primary busy=seen.busy disabled=Signal::derive(move || !is_seen.get()) on_press=move || on_save.run(())>
                {save}
            </Button>
        </div>
    }
}
