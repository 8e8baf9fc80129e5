//! The postings of the schedule, each amount from the schedule's own cells.

use super::Contents;
use super::inputs::Places;
use super::schedule::RowPlace;
use super::sheet::{self, Formats, cell};
use super::words::{entry, role_code, words};
use crate::features::journals::{entry_text, role_name};
use engine::books::journal::{Line, Role, journal};
use engine::books::{Entry, Row};
use rust_xlsxwriter::Worksheet;
use shared::books::role_of;
use std::collections::HashMap;

const ROLE: u16 = 3;
const DEBIT: u16 = 6;
const CREDIT: u16 = 7;
const AMOUNT: u16 = 8;

pub fn write(contents: &Contents, formats: &Formats, places: &Places, rows: &[RowPlace]) -> anyhow::Result<Worksheet> {
    let words = words(contents.language);
    let mut sheet = Worksheet::new();
    sheet.set_name(words.journal)?;
    sheet.set_column_range_width(0, AMOUNT, 15)?;
    sheet.set_column_width(ROLE, 26)?;
    sheet.set_column_width(4, 30)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, text) in (0_u16..).zip(words.lines) {
        sheet.write_string_with_format(0, column, text, &formats.head)?;
    }
    let vouchers = journal(&contents.schedule);
    let mut following = contents.schedule.rows.iter().zip(rows);
    let mut clerk = Clerk { contents, places, sums: HashMap::new(), current: (0, None) };
    let mut number = 0_u32;
    for (count, voucher) in (1_u32..).zip(&vouchers) {
        // Rows that post nothing have no voucher.
        let Some((row, place)) = following.find(|(row, _)| row.on == voucher.on && row.entry == voucher.entry) else {
            break;
        };
        for line in &voucher.lines {
            number += 1;
            let role = role_of(line.role);
            sheet.write_number(number, 0, count)?;
            sheet::day(&mut sheet, number, 1, voucher.on, &formats.day)?;
            sheet.write_string(number, 2, entry_text(entry(voucher.entry), contents.language))?;
            sheet.write_string(number, ROLE, role_code(role))?;
            sheet.write_string(number, 4, role_name(role, contents.language))?;
            sheet.write_string(number, 5, contents.account(role))?;
            match clerk.formula(line, row, place, number) {
                Some(formula) => {
                    sheet::computed(&mut sheet, number, AMOUNT, &formula, line.amount, &formats.amount)?;
                }
                None => sheet::amount(&mut sheet, number, AMOUNT, line.amount, &formats.told)?,
            }
            let of = cell(AMOUNT, number);
            for (column, formula, minor) in [
                (DEBIT, format!("=IF({of}>0,{of},0)"), line.amount.max(0)),
                (CREDIT, format!("=IF({of}<0,-{of},0)"), (-line.amount).max(0)),
            ] {
                sheet::computed(&mut sheet, number, column, &formula, minor, &formats.amount)?;
            }
            *clerk.sums.entry(line.role).or_default() += line.amount;
        }
        if let Some(current) = &place.current {
            let split = row.movement.liability.closing - row.noncurrent;
            clerk.current = (split, Some(current.clone()));
        }
    }
    let sums = number + 1;
    sheet.write_string_with_format(sums, 0, words.sum, &formats.head)?;
    let debit: i64 = vouchers.iter().flat_map(|voucher| &voucher.lines).map(|line| line.amount.max(0)).sum();
    for column in [DEBIT, CREDIT] {
        let formula = format!("=ROUND(SUM({}:{}),2)", cell(column, 1), cell(column, number.max(1)));
        sheet::computed(&mut sheet, sums, column, &formula, debit, &formats.total)?;
    }
    sheet.write_string_with_format(sums + 1, 0, words.check, &formats.head)?;
    let formula = format!("=ROUND({}-{},2)", cell(DEBIT, sums), cell(CREDIT, sums));
    sheet::computed(&mut sheet, sums + 1, AMOUNT, &formula, 0, &formats.total)?;
    Ok(sheet)
}

struct Clerk<'a> {
    contents: &'a Contents,
    places: &'a Places,
    /// Posted by role so far.
    sums: HashMap<Role, i64>,
    /// What was current when the liability was last split, and where it stands.
    current: (i64, Option<String>),
}

impl Clerk<'_> {
    /// The first way of working the amount out that comes to it; `None`: the workbook does not express it.
    fn formula(&self, line: &Line, row: &Row, place: &RowPlace, number: u32) -> Option<String> {
        if !self.contents.computes() {
            return None;
        }
        self.ways(line.role, row, place, number)
            .into_iter()
            .find(|(_, amount)| *amount == line.amount)
            .map(|(formula, _)| format!("=ROUND({formula},2)"))
    }

    fn ways(&self, role: Role, row: &Row, place: &RowPlace, number: u32) -> Vec<(String, i64)> {
        let movement = &row.movement;
        let (owed, asset) = (&movement.liability, &movement.asset);
        let initial = &self.contents.schedule.initial;
        let Places { paid, prepaid, direct_costs, incentives, restoration, .. } = self.places;
        let begins = row.entry == Entry::Commencement;
        let RowPlace { opening, closing, interest, .. } = place;
        match role {
            Role::Interest => vec![(interest.clone(), owed.interest)],
            Role::Depreciation => vec![(place.depreciation.clone(), asset.depreciation)],
            Role::Impairment => vec![(place.impairment.clone(), asset.impairment)],
            Role::AccumulatedImpairment => {
                vec![(format!("-{}", place.impairment), -asset.impairment), self.taken_back(role, number)]
            }
            Role::AccumulatedDepreciation => {
                vec![(format!("-{}", place.depreciation), -asset.depreciation), self.taken_back(role, number)]
            }
            Role::RightOfUse => vec![
                (format!("{}+{}", place.asset_recognised, place.asset_remeasured), asset.recognised + asset.remeasured),
                self.taken_back(role, number),
            ],
            Role::LiabilityCurrent | Role::LiabilityNoncurrent => {
                let (before, cell) = &self.current;
                let now = place.current.as_ref().map(|_| owed.closing - row.noncurrent).unwrap_or(*before);
                let moved = now - before;
                let cell_before = cell.clone().unwrap_or_else(|| "0".to_owned());
                let cell_now = place.current.clone().unwrap_or_else(|| cell_before.clone());
                let became = format!("({cell_now}-{cell_before})");
                match role {
                    Role::LiabilityCurrent => vec![(format!("-{became}"), -moved)],
                    _ => vec![(format!("{became}-({closing}-{opening})"), moved - (owed.closing - owed.opening))],
                }
            }
            Role::Payment => vec![
                (format!("-{}", place.paid), -owed.paid),
                (
                    format!("-({paid}+{direct_costs}-{incentives})"),
                    if begins { -(initial.paid + initial.direct_costs - initial.incentives) } else { i64::MAX },
                ),
                (format!("-{}", place.cash), -movement.cash),
            ],
            Role::AdvanceToLessor if begins => vec![(format!("-{prepaid}"), -initial.prepaid)],
            Role::RestorationProvision if begins => vec![(format!("-{restoration}"), -initial.restoration)],
            Role::GainOrLoss => {
                let gain = owed.derecognised - asset.derecognised - (owed.remeasured - asset.remeasured);
                let formula = format!(
                    "({}-{}-({}-{}))",
                    place.derecognised, place.asset_derecognised, place.remeasured, place.asset_remeasured
                );
                vec![(format!("-{formula}"), -gain), (format!("{}-{formula}", place.cash), movement.cash - gain)]
            }
            _ => Vec::new(),
        }
    }

    /// All that was posted of a role until here.
    fn taken_back(&self, role: Role, number: u32) -> (String, i64) {
        let Some(last) = number.checked_sub(1).filter(|last| *last > 0) else { return (String::new(), i64::MAX) };
        let column = |column: u16| format!("{}:{}", cell(column, 1), cell(column, last));
        let sum = self.sums.get(&role).copied().unwrap_or(0);
        (format!("-SUMIF({},{},{})", column(ROLE), cell(ROLE, number), column(AMOUNT)), -sum)
    }
}
