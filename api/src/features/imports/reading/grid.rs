//! Cells as they stand in the file, before anything is known about columns.

use super::SheetError;
use super::limits;
use chrono::{Days, NaiveDate};
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq, Default)]
pub enum RawCell {
    #[default]
    Empty,
    Text(Box<str>),
    Number(f64, Shown),
    Date(NaiveDate),
    Bool(bool),
    /// `#REF!` and its like.
    Error(Box<str>),
    /// A formula whose result was never stored, as some programs write them.
    Uncomputed,
}

/// How the workbook shows a number, where that changes what the number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Plain,
    /// 0.0535 shown as 5.35 %.
    Percent,
    /// 42 shown as 00042.
    Padded(u8),
}

impl RawCell {
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }

    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What a person sees in the sheet.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number, Shown::Plain) => Cow::Owned(plain_number(*number)),
            Self::Number(number, Shown::Percent) => Cow::Owned(format!("{} %", plain_number(*number * 100.0))),
            Self::Number(number, Shown::Padded(width)) => {
                Cow::Owned(format!("{:0>1$}", plain_number(*number), usize::from(*width)))
            }
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
            Self::Uncomputed => Cow::Borrowed("=…"),
        }
    }
}

/// Fifteen significant digits, as spreadsheets show them: 8701.799999999999 is 8701.8.
pub fn plain_number(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    // The detour over text rounds in decimal, which is what the spreadsheet does.
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

#[derive(Debug, Clone, PartialEq)]
pub struct RawRow {
    /// 1-based, as the spreadsheet program shows it.
    pub number: u32,
    /// Without empty cells at the end.
    pub cells: Vec<RawCell>,
}

impl RawRow {
    pub fn cell(&self, column: usize) -> &RawCell {
        self.cells.get(column).unwrap_or(&RawCell::Empty)
    }

    pub fn filled(&self) -> impl Iterator<Item = (usize, &RawCell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank())
    }
}

/// Which day a serial number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateSystem {
    #[default]
    From1900,
    From1904,
}

impl DateSystem {
    pub fn date(self, serial: f64) -> Option<NaiveDate> {
        if !(0.0..3_000_000.0).contains(&serial) {
            return None;
        }
        let days = serial.floor() as u64;
        let (base, days) = match self {
            Self::From1904 => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
            // Excel counts a 29 February 1900 that never was.
            Self::From1900 if days < 60 => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
            Self::From1900 => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
        };
        base.checked_add_days(Days::new(days))
    }
}

/// One sheet of a file: only rows that have something in them, ascending.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    pub name: String,
    pub rows: Vec<RawRow>,
    pub date_system: DateSystem,
}

/// Rows `first_row..=last_row` of one column shown as one cell; the value stands in the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MergedColumn {
    pub first_row: u32,
    pub last_row: u32,
    pub column: u32,
}

/// Takes cells in reading order and keeps within the limits.
pub(super) struct GridBuilder {
    grid: Grid,
    cells: usize,
    merged: Vec<MergedColumn>,
    /// Stop after this many filled rows: enough to judge a sheet by.
    rows_wanted: u32,
}

impl GridBuilder {
    pub(super) fn new(name: &str, date_system: DateSystem, rows_wanted: u32) -> Self {
        let grid = Grid { name: name.to_owned(), rows: Vec::new(), date_system };
        Self { grid, cells: 0, merged: Vec::new(), rows_wanted }
    }

    pub(super) fn is_satisfied(&self) -> bool {
        self.grid.rows.len() > self.rows_wanted as usize
    }

    /// `row` 1-based and never falling, `column` 0-based.
    pub(super) fn push(&mut self, row: u32, column: u32, cell: RawCell) -> Result<(), SheetError> {
        if cell == RawCell::Empty {
            return Ok(());
        }
        if column >= limits::COLUMNS {
            return Err(SheetError::TooManyColumns { row });
        }
        if let RawCell::Text(text) | RawCell::Error(text) = &cell {
            check_cell_length(text, Some(row))?;
        }
        let is_new_row = self.grid.rows.last().is_none_or(|last| last.number < row);
        if is_new_row {
            if self.grid.rows.len() >= limits::ROWS as usize {
                return Err(SheetError::TooManyRows);
            }
            self.grid.rows.push(RawRow { number: row, cells: Vec::new() });
        }
        let Some(current) = self.grid.rows.last_mut().filter(|last| last.number == row) else {
            return Err(SheetError::damaged(format!("row {row} stands after a later row")));
        };
        let column = column as usize;
        let length_before = current.cells.len();
        if column >= length_before {
            current.cells.resize(column + 1, RawCell::Empty);
            self.cells += column + 1 - length_before;
        }
        if self.cells > limits::CELLS {
            return Err(SheetError::TooManyCells);
        }
        if let Some(place) = current.cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, merged: MergedColumn) {
        if merged.last_row > merged.first_row && self.merged.len() < limits::MERGED_REGIONS {
            self.merged.push(merged);
        }
    }

    pub(super) fn finish(mut self) -> Result<Grid, SheetError> {
        for merged in std::mem::take(&mut self.merged) {
            self.fill_down(merged)?;
        }
        self.grid.rows.truncate(self.rows_wanted as usize);
        for row in &mut self.grid.rows {
            row.cells.shrink_to_fit();
        }
        self.grid.rows.retain(|row| row.filled().next().is_some());
        Ok(self.grid)
    }

    /// Gives every row that a merged cell covers the value that the reader of the sheet sees there.
    fn fill_down(&mut self, merged: MergedColumn) -> Result<(), SheetError> {
        let start = self.grid.rows.partition_point(|row| row.number < merged.first_row);
        let end = self.grid.rows.partition_point(|row| row.number <= merged.last_row);
        let Some(covered) = self.grid.rows.get_mut(start..end) else { return Ok(()) };
        let column = merged.column as usize;
        let Some((first, rest)) = covered.split_first_mut() else { return Ok(()) };
        if first.number != merged.first_row || first.cell(column).is_blank() {
            return Ok(());
        }
        let value = first.cell(column).clone();
        for row in rest {
            if row.cells.len() <= column {
                self.cells += column + 1 - row.cells.len();
                row.cells.resize(column + 1, RawCell::Empty);
            }
            if self.cells > limits::CELLS {
                return Err(SheetError::TooManyCells);
            }
            if let Some(place) = row.cells.get_mut(column).filter(|place| place.is_blank()) {
                *place = value.clone();
            }
        }
        Ok(())
    }
}

pub(super) fn check_cell_length(text: &str, row: Option<u32>) -> Result<(), SheetError> {
    // A character is at least one byte: most cells need no counting.
    if text.len() > limits::CELL_CHARS && text.chars().count() > limits::CELL_CHARS {
        return Err(SheetError::CellTooLong { row });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_spreadsheet_shows_them() {
        for (number, shown) in [(8701.8 - 1e-12, "8701.8"), (0.0, "0"), (-0.0, "0"), (1e15, "1000000000000000")] {
            assert_eq!(plain_number(number), shown);
        }
        assert_eq!(RawCell::Number(0.0535, Shown::Percent).shown(), "5.35 %");
        assert_eq!(RawCell::Number(42.0, Shown::Padded(5)).shown(), "00042");
    }

    #[test]
    fn both_date_systems() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        assert_eq!(DateSystem::From1900.date(43831.0), day(2020, 1, 1));
        assert_eq!(DateSystem::From1900.date(43831.75), day(2020, 1, 1));
        assert_eq!(DateSystem::From1900.date(1.0), day(1900, 1, 1));
        assert_eq!(DateSystem::From1900.date(61.0), day(1900, 3, 1));
        assert_eq!(DateSystem::From1904.date(42369.0), day(2020, 1, 1));
        for absurd in [-1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(DateSystem::From1900.date(absurd), None);
        }
    }

    #[test]
    fn a_merged_cell_counts_on_every_row_it_covers() {
        let mut builder = GridBuilder::new("", DateSystem::From1900, u32::MAX);
        for row in 1..=4 {
            builder.push(row, 1, RawCell::Number(f64::from(row), Shown::Plain)).unwrap();
        }
        builder.push(4, 2, RawCell::text("later")).unwrap();
        builder.merge(MergedColumn { first_row: 2, last_row: 3, column: 1 });
        builder.merge(MergedColumn { first_row: 4, last_row: 1_048_576, column: 2 });
        let grid = builder.finish().unwrap();
        assert_eq!(grid.rows[2].cell(1), &RawCell::Number(3.0, Shown::Plain), "a value of its own stays");
        assert_eq!(grid.rows.len(), 4);

        let mut builder = GridBuilder::new("", DateSystem::From1900, u32::MAX);
        builder.push(1, 0, RawCell::text("SEB")).unwrap();
        builder.push(2, 1, RawCell::text("x")).unwrap();
        builder.merge(MergedColumn { first_row: 1, last_row: 2, column: 0 });
        assert_eq!(builder.finish().unwrap().rows[1].cell(0), &RawCell::text("SEB"));
    }

    #[test]
    fn limits_are_errors() {
        let mut builder = GridBuilder::new("", DateSystem::From1900, u32::MAX);
        let cell = || RawCell::text("x");
        assert_eq!(builder.push(7, limits::COLUMNS, cell()), Err(SheetError::TooManyColumns { row: 7 }));
        let long = RawCell::text(&"å".repeat(limits::CELL_CHARS));
        assert_eq!(builder.push(1, 0, long), Ok(()));
        let too_long = RawCell::text(&"å".repeat(limits::CELL_CHARS + 1));
        assert_eq!(builder.push(1, 1, too_long), Err(SheetError::CellTooLong { row: Some(1) }));
        for row in 2..=limits::ROWS {
            builder.push(row, 0, cell()).unwrap();
        }
        assert_eq!(builder.push(limits::ROWS + 1, 0, cell()), Err(SheetError::TooManyRows));
    }
}
