//! What accountants have recorded of an agreement: facts that it does not say itself, and what happened besides.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::Reason;
use shared::books::{AgreementAccounting, BookPreview, NewBookPreview, RecordedLeaseEvent};

use super::effect::Effect as Shown;
use super::event_form::EventForm;
use super::facts_form::FactsForm;
use super::parts::{Who, line};
use super::{Subject, api, facts_words, words};
use crate::client::{self, ClientError};
use crate::format;
use crate::route::Page as Place;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::{Dialog, DialogShape};
use crate::ui::empty::Failed;
use crate::ui::icon::Icon;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::toast::use_toasts;

/// What the dialog is about.
#[derive(Debug, Clone, PartialEq)]
enum About {
    Facts,
    Event,
    Undo(Box<RecordedLeaseEvent>),
}

impl About {
    fn title(&self) -> &'static str {
        match self {
            Self::Facts => t!(books.recorded.edit_facts),
            Self::Event => t!(books.recorded.add),
            Self::Undo(_) => t!(books.recorded.undo),
        }
    }
}

type Found = (AgreementAccounting, Vec<RecordedLeaseEvent>);

#[component]
pub fn Recorded(subject: Subject, on_change: Callback<()>) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Found, ClientError>>);
    let turn = StoredValue::new(0_u32);
    let toasts = use_toasts();
    let fetch = move || {
        let Some(id) = subject.id.get_untracked() else { return };
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        let (company, known_at) = (subject.company(), subject.known_at.get_untracked());
        spawn_local(async move {
            let facts = api::accounting(&company, id, known_at).await;
            let events = api::events(&company, id, known_at).await;
            if turn.try_get_value() == Some(mine) {
                found.set(Some(facts.and_then(|facts| Ok((facts, events?)))));
            }
        });
    };
    Effect::new(move |_| {
        subject.fetched.track();
        fetch();
    });
    let open = RwSignal::new(false);
    let about = RwSignal::new(About::Facts);
    let ask = move |what: About| {
        about.set(what);
        open.set(true);
    };
    let done = Callback::new(move |text: String| {
        open.set(false);
        toasts.say(text);
        fetch();
        on_change.run(());
    });
    let may_edit = move || subject.company().may_edit() && subject.known_at.get().is_none();
    let loaded = move || found.get().and_then(Result::ok);
    // Whoever comes to assess an agreement anew finds the form open, once.
    Effect::new(move |_| {
        if subject.address.get("edit").as_deref() == Some("facts") && loaded().is_some() && may_edit() {
            ask(About::Facts);
            subject.address.change(&[("edit", None)], true);
        }
    });
    let dialog = move || {
        let (facts, _) = loaded()?;
        Some(match about.get() {
            About::Facts => view! { <FactsForm subject facts on_done=done /> }.into_any(),
            About::Event => view! { <EventForm subject on_done=done /> }.into_any(),
            About::Undo(event) => view! { <UndoEvent subject event=*event on_done=done /> }.into_any(),
        })
    };
    view! {
        <section class="section books-recorded">
            <div class="books-head">
                <h2>{t!(books.recorded.title)}</h2>
                {move || may_edit().then(|| view! {
                    <Button icon=Icon::Edit on_press=move || ask(About::Facts)>{t!(books.recorded.edit_facts)}</Button>
                    <Button icon=Icon::Plus on_press=move || ask(About::Event)>{t!(books.recorded.add)}</Button>
                })}
            </div>
            {move || match found.get() {
                None => view! { <SkeletonLines lines=2 /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=fetch /> }.into_any(),
                Some(Ok((facts, events))) => view! {
                    <Facts subject facts />
                    <Events subject events on_undo=Callback::new(move |event| ask(About::Undo(Box::new(event)))) />
                }
                .into_any(),
            }}
            {move || view! { <Dialog open title=about.get().title() shape=DialogShape::Side>{dialog()}</Dialog> }}
        </section>
    }
}

#[component]
fn Facts(subject: Subject, facts: AgreementAccounting) -> impl IntoView {
    let currency = subject.currency.get_untracked();
    let lines = facts_words::lines(&facts.facts, currency);
    if lines.is_empty() {
        return view! { <p class="books-note">{t!(books.recorded.nothing)}</p> }.into_any();
    }
    let who = facts.recorded_at.map(|at| {
        let name = facts.recorded_by_name.clone().unwrap_or_default();
        t!(books.recorded.by, name = name, at = format::instant(at))
    });
    view! {
        <dl class="show-lines">
            {lines.into_iter().map(|(name, value)| line(&name, value)).collect_view()}
        </dl>
        <Who reason=facts.reason who />
    }
    .into_any()
}

#[component]
fn Events(subject: Subject, events: Vec<RecordedLeaseEvent>, on_undo: Callback<RecordedLeaseEvent>) -> impl IntoView {
    let company = subject.company();
    let amend = move || {
        let id = subject.id.get()?;
        Some(format!("{}?from=day", company.href(Place::EditAgreement(id))))
    };
    let may_edit = move || subject.company().may_edit() && subject.known_at.get().is_none();
    let line = move |recorded: RecordedLeaseEvent| {
        let kept = StoredValue::new(recorded.clone());
        let undone = recorded.undone.clone();
        let is_undone = undone.is_some();
        let books = recorded.frameworks.iter().map(|each| words::framework(*each)).collect::<Vec<_>>().join(", ");
        let who = t!(
            books.recorded.by,
            name = recorded.recorded_by_name.clone().unwrap_or_default(),
            at = format::instant(recorded.recorded_at)
        );
        // An undone event says who took it back, and why.
        let taken_back = undone.map(|undone| {
            let name = undone.recorded_by_name.unwrap_or_default();
            let who = t!(books.recorded.undone_by, name = name, at = format::instant(undone.recorded_at));
            view! { <Who reason=undone.reason who=Some(who) /> }
        });
        let label = format!("{} {}", t!(books.recorded.undo), words::event(recorded.event.kind));
        view! {
            <li class:undone=is_undone>
                <div class="books-event-what">
                    <strong>{format!("{} {}", format::date(recorded.event.on), words::event(recorded.event.kind))}</strong>
                    {(!books.is_empty()).then(|| view! { <Badge>{books}</Badge> })}
                    {is_undone.then(|| view! { <Badge tone=Tone::Neutral>{t!(books.recorded.undone)}</Badge> })}
                    <Who reason=recorded.reason.clone() who=Some(who) />
                    {taken_back}
                </div>
                {move || (may_edit() && !is_undone).then(|| view! {
                    <Button kind=ButtonKind::Quiet icon=Icon::Undo label=label.clone() on_press=move || on_undo.run(kept.get_value())>
                        {t!(books.recorded.undo)}
                    </Button>
                })}
            </li>
        }
    };
    let empty = events.is_empty();
    view! {
        <p class="books-note">
            {t!(books.recorded.lead)}" "<a href=amend>{t!(agreement_page.action.amend)}</a>
        </p>
        {(!empty).then(|| view! { <ul class="books-events">{events.into_iter().map(line).collect_view()}</ul> })}
    }
}

/// What taking an event back does, before it is done.
#[component]
fn UndoEvent(subject: Subject, event: RecordedLeaseEvent, on_done: Callback<String>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let preview = RwSignal::new(None::<Result<BookPreview, ClientError>>);
    let fault = RwSignal::new(None::<ClientError>);
    let key = StoredValue::new(client::idempotency_key());
    let id = event.id;
    let look = move || {
        let Some(agreement) = subject.id.get_untracked() else { return };
        let body = NewBookPreview {
            event: None,
            undo: Some(id),
            accounting: None,
            change: None,
            frameworks: Vec::new(),
            as_of: None,
            period_months: 12,
        };
        let company = subject.company();
        spawn_local(async move {
            let answer = api::preview(&company, agreement, &body).await;
            let _ = preview.try_set(Some(answer));
        });
    };
    look();
    let undo = move || {
        let Some(agreement) = subject.id.get_untracked() else { return };
        busy.set(true);
        let (company, key) = (subject.company(), key.get_value());
        spawn_local(async move {
            match api::undo_event(&company, agreement, id, &Reason::default(), &key).await {
                Ok(_) => on_done.run(t!(books.recorded.was_undone).to_owned()),
                Err(error) => {
                    let _ = fault.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let what = format!("{} {}", format::date(event.event.on), words::event(event.event.kind));
    view! {
        <p>{what}</p>
        {move || fault.get().map(|error| view! { <Failed error on_retry=undo /> })}
        {move || match preview.get() {
            None => view! { <SkeletonLines lines=5 /> }.into_any(),
            Some(Err(error)) => view! { <Failed error on_retry=look /> }.into_any(),
            Some(Ok(preview)) => view! { <Shown preview /> }.into_any(),
        }}
        <div class="dialog-foot">
            <Button kind=ButtonKind::Primary busy on_press=undo>{t!(books.recorded.undo)}</Button>
        </div>
    }
}
