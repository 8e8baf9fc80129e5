//! A row for each agreement and period.

use rust_xlsxwriter::Worksheet;
use shared::reports::ReportFigures;

use super::items::{From, ITEMS, Item, place};
use super::{Contents, code};
use crate::features::workbooks::sheet::{self, Formats, cell, letters};

/// Where other sheets find things on this one.
pub struct Places {
    name: &'static str,
    /// Of the last row.
    last: u32,
    /// Of the first line.
    items: u16,
    line: u16,
    period: u16,
    agreement: u16,
}

const FIRST: u32 = 1;
/// What an agreement is, before its figures.
const TEXTS: [(&str, &str); 12] = [
    ("Bolag", "Company"),
    ("Avtalsnummer", "Agreement number"),
    ("Benämning", "Title"),
    ("Avtalstyp", "Kind"),
    ("Behandling", "Treatment"),
    ("Avtalets valuta", "Currency of the agreement"),
    ("Inledningsdatum", "Commencement"),
    ("Avtal nr", "Agreement no."),
    ("Grupp nr", "Line no."),
    ("Period nr", "Period no."),
    ("Från", "From"),
    ("Till", "To"),
];

impl Places {
    fn column(&self, column: u16) -> String {
        let column = letters(column);
        format!("'{}'!${column}${}:${column}${}", self.name, FIRST + 1, self.last.max(FIRST) + 1)
    }

    pub fn item(&self, at: usize) -> String {
        self.column(self.items + u16::try_from(at).unwrap_or_default())
    }

    /// `;`-free criteria as a formula has them: column, value.
    pub fn of_line(&self, number: &str) -> String {
        format!("{},{number}", self.column(self.line))
    }

    pub fn of_period(&self, number: &str) -> String {
        format!("{},{number}", self.column(self.period))
    }

    pub fn of_agreement(&self, number: &str) -> String {
        format!("{},{number}", self.column(self.agreement))
    }
}

/// A line computed from others, which `of` finds.
pub fn formula(item: &Item, of: impl Fn(&str) -> String) -> Option<String> {
    let From::Lines(lines) = item.from else { return None };
    let added: String = lines.iter().map(|(sign, line)| format!("{sign}{}", of(line))).collect();
    Some(format!("=ROUND({},2)", added.trim_start_matches('+')))
}

pub fn write(contents: &Contents, formats: &Formats) -> anyhow::Result<(Worksheet, Places)> {
    let name = contents.say("Avtal", "Agreements");
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let items = u16::try_from(TEXTS.len())?;
    let told = items + u16::try_from(ITEMS.len())?;
    sheet.set_column_range_width(0, told + 2, 15)?;
    sheet.set_freeze_panes(1, 2)?;
    for (column, (sv, en)) in (0_u16..).zip(TEXTS) {
        sheet.write_string_with_format(0, column, contents.say(sv, en), &formats.head)?;
    }
    for (column, item) in (items..).zip(ITEMS) {
        sheet.write_string_with_format(0, column, item.name(contents.lang), &formats.head)?;
    }
    let checks =
        [("Skuld enligt motorn", "Liability of the engine"), ("Tillgång enligt motorn", "Asset of the engine")];
    for (column, (sv, en)) in (told..).zip(checks) {
        sheet.write_string_with_format(0, column, contents.say(sv, en), &formats.head)?;
    }
    sheet.write_string_with_format(0, told + 2, contents.say("Avviker", "Differs"), &formats.head)?;
    let mut row = FIRST;
    let ledger = &contents.ledger;
    for (number, entry) in (1_u32..).zip(&ledger.rows) {
        let whole = [entry.figures];
        let stretches = if entry.stretches.is_empty() { &whole[..] } else { &entry.stretches };
        for ((count, (from, to)), figures) in (1_u32..).zip(ledger.question.span.periods()).zip(stretches) {
            let company = entry.company.and_then(|id| ledger.group.as_deref()?.company(id));
            let company = company.map_or(contents.company.as_str(), |company| &company.name);
            let texts = [
                company,
                &entry.number,
                &entry.title,
                super::super::note::kind(entry.kind, contents.lang),
                &code(&entry.shown_treatment()),
                entry.currency.code(),
            ];
            for (column, text) in (0_u16..).zip(texts) {
                sheet.write_string(row, column, text)?;
            }
            sheet::day(&mut sheet, row, 6, entry.commencement, &formats.day)?;
            for (column, number) in (7_u16..).zip([number, contents.line_of(entry), count]) {
                sheet.write_number(row, column, number)?;
            }
            sheet::day(&mut sheet, row, 10, from, &formats.day)?;
            sheet::day(&mut sheet, row, 11, to, &formats.day)?;
            let figures = figures.shown()?;
            write_figures(&mut sheet, formats, row, items, &figures)?;
            let closings = [("liability_closing", figures.liability.closing), ("asset_closing", figures.asset.closing)];
            let mut differs = Vec::new();
            for (column, (line, closing)) in (told..).zip(closings) {
                sheet::amount(&mut sheet, row, column, closing.minor(), &formats.told)?;
                let computed = cell(items + u16::try_from(place(line))?, row);
                differs.push(format!("ABS({computed}-{})", cell(column, row)));
            }
            let differs = format!("=ROUND({},2)", differs.join("+"));
            sheet::computed(&mut sheet, row, told + 2, &differs, 0, &formats.amount)?;
            row += 1;
        }
    }
    let places = Places { name, last: row.saturating_sub(1), items, agreement: 7, line: 8, period: 9 };
    Ok((sheet, places))
}

fn write_figures(
    sheet: &mut Worksheet,
    formats: &Formats,
    row: u32,
    items: u16,
    figures: &ReportFigures,
) -> anyhow::Result<()> {
    for (column, item) in (items..).zip(ITEMS) {
        let minor = (item.of)(figures).minor();
        let of = |line: &str| cell(items + u16::try_from(place(line)).unwrap_or_default(), row);
        match formula(item, of) {
            Some(formula) => sheet::computed(sheet, row, column, &formula, minor, &formats.amount)?,
            None => sheet::amount(sheet, row, column, minor, &formats.amount)?,
        }
    }
    Ok(())
}
