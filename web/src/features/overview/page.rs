use leptos::prelude::*;

use super::api;
use super::development::Development;
use super::notices::Notices;
use super::recent::Recent;
use super::start::{DemoBanner, Start};
use super::tiles::Tiles;
use crate::company::use_company;
use crate::ui::empty::Failed;
use crate::ui::page::Page;
use crate::ui::skeleton::SkeletonLines;
use crate::{format, t};

#[component]
pub(super) fn OverviewPage() -> impl IntoView {
    let company = use_company();
    let as_of = company.as_of;
    let asked = company.clone();
    // Raised when the register has changed under the page: the demo portfolio came or went.
    let changes = RwSignal::new(0_u32);
    let overview = LocalResource::new(move || {
        changes.track();
        let (company, day) = (asked.clone(), as_of.chosen());
        async move { api::overview(&company, day).await }
    });
    let lead = Signal::derive(move || t!(overview.lead, day = format::date_long(as_of.date())));
    let known = Memo::new(move |_| overview.get().and_then(Result::ok));
    let failure = move || overview.get().and_then(Result::err);
    let empty = Memo::new(move |_| known.with(|known| known.as_ref().map(|overview| overview.agreements == 0)));
    let demo = Memo::new(move |_| known.with(|known| known.as_ref().is_some_and(|overview| overview.demo)));
    let changed = move || changes.update(|changes| *changes += 1);
    view! {
        <Page title=t!(overview.title).to_owned() lead wide=true>
            {move || failure().map(|error| view! { <Failed error on_retry=move || overview.refetch() /> })}
            <Show when=move || demo.get()>
                <DemoBanner on_gone=changed />
            </Show>
            {move || match empty.get() {
                None if overview.get().is_none() => view! { <SkeletonLines /> }.into_any(),
                None => ().into_any(),
                Some(true) => view! { <Start on_demo=changed /> }.into_any(),
                Some(false) => view! {
                    <Tiles overview=known />
                    <Development changes />
                    <Notices overview=known />
                    <Recent changes />
                }
                    .into_any(),
            }}
        </Page>
    }
}
