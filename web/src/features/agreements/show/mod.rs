//! One agreement: where it stands, what it says, what it costs, and what happened to it.

mod decision;
mod ending;
mod explain;
mod header;
mod history;
mod notes;
mod plan;
mod summary;
mod time;

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use shared::agreements::{Agreement, AgreementStatus};
use shared::ids::AgreementId;

use super::{api, changed};
use crate::client::ClientError;
use crate::company::{OpenCompany, use_company};
use crate::features::books::{Accounting, Subject};
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::empty::Failed;
use crate::ui::page::Page;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::toast::{Toasts, use_toasts};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Show {
    id: Memo<Option<AgreementId>>,
    company: StoredValue<OpenCompany>,
    address: Address,
    agreement: RwSignal<Option<Result<Agreement, ClientError>>>,
    /// The moment whose knowledge is shown; [`None`]: what is known now.
    known_at: Memo<Option<DateTime<Utc>>>,
    toasts: Toasts,
    turn: StoredValue<u32>,
}

impl Show {
    fn company(self) -> OpenCompany {
        self.company.get_value()
    }

    fn as_of(self) -> NaiveDate {
        self.company().as_of.date()
    }

    /// Only what is known now can be changed.
    fn may_edit(self) -> bool {
        self.company().may_edit() && self.known_at.get().is_none()
    }

    /// As its books are asked for.
    fn subject(self, agreement: Memo<Option<Agreement>>) -> Subject {
        Subject {
            id: self.id,
            company: self.company,
            address: self.address,
            known_at: self.known_at,
            currency: Memo::new(move |_| agreement.with(|found| found.as_ref().map(|a| a.terms.currency))),
            timing: Memo::new(move |_| {
                agreement.with(|found| found.as_ref().map(|a| a.terms.timing).unwrap_or_default())
            }),
            fetched: Signal::derive(move || self.agreement.track()),
        }
    }

    /// What is shown stays until the new is here, so that nothing flickers while a slider moves.
    fn fetch(self) {
        let Some(id) = self.id.get_untracked() else {
            return self.agreement.set(Some(Err(ClientError::Unreadable)));
        };
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        let (as_of, known_at) = untrack(|| (self.company().as_of.chosen(), self.known_at.get()));
        spawn_local(async move {
            let found = api::find(&self.company(), id, as_of, known_at).await;
            if self.turn.try_get_value() == Some(turn) {
                self.agreement.set(Some(found));
            }
        });
    }
}

const TABS: [&str; 5] = ["overview", "plan", "accounting", "events", "notes"];

#[component]
pub fn ShowPage() -> impl IntoView {
    let params = use_params_map();
    let address = Address::here();
    let show = Show {
        id: Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok()))),
        company: StoredValue::new(use_company()),
        address,
        agreement: RwSignal::new(None),
        known_at: Memo::new(move |_| address.get("known_at").and_then(|at| at.parse().ok())),
        toasts: use_toasts(),
        turn: StoredValue::new(0),
    };
    Effect::new(move |before: Option<Option<AgreementId>>| {
        let id = show.id.get();
        show.known_at.track();
        show.company().as_of.chosen();
        changed::track();
        if before.is_some_and(|before| before != id) {
            show.agreement.set(None);
        }
        show.fetch();
        id
    });
    let agreement =
        Memo::new(move |_| show.agreement.with(|found| found.as_ref().and_then(|f| f.as_ref().ok().cloned())));
    let title = move || agreement.with(|found| found.as_ref().map(|a| a.terms.title.clone()).unwrap_or_default());
    let lead = move || agreement.with(|found| found.as_ref().map(header::status_sentence).unwrap_or_default());
    let actions = move || {
        let found = agreement.get()?;
        show.may_edit().then(|| view! { <header::Actions show agreement=found /> })
    };
    let above = (t!(agreement_list.title).to_owned(), untrack(|| show.company().href(Place::Agreements)));
    view! {
        <Page above=above title=Signal::derive(title) lead=Signal::derive(lead) actions=move || view! { {actions} } wide=true>
            {move || match (agreement.with(Option::is_some), show.agreement.with(|found| found.as_ref().and_then(|f| f.as_ref().err().cloned()))) {
                (_, Some(error)) => view! { <Failed error on_retry=move || show.fetch() /> }.into_any(),
                (false, None) => view! { <SkeletonLines lines=8 /> }.into_any(),
                (true, None) => view! { <Shown show agreement /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Shown(show: Show, agreement: Memo<Option<Agreement>>) -> impl IntoView {
    let current = Memo::new(move |_| {
        let wanted = show.address.get("tab").unwrap_or_default();
        TABS.into_iter().find(|tab| *tab == wanted).unwrap_or(TABS[0])
    });
    let tabs = move || {
        let tab = |key: &'static str| Tab {
            key,
            text: match key {
                "plan" => t!(agreement_page.tab.plan),
                "accounting" => t!(agreement_page.tab.accounting),
                "events" => t!(agreement_page.tab.events),
                "notes" => t!(agreement_page.tab.notes),
                _ => t!(agreement_page.tab.overview),
            }
            .to_owned(),
            href: show.address.with(&[
                ("tab", (key != TABS[0]).then(|| key.to_owned())),
                ("row", None),
                ("period", None),
            ]),
        };
        TABS.map(tab).to_vec()
    };
    let content = move || match current.get() {
        "plan" => view! { <plan::PlanTab show /> }.into_any(),
        "accounting" => view! { <Accounting subject=show.subject(agreement) /> }.into_any(),
        "events" => view! { <history::HistoryTab show agreement /> }.into_any(),
        "notes" => view! { <notes::NotesTab show agreement /> }.into_any(),
        _ => view! { <summary::SummaryTab show agreement /> }.into_any(),
    };
    view! {
        <header::Facts show agreement />
        <Tabs label=t!(agreement_page.tab.label) tabs=Signal::derive(tabs) current=Signal::derive(move || current.get().to_owned()) />
        {content}
    }
}

fn is_deleted(agreement: &Agreement) -> bool {
    agreement.status == AgreementStatus::Deleted
}
