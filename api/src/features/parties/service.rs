use super::names::{key, likeness};
use super::store::{self, PartyRow};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service as agreements;
use crate::features::register::service as register;
use crate::http::IfMatch;
use shared::ids::{ImportId, PartyId};
use shared::org_number::OrgNumber;
use shared::parties::{NewParty, Party, PartyAlias, PartyDuplicates};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

pub use super::names::key as names_key;
pub use super::store::Origin;

/// A party as others show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyName {
    pub id: PartyId,
    pub name: String,
}

/// Parties by every id and name that leads to them, merged ones followed to their end.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    rows: HashMap<PartyId, PartyRow>,
    keys: HashMap<String, PartyId>,
}

impl Directory {
    pub fn by_id(&self, id: PartyId) -> Option<PartyName> {
        let row = self.row(id)?;
        Some(PartyName { id: row.id(), name: row.name.clone() })
    }

    /// Where it has one that is an organisation number.
    pub fn org_number(&self, id: PartyId) -> Option<OrgNumber> {
        self.row(id)?.org_number.as_deref()?.parse().ok()
    }

    fn row(&self, id: PartyId) -> Option<&PartyRow> {
        let mut row = self.rows.get(&id)?;
        // No longer than the directory: a circle ends too.
        for _ in 0..self.rows.len() {
            match row.merged_into().and_then(|into| self.rows.get(&into)) {
                Some(into) => row = into,
                None => break,
            }
        }
        Some(row)
    }

    pub fn by_name(&self, name: &str) -> Option<PartyName> {
        self.by_id(*self.keys.get(&key(name))?)
    }

    fn add(&mut self, rows: Vec<PartyRow>) {
        for row in rows {
            self.keys.insert(row.name_key.clone(), row.id());
            self.rows.insert(row.id(), row);
        }
    }

    /// Ids that the rows point at and that are not known yet.
    fn unfollowed(&self) -> Vec<PartyId> {
        let pointed: HashSet<PartyId> = self.rows.values().filter_map(PartyRow::merged_into).collect();
        pointed.into_iter().filter(|id| !self.rows.contains_key(id)).collect()
    }
}

/// Looks up parties by id and by name. What is not there is left out.
pub async fn look_up(tx: &CompanyTx, ids: &[PartyId], names: &[&str]) -> Result<Directory, DbError> {
    let mut directory = Directory::default();
    if !ids.is_empty() {
        directory.add(store::find_all(tx, ids).await?);
    }
    if !names.is_empty() {
        let keys: HashSet<String> = names.iter().map(|name| key(name)).collect();
        directory.add(store::find_named(tx, &keys.into_iter().collect::<Vec<_>>()).await?);
    }
    loop {
        let unfollowed = directory.unfollowed();
        if unfollowed.is_empty() {
            return Ok(directory);
        }
        directory.add(store::find_all(tx, &unfollowed).await?);
    }
}

/// [`look_up`], and makes a party of every name that leads nowhere. Call `register::change` first: two
/// writers must not make the same party.
pub async fn find_or_make(
    tx: &CompanyTx,
    ids: &[PartyId],
    names: &[&str],
    origin: Origin,
) -> Result<Directory, DbError> {
    let mut directory = look_up(tx, ids, names).await?;
    bring_back(tx, &directory).await?;
    let missing: BTreeMap<String, &str> =
        names.iter().filter(|name| directory.by_name(name).is_none()).map(|name| (key(name), name.trim())).collect();
    if missing.is_empty() {
        return Ok(directory);
    }
    let made: Vec<(PartyId, NewParty)> = missing
        .values()
        .map(|name| (PartyId::fresh(tx.now()), NewParty { name: (*name).to_owned(), ..NewParty::default() }))
        .collect();
    store::insert(tx, &made, origin).await?;
    let ids: Vec<PartyId> = made.iter().map(|(id, _)| *id).collect();
    directory.add(store::find_all(tx, &ids).await?);
    Ok(directory)
}

/// What was withdrawn and is named again stands in the lists again.
pub async fn bring_back(tx: &CompanyTx, named: &Directory) -> Result<(), DbError> {
    let withdrawn: Vec<PartyId> = named.rows.values().filter(|row| row.is_withdrawn()).map(PartyRow::id).collect();
    if withdrawn.is_empty() {
        return Ok(());
    }
    store::set_withdrawn(tx, &withdrawn, false).await
}

/// Takes what an import made out of the lists, as far as nobody uses it: no agreement in the register names it, nobody
/// has written anything about it, and no party was merged into it.
pub async fn withdraw_unused(tx: &CompanyTx, import: ImportId) -> Result<(), DbError> {
    let made = store::made_by(tx, import).await?;
    let mut used: HashSet<PartyId> = HashSet::new();
    used.extend(agreements::count_by_party(tx, &made).await?.into_iter().map(|(party, _)| party));
    used.extend(store::merged(tx).await?.iter().filter_map(PartyRow::merged_into));
    let unused: Vec<PartyId> = made.into_iter().filter(|id| !used.contains(id)).collect();
    store::set_withdrawn(tx, &unused, true).await
}

/// Every party in the company: what another feature needs to name the parties of many agreements.
pub async fn everyone(tx: &CompanyTx) -> Result<Directory, DbError> {
    let mut directory = Directory::default();
    directory.add(store::all(tx).await?);
    Ok(directory)
}

pub async fn list(
    tx: &CompanyTx,
    search: Option<&str>,
    place: Option<&(String, Uuid)>,
    limit: i64,
) -> ApiResult<Vec<Party>> {
    let search = search.map(key);
    let rows = store::list(tx, search.as_deref(), place, limit).await?;
    shown(tx, rows).await
}

pub async fn find(tx: &CompanyTx, id: PartyId) -> ApiResult<Party> {
    let row = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    shown(tx, vec![row]).await?.pop().ok_or_else(ApiError::not_found)
}

pub async fn create(tx: &CompanyTx, new: &NewParty) -> ApiResult<Party> {
    let new = checked(new)?;
    register::change(tx).await?;
    let namesake = store::find_named(tx, &[key(&new.name)]).await?.into_iter().find(PartyRow::is_withdrawn);
    let id = match namesake {
        Some(withdrawn) => {
            store::set_withdrawn(tx, &[withdrawn.id()], false).await?;
            store::update(tx, withdrawn.id(), &new).await?;
            withdrawn.id()
        }
        None => {
            let id = PartyId::fresh(tx.now());
            store::insert(tx, &[(id, new)], Origin::Person).await.map_err(name_taken)?;
            id
        }
    };
    find(tx, id).await
}

pub async fn update(tx: &CompanyTx, id: PartyId, if_match: IfMatch, new: &NewParty) -> ApiResult<Party> {
    let new = checked(new)?;
    register::change(tx).await?;
    let row = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(row.version)?;
    if row.merged_into().is_some() {
        return Err(ErrorCode::PartyMerged.into());
    }
    store::update(tx, id, &new).await.map_err(name_taken)?;
    find(tx, id).await
}

/// Merges a party into another and returns the other.
pub async fn merge(tx: &CompanyTx, id: PartyId, if_match: IfMatch, into: PartyId) -> ApiResult<Party> {
    register::change(tx).await?;
    let row = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(row.version)?;
    let target = store::find(tx, into).await?;
    let usable = target.filter(|target| target.id() != id && target.merged_into().is_none());
    if usable.is_none() {
        let fault = FieldFault::new(FieldCode::InvalidId).found(&into.to_string());
        let fault = fault.expected("another party of the company that is not merged itself");
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("/into", fault));
    }
    if row.merged_into().is_some() {
        return Err(ErrorCode::PartyMerged.into());
    }
    store::set_merged(tx, id, Some(into)).await?;
    agreements::parties_moved(tx).await?;
    find(tx, into).await
}

/// Takes a merge back and returns the party that was merged.
pub async fn unmerge(tx: &CompanyTx, id: PartyId, if_match: IfMatch) -> ApiResult<Party> {
    register::change(tx).await?;
    let row = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(row.version)?;
    if row.merged_into().is_none() {
        return Err(ErrorCode::PartyNotMerged.into());
    }
    store::set_merged(tx, id, None).await?;
    agreements::parties_moved(tx).await?;
    find(tx, id).await
}

/// Groups of parties whose names differ only in how they are written.
pub async fn duplicates(tx: &CompanyTx) -> ApiResult<PartyDuplicates> {
    let rows = store::all(tx).await?;
    let mut alike: BTreeMap<String, Vec<PartyRow>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.merged_into().is_none() && !row.is_withdrawn()) {
        alike.entry(likeness(&row.name)).or_default().push(row);
    }
    let mut groups = Vec::new();
    for rows in alike.into_values().filter(|rows| rows.len() > 1) {
        groups.push(shown(tx, rows).await?);
    }
    Ok(PartyDuplicates { groups })
}

/// Removes the demo portfolio's parties, except those that real agreements name or real parties were merged with.
pub async fn remove_demo(tx: &CompanyTx) -> Result<(), DbError> {
    let rows = store::all(tx).await?;
    let demo: HashMap<PartyId, &PartyRow> = rows.iter().filter(|row| row.demo).map(|row| (row.id(), row)).collect();
    let demo_ids: Vec<PartyId> = demo.keys().copied().collect();
    let mut kept = agreements::parties_named(tx, &demo_ids).await?;
    for row in &rows {
        match row.merged_into() {
            Some(into) if row.demo && !demo.contains_key(&into) => kept.push(row.id()),
            Some(into) if !row.demo => kept.push(into),
            _ => {}
        }
    }
    // What is kept takes what it leads to with it.
    let mut next = 0;
    while let Some(id) = kept.get(next).copied() {
        kept.extend(demo.get(&id).and_then(|row| row.merged_into()).filter(|into| !kept.contains(into)));
        next += 1;
    }
    store::remove_demo(tx, &kept).await
}

async fn shown(tx: &CompanyTx, rows: Vec<PartyRow>) -> ApiResult<Vec<Party>> {
    let ids: Vec<PartyId> = rows.iter().map(PartyRow::id).collect();
    let mut counts: HashMap<PartyId, i64> = HashMap::new();
    for (party, count) in agreements::count_by_party(tx, &ids).await? {
        *counts.entry(party).or_default() += count;
    }
    let merged = store::merged(tx).await?;
    Ok(rows
        .into_iter()
        .map(|row| Party {
            id: row.id(),
            version: row.version,
            agreements: counts.get(&row.id()).copied().unwrap_or(0),
            also_known_as: aliases(row.id(), &merged),
            merged_into: row.merged_into(),
            name: row.name,
            org_number: row.org_number,
            email: row.email,
            phone: row.phone,
        })
        .collect())
}

/// Merged parties never form a circle: only one that is not merged itself can be merged into.
fn aliases(party: PartyId, merged: &[PartyRow]) -> Vec<PartyAlias> {
    let mut ends = vec![party];
    let mut aliases = Vec::new();
    while let Some(end) = ends.pop() {
        for row in merged.iter().filter(|row| row.merged_into() == Some(end)) {
            aliases.push(PartyAlias { id: row.id(), name: row.name.clone() });
            ends.push(row.id());
        }
    }
    aliases
}

fn name_taken(error: DbError) -> ApiError {
    ApiError::from(error).on_constraint("party_name_key", ErrorCode::PartyNameTaken)
}

/// Texts without spaces around them; a Swedish organisation number in its canonical form.
fn checked(new: &NewParty) -> ApiResult<NewParty> {
    let mut error = None;
    let mut at = |place: &str, fault: FieldFault| {
        let so_far = error.take().unwrap_or_else(|| ApiError::new(ErrorCode::ValidationFailed));
        error = Some(so_far.at(place, fault));
    };
    let tidy =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let mut tidied = NewParty {
        name: new.name.trim().to_owned(),
        org_number: tidy(&new.org_number),
        email: tidy(&new.email),
        phone: tidy(&new.phone),
    };
    if tidied.name.is_empty() {
        at("/name", FieldFault::new(FieldCode::MissingField).expected("the party's name"));
    }
    for (place, text) in
        [("/name", Some(&tidied.name)), ("/org_number", tidied.org_number.as_ref()), ("/phone", tidied.phone.as_ref())]
    {
        if let Some(text) = text
            && text.chars().any(char::is_control)
        {
            at(place, FieldFault::new(FieldCode::InvalidText).found(text).expected("text without control characters"));
        }
    }
    if let Some(number) = &tidied.org_number
        && looks_swedish(number)
    {
        match number.parse::<OrgNumber>() {
            Ok(number) => tidied.org_number = Some(number.to_string()),
            Err(fault) => at("/org_number", fault),
        }
    }
    match error {
        Some(error) => Err(error),
        None => Ok(tidied),
    }
}

/// Ten or twelve digits, perhaps with a hyphen before the last four. Other countries' numbers are kept as written.
fn looks_swedish(number: &str) -> bool {
    let digits = match number.rsplit_once('-') {
        Some((front, back)) if back.len() == 4 => format!("{front}{back}"),
        Some(_) => return false,
        None => number.to_owned(),
    };
    matches!(digits.len(), 10 | 12) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
