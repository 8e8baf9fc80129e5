//! Totals, lines and periods: each figure a sum over the agreements' rows, or computed from the figures above it.

use rust_xlsxwriter::{Format, Worksheet};
use shared::reports::ReportFigures;

use super::Contents;
use super::agreements::{Places, formula};
use super::items::{From, ITEMS, pick, place};
use crate::features::workbooks::sheet::{self, Formats, cell, fixed};

/// Where the total of each line stands.
pub struct Lines {
    sheet: &'static str,
    rows: Vec<u32>,
}

impl Lines {
    /// The total of a line, from another sheet.
    pub fn total(&self, id: &str) -> String {
        fixed(self.sheet, 1, self.rows.get(place(id)).copied().unwrap_or_default())
    }
}

/// One column of figures: of what.
struct Column {
    head: String,
    /// Stands in the second row, and is what the criteria ask for.
    number: Option<u32>,
    figures: ReportFigures,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Line,
    Period,
}

const HEAD: u32 = 3;

pub fn report(contents: &Contents, formats: &Formats, places: &Places) -> anyhow::Result<(Worksheet, Lines)> {
    let name = contents.say("Rapport", "Report");
    let total =
        Column { head: contents.say("Totalt", "Total").to_owned(), number: None, figures: contents.report.total };
    let lines = (1_u32..).zip(&contents.report.lines).map(|(number, line)| Column {
        head: contents.line_name(&line.key),
        number: Some(number),
        figures: line.figures,
    });
    let columns: Vec<Column> = std::iter::once(total).chain(lines).collect();
    let mut sheet = table(contents, formats, name, &columns)?;
    let rows = figures(contents, formats, &mut sheet, places, &columns, By::Line)?;
    let mut row = rows.last().copied().unwrap_or(HEAD) + 2;
    sheet.write_string_with_format(row, 0, contents.say("Kontroller, alla noll", "Checks, all zero"), &formats.head)?;
    let last = u16::try_from(columns.len())?;
    for id in ["liability_closing", "asset_closing", "deferral_closing", "expense", "cash"] {
        let Some((item, at)) = ITEMS.get(place(id)).zip(rows.get(place(id))) else { continue };
        row += 1;
        let text =
            format!("{}: {}", item.name(contents.lang), contents.say("totalt minus delarna", "total less its parts"));
        sheet.write_string(row, 0, text)?;
        let parts = format!("=ROUND({}-SUM({}:{}),2)", cell(1, *at), cell(2, *at), cell(last.max(2), *at));
        sheet::computed(&mut sheet, row, 1, &parts, 0, &formats.total)?;
    }
    let count = contents.ledger.question.span.periods().count().to_string();
    for id in ["liability_closing", "asset_closing", "deferral_closing"] {
        let Some((item, at)) = ITEMS.get(place(id)).zip(rows.get(place(id))) else { continue };
        row += 1;
        let text = format!(
            "{}: {}",
            item.name(contents.lang),
            contents.say("minus avtalens saldon", "less the agreements' balances")
        );
        sheet.write_string(row, 0, text)?;
        let balances = format!("SUMIFS({},{})", places.item(place(id)), places.of_period(&count));
        let check = format!("=ROUND({}-{balances},2)", cell(1, *at));
        sheet::computed(&mut sheet, row, 1, &check, 0, &formats.total)?;
    }
    if let Some(tax) = contents.report.deferred_tax {
        row += 2;
        let head = contents.say("Uppskjuten skatt", "Deferred tax");
        sheet.write_string_with_format(row, 0, head, &formats.head)?;
        sheet.write_string(row + 1, 0, contents.say("Skattesats", "Tax rate"))?;
        let rate = tax.tax_percent.ppb() as f64 / 1e9;
        sheet.write_number_with_format(row + 1, 1, rate, &formats.rate)?;
        let of = |id: &str| cell(1, rows.get(place(id)).copied().unwrap_or_default());
        let lines = [
            ("Ingående", "Opening", "liability_opening", "asset_opening", tax.opening),
            ("Utgående", "Closing", "liability_closing", "asset_closing", tax.closing),
        ];
        for (at, (sv, en, liability, asset, amount)) in (row + 2..).zip(lines) {
            sheet.write_string(at, 0, contents.say(sv, en))?;
            let formula = format!("=ROUND(({}-{})*{},2)", of(liability), of(asset), cell(1, row + 1));
            sheet::computed(&mut sheet, at, 1, &formula, amount.minor(), &formats.total)?;
        }
    }
    Ok((sheet, Lines { sheet: name, rows }))
}

pub fn periods(contents: &Contents, formats: &Formats, places: &Places) -> anyhow::Result<Worksheet> {
    let column = |(number, period): (u32, &shared::reports::ReportPeriodFigures)| Column {
        head: format!("{}–{}", period.from, period.to),
        number: Some(number),
        figures: period.figures,
    };
    let columns: Vec<Column> = (1_u32..).zip(&contents.report.periods).map(column).collect();
    let mut sheet = table(contents, formats, contents.say("Perioder", "Periods"), &columns)?;
    figures(contents, formats, &mut sheet, places, &columns, By::Period)?;
    Ok(sheet)
}

fn table(contents: &Contents, formats: &Formats, name: &str, columns: &[Column]) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.set_column_width(0, 44)?;
    sheet.set_column_range_width(1, u16::try_from(columns.len())?.max(1), 18)?;
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    let report = &contents.report;
    let title =
        format!("{} · {} · {}–{}", contents.company, super::about::framework(report.framework), report.from, report.to);
    sheet.write_string_with_format(0, 0, title, &formats.title)?;
    let in_currency = format!("{} {}", contents.say("Belopp i", "Amounts in"), report.currency.code());
    sheet.write_string_with_format(1, 0, in_currency, &formats.note)?;
    sheet.write_string_with_format(HEAD - 1, 0, contents.say("Nummer", "Number"), &formats.note)?;
    for (at, column) in (1_u16..).zip(columns) {
        sheet.write_string_with_format(HEAD, at, &column.head, &formats.head)?;
        if let Some(number) = column.number {
            sheet.write_number_with_format(HEAD - 1, at, number, &formats.note)?;
        }
    }
    Ok(sheet)
}

/// The row of each line.
fn figures(
    contents: &Contents,
    formats: &Formats,
    sheet: &mut Worksheet,
    places: &Places,
    columns: &[Column],
    by: By,
) -> anyhow::Result<Vec<u32>> {
    let count = contents.ledger.question.span.periods().count().to_string();
    let mut row = HEAD;
    let mut rows = Vec::with_capacity(ITEMS.len());
    for (at, item) in ITEMS.iter().enumerate() {
        if let Some(heading) = item.heading {
            row += 2;
            sheet.write_string_with_format(row, 0, pick(contents.lang, heading), &formats.head)?;
        }
        row += 1;
        rows.push(row);
        sheet.write_string(row, 0, item.name(contents.lang))?;
        let format: &Format = if item.is_sum() { &formats.total } else { &formats.amount };
        for (place_of, column) in (1_u16..).zip(columns) {
            let of = |line: &str| cell(place_of, rows.get(place(line)).copied().unwrap_or_default());
            let formula = formula(item, of).unwrap_or_else(|| {
                let number = cell(place_of, HEAD - 1);
                let mut criteria = Vec::new();
                match (by, column.number, item.from) {
                    (By::Period, Some(_), _) => criteria.push(places.of_period(&number)),
                    (_, _, From::Opening) => criteria.push(places.of_period("1")),
                    (_, _, From::Closing) => criteria.push(places.of_period(&count)),
                    _ => {}
                }
                if by == By::Line && column.number.is_some() {
                    criteria.push(places.of_line(&number));
                }
                let range = places.item(at);
                match criteria.is_empty() {
                    true => format!("=ROUND(SUM({range}),2)"),
                    false => format!("=ROUND(SUMIFS({range},{}),2)", criteria.join(",")),
                }
            });
            sheet::computed(sheet, row, place_of, &formula, (item.of)(&column.figures).minor(), format)?;
        }
    }
    Ok(rows)
}
