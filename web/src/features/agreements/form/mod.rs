//! A new agreement, a correction, or a change from a date: one form, with what it gives beside it.

mod draft;
mod faults;
mod follow;
mod kept;
mod lists;
mod outcome;
mod preview;
mod read;
mod save;
mod sections;

use chrono::NaiveDate;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use shared::agreements::Agreement;
use shared::ids::AgreementId;
use shared::money::Currency;
use wasm_bindgen::JsCast;

pub(in crate::features::agreements) use preview::effect;

use crate::client::{self, ClientError, FormErrors};
use crate::company::use_company;
use crate::features::agreements::{api, words};
use crate::route::{Address, Page as Place};
use crate::t;
use crate::today;
use crate::ui::button::{Button, ButtonKind, ButtonLink};
use crate::ui::empty::Failed;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::{DateInput, TextInput};
use crate::ui::page::Page;
use crate::ui::skeleton::SkeletonLines;
use draft::Draft;
use outcome::{Intent, Outcome};
use preview::Preview;
use read::Fault;
use save::Saving;
use sections::Sections;

/// The currency of the books, until the agreement says another.
const FIRST_CURRENCY: Currency = Currency::SEK;

#[component]
pub fn NewPage() -> impl IntoView {
    let above = (t!(agreement_list.title).to_owned(), use_company().href_untracked(Place::Agreements));
    view! {
        <Page above title=t!(agreement_form.title.create) lead=t!(agreement_form.lead.create) wide=true>
            <AgreementForm intent=Intent::New />
        </Page>
    }
}

/// `?mode=amendment`: a change from a date. Without it, a correction.
#[component]
pub fn EditPage() -> impl IntoView {
    let company = StoredValue::new(use_company());
    let address = Address::here();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse::<AgreementId>().ok())));
    let amends = Memo::new(move |_| address.get("mode").as_deref() == Some("amendment"));
    let found = RwSignal::new(None::<Result<Agreement, ClientError>>);
    let fetch = move || {
        let Some(id) = id.get_untracked() else { return };
        found.set(None);
        spawn_local(async move {
            let answer = api::find(&company.get_value(), id, None, None).await;
            let _ = found.try_set(Some(answer));
        });
    };
    Effect::new(move |_| {
        id.track();
        fetch();
    });
    let title = move || if amends.get() { t!(agreement_form.title.amend) } else { t!(agreement_form.title.correct) };
    let above = {
        let company = company.get_value();
        let place = id.get_untracked().map_or(Place::Agreements, Place::Agreement);
        (t!(agreement_form.above).to_owned(), company.href_untracked(place))
    };
    let lead = move || match found.get() {
        Some(Ok(agreement)) => agreement.original_terms.title,
        _ => String::new(),
    };
    view! {
        <Page above title=Signal::derive(move || title().to_owned()) lead=Signal::derive(lead) wide=true>
            {move || match found.get() {
                None => view! { <SkeletonLines lines=6 /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=fetch /> }.into_any(),
                Some(Ok(agreement)) => {
                    let agreement = Box::new(agreement);
                    let intent = if amends.get() { Intent::Amendment(agreement) } else { Intent::Correction(agreement) };
                    view! { <ModeChoice amends=amends.get() /><AgreementForm intent /> }.into_any()
                }
            }}
        </Page>
    }
}

/// The two ways to change an agreement, said so that the right one is chosen.
#[component]
fn ModeChoice(amends: bool) -> impl IntoView {
    let address = Address::here();
    let way = move |mode: Option<&str>, current: bool, title: &'static str, text: &'static str| {
        let href = address.with(&[("mode", mode.map(str::to_owned))]);
        view! {
            <a class="form-mode" href=href aria-current=current.then_some("true")>
                <strong>{title}</strong>
                <span>{text}</span>
            </a>
        }
    };
    view! {
        <nav class="form-modes" aria-label=t!(agreement_form.mode.label)>
            {way(None, !amends, t!(agreement_form.mode.correct), t!(agreement_form.mode.correct_text))}
            {way(Some("amendment"), amends, t!(agreement_form.mode.amend), t!(agreement_form.mode.amend_text))}
        </nav>
    }
}

#[component]
fn AgreementForm(intent: Intent) -> impl IntoView {
    let company = use_company();
    let place = match &intent {
        Intent::New => kept::Place::New(company.id),
        Intent::Correction(agreement) => kept::Place::Correction(agreement.id),
        Intent::Amendment(agreement) => kept::Place::Amendment(agreement.id),
    };
    let today = today::today();
    let fresh = {
        let base = intent.base(today);
        move || {
            let draft = base.as_ref().map_or_else(|| Draft::blank(FIRST_CURRENCY), Draft::of);
            draft.effective_on.set_day(Some(today));
            draft
        }
    };
    let taken_up = kept::take_up(place);
    let was_kept = taken_up.is_some();
    let draft = taken_up.unwrap_or_else(|| kept::begin(place, &fresh));
    let from = draft.effective_on;
    let from_day = Memo::new(move |_| from.day().ok().flatten());

    let amends = matches!(intent, Intent::Amendment(_));
    let changes = intent != Intent::New;
    let as_of = company.as_of;
    let intent = StoredValue::new(intent);
    let calculable = Memo::new(move |_| read::calculable(draft));
    let outcome = Memo::new(move |_| -> Result<Outcome, Vec<Fault>> {
        let wanted = calculable.get()?;
        let from = from_day.get().unwrap_or(today);
        intent.with_value(|intent| outcome::of(intent, &wanted, from, as_of.date()))
    });

    let errors = FormErrors::new();
    let reason = RwSignal::new(String::new());
    let saving = Saving {
        draft,
        intent,
        errors,
        reason,
        address: Address::here(),
        company: StoredValue::new(company.clone()),
        toasts: crate::ui::toast::use_toasts(),
        key: StoredValue::new(client::idempotency_key()),
        busy: RwSignal::new(false),
        tried: RwSignal::new(false),
        saved: RwSignal::new(false),
    };
    let begun = StoredValue::new(untrack(|| fingerprint(draft)));
    let is_dirty = Memo::new(move |_| was_kept || begun.with_value(|begun| *begun != fingerprint(draft)));
    guard(saving, is_dirty);
    check_again(saving);
    // Another day, other terms in force: what stands in the form from them follows.
    Effect::new(move |shown: Option<NaiveDate>| {
        let day = from_day.get().or(shown).unwrap_or(today);
        if let Some(shown) = shown.filter(|shown| *shown != day) {
            let base = |day| intent.with_value(|intent| intent.base(day));
            if let (Some(before), Some(after)) = (base(shown), base(day)) {
                let was_dirty = is_dirty.get_untracked();
                kept::within(|| follow::follow(draft, &before, &after));
                if !was_dirty {
                    begun.set_value(untrack(|| fingerprint(draft)));
                }
            }
        }
        day
    });

    let start_over = {
        let address = saving.address;
        move || {
            kept::discard();
            address.reload();
        }
    };
    let with_keys = move |event: KeyboardEvent| {
        let saves = (event.ctrl_key() || event.meta_key()) && matches!(event.key().as_str(), "Enter" | "s");
        if saves {
            event.prevent_default();
            saving.save();
        }
    };
    let back = {
        let company = company.clone();
        Signal::derive(move || {
            company.href(intent.with_value(|intent| match intent.agreement() {
                Some(agreement) => Place::Agreement(agreement.id),
                None => Place::Agreements,
            }))
        })
    };
    view! {
        <form class="agreement-form" novalidate on:keydown=with_keys on:submit=move |event| {
            event.prevent_default();
            saving.save();
        }>
            <div class="form-main">
                {was_kept.then(|| view! {
                    <div class="notice" role="status">
                        <IconView icon=Icon::Info />
                        <p>{t!(agreement_form.kept)}</p>
                        <Button on_press=start_over>{t!(agreement_form.start_over)}</Button>
                    </div>
                })}
                <ErrorSummary errors />
                {amends.then(|| view! {
                    <Field label=t!(agreement_form.from) pointer="/effective_on" errors hint=t!(agreement_form.from_hint) required=true
                        error=Signal::derive(move || from.shown_fault())>
                        <DateInput entry=from />
                    </Field>
                })}
                <Sections draft errors amends />
                {changes.then(|| view! {
                    <Field label=t!(agreement_form.reason) pointer="/reason" errors hint=t!(agreement_form.reason_hint) optional=true>
                        <TextInput value=reason />
                    </Field>
                })}
                <div class="form-foot">
                    <Button kind=ButtonKind::Primary submit=true busy=saving.busy>{save_text(amends, changes)}</Button>
                    <ButtonLink kind=ButtonKind::Quiet href=back>{t!(agreement_form.cancel)}</ButtonLink>
                    <FootFigures outcome />
                    <span class="form-shortcut"><kbd>"Ctrl"</kbd>" "<kbd>"Enter"</kbd></span>
                </div>
            </div>
            <Preview outcome changes amends />
        </form>
    }
}

/// Where the preview is out of sight, its two main figures stand beside the button.
#[component]
fn FootFigures(outcome: Memo<Result<Outcome, Vec<Fault>>>) -> impl IntoView {
    let text = move || {
        outcome.with(|outcome| {
            let outcome = outcome.as_ref().ok()?;
            let rate = outcome.figures.rate.pure.map(|pair| words::percent(pair.effective_percent));
            let debt = outcome.figures.debt.map(|debt| words::money(debt, outcome.terms.currency));
            let known: Vec<String> = [rate, debt].into_iter().flatten().collect();
            Some(known.join(" · "))
        })
    };
    view! { <span class="form-foot-figures number">{text}</span> }
}

fn save_text(amends: bool, changes: bool) -> &'static str {
    match (changes, amends) {
        (false, _) => t!(agreement_form.save.create),
        (true, false) => t!(agreement_form.save.correct),
        (true, true) => t!(agreement_form.save.amend),
    }
}

/// What is typed, in one text, to tell whether anything was.
fn fingerprint(draft: Draft) -> String {
    let readable = match read::calculable(draft) {
        Ok(checked) => format!("{:?}", checked.terms()),
        Err(faults) => format!("{faults:?}"),
    };
    let raw = [draft.fee, draft.start_on, draft.end_on, draft.term_months, draft.price, draft.residual];
    let raw: Vec<String> = raw.iter().map(|entry| entry.text.get()).collect();
    format!("{readable}{raw:?}{}{}", draft.title.get(), draft.lessor.text.get())
}

fn check_again(saving: Saving) {
    let found = Memo::new(move |_| read::checked(saving.draft).err().unwrap_or_default());
    Effect::new(move |before: Option<()>| {
        let found = found.get();
        if before.is_some() && saving.tried.get_untracked() {
            saving.errors.set_fields(read::as_pairs(found));
        }
    });
}

/// Closing the tab asks first. Leaving the page does not: the draft waits, and a toast says so.
fn guard(saving: Saving, is_dirty: Memo<bool>) {
    let unload = window_event_listener_untyped("beforeunload", move |event| {
        let loses = is_dirty.try_get_untracked() == Some(true) && saving.saved.try_get_untracked() == Some(false);
        if loses {
            event.prevent_default();
            if let Ok(event) = event.dyn_into::<web_sys::BeforeUnloadEvent>() {
                event.set_return_value("");
            }
        }
    });
    on_cleanup(move || {
        unload.remove();
        if saving.saved.get_untracked() {
            return;
        }
        if is_dirty.get_untracked() {
            saving.toasts.say(t!(agreement_form.left));
        } else {
            kept::discard();
        }
    });
}
