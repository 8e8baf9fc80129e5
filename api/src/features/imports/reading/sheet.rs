//! A table: columns with headers, rows of agreements, and the rows left out with the reason.

use super::fields::ImportField;
use super::grid::{DateSystem, Grid, RawCell, RawRow};
use super::header::words::Words;
use super::header::{self, Candidate, HeaderRow, Matches};
use super::{SheetError, limits};
pub use shared::imports::SkipReason;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub name: String,
    /// As the spreadsheet program numbers it; `None` if the first row is data already.
    pub header_row: Option<u32>,
    pub columns: Vec<Column>,
    pub rows: Vec<RawRow>,
    pub skipped: Vec<SkippedRow>,
    pub date_system: DateSystem,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Into the cells of a row.
    pub index: usize,
    /// The header, or the letter where there is none.
    pub header: String,
    /// A row of units right under the headers.
    pub unit: Option<String>,
    /// Fields it may hold, best first.
    pub candidates: Vec<Candidate>,
    pub filled: u32,
    pub samples: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SkippedRow {
    pub row: RawRow,
    pub reason: SkipReason,
}

const SAMPLES: usize = 5;
const SHOWN_CHARS: usize = 80;

impl Sheet {
    /// `header_row`: the row a person pointed at, if any.
    pub fn from_grid(grid: Grid, header_row: Option<u32>) -> Result<Self, SheetError> {
        let header = match header_row {
            Some(row) => Some(header::at(&grid, row)?),
            None => header::find(&grid),
        };
        let width = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        if width < 2 {
            return Err(if grid.rows.is_empty() { SheetError::Empty } else { SheetError::NoTable });
        }
        let Grid { name, mut rows, date_system } = grid;
        let mut skipped: Vec<SkippedRow> = Vec::new();
        let data_start = header.as_ref().map_or(0, |header| header.index + 1);
        let mut data = rows.split_off(data_start.min(rows.len()));
        let header_number = header.as_ref().and_then(|_| rows.pop()).map(|row| row.number);
        skipped.extend(rows.into_iter().map(|row| SkippedRow { row, reason: SkipReason::Heading }));
        if let Some(header_number) = header_number
            && data.is_empty()
        {
            return Err(SheetError::OnlyHeaders { header_row: header_number });
        }

        let HeaderRow { texts, mut matches, .. } =
            header.unwrap_or(HeaderRow { index: 0, texts: BTreeMap::new(), matches: Matches::new(), score: 0.0 });
        let has_units = header_number.is_some() && data.first().is_some_and(is_units);
        let units = has_units.then(|| data.remove(0));
        skipped.extend(units.iter().map(|row| SkippedRow { row: row.clone(), reason: SkipReason::Heading }));
        header::weigh_by_content(&mut matches, &data);
        let rows = sort_out(data, &texts, &matches, &mut skipped);
        if let Some(header_row) = header_number
            && rows.is_empty()
        {
            return Err(SheetError::OnlyHeaders { header_row });
        }
        let columns = columns(width, &rows, &texts, matches, units.as_ref());
        skipped.sort_by_key(|skipped| skipped.row.number);
        Ok(Self { name, header_row: header_number, columns, rows, skipped, date_system })
    }

    /// Takes in a row that was judged to hold no agreement.
    pub fn include(&mut self, sheet_row: u32) {
        if let Some(place) = self.skipped.iter().position(|skipped| skipped.row.number == sheet_row) {
            let SkippedRow { row, .. } = self.skipped.remove(place);
            let at = self.rows.partition_point(|other| other.number < row.number);
            self.rows.insert(at, row);
        }
    }

    pub fn column(&self, index: usize) -> Option<&Column> {
        self.columns.iter().find(|column| column.index == index)
    }

    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &RawCell> {
        self.rows.iter().map(move |row| row.cell(column)).filter(|cell| !cell.is_blank())
    }
}

fn columns(
    width: usize,
    rows: &[RawRow],
    texts: &BTreeMap<usize, String>,
    mut matches: Matches,
    units: Option<&RawRow>,
) -> Vec<Column> {
    let mut filled = vec![0_u32; width];
    let mut samples: Vec<Vec<String>> = vec![Vec::new(); width];
    for row in rows {
        for (column, cell) in row.filled() {
            if let (Some(count), Some(samples)) = (filled.get_mut(column), samples.get_mut(column)) {
                *count += 1;
                if samples.len() < SAMPLES {
                    let shown = shorten(&cell.shown());
                    if !samples.contains(&shown) {
                        samples.push(shown);
                    }
                }
            }
        }
    }
    filled
        .into_iter()
        .zip(samples)
        .enumerate()
        .filter(|(index, (filled, _))| *filled > 0 || texts.contains_key(index))
        .map(|(index, (filled, samples))| Column {
            index,
            header: texts.get(&index).cloned().unwrap_or_else(|| letters(index)),
            unit: units.map(|units| units.cell(index).shown().into_owned()).filter(|unit| !unit.is_empty()),
            candidates: matches.remove(&index).unwrap_or_default(),
            filled,
            samples,
        })
        .collect()
}

/// `A`, `Z`, `AA`, as spreadsheet programs call them.
pub(super) fn letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Keeps the rows of agreements and says of the others why they are none.
fn sort_out(
    data: Vec<RawRow>,
    texts: &BTreeMap<usize, String>,
    matches: &Matches,
    skipped: &mut Vec<SkippedRow>,
) -> Vec<RawRow> {
    let key_columns = KeyColumns::of(matches);
    let mut rows = Vec::with_capacity(data.len());
    let mut previous: Option<u32> = None;
    for row in data {
        if let Some(previous) = previous {
            let blanks = (previous + 1..row.number).take(limits::ROWS as usize);
            let room = (limits::ROWS as usize).saturating_sub(skipped.len());
            let blank = |number| SkippedRow { row: RawRow { number, cells: Vec::new() }, reason: SkipReason::Blank };
            skipped.extend(blanks.take(room).map(blank));
        }
        previous = Some(row.number);
        match why_skipped(&row, texts, &key_columns) {
            Some(reason) => skipped.push(SkippedRow { row, reason }),
            None => rows.push(row),
        }
    }
    rows
}

/// Columns that an agreement fills and a sum does not.
struct KeyColumns {
    columns: Vec<usize>,
}

impl KeyColumns {
    fn of(matches: &Matches) -> Self {
        let keys = [
            ImportField::Number,
            ImportField::Title,
            ImportField::Lessor,
            ImportField::Kind,
            ImportField::ObjectType,
            ImportField::StartOn,
            ImportField::EndOn,
        ];
        let assigned = header::assigned(matches);
        Self { columns: keys.iter().filter_map(|field| assigned.get(field)).map(|(column, _)| *column).collect() }
    }

    fn are_known(&self) -> bool {
        self.columns.len() >= 2
    }

    fn filled_in(&self, row: &RawRow) -> usize {
        self.columns.iter().filter(|column| !row.cell(**column).is_blank()).count()
    }
}

fn why_skipped(row: &RawRow, texts: &BTreeMap<usize, String>, keys: &KeyColumns) -> Option<SkipReason> {
    let filled: Vec<(usize, &RawCell)> = row.filled().collect();
    let is_number = |cell: &RawCell| matches!(cell, RawCell::Number(..) | RawCell::Uncomputed | RawCell::Error(_));
    let begins_as_sum = filled.iter().take(3).any(|(_, cell)| is_sum_word(cell));
    let keys_filled = keys.filled_in(row);
    if begins_as_sum && (if keys.are_known() { keys_filled <= 1 } else { filled.len() * 2 <= texts.len().max(2) }) {
        return Some(SkipReason::Sum);
    }
    if let [(_, RawCell::Text(_))] = filled.as_slice()
        && texts.len() > 2
    {
        return Some(SkipReason::Remark);
    }
    if keys.are_known() && keys_filled == 0 && filled.iter().all(|(_, cell)| is_number(cell)) {
        return Some(SkipReason::Sum);
    }
    let is_own_header = |(column, cell): &(usize, &RawCell)| match cell {
        RawCell::Text(text) => texts.get(column).is_some_and(|header| header.split(' ').eq(text.split_whitespace())),
        _ => false,
    };
    let repeated = filled.iter().filter(|cell| is_own_header(cell)).count();
    (repeated >= 2 && repeated * 2 > filled.len()).then_some(SkipReason::Heading)
}

fn is_sum_word(cell: &RawCell) -> bool {
    const SUMS: &[&str] = &[
        "summa",
        "sum",
        "summering",
        "totalt",
        "total",
        "totals",
        "totalsumma",
        "delsumma",
        "subtotal",
        "grand",
        "slutsumma",
        "medel",
        "medelvarde",
        "genomsnitt",
        "average",
    ];
    match cell {
        RawCell::Text(text) => Words::of(text).all.first().is_some_and(|word| SUMS.contains(&word.as_str())),
        _ => false,
    }
}

/// `kr`, `mån`, `%`, `åååå-mm-dd` under the headers.
fn is_units(row: &RawRow) -> bool {
    const UNITS: &[&str] = &[
        "kr", "sek", "tkr", "ksek", "mkr", "msek", "eur", "man", "manader", "months", "month", "ar", "years", "st",
        "%", "procent", "percent", "datum", "date", "text", "ja", "nej", "yes", "no", "aaaa", "yyyy", "mm", "dd",
        "exkl", "excl", "moms", "vat", "nr", "no", "kod", "code",
    ];
    let is_unit = |cell: &RawCell| match cell {
        RawCell::Text(text) => Words::of(text).all.iter().all(|word| UNITS.contains(&word.as_str())),
        _ => false,
    };
    row.filled().count() >= 2 && row.filled().all(|(_, cell)| is_unit(cell))
}
