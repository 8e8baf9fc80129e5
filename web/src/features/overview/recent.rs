//! What was done in the register lately.

use leptos::prelude::*;
use shared::agreements::{Activity, EventKind, EventSource};

use super::api;
use crate::company::use_company;
use crate::route::Page as Place;
use crate::ui::icon::{Icon, IconView};
use crate::{format, t};

/// Shown when it is there; the page does not wait for it.
#[component]
pub(super) fn Recent(changes: RwSignal<u32>) -> impl IntoView {
    let company = use_company();
    let asked = company.clone();
    let found = LocalResource::new(move || {
        changes.track();
        let company = asked.clone();
        async move { api::activities(&company).await.unwrap_or_default() }
    });
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
    move || {
        let found = found.get().filter(|found| !found.is_empty())?;
        Some(view! {
            <section class="overview-section">
                <h2>{t!(overview.recent.title)}</h2>
                <ul class="recent">{found.into_iter().map(&line).collect_view()}</ul>
            </section>
        })
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
