//! Where the agreement stands in words, what is to be decided, and what can be done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::{Agreement, AgreementChange, AgreementStatus, EndingHow};
use shared::money::Amount;
use shared::terms;

use super::decision::{self, Decision};
use super::ending::EndingForm;
use super::{Show, is_deleted};
use crate::features::agreements::{api, changed, words};
use crate::format;
use crate::route::Page as Place;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind, ButtonLink};
use crate::ui::dialog::{Dialog, DialogShape};
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, MenuItem, MenuLink, Popover};

/// *Löper vidare sedan 12 mars 2026, 4 593 kr per månad.*
pub(super) fn status_sentence(agreement: &Agreement) -> String {
    let terms = &agreement.terms;
    let cost = cost(agreement);
    let day = |day: Option<chrono::NaiveDate>| day.map(format::date_long).unwrap_or_default();
    match agreement.status {
        AgreementStatus::NotStarted => {
            t!(agreement_page.status.not_started, day = format::date_long(terms.start_on), cost = cost)
        }
        AgreementStatus::Running => t!(agreement_page.status.running, day = day(terms.end_on), cost = cost),
        AgreementStatus::Extended => {
            let since = agreement.figures.extended.as_ref().map(|extended| extended.since);
            t!(agreement_page.status.extended, day = day(since), cost = cost)
        }
        AgreementStatus::Ended => ended_sentence(agreement),
        AgreementStatus::Deleted => t!(agreement_page.status.deleted).to_owned(),
    }
}

/// *4 593 kr per månad.*
pub(super) fn cost(agreement: &Agreement) -> String {
    let terms = &agreement.terms;
    let fee = words::money(fee(agreement), terms.currency);
    format!("{fee} {}", words::per_interval(terms.interval_months))
}

/// The one that is paid on the day: of a fee in steps, the step that has begun.
pub(super) fn fee(agreement: &Agreement) -> Amount {
    terms::fee_on(&agreement.terms, agreement.as_of)
}

fn ended_sentence(agreement: &Agreement) -> String {
    let ending = agreement.changes.iter().rev().find_map(|change| match change {
        AgreementChange::Ended { effective_on, how, price, .. } => Some((*effective_on, *how, *price)),
        AgreementChange::Amended { .. } => None,
    });
    match ending {
        Some((on, EndingHow::BoughtOut, Some(price))) => {
            let price = words::money(price, agreement.terms.currency);
            t!(agreement_page.status.bought_out_for, day = format::date_long(on), price = price)
        }
        Some((on, EndingHow::BoughtOut, None)) => t!(agreement_page.status.bought_out, day = format::date_long(on)),
        Some((on, EndingHow::Terminated, _)) => t!(agreement_page.status.terminated, day = format::date_long(on)),
        None => words::status(AgreementStatus::Ended).to_owned(),
    }
}

/// Number, lessor, type; what is next; and from when one is looking.
#[component]
pub(super) fn Facts(show: Show, agreement: Memo<Option<Agreement>>) -> impl IntoView {
    let facts = move || {
        let Agreement { terms, status, demo, .. } = agreement.get()?;
        Some(view! {
            <ul class="show-facts">
                <li><Badge tone=words::status_tone(status)>{words::status(status)}</Badge></li>
                <li>{words::kind(terms.kind)}</li>
                {terms.lessor_name.map(|lessor| view! { <li>{lessor}</li> })}
                {terms.number.map(|number| view! { <li class="number">{number}</li> })}
                {demo.then(|| view! { <li><Badge tone=Tone::Accent>{t!(agreement_page.demo)}</Badge></li> })}
            </ul>
        })
    };
    let decision = move || {
        agreement.with(|agreement| {
            let agreement = agreement.as_ref()?;
            let decision = decision::next(agreement, show.as_of())?;
            let (tone, icon) = match &decision {
                Decision::Extended { .. }
                | Decision::Notice { soon: true, .. }
                | Decision::Option { soon: true, .. } => ("due", Icon::Warning),
                _ => ("neutral", Icon::Calendar),
            };
            let text = decision_text(&decision, agreement);
            Some(view! { <p class="notice show-decision" data-tone=tone><IconView icon /><span>{text}</span></p> })
        })
    };
    view! {
        <Then show />
        {facts}
        {decision}
    }
}

fn decision_text(decision: &Decision, agreement: &Agreement) -> String {
    let terms = &agreement.terms;
    match decision {
        Decision::Extended { by } => {
            let cost = agreement.figures.extended.as_ref().map(|extended| extended.yearly_cost);
            let cost = cost.map(|cost| words::money(cost, terms.currency)).unwrap_or_default();
            match by {
                Some(by) => t!(agreement_page.decision.extended_until, cost = cost, day = format::date_long(*by)),
                None => t!(agreement_page.decision.extended, cost = cost),
            }
        }
        Decision::Notice { by, .. } => match &terms.extension {
            Some(rule) => t!(
                agreement_page.decision.notice_or_extended,
                day = format::date_long(*by),
                months = t!(agreements.months, n = rule.months)
            ),
            None => t!(agreement_page.decision.notice, day = format::date_long(*by)),
        },
        Decision::NoticePassed { by } => t!(agreement_page.decision.notice_passed, day = format::date_long(*by)),
        Decision::Option { kind, by, .. } => {
            t!(agreement_page.decision.option, option = words::option(*kind), day = format::date_long(*by))
        }
    }
}

/// Said plainly when this is not what is known now.
#[component]
fn Then(show: Show) -> impl IntoView {
    move || {
        let at = show.known_at.get()?;
        let now = move || show.address.change(&[("known_at", None)], false);
        Some(view! {
            <div class="notice" data-tone="accent" role="status">
                <IconView icon=Icon::Info />
                <p>{t!(agreement_page.known_at, at = format::instant(at))}</p>
                <Button on_press=now>{t!(agreement_page.show_now)}</Button>
            </div>
        })
    }
}

#[component]
pub(super) fn Actions(show: Show, agreement: Agreement) -> impl IntoView {
    let company = show.company();
    let id = agreement.id;
    let ending = RwSignal::new(false);
    let edit = {
        let company = company.clone();
        Signal::derive(move || company.href(Place::EditAgreement(id)))
    };
    let amend = {
        let company = company.clone();
        Signal::derive(move || company.href_with(Place::EditAgreement(id), &[("mode", "amendment")]))
    };
    if is_deleted(&agreement) {
        let version = agreement.version;
        let restore = move || restore(show, version);
        return view! { <Button kind=ButtonKind::Primary icon=Icon::Undo on_press=restore>{t!(agreement_page.action.restore)}</Button> }
            .into_any();
    }
    let version = agreement.version;
    let has_ended = agreement.status == AgreementStatus::Ended;
    let agreement = StoredValue::new(agreement);
    view! {
        <ButtonLink icon=Icon::Edit href=edit>{t!(agreement_page.action.correct)}</ButtonLink>
        {(!has_ended).then(|| view! {
            <ButtonLink kind=ButtonKind::Primary href=amend>{t!(agreement_page.action.amend)}</ButtonLink>
        })}
        <Popover align=Align::End label=t!(ui.actions) class="button icon-only" button=|| view! { <IconView icon=Icon::More /> }>
            {(!has_ended).then(|| view! {
                <MenuItem icon=Icon::Check on_press=move || ending.set(true)>{t!(agreement_page.action.end)}</MenuItem>
            })}
            <MenuLink icon=Icon::Undo href=show.address.with(&[("tab", Some("events".to_owned()))])>{t!(agreement_page.action.history)}</MenuLink>
            <hr class="menu-line" />
            <MenuItem icon=Icon::Trash on_press=move || delete(show, version)>{t!(agreement_page.action.delete)}</MenuItem>
        </Popover>
        <Dialog open=ending shape=DialogShape::Side title=t!(agreement_page.ending.title)>
            <EndingForm show agreement open=ending />
        </Dialog>
    }
    .into_any()
}

fn delete(show: Show, version: i32) {
    let Some(id) = show.id.get_untracked() else { return };
    let (company, toasts) = (show.company(), show.toasts);
    spawn_local(async move {
        match api::delete(&company, id, version).await {
            Ok(deleted) => {
                let undo_in = company.clone();
                toasts.say_with_undo(t!(agreement_page.deleted), move || {
                    let company = undo_in.clone();
                    spawn_local(async move {
                        match api::restore(&company, id, deleted.version).await {
                            Ok(_) => {
                                toasts.say(t!(agreement_page.restored));
                                changed::announce(id);
                            }
                            Err(error) => toasts.say_failed(error.text()),
                        }
                    });
                });
                show.address.go(untrack(|| company.href(Place::Agreements)));
            }
            Err(error) => toasts.say_failed(error.text()),
        }
    });
}

fn restore(show: Show, version: i32) {
    let Some(id) = show.id.get_untracked() else { return };
    let (company, toasts) = (show.company(), show.toasts);
    spawn_local(async move {
        match api::restore(&company, id, version).await {
            Ok(_) => {
                toasts.say(t!(agreement_page.restored));
                changed::announce(id);
            }
            Err(error) => toasts.say_failed(error.text()),
        }
    });
}
