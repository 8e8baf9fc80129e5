//! XLSX with real dates and numbers, so that they can be counted with. Text is always text: a formula is never written.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::cell::Cell;
use super::column::Lang;

const WIDTH_MIN: usize = 9;
const WIDTH_MAX: usize = 44;
/// Excel's calendar begins in 1900; earlier days are written as text.
const FIRST_YEAR: i32 = 1900;

pub struct XlsxFile {
    sheet: Worksheet,
    rows: u32,
    widths: Vec<usize>,
    formats: Formats,
}

struct Formats {
    header: Format,
    day: Format,
    amount: Format,
    percent: Format,
}

impl XlsxFile {
    pub(super) fn begin(headers: &[String], lang: Lang) -> anyhow::Result<Self> {
        let mut sheet = Worksheet::new();
        sheet.set_name(match lang {
            Lang::Sv => "Avtal",
            Lang::En => "Agreements",
        })?;
        let formats = Formats {
            header: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            amount: Format::new().set_num_format("#,##0.00"),
            percent: Format::new().set_num_format("0.0000"),
        };
        for (place, header) in (0_u16..).zip(headers) {
            sheet.write_string_with_format(0, place, header, &formats.header)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let widths = headers.iter().map(|header| header.chars().count()).collect();
        Ok(Self { sheet, rows: 0, widths, formats })
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        self.rows += 1;
        let row = self.rows;
        for (place, cell) in (0_u16..).zip(cells) {
            let width = match cell {
                Cell::Empty => 0,
                Cell::Text(text) => {
                    self.sheet.write_string(row, place, text)?;
                    text.chars().count()
                }
                Cell::Day(day) => self.day(row, place, *day)?,
                // A spreadsheet's numbers are floats; hundredths of what a lease can cost fit them exactly.
                Cell::Amount(amount) => {
                    self.sheet.write_number_with_format(
                        row,
                        place,
                        amount.minor() as f64 / 100.0,
                        &self.formats.amount,
                    )?;
                    amount.to_string().len() + 3
                }
                Cell::Percent(rate) => {
                    self.sheet.write_number_with_format(row, place, rate.ppb() as f64 / 1e7, &self.formats.percent)?;
                    8
                }
                Cell::Number(number) => {
                    self.sheet.write_number(row, place, *number)?;
                    4
                }
            };
            if let Some(widest) = self.widths.get_mut(usize::from(place)) {
                *widest = width.max(*widest);
            }
        }
        Ok(())
    }

    fn day(&mut self, row: u32, place: u16, day: NaiveDate) -> anyhow::Result<usize> {
        let text = day.to_string();
        match (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day())) {
            (Ok(year), Ok(month), Ok(of_month)) if day.year() >= FIRST_YEAR => {
                let value = ExcelDateTime::from_ymd(year, month, of_month)?;
                self.sheet.write_datetime_with_format(row, place, &value, &self.formats.day)?;
            }
            _ => {
                self.sheet.write_string(row, place, &text)?;
            }
        }
        Ok(text.len())
    }

    pub(super) fn end(mut self) -> anyhow::Result<Vec<u8>> {
        for (place, width) in (0_u16..).zip(&self.widths) {
            let width = u16::try_from((*width).clamp(WIDTH_MIN, WIDTH_MAX) + 1)?;
            self.sheet.set_column_width(place, f64::from(width))?;
        }
        if let Some(last) = u16::try_from(self.widths.len()).ok().and_then(|columns| columns.checked_sub(1)) {
            self.sheet.autofilter(0, 0, self.rows, last)?;
        }
        let mut book = Workbook::new();
        book.push_worksheet(self.sheet);
        Ok(book.save_to_buffer()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader as _, Xlsx};
    use std::io::Cursor;

    #[test]
    fn numbers_are_numbers_days_are_days_and_formulas_are_text() {
        let mut file = XlsxFile::begin(&["A".into(), "B".into(), "C".into(), "D".into()], Lang::Sv).unwrap();
        let cells = [
            Cell::Text("=1+1".to_owned()),
            Cell::Amount("1234.56".parse().unwrap()),
            Cell::Day("2026-11-22".parse().unwrap()),
            Cell::Percent("5.3512345".parse().unwrap()),
        ];
        file.row(&cells).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.end().unwrap())).unwrap();
        let sheet = book.worksheet_range("Avtal").unwrap();
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("=1+1".to_owned())));
        assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(1234.56)));
        assert!(
            matches!(sheet.get_value((1, 2)), Some(Data::DateTime(day)) if day.as_datetime().unwrap().date().to_string() == "2026-11-22")
        );
        assert_eq!(sheet.get_value((1, 3)), Some(&Data::Float(5.3512345)));
        assert!(book.worksheet_formula("Avtal").unwrap().is_empty());
    }
}
