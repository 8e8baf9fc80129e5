//! Every payment that was measured, and what it is worth.

use super::Contents;
use super::inputs::{Places, growth, stand};
use super::sheet::{self, Formats, cell, fixed};
use super::words::words;
use rust_xlsxwriter::Worksheet;

/// Row of the first payment.
pub const FIRST: u32 = 1;

/// Where a payment stands.
#[derive(Clone)]
pub struct PaymentPlace {
    pub amount: String,
    /// Of what is left after it, unrounded.
    pub rest: String,
}

/// The payments of each measurement.
pub type Paid = Vec<Vec<PaymentPlace>>;

pub fn write(contents: &Contents, formats: &Formats, places: &Places) -> anyhow::Result<(Worksheet, Paid)> {
    let words = words(contents.language);
    let mut sheet = Worksheet::new();
    sheet.set_name(words.payments)?;
    sheet.set_column_range_width(0, 10, 15)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, text) in (0_u16..).zip(words.paid) {
        sheet.write_string_with_format(0, column, text, &formats.head)?;
    }
    let mut row = FIRST;
    let mut paid = Paid::new();
    for ((number, measurement), place) in (1_u32..).zip(&contents.outline.measurements).zip(&places.measurements) {
        let mut of_this = Vec::with_capacity(measurement.payments.len());
        let last = measurement.payments.len().saturating_sub(1);
        for (at, payment) in measurement.payments.iter().enumerate() {
            sheet.write_number(row, 0, number)?;
            sheet::day(&mut sheet, row, 1, payment.on, &formats.day)?;
            sheet.write_string(row, 2, if payment.at_end { words.at_end } else { words.at_start })?;
            sheet::amount(&mut sheet, row, 3, payment.amount, &formats.input)?;
            stand(&mut sheet, row, 4, payment.standing)?;
            let grown = growth(&place.rate, payment.standing, 4, row, "");
            sheet::exact(&mut sheet, row, 7, &format!("={grown}"), &formats.exact)?;
            sheet::exact(&mut sheet, row, 8, &format!("={}/{}", place.growth, cell(7, row)), &formats.exact)?;
            sheet::exact(&mut sheet, row, 9, &format!("={}*{}", cell(3, row), cell(8, row)), &formats.exact)?;
            let rest = if at == last {
                "=0".to_owned()
            } else {
                let next = row + 1;
                format!("=({}+{})*{}/{}", cell(10, next), cell(3, next), cell(7, row), cell(7, next))
            };
            sheet::exact(&mut sheet, row, 10, &rest, &formats.exact)?;
            of_this.push(PaymentPlace { amount: fixed(words.payments, 3, row), rest: fixed(words.payments, 10, row) });
            row += 1;
        }
        paid.push(of_this);
    }
    Ok((sheet, paid))
}
