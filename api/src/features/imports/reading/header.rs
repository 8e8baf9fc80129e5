//! Which row holds the headers, which column holds which field, and which rows hold no agreement.

mod dictionary;
mod matching;
pub(crate) mod words;

pub use matching::{Candidate, GOOD_ENOUGH, MatchReason};

use super::cells::{self, CellReading, ColumnRules, DateOrder, DecimalMark};
use super::fields::{FieldKind, FieldSpec, ImportField};
use super::grid::{Grid, RawCell, RawRow};
use super::{SheetError, limits};
use std::collections::BTreeMap;

/// Cells looked at to see whether a column holds what its header says.
const SAMPLED_CELLS: usize = 40;

/// Candidates of every column, by column index.
pub(super) type Matches = BTreeMap<usize, Vec<Candidate>>;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeaderRow {
    /// Into the rows of the grid.
    pub index: usize,
    pub texts: BTreeMap<usize, String>,
    pub matches: Matches,
    /// Sum of the scores of the fields found.
    pub score: f64,
}

/// The row that names the most fields. Without one that names two, the first row of plain words above other things;
/// without that, none: a sheet may begin with its data.
pub(super) fn find(grid: &Grid) -> Option<HeaderRow> {
    let head = grid.rows.iter().enumerate().take(limits::HEAD_ROWS as usize);
    let mut best: Option<HeaderRow> = None;
    for (index, row) in head.filter(|(_, row)| is_mostly_text(row)) {
        let header = named(grid, index, row);
        let fields = assigned(&header.matches).len();
        if fields >= 2 && best.as_ref().is_none_or(|best| header.score > best.score) {
            best = Some(header);
        }
    }
    best.or_else(|| first_row_of_words(grid))
}

/// The row a person points at.
pub(super) fn at(grid: &Grid, sheet_row: u32) -> Result<HeaderRow, SheetError> {
    let index = grid.rows.iter().position(|row| row.number == sheet_row);
    let (index, row) = index
        .and_then(|index| Some((index, grid.rows.get(index)?)))
        .ok_or(SheetError::UnknownRow { row: sheet_row })?;
    Ok(named(grid, index, row))
}

/// Rows of data mostly are not, which spares looking their cells up.
fn is_mostly_text(row: &RawRow) -> bool {
    let is_text =
        |cell: &RawCell| matches!(cell, RawCell::Text(text) if !text.starts_with(|first: char| first.is_ascii_digit()));
    let texts = row.filled().filter(|(_, cell)| is_text(cell)).count();
    texts >= 2 && texts * 4 >= row.filled().count() * 3
}

fn named(grid: &Grid, index: usize, row: &RawRow) -> HeaderRow {
    let above =
        index.checked_sub(1).and_then(|above| grid.rows.get(above)).filter(|above| above.number + 1 == row.number);
    let mut texts = BTreeMap::new();
    let mut matches = Matches::new();
    for column in 0..row.cells.len().max(above.map_or(0, |above| above.cells.len())) {
        let own = header_text(row.cell(column));
        let over = above.and_then(|above| header_text(above.cell(column)));
        let Some(text) = own.clone().or_else(|| over.clone()) else { continue };
        let mut candidates = matching::candidates(&text);
        // A header in two rows: "Avgift" over "per betalning".
        if let (Some(own), Some(over)) = (own, over)
            && candidates.first().is_none_or(|candidate| candidate.score < GOOD_ENOUGH)
        {
            candidates = matching::candidates(&format!("{over} {own}"));
        }
        matches.insert(column, candidates);
        texts.insert(column, text);
    }
    let fields = assigned(&matches);
    let is_own = |column: usize| !row.cell(column).is_blank();
    let own = fields.values().filter(|(column, _)| is_own(*column)).count();
    // A row with little of its own is not the header, whatever stands above it.
    let counts_above = own >= 2 && own * 2 > fields.len();
    let score = fields
        .values()
        .filter(|(column, _)| counts_above || is_own(*column))
        .map(|(_, candidate)| candidate.score)
        .sum();
    HeaderRow { index, texts, matches, score }
}

fn header_text(cell: &RawCell) -> Option<String> {
    match cell {
        RawCell::Text(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty() && text.chars().count() <= 100).then_some(text)
        }
        _ => None,
    }
}

fn first_row_of_words(grid: &Grid) -> Option<HeaderRow> {
    let is_word =
        |cell: &RawCell| matches!(cell, RawCell::Text(text) if !text.bytes().any(|byte| byte.is_ascii_digit()));
    let rows: Vec<&RawRow> = grid.rows.iter().take(limits::HEAD_ROWS as usize).collect();
    let index = rows.windows(2).position(|pair| match pair {
        [row, next] => {
            let filled = row.filled().count();
            filled >= 2
                && row.filled().all(|(_, cell)| is_word(cell))
                && next.filled().count() * 2 >= filled
                && next.filled().any(|(_, cell)| !is_word(cell))
        }
        _ => false,
    })?;
    Some(named(grid, index, rows.get(index)?))
}

/// Each field to the column that fits it best, and no column twice.
pub(super) fn assigned(matches: &Matches) -> BTreeMap<ImportField, (usize, Candidate)> {
    let mut offers: Vec<(usize, Candidate)> = matches
        .iter()
        .flat_map(|(column, candidates)| candidates.iter().map(|candidate| (*column, *candidate)))
        .filter(|(_, candidate)| candidate.score >= GOOD_ENOUGH)
        .collect();
    // A stable sort: of equals, the leftmost column.
    offers.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
    let mut fields = BTreeMap::new();
    let mut taken = Vec::new();
    for (column, candidate) in offers {
        if !taken.contains(&column) && !fields.contains_key(&candidate.field) {
            taken.push(column);
            fields.insert(candidate.field, (column, candidate));
        }
    }
    fields
}

/// Lowers candidates whose column holds something else, and lifts those it proves a little: of two fields called
/// "Typ" it is the cells that tell which.
pub(super) fn weigh_by_content(matches: &mut Matches, rows: &[RawRow]) {
    for (column, candidates) in matches.iter_mut() {
        for candidate in candidates.iter_mut() {
            let cells = rows.iter().map(|row| row.cell(*column)).filter(|cell| !cell.is_blank()).take(SAMPLED_CELLS);
            let Some(share) = readable_share(candidate.field.kind(), cells) else { continue };
            if share < 0.3 {
                candidate.score *= 0.4;
                candidate.reason = MatchReason::ContentDiffers;
            } else if matches!(candidate.field.kind(), FieldKind::Choice(_)) {
                candidate.score += 0.01;
            }
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
}

/// `None` where anything would do or nothing is there. Cells that only wait for the column's answer count as readable.
fn readable_share<'c>(kind: FieldKind, cells: impl Iterator<Item = &'c RawCell>) -> Option<f64> {
    if matches!(kind, FieldKind::Text { .. }) {
        return None;
    }
    let rules = ColumnRules {
        decimal_mark: Some(DecimalMark::Comma),
        date_order: Some(DateOrder::DayFirst),
        ..ColumnRules::default()
    };
    let (mut readable, mut all) = (0_u32, 0_u32);
    for cell in cells {
        all += 1;
        readable += u32::from(match cells::read(kind, cell, &rules) {
            CellReading::Fault(fault) => fault.suggestion.is_some() || is_right_kind(fault.code),
            CellReading::Value(_) | CellReading::Blank(_) => true,
        });
    }
    (all > 0).then(|| f64::from(readable) / f64::from(all))
}

/// A cell can be of the right kind and still be wrong.
fn is_right_kind(code: super::faults::FaultCode) -> bool {
    use super::faults::FaultCode as Code;
    matches!(
        code,
        Code::ImpossibleDate
            | Code::AmbiguousDate
            | Code::Negative
            | Code::Zero
            | Code::FormulaWithoutResult
            | Code::CellError
            | Code::AmbiguousNumber
    )
}
