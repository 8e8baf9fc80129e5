//! What was done in the register lately.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::{Activity, EventKind, EventSource};

use super::api;
use crate::company::use_company;
use crate::route::Page as Place;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon::{Icon, IconView};
use crate::{format, t};

/// Shown when it is there; the page does not wait for it.
#[component]
pub(super) fn Recent(changes: RwSignal<u32>) -> impl IntoView {
    let company = use_company();
    let asked = StoredValue::new(company.clone());
    let found = RwSignal::new(Vec::<Activity>::new());
    let next = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let fetch = move |after: Option<String>| {
        busy.set(true);
        spawn_local(async move {
            let Some(company) = asked.try_get_value() else { return };
            let begins = after.is_none();
            if let Ok(page) = api::activities(&company, after).await {
                let _ = next.try_set(page.next_cursor);
                let _ = found.try_update(|found| {
                    if begins {
                        found.clear();
                    }
                    found.extend(page.data);
                });
            }
            let _ = busy.try_set(false);
        });
    };
    Effect::new(move |_| {
        changes.track();
        fetch(None);
    });
    let more = move || fetch(next.get_untracked());
    let line = move |activity: Activity| {
        let text = text(&activity);
        let href = company.href(Place::Agreement(activity.agreement.id));
        let what = if activity.agreements == 1 && !is_many(&activity.source) {
            view! { <a href=href>{activity.agreement.title.clone()}</a> }.into_any()
        } else {
            t!(agreements.count, n = activity.agreements).into_any()
        };
        let who = activity.recorded_by_name.clone().unwrap_or_default();
        view! {
            <li>
                <IconView icon=icon(activity.kind) />
                <span>{text}": "{what}</span>
                <span class="recent-when">{who}{" · "}{format::instant(activity.recorded_at)}</span>
            </li>
        }
    };
    let lines = move || found.get().into_iter().map(&line).collect_view();
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <section class="overview-section">
                <h2>{t!(overview.recent.title)}</h2>
                <ul class="recent">{lines.clone()}</ul>
                <Show when=move || next.with(Option::is_some)>
                    <Button kind=ButtonKind::Quiet busy on_press=more>{t!(overview.recent.more)}</Button>
                </Show>
            </section>
        </Show>
    }
}

fn is_many(source: &EventSource) -> bool {
    matches!(source, EventSource::Import { .. } | EventSource::BulkEdit { .. } | EventSource::Demo {})
}

fn text(activity: &Activity) -> &'static str {
    match (&activity.source, activity.kind) {
        (EventSource::Demo {}, EventKind::Created) => t!(overview.recent.demo),
        (EventSource::Import { .. }, EventKind::Created) => t!(overview.recent.imported),
        (EventSource::Import { .. }, EventKind::Undone | EventKind::Deleted) => t!(overview.recent.import_undone),
        (_, EventKind::Created) => t!(overview.recent.created),
        (_, EventKind::Corrected) => t!(overview.recent.corrected),
        (_, EventKind::Amended) => t!(overview.recent.amended),
        (_, EventKind::Ended) => t!(overview.recent.ended),
        (_, EventKind::Deleted) => t!(overview.recent.deleted),
        (_, EventKind::Restored) => t!(overview.recent.restored),
        (_, EventKind::Undone) => t!(overview.recent.undone),
    }
}

fn icon(kind: EventKind) -> Icon {
    match kind {
        EventKind::Created => Icon::Plus,
        EventKind::Corrected => Icon::Edit,
        EventKind::Amended => Icon::Calendar,
        EventKind::Ended => Icon::Check,
        EventKind::Deleted => Icon::Trash,
        EventKind::Restored | EventKind::Undone => Icon::Undo,
    }
}
