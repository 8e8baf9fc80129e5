//! Parties that look like one and the same, and merging them. A merge rewrites nothing and can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::PartyId;
use shared::parties::{Party, PartyAlias};

use super::api;
use crate::company::{OpenCompany, use_company};
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon::{Icon, IconView};
use crate::ui::select::Select;
use crate::ui::toast::{Toasts, use_toasts};

/// `parties` tells when the list is there; duplicates are then asked for.
#[component]
pub(super) fn Duplicates(parties: Signal<bool>, on_change: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let may_edit = company.may_edit();
    let groups = RwSignal::new(Vec::<Vec<Party>>::new());
    let asked = StoredValue::new(company);
    let fetch = move || {
        spawn_local(async move {
            let Some(company) = asked.try_get_value() else { return };
            if let Ok(found) = api::duplicates(&company).await {
                let _ = groups.try_set(found.groups);
            }
        });
    };
    Effect::new(move |_| {
        if parties.get() {
            fetch();
        }
    });
    let changed = move || {
        fetch();
        on_change();
    };
    let group = move |group: Vec<Party>| view! { <Group group on_change=changed /> };
    move || {
        let found = groups.get();
        (may_edit && !found.is_empty()).then(|| {
            view! {
                <section class="card duplicates">
                    <h2><IconView icon=Icon::Copy />{t!(parties.duplicates.title)}</h2>
                    <p>{t!(parties.duplicates.text)}</p>
                    {found.into_iter().map(group).collect_view()}
                </section>
            }
        })
    }
}

/// The one with most agreements is offered to stay; the others go up in it one by one.
#[component]
fn Group(group: Vec<Party>, on_change: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let mut group = group;
    group.sort_by_key(|party| std::cmp::Reverse(party.agreements));
    let first = group.first()?.id;
    let chosen = RwSignal::new(first);
    let choices = group.clone();
    let others = move || {
        let stays = group.iter().find(|party| party.id == chosen.get())?.clone();
        let other = |party: &Party| {
            let text = t!(parties.duplicates.merge, name = &party.name, into = &stays.name);
            let label = t!(parties.duplicates.button_named, name = &party.name, into = &stays.name);
            view! { <Merge party=party.clone() into=stays.clone() text label on_change /> }
        };
        Some(group.iter().filter(|party| party.id != stays.id).map(other).collect_view())
    };
    Some(view! {
        <div class="duplicates-group">
            <Stays choices chosen />
            <ul>{others}</ul>
        </div>
    })
}

/// Which name is kept. Radio buttons, so that the arrow keys walk among them.
#[component]
fn Stays(choices: Vec<Party>, chosen: RwSignal<PartyId>) -> impl IntoView {
    let group = choices.first().map(|party| format!("stays-{}", party.id)).unwrap_or_default();
    let choice = |party: Party| {
        let id = party.id;
        view! {
            <label>
                <input type="radio" name=group.clone() prop:checked=move || chosen.get() == id on:change=move |_| chosen.set(id) />
                <span>{party.name}" "<span class="unit">{t!(agreements.count, n = party.agreements)}</span></span>
            </label>
        }
    };
    view! {
        <fieldset class="stays">
            <legend>{t!(parties.duplicates.stays)}</legend>
            {choices.into_iter().map(choice).collect_view()}
        </fieldset>
    }
}

#[component]
fn Merge(
    party: Party,
    into: Party,
    text: String,
    label: String,
    on_change: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let merge = move || merge_with_undo(company.clone(), party.clone(), into.clone(), toasts, busy, on_change);
    view! {
        <li>
            <span>{text}</span>
            <Button busy label on_press=merge>{t!(parties.duplicates.button)}</Button>
        </li>
    }
}

fn merge_with_undo(
    company: OpenCompany,
    party: Party,
    into: Party,
    toasts: Toasts,
    busy: RwSignal<bool>,
    on_change: impl Fn() + Copy + Send + Sync + 'static,
) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    spawn_local(async move {
        match api::merge(&company, &party, into.id).await {
            Ok(_) => {
                let said = t!(parties.duplicates.merged, name = &party.name, into = &into.name);
                toasts.say_with_undo(said, move || take_apart(company.clone(), party.id, toasts, on_change));
                on_change();
            }
            Err(error) => toasts.say_failed(error.text()),
        }
        let _ = busy.try_set(false);
    });
}

fn take_apart(company: OpenCompany, id: PartyId, toasts: Toasts, on_change: impl Fn() + Copy + Send + Sync + 'static) {
    spawn_local(async move {
        match api::unmerge(&company, id).await {
            Ok(back) => {
                toasts.say(t!(parties.duplicates.unmerged, name = back.name));
                on_change();
            }
            Err(error) => toasts.say_failed(error.text()),
        }
    });
}

/// What a party is made of, each to be taken apart again, and a way to make it part of another.
#[component]
pub(super) fn Merging(
    party: Party,
    others: Vec<Party>,
    on_change: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let into = RwSignal::new(String::new());
    let asked = company.clone();
    let alias = move |alias: PartyAlias| {
        let company = asked.clone();
        let label = t!(parties.merging.apart_named, name = &alias.name);
        let apart = move || take_apart(company.clone(), alias.id, toasts, on_change);
        view! {
            <li>
                <span>{alias.name}</span>
                <Button kind=ButtonKind::Quiet on_press=apart label>{t!(parties.merging.apart)}</Button>
            </li>
        }
    };
    let aliases = party.also_known_as.clone();
    let aliases = (!aliases.is_empty()).then(|| {
        view! {
            <h3>{t!(parties.merging.parts)}</h3>
            <div class="duplicates-group"><ul>{aliases.into_iter().map(alias).collect_view()}</ul></div>
        }
    });
    let every = others.iter().filter(|other| other.id != party.id);
    let choices = std::iter::once((String::new(), t!(parties.merging.none).to_owned()))
        .chain(every.map(|other| (other.id.to_string(), other.name.clone())));
    let choices: Vec<(String, String)> = choices.collect();
    let name = party.name.clone();
    let others = StoredValue::new(others);
    let other = Memo::new(move |_| {
        let into = into.get();
        others.with_value(|others| others.iter().find(|other| other.id.to_string() == into).cloned())
    });
    // The other name is kept unless told otherwise: it is why one came here.
    let stays = RwSignal::new(party.id);
    Effect::new(move |_| {
        if let Some(other) = other.get() {
            stays.set(other.id);
        }
    });
    let both = party.clone();
    let direction = move || other.get().map(|other| view! { <Stays choices=vec![other, both.clone()] chosen=stays /> });
    let merge = move || {
        let Some(other) = other.get_untracked() else { return };
        let (goes, kept) =
            if stays.get_untracked() == other.id { (party.clone(), other) } else { (other, party.clone()) };
        merge_with_undo(company.clone(), goes, kept, toasts, busy, on_change);
    };
    view! {
        <section class="merging">
            {aliases}
            <h3>{t!(parties.merging.title, name = name)}</h3>
            <p>{t!(parties.merging.text)}</p>
            <div class="merging-choice">
                <Select label=t!(parties.merging.into) value=into options=Signal::stored(choices)
                    on_change=move |chosen| into.set(chosen) />
                {direction}
                <Button busy on_press=merge disabled=Signal::derive(move || into.with(String::is_empty))>
                    {t!(parties.duplicates.button)}
                </Button>
            </div>
        </section>
    }
}
