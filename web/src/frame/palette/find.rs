use std::time::Duration;

use leptos::prelude::*;
use shared::agreements::AgreementListItem;
use shared::page::Page;
use shared::parties::Party;

use super::entries::{Entry, Group, Target};
use crate::client::{self, ClientError};
use crate::company::OpenCompany;
use crate::route;
use crate::ui::icon::Icon;

/// Fewer letters would find half the register.
const FEWEST_LETTERS: usize = 2;
/// Long enough that a word is typed to its end, short enough not to be felt.
const PAUSE: Duration = Duration::from_millis(120);

/// Agreements and parties that fit, and whether more may be on their way. A failed search shows nothing: the pages
/// and acts still work.
pub(super) fn in_register(company: &OpenCompany, query: RwSignal<String>) -> Memo<(Vec<Entry>, bool)> {
    let settled = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = before.flatten() {
            timer.clear();
        }
        let query = query.get();
        let settle = move || {
            let _ = settled.try_set(query);
        };
        set_timeout_with_handle(settle, PAUSE).ok()
    });
    let company = company.clone();
    let found = LocalResource::new(move || {
        let (company, wanted) = (company.clone(), settled.get().trim().to_owned());
        async move {
            if wanted.chars().count() < FEWEST_LETTERS {
                return Vec::new();
            }
            let mut entries = agreements(&company, &wanted).await.unwrap_or_default();
            entries.extend(parties(&company, &wanted).await.unwrap_or_default());
            entries
        }
    });
    Memo::new(move |_| {
        let waiting = query.with(|query| settled.with(|settled| query != settled)) || found.with(Option::is_none);
        (found.get().unwrap_or_default(), waiting)
    })
}

async fn agreements(company: &OpenCompany, query: &str) -> Result<Vec<Entry>, ClientError> {
    let page: Page<AgreementListItem> =
        client::get(company.api("/agreements")).query("q", query).query("limit", 6).receive().await?;
    let entry = |item: AgreementListItem| Entry {
        group: Group::Agreements,
        icon: Icon::Document,
        text: item.title,
        detail: [Some(item.number), item.lessor_name].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        target: Target::Go(company.href_untracked(route::Page::Agreement(item.id))),
    };
    Ok(page.data.into_iter().map(entry).collect())
}

async fn parties(company: &OpenCompany, query: &str) -> Result<Vec<Entry>, ClientError> {
    let page: Page<Party> = client::get(company.api("/parties")).query("q", query).query("limit", 4).receive().await?;
    let entry = |party: Party| {
        let id = party.id.to_string();
        let address = untrack(|| company.href_with(route::Page::Agreements, &[("lessor_id", id.as_str())]));
        Entry {
            group: Group::Parties,
            icon: Icon::Building,
            text: party.name,
            detail: party.org_number.unwrap_or_default(),
            target: Target::Go(address),
        }
    };
    Ok(page.data.into_iter().map(entry).collect())
}
