//! What is still to be paid, by agreement and when it falls due.

use engine::Minor;
use rust_xlsxwriter::Worksheet;
use shared::books::{BookMaturity, BookMaturityBucket};
use shared::reports::AgreementReport;

use super::super::answer;
use super::Contents;
use super::agreements::Places;
use super::items::place;
use crate::features::workbooks::sheet::{self, Formats, cell, letters};

const TEXTS: u16 = 3;
const FIRST: u32 = 2;

pub fn write(contents: &Contents, formats: &Formats, places: &Places) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(contents.say("Förfall", "Maturity"))?;
    let months = &contents.report.maturity.buckets;
    let count = u16::try_from(months.len())?;
    // Undiscounted payments with their sum, what they are worth and the discount; then fees that are no liability.
    let (total, liability, discount) = (TEXTS + count, TEXTS + count + 1, TEXTS + count + 2);
    let commitments = discount + 1;
    let committed = commitments + count;
    sheet.set_column_range_width(0, committed, 15)?;
    sheet.set_freeze_panes(FIRST, TEXTS)?;
    let head = |sheet: &mut Worksheet, column: u16, sv, en| -> anyhow::Result<()> {
        sheet.write_string_with_format(FIRST - 1, column, contents.say(sv, en), &formats.head)?;
        Ok(())
    };
    head(&mut sheet, 0, "Avtal nr", "Agreement no.")?;
    head(&mut sheet, 1, "Avtalsnummer", "Agreement number")?;
    head(&mut sheet, 2, "Benämning", "Title")?;
    for (first, sv, en) in [
        (TEXTS, "Skuldens betalningar, odiskonterade", "Payments of the liability, undiscounted"),
        (commitments, "Avgifter som inte är skuld", "Fees that are no liability"),
    ] {
        sheet.write_string_with_format(FIRST - 2, first, contents.say(sv, en), &formats.head)?;
        for (column, bucket) in (first..).zip(months) {
            sheet.write_string_with_format(FIRST - 1, column, bounds(contents, bucket), &formats.head)?;
        }
    }
    head(&mut sheet, total, "Summa", "Total")?;
    head(&mut sheet, liability, "Skuld", "Liability")?;
    head(&mut sheet, discount, "Avgår ränta", "Less interest")?;
    head(&mut sheet, committed, "Summa", "Total")?;
    let last_period = contents.ledger.question.span.periods().count().to_string();
    let mut row = FIRST;
    for (number, entry) in (1_u32..).zip(&contents.ledger.rows) {
        let AgreementReport { maturity, commitments: later, .. } = answer::agreement(entry, &contents.ledger)?;
        sheet.write_number(row, 0, number)?;
        sheet.write_string(row, 1, entry.number.as_ref())?;
        sheet.write_string(row, 2, entry.title.as_ref())?;
        for (first, sum, due) in [(TEXTS, total, &maturity), (commitments, committed, &later)] {
            for (column, bucket) in (first..).zip(&due.buckets) {
                sheet::amount(&mut sheet, row, column, bucket.amount.minor(), &formats.amount)?;
            }
            let of = format!("=ROUND(SUM({}:{}),2)", cell(first, row), cell(first + count - 1, row));
            sheet::computed(&mut sheet, row, sum, &of, due.total.minor(), &formats.amount)?;
        }
        let closing = entry.figures.liability_closing;
        let of = format!(
            "=ROUND(SUMIFS({},{},{}),2)",
            places.item(place("liability_closing")),
            places.of_agreement(&cell(0, row)),
            places.of_period(&last_period),
        );
        sheet::computed(&mut sheet, row, liability, &of, closing, &formats.amount)?;
        let of = format!("=ROUND({}-{},2)", cell(total, row), cell(liability, row));
        sheet::computed(&mut sheet, row, discount, &of, maturity.discount.minor(), &formats.amount)?;
        row += 1;
    }
    sheet.write_string_with_format(row, 1, contents.say("Summa", "Total"), &formats.head)?;
    let last = row.saturating_sub(1).max(FIRST);
    let amounts = |of: &BookMaturity| -> Vec<Minor> { of.buckets.iter().map(|one| one.amount.minor()).collect() };
    let report = &contents.report;
    let owed = [report.maturity.total, report.total.liability.closing, report.maturity.discount].map(|one| one.minor());
    let sums = [amounts(&report.maturity), owed.to_vec(), amounts(&report.commitments)].concat();
    let sums = sums.into_iter().chain(std::iter::once(report.commitments.total.minor()));
    for (column, sum) in (TEXTS..).zip(sums) {
        let name = letters(column);
        let of = format!("=ROUND(SUM({name}{}:{name}{}),2)", FIRST + 1, last + 1);
        sheet::computed(&mut sheet, row, column, &of, sum, &formats.total)?;
    }
    Ok(sheet)
}

/// In months after the last day.
fn bounds(contents: &Contents, bucket: &BookMaturityBucket) -> String {
    let months = contents.say("mån", "months");
    match (bucket.after_months, bucket.within_months) {
        (0, Some(within)) => format!("≤ {within} {months}"),
        (after, Some(within)) => format!("{after}–{within} {months}"),
        (after, None) => format!("> {after} {months}"),
    }
}
