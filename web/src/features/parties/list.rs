use leptos::prelude::*;
use shared::parties::Party;

use super::api;
use super::duplicates::{Duplicates, Merging};
use super::edit::PartyForm;
use crate::company::use_company;
use crate::features::settings::above_settings;
use crate::route::Page as Place;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::use_toasts;
use crate::{format, t};

/// Which party the dialog is about.
#[derive(Clone, PartialEq)]
pub(super) enum Subject {
    New,
    Known(Box<Party>),
}

#[component]
pub fn PartiesPage() -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let may_edit = company.may_edit();
    let subject = RwSignal::new(Subject::New);
    let open = RwSignal::new(false);
    let parties = LocalResource::new(move || {
        let company = company.clone();
        async move { api::list(&company).await }
    });
    let refetch = move || parties.refetch();
    let edit = move |party: Party| {
        subject.set(Subject::Known(Box::new(party)));
        open.set(true);
    };
    let add = move || {
        subject.set(Subject::New);
        open.set(true);
    };
    let actions = move || {
        may_edit.then(|| {
            view! { <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=add>{t!(parties.add)}</Button> }
        })
    };
    let done = move |party: Party| {
        open.set(false);
        toasts.say(t!(parties.saved, name = party.name));
        refetch();
    };
    let merged = move || {
        open.set(false);
        refetch();
    };
    let merging = move || {
        let Subject::Known(party) = subject.get() else { return None };
        let others = parties.get_untracked().and_then(Result::ok).unwrap_or_default();
        (others.len() > 1 || !party.also_known_as.is_empty())
            .then(|| view! { <Merging party=*party others on_change=merged /> })
    };
    let title = move || match subject.get() {
        Subject::New => t!(parties.add).to_owned(),
        Subject::Known(party) => party.name,
    };
    view! {
        <Page above=above_settings() title=t!(settings.parties.title).to_owned() lead=t!(settings.parties.lead).to_owned() actions>
            <Duplicates parties=Signal::derive(move || parties.get().is_some()) on_change=refetch />
            {move || match parties.get() {
                None => view! { <SkeletonLines /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=refetch /> }.into_any(),
                Some(Ok(found)) if found.is_empty() => {
                    view! { <Empty icon=Icon::Building title=t!(parties.empty.title) text=t!(parties.empty.text) /> }
                        .into_any()
                }
                Some(Ok(found)) => view! { <PartyTable found may_edit on_edit=edit /> }.into_any(),
            }}
            {move || {
                let title = title();
                view! {
                    <Dialog open title>
                        <PartyForm subject=subject.get() on_done=done />
                        {merging()}
                    </Dialog>
                }
            }}
        </Page>
    }
}

#[component]
fn PartyTable(
    found: Vec<Party>,
    may_edit: bool,
    on_edit: impl Fn(Party) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let company = use_company();
    let headings = vec![
        Heading::text(t!(parties.name)),
        Heading::text(t!(parties.org_number)),
        Heading::text(t!(parties.contact)),
        Heading::number(t!(parties.agreements)),
        Heading::unseen(t!(ui.actions)),
    ];
    let row = move |party: Party| {
        let id = party.id.to_string();
        let href = company.href_with(Place::Agreements, &[("lessor_id", id.as_str())]);
        let aliases: Vec<&str> = party.also_known_as.iter().map(|alias| alias.name.as_str()).collect();
        let also = (!aliases.is_empty()).then(|| t!(parties.also, names = aliases.join(", ")));
        let contact: Vec<&str> = [party.email.as_deref(), party.phone.as_deref()].into_iter().flatten().collect();
        let label = t!(parties.edit_named, name = &party.name);
        let edited = party.clone();
        let press = move || on_edit(edited.clone());
        view! {
            <tr>
                <th scope="row">
                    {party.name.clone()}
                    {also.map(|also| view! { <span class="party-also">{also}</span> })}
                </th>
                <td class="number-start">{party.org_number.clone()}</td>
                <td>{contact.join(" · ")}</td>
                <td class="number"><a href=href>{format::integer(party.agreements)}</a></td>
                <td class="actions">
                    {may_edit.then(|| view! { <Button kind=ButtonKind::Quiet on_press=press label>{t!(parties.edit)}</Button> })}
                </td>
            </tr>
        }
    };
    view! {
        <div class="party-table">
            <Table caption=t!(settings.parties.title) headings>{found.into_iter().map(row).collect_view()}</Table>
        </div>
    }
}
