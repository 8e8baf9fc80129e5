//! A table on its way into a file.

use chrono::NaiveDate;

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    /// An integer of `10^-decimals` units, so that no amount passes through a float on its way into CSV.
    Number {
        scaled: i64,
        decimals: u32,
    },
    Day(NaiveDate),
}

impl Cell {
    /// From hundredths.
    pub fn amount(minor: i64) -> Self {
        Self::Number { scaled: minor, decimals: 2 }
    }

    pub fn count(number: impl Into<i64>) -> Self {
        Self::Number { scaled: number.into(), decimals: 0 }
    }

    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Empty is not zero.
    pub fn some<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name of the sheet in a workbook.
    pub name: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// `1234.50` from 123450 and 2, with `mark` between.
pub(super) fn decimal(scaled: i64, decimals: u32, mark: char) -> String {
    let places = decimals as usize;
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if scaled < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{fraction}") }
}
