//! Parties that look like one and the same, and merging them. A merge rewrites nothing and can be taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::parties::Party;

use super::api;
use crate::company::use_company;
use crate::t;
use crate::ui::button::Button;
use crate::ui::icon::{Icon, IconView};
use crate::ui::toast::use_toasts;

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
    let stays = group.first().cloned()?;
    let other = |party: &Party| {
        let text = t!(parties.duplicates.merge, name = &party.name, into = &stays.name);
        view! { <Merge party=party.clone() into=stays.clone() text on_change /> }
    };
    let others = group.iter().skip(1).map(other).collect_view();
    Some(view! { <ul class="duplicates-group">{others}</ul> })
}

#[component]
fn Merge(
    party: Party,
    into: Party,
    text: String,
    on_change: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let count = t!(agreements.count, n = party.agreements);
    let merge = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (company, party, into) = (company.clone(), party.clone(), into.clone());
        spawn_local(async move {
            match api::merge(&company, &party, into.id).await {
                Ok(_) => {
                    let id = party.id;
                    let said = t!(parties.duplicates.merged, name = &party.name, into = &into.name);
                    toasts.say_with_undo(said, move || {
                        let company = company.clone();
                        spawn_local(async move {
                            match api::unmerge(&company, id).await {
                                Ok(back) => {
                                    toasts.say(t!(parties.duplicates.unmerged, name = back.name));
                                    on_change();
                                }
                                Err(error) => toasts.say_failed(error.text()),
                            }
                        });
                    });
                    on_change();
                }
                Err(error) => toasts.say_failed(error.text()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <li>
            <span>{text}" "<span class="unit">{count}</span></span>
            <Button busy on_press=merge>{t!(parties.duplicates.button)}</Button>
        </li>
    }
}
