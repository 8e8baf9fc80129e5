//! What everything is computed from, and where it stands.

use super::Contents;
use super::payments;
use super::sheet::{self, Formats, cell, fixed};
use super::words::words;
use engine::books::outline::Standing;
use rust_xlsxwriter::{Format, Worksheet};

/// Where other sheets find things on this one.
pub struct Places {
    pub paid: String,
    pub prepaid: String,
    pub direct_costs: String,
    pub incentives: String,
    pub restoration: String,
    pub measurements: Vec<MeasurementPlace>,
}

#[derive(Clone)]
pub struct MeasurementPlace {
    pub rate: String,
    pub growth: String,
    /// Unrounded.
    pub worth: String,
}

const FIRST: u32 = 9;

pub fn write(contents: &Contents, formats: &Formats) -> anyhow::Result<(Worksheet, Places)> {
    let words = words(contents.language);
    let mut sheet = Worksheet::new();
    sheet.set_name(words.inputs)?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_range_width(1, 9, 16)?;
    sheet.write_string_with_format(0, 0, format!("{} {}", contents.number, contents.title), &formats.title)?;
    sheet.write_string(1, 0, &contents.company)?;
    sheet.write_string(2, 0, words.framework)?;
    sheet.write_string(2, 1, contents.framework)?;
    sheet.write_string(3, 0, words.currency)?;
    sheet.write_string(3, 1, contents.currency)?;
    sheet.write_string(4, 0, words.as_of)?;
    sheet::day(&mut sheet, 4, 1, contents.as_of, &formats.day)?;
    sheet.write_string_with_format(5, 0, words.conventions, &formats.note)?;
    for (column, (text, format)) in
        (0_u16..).zip(words.legend.iter().zip([&formats.input, &formats.told, &formats.exact]))
    {
        sheet.write_string_with_format(6, column * 3, *text, format)?;
    }
    if !contents.computes() {
        sheet.write_string_with_format(7, 0, words.cannot, &formats.told)?;
    }
    let places = Places {
        paid: fixed(words.inputs, 1, FIRST),
        prepaid: fixed(words.inputs, 1, FIRST + 1),
        direct_costs: fixed(words.inputs, 1, FIRST + 2),
        incentives: fixed(words.inputs, 1, FIRST + 3),
        restoration: fixed(words.inputs, 1, FIRST + 4),
        measurements: measurements(contents, formats, &mut sheet)?,
    };
    let initial = &contents.schedule.initial;
    let amounts = [initial.paid, initial.prepaid, initial.direct_costs, initial.incentives, initial.restoration];
    for (row, (label, minor)) in (FIRST..).zip(words.initial.iter().zip(amounts)) {
        sheet.write_string(row, 0, *label)?;
        sheet::amount(&mut sheet, row, 1, minor, &formats.input)?;
    }
    if let Some(first) = places.measurements.first() {
        sheet.write_string(FIRST + 5, 0, words.initial[5])?;
        let formula = format!("=ROUND({},2)", first.worth);
        sheet::computed(&mut sheet, FIRST + 5, 1, &formula, initial.liability, &formats.total)?;
    }
    Ok((sheet, places))
}

fn measurements(
    contents: &Contents,
    formats: &Formats,
    sheet: &mut Worksheet,
) -> anyhow::Result<Vec<MeasurementPlace>> {
    let words = words(contents.language);
    let head = FIRST + 8;
    for (column, text) in (0_u16..).zip(words.measurements) {
        sheet.write_string_with_format(head, column, text, &formats.head)?;
    }
    let mut places = Vec::new();
    let mut first_payment = payments::FIRST;
    for (number, measurement) in (1_u32..).zip(&contents.outline.measurements) {
        let row = head + number;
        sheet.write_number(row, 0, number)?;
        sheet::day(sheet, row, 1, measurement.rate.from, &formats.day)?;
        // Where discounting is dated, a period is a year.
        sheet.write_number_with_format(row, 2, measurement.rate.interval, &formats.rate)?;
        sheet.write_number(row, 3, measurement.rate.interval_months)?;
        let yearly = format!("=(1+{})^(12/{})-1", cell(2, row), cell(3, row));
        sheet.write_formula_with_format(row, 4, yearly.as_str(), &Format::new().set_num_format("0.00000000%"))?;
        stand(sheet, row, 5, measurement.standing)?;
        let rate = fixed(words.inputs, 2, row);
        sheet::exact(sheet, row, 8, &format!("={}", growth(&rate, measurement.standing, 5, row, "")), &formats.exact)?;
        let count = u32::try_from(measurement.payments.len())?;
        let worth = match count {
            0 => "=0".to_owned(),
            _ => {
                format!("=SUM('{}'!{}:{})", words.payments, cell(9, first_payment), cell(9, first_payment + count - 1))
            }
        };
        sheet::exact(sheet, row, 9, &worth, &formats.exact)?;
        first_payment += count;
        places.push(MeasurementPlace { rate, growth: fixed(words.inputs, 8, row), worth: fixed(words.inputs, 9, row) });
    }
    Ok(places)
}

/// A place in time in three cells, or years in the first.
pub fn stand(sheet: &mut Worksheet, row: u32, column: u16, standing: Standing) -> anyhow::Result<()> {
    match standing {
        Standing::Intervals { whole, part, of } => {
            for (place, number) in (column..).zip([whole, part, of]) {
                sheet.write_number(row, place, number)?;
            }
        }
        Standing::Years(years) => {
            sheet.write_number(row, column, years)?;
        }
    }
    Ok(())
}

/// What 1 has grown to at a place in time: a formula over the cells of the place.
pub fn growth(rate: &str, standing: Standing, column: u16, row: u32, sheet: &str) -> String {
    let of = |column: u16| format!("{sheet}{}", cell(column, row));
    match standing {
        Standing::Intervals { .. } => {
            format!("(1+{rate})^{}*(1+{rate}*{}/{})", of(column), of(column + 1), of(column + 2))
        }
        Standing::Years(_) => format!("EXP(LN(1+{rate})*{})", of(column)),
    }
}
