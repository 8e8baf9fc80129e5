//! A sheet under a mapping and decisions, held against the register: what each row would do.

use super::super::reading::faults::{NoteCode, severity};
use super::super::reading::grid::RawRow;
use super::super::reading::groups::FaultGroups;
use super::super::reading::mapping::{MappedColumn, Mapping};
use super::super::reading::rows::{Mends, ReadRow, RowReader};
use super::super::reading::sheet::{Sheet, SkippedRow};
use super::super::store::{Decisions, Reading, StagedRow, Totals};
use super::file::off_the_way;
use super::overlay::{self, Wish};
use crate::db::CompanyTx;
use crate::error::ApiResult;
use crate::features::agreements::service::{
    self as agreements, Action, Change, Opened, Outcome, RecordError, Refusal, Stamp, number_key,
};
use crate::features::parties;
use shared::agreements::{EventSource, FieldDifference};
use shared::ids::{AgreementId, ImportId, PartyId};
use shared::imports::{Fault, FaultCode, ImportCell, ImportCounts, ImportField, RowAction, Severity, SkipReason};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub(super) struct Evaluation {
    pub rows: Vec<StagedRow>,
    pub totals: Totals,
}

pub(super) fn stamp(import_id: ImportId) -> Stamp {
    Stamp { source: EventSource::Import { import_id }, reason: None }
}

pub(super) async fn evaluate(
    tx: &CompanyTx,
    id: ImportId,
    sheet: Arc<Sheet>,
    mapping: &Mapping,
    decisions: &Decisions,
) -> ApiResult<Evaluation> {
    let mends = Arc::new(mends(decisions));
    let numbers = {
        let (sheet, mapping, mends) = (Arc::clone(&sheet), mapping.clone(), Arc::clone(&mends));
        off_the_way(move || RowReader::new(&sheet, &mapping, &mends, &|_| false).numbers()).await?
    };
    let known = agreements::numbered(tx, &numbers).await?;
    let (read, known) = {
        let (sheet, mapping, mends) = (Arc::clone(&sheet), mapping.clone(), Arc::clone(&mends));
        off_the_way(move || {
            let read: Vec<ReadRow> =
                RowReader::new(&sheet, &mapping, &mends, &|number| known.contains_key(&number_key(number))).collect();
            (read, known)
        })
        .await?
    };
    let mut rows: Vec<StagedRow> = Vec::with_capacity(read.len() + sheet.skipped.len());
    for (raw, read) in sheet.rows.iter().zip(read) {
        rows.push(staged(raw, read, mapping, decisions, &known));
    }
    settle_updates(tx, id, &mut rows).await?;
    rows.extend(
        sheet
            .skipped
            .iter()
            .filter(|skipped| Some(skipped.row.number) > sheet.header_row)
            .map(|skipped| left_out(skipped, mapping)),
    );
    rows.sort_by_key(|row| row.sheet_row);
    let totals = totals(&rows);
    Ok(Evaluation { rows, totals })
}

fn mends(decisions: &Decisions) -> Mends {
    let mut mends = Mends::default();
    for ((row, field), text) in &decisions.mends {
        mends.set(*row, *field, text);
    }
    decisions.skipped.iter().for_each(|row| mends.skip(*row));
    mends
}

/// What was assumed for a new agreement says nothing about one that is there: a blank never overwrites.
const ASSUMED: [NoteCode; 2] = [NoteCode::Default, NoteCode::StandInTitle];

fn staged(
    raw: &RawRow,
    read: ReadRow,
    mapping: &Mapping,
    decisions: &Decisions,
    known: &HashMap<String, AgreementId>,
) -> StagedRow {
    let cells = cells(raw, &read, mapping, decisions);
    let is_blocked = read.is_blocked();
    let agreement = read.value(ImportField::Number).and_then(|number| known.get(&number_key(number))).copied();
    let ReadRow { sheet_row, mut values, custom, notes, faults } = read;
    if agreement.is_some() {
        for (field, _) in notes.iter().filter(|(_, note)| ASSUMED.contains(note)) {
            values.remove(field);
        }
    }
    let is_skipped = decisions.skipped.contains(&sheet_row);
    let action = match agreement {
        _ if is_skipped => RowAction::Skip,
        _ if is_blocked => RowAction::Faulty,
        Some(_) => RowAction::Update,
        None => RowAction::Create,
    };
    StagedRow {
        sheet_row,
        action,
        skip_reason: is_skipped.then_some(SkipReason::Person),
        agreement: agreement.map(|id| (id, 0)),
        reading: Reading { values, custom },
        cells,
        faults: if is_skipped { Vec::new() } else { faults },
        differences: Vec::new(),
    }
}

/// The fields that have a column, were mended or were assumed.
fn cells(raw: &RawRow, read: &ReadRow, mapping: &Mapping, decisions: &Decisions) -> Vec<ImportCell> {
    let cell = |field: ImportField| {
        let mend = decisions.mends.get(&(raw.number, field));
        let column = mapping.columns.get(&field).map(|column| raw.cell(column.index));
        let value = read.value(field).map(str::to_owned);
        if mend.is_none() && column.is_none() && value.is_none() {
            return None;
        }
        let text = match (mend, column) {
            (Some(mend), _) => mend.clone(),
            (None, Some(cell)) => cell.shown().into_owned(),
            (None, None) => String::new(),
        };
        Some(ImportCell { field, text, value, mended: mend.is_some() })
    };
    ImportField::ALL.into_iter().filter_map(cell).collect()
}

fn left_out(skipped: &SkippedRow, mapping: &Mapping) -> StagedRow {
    let cell = |(field, column): (&ImportField, &MappedColumn)| {
        let text = skipped.row.cell(column.index).shown().into_owned();
        (!text.is_empty()).then_some(ImportCell { field: *field, text, value: None, mended: false })
    };
    StagedRow {
        sheet_row: skipped.row.number,
        action: RowAction::Skip,
        skip_reason: Some(skipped.reason),
        agreement: None,
        reading: Reading::default(),
        cells: mapping.columns.iter().filter_map(cell).collect(),
        faults: Vec::new(),
        differences: Vec::new(),
    }
}

/// Says of every row about a known agreement what it would change, and what stands in the way.
async fn settle_updates(tx: &CompanyTx, id: ImportId, rows: &mut [StagedRow]) -> ApiResult<()> {
    let ids: Vec<AgreementId> = rows
        .iter()
        .filter(|row| row.action == RowAction::Update)
        .filter_map(|row| row.agreement)
        .map(|(id, _)| id)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let opened = agreements::look(tx, &ids).await?;
    let directory = directory(tx, rows, &opened).await?;
    let mut corrections = Vec::new();
    let mut endings = Vec::new();
    for (index, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.action == RowAction::Update) {
        let Some(target) = row.agreement.and_then(|(id, _)| opened.get(&id)) else { continue };
        row.agreement = Some((target.id, target.state.version));
        let Wish { patch, ending, kept } = overlay::wish(&target.state, &row.reading, tx.today(), &directory)?;
        row.faults
            .extend(kept.into_iter().map(|(field, today)| changed_since(row.sheet_row, field, &row.cells, today)));
        if !patch.0.is_empty() {
            corrections.push((index, target.clone(), Action::Correct { patch }));
        }
        if let Some(ending) = ending {
            let on = FieldDifference {
                field: "ended_on".to_owned(),
                before: None,
                after: Some(ending.on.to_string().into()),
            };
            row.differences.push(on);
            endings.push((index, target.clone(), Action::End(ending)));
        }
    }
    let corrected = rehearse(tx, id, rows, corrections).await?;
    let (indexes, outcomes): (Vec<usize>, Vec<Outcome>) = corrected.into_iter().unzip();
    let differences = agreements::shown_differences(tx, &outcomes).await?;
    for (index, differences) in indexes.into_iter().zip(differences) {
        if let Some(row) = rows.get_mut(index) {
            row.differences.extend(differences);
        }
    }
    rehearse(tx, id, rows, endings).await?;
    for row in rows.iter_mut().filter(|row| row.action == RowAction::Update && row.differences.is_empty()) {
        row.action = RowAction::Unchanged;
    }
    Ok(())
}

/// The parties that the rows name and those that their agreements have.
async fn directory(
    tx: &CompanyTx,
    rows: &[StagedRow],
    opened: &HashMap<AgreementId, Opened>,
) -> ApiResult<parties::service::Directory> {
    let updates = rows.iter().filter(|row| row.action == RowAction::Update);
    let names: HashSet<&str> = updates
        .flat_map(|row| [ImportField::Lessor, ImportField::Supplier].map(|field| row.reading.values.get(&field)))
        .flatten()
        .map(String::as_str)
        .collect();
    let mut ids: HashSet<PartyId> = HashSet::new();
    for target in opened.values() {
        let terms = target.state.terms_on(tx.today())?;
        ids.extend(terms.lessor_id.iter().chain(&terms.supplier_id));
    }
    let (ids, names): (Vec<PartyId>, Vec<&str>) = (ids.into_iter().collect(), names.into_iter().collect());
    Ok(parties::service::look_up(tx, &ids, &names).await?)
}

/// What recording would do. What is refused becomes a fault of its row, and the rest is tried without it.
async fn rehearse(
    tx: &CompanyTx,
    id: ImportId,
    rows: &mut [StagedRow],
    mut changes: Vec<(usize, Opened, Action)>,
) -> ApiResult<Vec<(usize, Outcome)>> {
    while !changes.is_empty() {
        let wished = changes.iter().map(|(_, target, action)| Change::to(target.clone(), action.clone())).collect();
        match agreements::rehearse(tx, &stamp(id), wished).await {
            Ok(outcomes) => return Ok(changes.into_iter().map(|(index, ..)| index).zip(outcomes).collect()),
            Err(RecordError::Other(error)) => return Err(error),
            Err(RecordError::Refused(refused)) => {
                let places: BTreeSet<usize> = refused.iter().map(|refused| refused.index).collect();
                for refused in refused {
                    let row = changes.get(refused.index).and_then(|(index, ..)| rows.get_mut(*index));
                    if let Some(row) = row {
                        row.faults.extend(faults_of(row, &refused.refusal));
                        row.action = RowAction::Faulty;
                    }
                }
                let mut place = 0;
                changes.retain(|_| {
                    place += 1;
                    !places.contains(&(place - 1))
                });
            }
        }
    }
    Ok(Vec::new())
}

fn faults_of(row: &StagedRow, refusal: &Refusal) -> Vec<Fault> {
    let code = match refusal {
        Refusal::DuplicateNumber { .. } => FaultCode::DuplicateNumber,
        _ => FaultCode::NotCalculable,
    };
    let mut faults: Vec<Fault> = refusal
        .places()
        .into_iter()
        .map(|(place, fault)| {
            let name = place.rsplit('/').next().unwrap_or_default();
            let field = overlay::field_of(name);
            Fault { expected: fault.expected, ..fault_at(row.sheet_row, field, &row.cells, code) }
        })
        .collect();
    if faults.is_empty() {
        faults.push(fault_at(row.sheet_row, None, &row.cells, code));
    }
    faults
}

fn changed_since(sheet_row: u32, field: ImportField, cells: &[ImportCell], today: String) -> Fault {
    Fault { expected: Some(today), ..fault_at(sheet_row, Some(field), cells, FaultCode::ChangedSince) }
}

fn fault_at(row: u32, field: Option<ImportField>, cells: &[ImportCell], code: FaultCode) -> Fault {
    let found = cells.iter().find(|cell| Some(cell.field) == field).map(|cell| cell.text.clone());
    Fault { code, severity: severity(code), row, field, column: None, found, expected: None, suggestion: None }
}

fn totals(rows: &[StagedRow]) -> Totals {
    let mut counts = ImportCounts::default();
    let mut groups = FaultGroups::default();
    for row in rows {
        counts.rows += 1;
        match row.action {
            RowAction::Create => counts.create += 1,
            RowAction::Update => counts.update += 1,
            RowAction::Unchanged => counts.unchanged += 1,
            RowAction::Skip => counts.skip += 1,
            RowAction::Faulty => counts.faulty += 1,
        }
        for fault in &row.faults {
            counts.warnings += u32::from(fault.severity == Severity::Warning);
            groups.add(fault);
        }
    }
    Totals { counts, fault_groups: groups.into_vec() }
}
