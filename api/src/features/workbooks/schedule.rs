//! The schedule, row by row: liability and asset, each cell from those before it.

use super::Contents;
use super::inputs::{Places, growth, stand};
use super::payments::Paid;
use super::sheet::{self, Formats, cell, fixed};
use super::words::{entry, words};
use crate::features::journals::entry_text;
use engine::books::outline::RowOutline;
use engine::books::{Entry, Row};
use rust_xlsxwriter::Worksheet;
use shared::books::BookCurrentSplit;

/// Columns.
mod at {
    pub const DAY: u16 = 0;
    pub const ENTRY: u16 = 1;
    pub const MEASUREMENT: u16 = 2;
    pub const STANDING: u16 = 3;
    pub const GROWTH: u16 = 6;
    pub const BEFORE: u16 = 7;
    pub const OPENING: u16 = 8;
    pub const RECOGNISED: u16 = 9;
    pub const INTEREST: u16 = 10;
    pub const PAID: u16 = 11;
    pub const REMEASURED: u16 = 12;
    pub const DERECOGNISED: u16 = 13;
    pub const CLOSING: u16 = 14;
    pub const AFTER: u16 = 15;
    pub const ASSET_OPENING: u16 = 16;
    pub const ASSET_RECOGNISED: u16 = 17;
    pub const GONE: u16 = 18;
    pub const WHOLE: u16 = 19;
    pub const DEPRECIATION: u16 = 20;
    pub const ASSET_REMEASURED: u16 = 21;
    pub const ASSET_DERECOGNISED: u16 = 22;
    pub const IMPAIRMENT: u16 = 23;
    pub const ASSET_CLOSING: u16 = 24;
    pub const ANCHOR: u16 = 25;
    pub const REST: u16 = 26;
    pub const NONCURRENT: u16 = 27;
    pub const CURRENT: u16 = 28;
    pub const CASH: u16 = 29;
}

/// Where the postings of a row find their amounts.
pub struct RowPlace {
    pub opening: String,
    pub interest: String,
    pub closing: String,
    pub paid: String,
    pub remeasured: String,
    pub derecognised: String,
    pub asset_recognised: String,
    pub depreciation: String,
    pub asset_remeasured: String,
    pub asset_derecognised: String,
    pub impairment: String,
    /// Where the row splits the liability.
    pub current: Option<String>,
    pub cash: String,
}

pub fn write(
    contents: &Contents,
    formats: &Formats,
    places: &Places,
    paid: &Paid,
) -> anyhow::Result<(Worksheet, Vec<RowPlace>)> {
    let words = words(contents.language);
    let mut sheet = Worksheet::new();
    sheet.set_name(words.schedule)?;
    sheet.set_column_range_width(0, at::CASH, 14)?;
    sheet.set_freeze_panes(1, 2)?;
    for (column, text) in (0_u16..).zip(words.rows) {
        sheet.write_string_with_format(0, column, text, &formats.head)?;
    }
    let mut clerk = Clerk { contents, formats, places, paid, sheet, before: None };
    let mut rows = Vec::with_capacity(contents.schedule.rows.len());
    for ((number, row), told) in (1_u32..).zip(&contents.schedule.rows).zip(&contents.outline.rows) {
        clerk.row(number, row, told)?;
        let of = |column: u16| fixed(words.schedule, column, number);
        let splits = row.entry == Entry::Closing || row.movement.liability.closing == 0;
        rows.push(RowPlace {
            opening: of(at::OPENING),
            interest: of(at::INTEREST),
            closing: of(at::CLOSING),
            paid: of(at::PAID),
            remeasured: of(at::REMEASURED),
            derecognised: of(at::DERECOGNISED),
            asset_recognised: of(at::ASSET_RECOGNISED),
            depreciation: of(at::DEPRECIATION),
            asset_remeasured: of(at::ASSET_REMEASURED),
            asset_derecognised: of(at::ASSET_DERECOGNISED),
            impairment: of(at::IMPAIRMENT),
            current: splits.then(|| of(at::CURRENT)),
            cash: of(at::CASH),
        });
    }
    Ok((clerk.sheet, rows))
}

struct Clerk<'a> {
    contents: &'a Contents,
    formats: &'a Formats,
    places: &'a Places,
    paid: &'a Paid,
    sheet: Worksheet,
    before: Option<(RowOutline, Row)>,
}

impl Clerk<'_> {
    fn row(&mut self, number: u32, row: &Row, told: &RowOutline) -> anyhow::Result<()> {
        sheet::day(&mut self.sheet, number, at::DAY, row.on, &self.formats.day)?;
        self.sheet.write_string(number, at::ENTRY, entry_text(entry(row.entry), self.contents.language))?;
        self.sheet.write_number(number, at::MEASUREMENT, u32::try_from(told.measured)?)?;
        stand(&mut self.sheet, number, at::STANDING, told.standing)?;
        if self.contents.computes() {
            self.liability(number, row, told)?;
            self.asset(number, row, told)?;
            self.split(number, row, told)?;
        } else {
            self.as_told(number, row)?;
        }
        let format =
            if row.movement.cash == row.movement.liability.paid { &self.formats.input } else { &self.formats.told };
        let format = if row.movement.cash == 0 { &self.formats.amount } else { format };
        match row.movement.cash == row.movement.liability.paid && self.contents.computes() {
            true => self.put(number, at::CASH, &format!("={}", cell(at::PAID, number)), row.movement.cash)?,
            false => sheet::amount(&mut self.sheet, number, at::CASH, row.movement.cash, format)?,
        }
        self.before = Some((*told, *row));
        Ok(())
    }

    fn put(&mut self, row: u32, column: u16, formula: &str, minor: i64) -> anyhow::Result<()> {
        sheet::computed(&mut self.sheet, row, column, formula, minor, &self.formats.amount)
    }

    fn told(&mut self, row: u32, column: u16, minor: i64) -> anyhow::Result<()> {
        sheet::amount(&mut self.sheet, row, column, minor, &self.formats.told)
    }

    fn liability(&mut self, number: u32, row: &Row, told: &RowOutline) -> anyhow::Result<()> {
        let moved = &row.movement.liability;
        let c = |column: u16| cell(column, number);
        let up = |column: u16| cell(column, number.saturating_sub(1));
        let before = self.before.map(|(before, _)| before);
        let is_first = before.is_none();
        let measured_before = before.map_or(0, |before| before.measured);
        // Growth and the unrounded balance, at the rate in force until now.
        let rate = measured_before.checked_sub(1).and_then(|at| self.places.measurements.get(at));
        let grown = match (before, rate) {
            (Some(before), Some(place)) if !told.same_instant => {
                let here = growth(&place.rate, told.standing, at::STANDING, number, "");
                let there = growth(&place.rate, before.standing, at::STANDING, number - 1, "");
                format!("=({here})/({there})")
            }
            _ => "=1".to_owned(),
        };
        sheet::exact(&mut self.sheet, number, at::GROWTH, &grown, &self.formats.exact)?;
        let unrounded = if is_first { "=0".to_owned() } else { format!("={}*{}", up(at::AFTER), c(at::GROWTH)) };
        sheet::exact(&mut self.sheet, number, at::BEFORE, &unrounded, &self.formats.exact)?;
        let opening = if is_first { "=0".to_owned() } else { format!("={}", up(at::CLOSING)) };
        self.put(number, at::OPENING, &opening, moved.opening)?;

        let measurement = told.measured.checked_sub(1).and_then(|at| self.places.measurements.get(at)).cloned();
        let anew = told.measured != measured_before;
        match (&measurement, is_first) {
            (Some(place), true) => {
                let formula = format!("=ROUND({},2)", place.worth);
                self.put(number, at::RECOGNISED, &formula, moved.recognised)?;
            }
            _ => self.put(number, at::RECOGNISED, "=0", moved.recognised)?,
        }
        let interest = format!("=ROUND(ROUND({},2)-{},2)", c(at::BEFORE), c(at::OPENING));
        self.put(number, at::INTEREST, &interest, moved.interest)?;

        let settled = told.next.checked_sub(1).filter(|_| row.entry == Entry::Payment);
        let payment = settled
            .and_then(|next| self.paid.get(told.measured.checked_sub(1)?)?.get(next))
            .filter(|_| before.is_some_and(|before| before.next != told.next || before.measured != told.measured));
        let amount = payment.map(|place| place.amount.clone());
        match (&amount, moved.derecognised) {
            (Some(amount), 0) => self.put(number, at::PAID, &format!("={amount}"), moved.paid)?,
            // Part of it is settled by giving the asset back.
            (Some(amount), _) => {
                let formula = format!("=ROUND({amount}-{},2)", c(at::DERECOGNISED));
                self.put(number, at::PAID, &formula, moved.paid)?;
            }
            (None, _) => self.put(number, at::PAID, "=0", moved.paid)?,
        }
        let all = moved.opening + moved.interest;
        let gone = moved.derecognised;
        match () {
            () if gone == 0 => self.put(number, at::DERECOGNISED, "=0", 0)?,
            () if gone == all && moved.closing == 0 => {
                let formula = format!("=ROUND({}+{},2)", c(at::OPENING), c(at::INTEREST));
                self.put(number, at::DERECOGNISED, &formula, gone)?;
            }
            () => self.told(number, at::DERECOGNISED, gone)?,
        }
        let is_remeasured = anew && !is_first && measurement.is_some() && !(gone == all && moved.closing == 0);
        match &measurement {
            Some(place) if is_remeasured => {
                let formula = format!(
                    "=ROUND(ROUND({},2)-({}+{}-{}),2)",
                    place.worth,
                    c(at::OPENING),
                    c(at::INTEREST),
                    c(at::DERECOGNISED)
                );
                self.put(number, at::REMEASURED, &formula, moved.remeasured)?;
            }
            _ => self.put(number, at::REMEASURED, "=0", moved.remeasured)?,
        }
        let closing = format!(
            "=ROUND({}+{}+{}-{}+{}-{},2)",
            c(at::OPENING),
            c(at::RECOGNISED),
            c(at::INTEREST),
            c(at::PAID),
            c(at::REMEASURED),
            c(at::DERECOGNISED)
        );
        self.put(number, at::CLOSING, &closing, moved.closing)?;
        let after = match (&measurement, &amount) {
            (Some(place), _) if anew => format!("={}", place.worth),
            (_, Some(amount)) => format!("={}-{amount}", c(at::BEFORE)),
            _ => format!("={}", c(at::BEFORE)),
        };
        sheet::exact(&mut self.sheet, number, at::AFTER, &after, &self.formats.exact)
    }

    fn asset(&mut self, number: u32, row: &Row, told: &RowOutline) -> anyhow::Result<()> {
        let moved = &row.movement.asset;
        let c = |column: u16| cell(column, number);
        let up = |column: u16| cell(column, number.saturating_sub(1));
        let is_first = self.before.is_none();
        let opening = if is_first { "=0".to_owned() } else { format!("={}", up(at::ASSET_CLOSING)) };
        self.put(number, at::ASSET_OPENING, &opening, moved.opening)?;
        let Places { paid, prepaid, direct_costs, incentives, restoration, .. } = self.places;
        match (is_first, moved.recognised == self.contents.schedule.initial.asset()) {
            (true, true) => {
                let formula = format!(
                    "=ROUND({}+{paid}+{prepaid}+{direct_costs}+{restoration}-{incentives},2)",
                    c(at::RECOGNISED)
                );
                self.put(number, at::ASSET_RECOGNISED, &formula, moved.recognised)?;
            }
            (true, false) => self.told(number, at::ASSET_RECOGNISED, moved.recognised)?,
            (false, _) => self.put(number, at::ASSET_RECOGNISED, "=0", moved.recognised)?,
        }
        self.sheet.write_number(number, at::GONE, told.gone as f64)?;
        self.sheet.write_number(number, at::WHOLE, told.whole as f64)?;
        sheet::amount(&mut self.sheet, number, at::REST, told.rest, &self.formats.input)?;
        // In whole hundredths, multiplied before it is divided, so that halves are halves.
        let depreciation = if is_first || told.same_instant || told.whole == 0 {
            "=0".to_owned()
        } else {
            format!(
                "=ROUND({}-({anchor}-ROUND(ROUND(({anchor}-{rest})*100,0)*{gone}/{whole},0)/100),2)",
                c(at::ASSET_OPENING),
                anchor = up(at::ANCHOR),
                rest = c(at::REST),
                gone = c(at::GONE),
                whole = c(at::WHOLE),
            )
        };
        self.put(number, at::DEPRECIATION, &depreciation, moved.depreciation)?;
        let left = moved.opening - moved.depreciation;
        match () {
            () if moved.derecognised == 0 => self.put(number, at::ASSET_DERECOGNISED, "=0", 0)?,
            () if moved.derecognised == left && moved.closing == 0 => {
                let formula = format!("=ROUND({}-{},2)", c(at::ASSET_OPENING), c(at::DEPRECIATION));
                self.put(number, at::ASSET_DERECOGNISED, &formula, moved.derecognised)?;
            }
            () => self.told(number, at::ASSET_DERECOGNISED, moved.derecognised)?,
        }
        let left = format!("{}-{}-{}", c(at::ASSET_OPENING), c(at::DEPRECIATION), c(at::ASSET_DERECOGNISED));
        let remeasured = match row.movement.liability.remeasured {
            0 => "=0".to_owned(),
            // Down to nothing at most; the rest is a gain.
            _ => format!("=ROUND(MAX({},-({left})),2)", c(at::REMEASURED)),
        };
        self.put(number, at::ASSET_REMEASURED, &remeasured, moved.remeasured)?;
        sheet::amount(&mut self.sheet, number, at::IMPAIRMENT, moved.impairment, &self.formats.input)?;
        let closing = format!(
            "=ROUND({}+{}-{}+{}-{}-{},2)",
            c(at::ASSET_OPENING),
            c(at::ASSET_RECOGNISED),
            c(at::DEPRECIATION),
            c(at::ASSET_REMEASURED),
            c(at::ASSET_DERECOGNISED),
            c(at::IMPAIRMENT)
        );
        self.put(number, at::ASSET_CLOSING, &closing, moved.closing)?;
        let anchor = if told.anchors || is_first { c(at::ASSET_CLOSING) } else { up(at::ANCHOR) };
        sheet::exact(&mut self.sheet, number, at::ANCHOR, &format!("={anchor}"), &self.formats.amount)
    }

    /// What falls within twelve months, and what after.
    fn split(&mut self, number: u32, row: &Row, told: &RowOutline) -> anyhow::Result<()> {
        let closing = row.movement.liability.closing;
        if row.entry != Entry::Closing && closing != 0 {
            return Ok(());
        }
        let c = |column: u16| cell(column, number);
        let of = self.paid.get(told.measured.saturating_sub(1));
        let last = told.within_a_year.checked_sub(1).filter(|_| told.within_a_year > told.next);
        let last = last.and_then(|last| of?.get(last)).map(|place| place.rest.clone());
        match (self.contents.policy.current_split, last) {
            _ if closing == 0 => self.put(number, at::NONCURRENT, "=0", 0)?,
            (BookCurrentSplit::Principal, Some(rest)) => {
                let formula = format!("=MIN(ROUND({rest},2),{})", c(at::CLOSING));
                self.put(number, at::NONCURRENT, &formula, row.noncurrent)?;
            }
            (BookCurrentSplit::Principal, None) => {
                self.put(number, at::NONCURRENT, &format!("={}", c(at::CLOSING)), row.noncurrent)?;
            }
            (BookCurrentSplit::PresentValue, _) => self.told(number, at::NONCURRENT, row.noncurrent)?,
        }
        let current = format!("=ROUND({}-{},2)", c(at::CLOSING), c(at::NONCURRENT));
        self.put(number, at::CURRENT, &current, closing - row.noncurrent)
    }

    /// A treatment that is not expressed.
    fn as_told(&mut self, number: u32, row: &Row) -> anyhow::Result<()> {
        let (owed, asset) = (&row.movement.liability, &row.movement.asset);
        for (column, minor) in [
            (at::OPENING, owed.opening),
            (at::RECOGNISED, owed.recognised),
            (at::INTEREST, owed.interest),
            (at::PAID, owed.paid),
            (at::REMEASURED, owed.remeasured),
            (at::DERECOGNISED, owed.derecognised),
            (at::CLOSING, owed.closing),
            (at::ASSET_OPENING, asset.opening),
            (at::ASSET_RECOGNISED, asset.recognised),
            (at::DEPRECIATION, asset.depreciation),
            (at::ASSET_REMEASURED, asset.remeasured),
            (at::ASSET_DERECOGNISED, asset.derecognised),
            (at::IMPAIRMENT, asset.impairment),
            (at::ASSET_CLOSING, asset.closing),
            (at::NONCURRENT, row.noncurrent),
            (at::CURRENT, if row.entry == Entry::Closing { owed.closing - row.noncurrent } else { 0 }),
        ] {
            self.told(number, column, minor)?;
        }
        Ok(())
    }
}
