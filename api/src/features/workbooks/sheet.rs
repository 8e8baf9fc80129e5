//! Cells: what is put in, what computes, and what is neither.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Formula, Worksheet};

pub struct Formats {
    pub head: Format,
    pub title: Format,
    pub day: Format,
    /// Computed.
    pub amount: Format,
    pub total: Format,
    /// The unrounded path and what it grows by.
    pub exact: Format,
    /// Put in, and free to be changed.
    pub input: Format,
    pub rate: Format,
    /// From the engine, and not expressed as a formula.
    pub told: Format,
    pub note: Format,
}

impl Default for Formats {
    fn default() -> Self {
        let amount = Format::new().set_num_format("#,##0.00");
        let told = Color::RGB(0xFC_E4_C4);
        Self {
            head: Format::new().set_bold().set_text_wrap(),
            title: Format::new().set_bold().set_font_size(14),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            total: amount.clone().set_bold(),
            exact: Format::new().set_num_format("0.0000000000").set_font_color(Color::Gray),
            input: amount.clone().set_font_color(Color::Blue),
            rate: Format::new().set_num_format("0.00000000%").set_font_color(Color::Blue),
            told: amount.clone().set_background_color(told),
            note: Format::new().set_italic().set_font_color(Color::Gray),
            amount,
        }
    }
}

/// `C7` for column 2 and row 6.
pub fn cell(column: u16, row: u32) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// `$C$7` on a sheet of another name.
pub fn fixed(sheet: &str, column: u16, row: u32) -> String {
    format!("'{sheet}'!${}${}", letters(column), row + 1)
}

pub fn letters(column: u16) -> String {
    let letter = |number: u16| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    match column / 26 {
        0 => letter(column).to_string(),
        more => format!("{}{}", letter(more - 1), letter(column)),
    }
}

/// A spreadsheet's numbers are floats; hundredths of what a lease can cost fit them exactly.
pub fn kronor(minor: i64) -> f64 {
    minor as f64 / 100.0
}

pub fn day(sheet: &mut Worksheet, row: u32, column: u16, on: NaiveDate, format: &Format) -> anyhow::Result<()> {
    match (u16::try_from(on.year()), u8::try_from(on.month()), u8::try_from(on.day())) {
        (Ok(year), Ok(month), Ok(of_month)) if year >= 1900 => {
            let value = ExcelDateTime::from_ymd(year, month, of_month)?;
            sheet.write_datetime_with_format(row, column, &value, format)?;
        }
        _ => {
            sheet.write_string(row, column, on.to_string())?;
        }
    }
    Ok(())
}

/// A formula beside what the engine says it comes to, for readers that do not compute.
pub fn computed(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    formula: &str,
    minor: i64,
    format: &Format,
) -> anyhow::Result<()> {
    let formula = Formula::new(formula).set_result(kronor(minor).to_string());
    sheet.write_formula_with_format(row, column, formula, format)?;
    Ok(())
}

/// What only a spreadsheet works out.
pub fn exact(sheet: &mut Worksheet, row: u32, column: u16, formula: &str, format: &Format) -> anyhow::Result<()> {
    sheet.write_formula_with_format(row, column, formula, format)?;
    Ok(())
}

pub fn amount(sheet: &mut Worksheet, row: u32, column: u16, minor: i64, format: &Format) -> anyhow::Result<()> {
    sheet.write_number_with_format(row, column, kronor(minor), format)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_of_spreadsheets() {
        assert_eq!([cell(0, 0), cell(25, 9), cell(26, 9), cell(27, 99)], ["A1", "Z10", "AA10", "AB100"]);
        assert_eq!(fixed("Plan", 2, 6), "'Plan'!$C$7");
    }
}
