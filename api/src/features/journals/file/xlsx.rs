//! One row for each line of a voucher, with real dates and numbers, and the sums as formulas.

use super::{Head, words};
use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use shared::companies::Language;
use shared::journals::JournalVoucher;
use shared::money::Amount;

const WIDTHS: [f64; 13] = [19.0, 11.0, 14.0, 30.0, 44.0, 8.0, 34.0, 28.0, 14.0, 14.0, 16.0, 16.0, 8.0];
const DEBIT: u16 = 10;
const CREDIT: u16 = 11;

pub fn write(head: &Head, vouchers: &[JournalVoucher]) -> anyhow::Result<Vec<u8>> {
    let mut sheet = Worksheet::new();
    sheet.set_name(match head.language {
        Language::Sv => "Verifikationer",
        Language::En => "Vouchers",
    })?;
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let amount = Format::new().set_num_format("#,##0.00");
    let total = amount.clone().set_bold();
    for (place, header) in (0_u16..).zip(words::headers(head.language)) {
        sheet.write_string_with_format(0, place, header, &bold)?;
    }
    let mut row = 0_u32;
    let (mut debit, mut credit) = (0_i64, 0_i64);
    for voucher in vouchers {
        let agreement = voucher.agreement.as_ref();
        for line in &voucher.lines {
            row += 1;
            sheet.write_string(row, 0, &voucher.key)?;
            write_day(&mut sheet, row, 1, voucher.on, &day)?;
            if let Some(agreement) = agreement {
                sheet.write_string(row, 2, &agreement.number)?;
                sheet.write_string(row, 3, &agreement.title)?;
            }
            sheet.write_string(row, 4, &voucher.text)?;
            sheet.write_string(row, 5, &line.account)?;
            sheet.write_string(row, 6, head.account_names.get(&line.account).map_or("", String::as_str))?;
            sheet.write_string(row, 7, line.role.map_or("", |role| words::role_name(role, head.language)))?;
            sheet.write_string(row, 8, line.cost_center.as_deref().unwrap_or_default())?;
            sheet.write_string(row, 9, line.project.as_deref().unwrap_or_default())?;
            // A spreadsheet's numbers are floats; hundredths of what a lease can cost fit them exactly.
            for (place, found, sum) in [(DEBIT, line.debit, &mut debit), (CREDIT, line.credit, &mut credit)] {
                if let Some(found) = found {
                    sheet.write_number_with_format(row, place, kronor(found.minor()), &amount)?;
                    *sum += found.minor();
                }
            }
            sheet.write_string(row, 12, head.currency.code())?;
        }
    }
    for (place, letter, sum) in [(DEBIT, 'K', debit), (CREDIT, 'L', credit)] {
        let formula = Formula::new(format!("=ROUND(SUM({letter}2:{letter}{}),2)", row + 1));
        sheet.write_formula_with_format(
            row + 1,
            place,
            formula.set_result(Amount::from_minor(sum).map_or_else(String::new, |sum| sum.to_string())),
            &total,
        )?;
    }
    for (place, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(place, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, row, 12)?;
    let mut book = Workbook::new();
    book.push_worksheet(sheet);
    Ok(book.save_to_buffer()?)
}

fn kronor(minor: i64) -> f64 {
    minor as f64 / 100.0
}

fn write_day(sheet: &mut Worksheet, row: u32, place: u16, on: NaiveDate, format: &Format) -> anyhow::Result<()> {
    match (u16::try_from(on.year()), u8::try_from(on.month()), u8::try_from(on.day())) {
        (Ok(year), Ok(month), Ok(day)) if year >= 1900 => {
            let value = ExcelDateTime::from_ymd(year, month, day)?;
            sheet.write_datetime_with_format(row, place, &value, format)?;
        }
        _ => {
            sheet.write_string(row, place, on.to_string())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, voucher};
    use super::*;
    use calamine::{Data, Reader as _, Xlsx};
    use std::io::Cursor;

    #[test]
    fn numbers_are_numbers_and_sums_are_formulas() {
        let bytes = write(&head(), &[voucher("=1+1", "100", "-12.30"), voucher("Hyra", "200", "7.70")]).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range("Verifikationer").unwrap();
        assert_eq!(sheet.get_value((1, 4)), Some(&Data::String("=1+1".to_owned())));
        assert_eq!(sheet.get_value((1, 10)), Some(&Data::Float(12.3)));
        assert_eq!(sheet.get_value((2, 11)), Some(&Data::Float(12.3)));
        let formulas = book.worksheet_formula("Verifikationer").unwrap();
        assert_eq!(formulas.get_value((5, 10)).map(String::as_str), Some("ROUND(SUM(K2:K5),2)"));
        assert_eq!(sheet.get_value((5, 10)), Some(&Data::Float(20.0)));
    }
}
