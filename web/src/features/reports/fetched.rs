//! An answer that follows what is asked: what is shown stays until the new is here.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::ClientError;
use crate::t;
use crate::ui::empty::Failed;
use crate::ui::skeleton::SkeletonLines;

pub struct Fetched<T: Send + Sync + 'static> {
    found: RwSignal<Option<Result<T, ClientError>>>,
    busy: RwSignal<bool>,
    again: Callback<()>,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Clone + Send + Sync + 'static> Fetched<T> {
    /// `ask` reads what it depends on and makes the request.
    pub fn new<F>(ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, ClientError>> + 'static,
    {
        let found = RwSignal::new(None);
        let busy = RwSignal::new(true);
        let turn = StoredValue::new(0_u32);
        let retried = RwSignal::new(0_u32);
        Effect::new(move |_| {
            retried.track();
            let answer = ask();
            let mine = turn.get_value().wrapping_add(1);
            turn.set_value(mine);
            busy.set(true);
            spawn_local(async move {
                let answer = answer.await;
                if turn.try_get_value() == Some(mine) {
                    found.set(Some(answer));
                    busy.set(false);
                }
            });
        });
        Self { found, busy, again: Callback::new(move |()| retried.update(|times| *times += 1)) }
    }

    pub fn fetch_again(self) {
        self.again.run(());
    }

    pub fn view(self, show: impl Fn(T) -> AnyView + Send + Sync + 'static) -> impl IntoView {
        let (found, busy, again) = (self.found, self.busy, self.again);
        view! {
            <div aria-busy=move || busy.get().then_some("true") class="report" class:busy=move || busy.get()>
                <p class="visually-hidden" role="status">{move || busy.get().then(|| t!(reports.calculating))}</p>
                {move || match found.get() {
                    None => view! { <p class="books-note">{t!(reports.calculating)}</p><SkeletonLines lines=8 /> }.into_any(),
                    Some(Err(error)) => view! { <Failed error on_retry=move || again.run(()) /> }.into_any(),
                    Some(Ok(answer)) => show(answer),
                }}
            </div>
        }
    }
}
