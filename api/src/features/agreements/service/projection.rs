//! What the row of an agreement says about a state. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use shared::agreements::AgreementTerms;
use shared::ids::{AgreementId, ImportId, PartyId};

use super::super::history::{BrokenHistory, State};
use super::super::store::Projection;
use crate::features::parties::service::Directory;

/// What the row says that the terms do not.
pub(super) struct Frame {
    pub(super) id: AgreementId,
    pub(super) demo: bool,
    pub(super) import_id: Option<ImportId>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

/// `parties` knows every party that the terms of today name.
pub(super) fn project(
    frame: &Frame,
    state: &State,
    parties: &Directory,
    today: NaiveDate,
) -> Result<Projection, BrokenHistory> {
    let terms = state.terms_on(today)?;
    let followed = |id: Option<PartyId>| id.map(|id| parties.by_id(id).map_or(id, |party| party.id));
    let lessor = followed(terms.lessor_id).ok_or(BrokenHistory::Incomplete { field: "lessor_id" })?;
    let number = terms.number.clone().ok_or(BrokenHistory::Incomplete { field: "number" })?;
    Ok(Projection {
        id: frame.id,
        version: state.version,
        number,
        title: terms.title.clone(),
        kind: terms.kind,
        lessor,
        supplier: followed(terms.supplier_id),
        start_on: terms.start_on,
        end_on: terms.end_on.ok_or(BrokenHistory::Incomplete { field: "end_on" })?,
        ending: state.ending().map(|ending| (ending.on, ending.how)),
        currency: terms.currency,
        fee: terms.fee,
        interval_months: months(terms.interval_months),
        notice_months: terms.notice_months.map(months),
        object_type: terms.object_type.clone(),
        department: terms.department.clone(),
        cost_center: terms.cost_center.clone(),
        project: terms.project.clone(),
        responsible: terms.responsible.clone(),
        search_text: search_text(&terms),
        original_terms: json(&state.original)?,
        changes: json(&state.changes)?,
        next_change_on: state.next_change_after(today),
        deleted_at: state.deleted.then_some(frame.updated_at),
        demo: frame.demo,
        import_id: frame.import_id,
        created_at: frame.created_at,
        updated_at: frame.updated_at,
    })
}

/// Checked terms hold no more months than fit.
fn months(months: u32) -> i32 {
    i32::try_from(months).unwrap_or(i32::MAX)
}

fn json(value: &impl Serialize) -> Result<String, BrokenHistory> {
    Ok(serde_json::to_string(value)?)
}

/// As searches are made: lower case. Line breaks keep a search from matching across fields.
fn search_text(terms: &AgreementTerms) -> String {
    let objects = terms.objects.iter().flat_map(|object| {
        [Some(object.description.as_str()), object.serial_number.as_deref(), object.registration.as_deref()]
    });
    let texts: Vec<&str> = [terms.number.as_deref(), Some(terms.title.as_str()), terms.object_type.as_deref()]
        .into_iter()
        .chain(objects)
        .flatten()
        .collect();
    texts.join("\n").to_lowercase()
}
