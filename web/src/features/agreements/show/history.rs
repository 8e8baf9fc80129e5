//! Everything that happened to the agreement: who, when, why, from where, what it changed. Any of it can be undone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::{Agreement, AgreementEvent, EndingHow, EventBody};
use shared::ids::EventId;
use shared::money::Currency;

use super::Show;
use super::time::TimeMachine;
use crate::client::ClientError;
use crate::features::agreements::{api, changed, difference, words};
use crate::format;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::diff::DiffView;
use crate::ui::disclosure::Disclosure;
use crate::ui::empty::Failed;
use crate::ui::icon::{Icon, IconView};
use crate::ui::skeleton::SkeletonLines;

#[component]
pub(super) fn HistoryTab(show: Show, agreement: Memo<Option<Agreement>>) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Vec<AgreementEvent>, ClientError>>);
    let fetch = move || {
        let Some(id) = show.id.get_untracked() else { return };
        spawn_local(async move {
            let answer = api::events(&show.company(), id).await;
            let _ = found.try_set(Some(answer));
        });
    };
    Effect::new(move |_| {
        changed::track();
        show.id.track();
        fetch();
    });
    let events = Memo::new(move |_| found.with(|found| found.as_ref().and_then(|f| f.as_ref().ok().cloned())));
    let currency = Memo::new(move |_| {
        agreement.with(|agreement| agreement.as_ref().map_or(Currency::SEK, |agreement| agreement.terms.currency))
    });
    let list = move || match (events.get(), found.with(|found| found.as_ref().and_then(|f| f.as_ref().err().cloned())))
    {
        (_, Some(error)) => view! { <Failed error on_retry=fetch /> }.into_any(),
        (None, None) => view! { <SkeletonLines lines=6 /> }.into_any(),
        (Some(events), None) => {
            let all = StoredValue::new(events.clone());
            let entry = move |event| view! { <Entry show event all currency=currency.get_untracked() /> };
            view! { <ol class="history">{events.into_iter().map(entry).collect_view()}</ol> }.into_any()
        }
    };
    view! {
        <TimeMachine show agreement events />
        <section class="section">
            <h2>{t!(agreement_history.title)}</h2>
            {list}
        </section>
    }
}

#[component]
fn Entry(
    show: Show,
    event: AgreementEvent,
    all: StoredValue<Vec<AgreementEvent>>,
    currency: Currency,
) -> impl IntoView {
    let title = all.with_value(|all| title(&event, all));
    let who = event.recorded_by_name.clone().unwrap_or_else(|| t!(agreement_history.someone).to_owned());
    let line = t!(
        agreement_history.line,
        who = who,
        at = format::instant(event.recorded_at),
        source = words::source(&event.source)
    );
    let is_undone = event.undone_by.is_some();
    let differences = difference::in_words(&event.differences, currency);
    let is_creation = matches!(event.body, EventBody::Created { .. });
    let can_undo = !is_undone && !is_creation;
    let id = event.id;
    let undo_label = t!(agreement_history.undo_this, what = &title);
    view! {
        <li class="history-entry" class:undone=is_undone>
            <span class="history-mark" aria-hidden="true"><IconView icon=icon(&event.body) /></span>
            <div class="history-body">
                <p class="history-title">
                    <strong>{title}</strong>
                    {is_undone.then(|| view! { <Badge tone=Tone::Neutral>{t!(agreement_history.undone)}</Badge> })}
                </p>
                <p class="history-line">{line}</p>
                {event.reason.map(|reason| view! { <p class="history-reason">{reason}</p> })}
                {(!differences.is_empty()).then(|| if is_creation {
                    view! {
                        <Disclosure summary=t!(agreement_history.all_fields)>
                            <DiffView caption=t!(agreement_history.changed) differences />
                        </Disclosure>
                    }
                    .into_any()
                } else {
                    view! { <DiffView caption=t!(agreement_history.changed) differences /> }.into_any()
                })}
            </div>
            {move || (can_undo && show.may_edit()).then(|| view! {
                <Button kind=ButtonKind::Quiet icon=Icon::Undo label=undo_label.clone() on_press=move || undo(show, id)>{t!(ui.undo)}</Button>
            })}
        </li>
    }
}

fn icon(body: &EventBody) -> Icon {
    match body {
        EventBody::Created { .. } => Icon::Plus,
        EventBody::Corrected { .. } => Icon::Edit,
        EventBody::Amended { .. } => Icon::Calendar,
        EventBody::Ended { .. } => Icon::Check,
        EventBody::Deleted {} => Icon::Trash,
        EventBody::Restored {} | EventBody::Undone { .. } => Icon::Undo,
    }
}

/// What an event did, in a few words.
pub(super) fn title(event: &AgreementEvent, all: &[AgreementEvent]) -> String {
    let day = || format::date_long(event.effective_on);
    match &event.body {
        EventBody::Created { .. } => t!(agreement_history.event.created).to_owned(),
        EventBody::Corrected { .. } => t!(agreement_history.event.corrected).to_owned(),
        EventBody::Amended { .. } => t!(agreement_history.event.amended, day = day()),
        EventBody::Ended { how: EndingHow::Terminated, .. } => t!(agreement_history.event.terminated, day = day()),
        EventBody::Ended { how: EndingHow::BoughtOut, .. } => t!(agreement_history.event.bought_out, day = day()),
        EventBody::Deleted {} => t!(agreement_history.event.deleted).to_owned(),
        EventBody::Restored {} => t!(agreement_history.event.restored).to_owned(),
        EventBody::Undone { event_id } => match all.iter().find(|each| each.id == *event_id) {
            Some(undone) if undone.id != event.id => {
                t!(agreement_history.event.undone_what, what = title(undone, all).to_lowercase())
            }
            _ => t!(agreement_history.event.undone).to_owned(),
        },
    }
}

fn undo(show: Show, event: EventId) {
    let version =
        show.agreement.with_untracked(|found| found.as_ref().and_then(|f| f.as_ref().ok().map(|a| a.version)));
    let (Some(id), Some(version)) = (show.id.get_untracked(), version) else { return };
    let (company, toasts) = (show.company(), show.toasts);
    spawn_local(async move {
        match api::undo(&company, id, event, version).await {
            Ok(done) => {
                changed::announce(id);
                toasts.say_with_undo(t!(agreement_history.is_undone), move || {
                    let company = company.clone();
                    spawn_local(async move {
                        match api::undo_last(&company, id, done.version).await {
                            Ok(_) => {
                                toasts.say(t!(agreement_history.is_redone));
                                changed::announce(id);
                            }
                            Err(error) => toasts.say_failed(error.text()),
                        }
                    });
                });
            }
            Err(error) => toasts.say_failed(error.text()),
        }
    });
}
