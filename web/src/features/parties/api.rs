//! Lessors and suppliers over HTTP.

use shared::ids::PartyId;
use shared::page::Page;
use shared::parties::{NewParty, Party, PartyDuplicates, PartyMerge};

use crate::client::{self, ClientError};
use crate::company::OpenCompany;

const SUGGESTIONS: u32 = 8;
const LIST_PAGE: u32 = 500;

/// The parties whose name resembles what is typed, the most used first.
pub async fn search(company: &OpenCompany, query: &str) -> Result<Vec<Party>, ClientError> {
    let wanted = Some(query.trim()).filter(|query| !query.is_empty());
    let page: Page<Party> =
        client::get(company.api("/parties")).query_some("q", wanted).query("limit", SUGGESTIONS).receive().await?;
    Ok(page.data)
}

pub async fn list(company: &OpenCompany) -> Result<Vec<Party>, ClientError> {
    let mut all = Vec::new();
    let mut cursor = None::<String>;
    loop {
        let page: Page<Party> = client::get(company.api("/parties"))
            .query("limit", LIST_PAGE)
            .query_some("cursor", cursor.as_deref())
            .receive()
            .await?;
        all.extend(page.data);
        match page.next_cursor.filter(|_| page.has_more) {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

pub async fn create(company: &OpenCompany, body: &NewParty, key: &str) -> Result<Party, ClientError> {
    client::post(company.api("/parties")).json(body).idempotent(key).receive().await
}

pub async fn update(company: &OpenCompany, party: &Party, body: &NewParty) -> Result<Party, ClientError> {
    client::put(company.api(&format!("/parties/{}", party.id))).if_version(party.version).json(body).receive().await
}

pub async fn duplicates(company: &OpenCompany) -> Result<PartyDuplicates, ClientError> {
    client::get(company.api("/parties/duplicates")).receive().await
}

pub async fn merge(company: &OpenCompany, party: &Party, into: PartyId) -> Result<Party, ClientError> {
    client::post(company.api(&format!("/parties/{}/merge", party.id)))
        .if_version(party.version)
        .json(&PartyMerge { into })
        .receive()
        .await
}

/// The merged party has another version since the merge: it is asked for first.
pub async fn unmerge(company: &OpenCompany, id: PartyId) -> Result<Party, ClientError> {
    let merged: Party = client::get(company.api(&format!("/parties/{id}"))).receive().await?;
    client::post(company.api(&format!("/parties/{id}/unmerge"))).if_version(merged.version).receive().await
}
