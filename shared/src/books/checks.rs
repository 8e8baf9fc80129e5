//! What must hold of an answer, worked out apart from what it checks.

use chrono::NaiveDate;
use engine::Minor;
use engine::books::journal::{Role, Voucher};
use engine::books::{Cause, Entry, EventKind, Movement, Row, Schedule, Treatment};

use super::answer::{BookCheck, BookCheckName};
use super::reading::Reading;
use crate::money::Amount;

/// A lease, its schedule in the contract's currency, and in the own one with the accounts closed on one set of days
/// and on another.
pub(super) struct Checked<'a> {
    pub(super) reading: &'a Reading,
    pub(super) contractual: &'a Schedule,
    pub(super) own: &'a Schedule,
    pub(super) vouchers: &'a [Voucher],
    /// `None`: rounded so that it may differ.
    pub(super) other: Option<&'a Schedule>,
}

pub(super) fn of(checked: &Checked<'_>, as_of: NaiveDate, amount: impl Fn(Minor) -> Amount) -> Vec<BookCheck> {
    let Checked { reading, contractual, own: schedule, vouchers, other } = *checked;
    let ends_at = contractual.rows.last().map_or(0, |row| row.movement.asset.closing);
    let whole = schedule.rows.iter().fold(Movement::default(), |sum, row| sum.then(&row.movement));
    let state = schedule.at(as_of);
    let posted = |roles: &[Role]| -> Minor {
        let vouchers = vouchers.iter().filter(|voucher| voucher.on <= as_of);
        vouchers
            .flat_map(|voucher| &voucher.lines)
            .filter(|line| roles.contains(&line.role))
            .map(|line| line.amount)
            .sum()
    };
    let owed = posted(&[Role::LiabilityCurrent, Role::LiabilityNoncurrent]);
    let carried = posted(&[Role::RightOfUse, Role::AccumulatedDepreciation, Role::AccumulatedImpairment]);
    let unbalanced = vouchers.iter().map(|voucher| voucher.lines.iter().map(|line| line.amount).sum::<Minor>().abs());
    let left = whole.asset.closing + whole.deferral.closing - whole.liability.closing;
    let paid = whole.cash + provided(schedule) + whole.equity - left - whole.bought - whole.claim;
    let elsewhere = other.map(|other| other.at(as_of)).map(|elsewhere| {
        [
            (BookCheckName::LiabilityAtOtherClosings, elsewhere.liability.closing, state.liability.closing),
            (BookCheckName::AssetAtOtherClosings, elsewhere.asset.closing, state.asset.closing),
        ]
    });
    [
        (BookCheckName::RowsTie, 0, untied(schedule)),
        (BookCheckName::JournalBalances, 0, unbalanced.sum()),
        (BookCheckName::JournalLiability, state.liability.closing, -owed),
        (BookCheckName::JournalAsset, state.asset.closing, carried),
        (BookCheckName::ExpenseIsCash, paid, whole.expense()),
        (BookCheckName::LiabilityEndsAtZero, 0, whole.liability.closing),
        (BookCheckName::AssetEndsAtResidual, residual(contractual, reading), ends_at),
    ]
    .into_iter()
    .chain(elsewhere.into_iter().flatten())
    .map(|(name, expected, found)| BookCheck {
        name,
        held: expected == found,
        expected: amount(expected),
        found: amount(found),
    })
    .collect()
}

/// By how much rows do not come to their closing, or do not open where the one before closed.
fn untied(schedule: &Schedule) -> Minor {
    let mut before = Movement::default();
    let mut gap = 0;
    for row in &schedule.rows {
        let Movement { liability: owed, asset, deferral, .. } = row.movement;
        let liability = owed.opening + owed.recognised + owed.interest - owed.paid + owed.remeasured
            - owed.derecognised
            + owed.exchange;
        let carried = asset.opening + asset.recognised - asset.depreciation + asset.remeasured
            - asset.derecognised
            - asset.impairment;
        gap += (liability - owed.closing).abs() + (owed.opening - before.liability.closing).abs();
        gap += (carried - asset.closing).abs() + (asset.opening - before.asset.closing).abs();
        gap += (deferral.opening + deferral.paid - deferral.cost - deferral.closing).abs();
        gap += (deferral.opening - before.deferral.closing).abs();
        before = row.movement;
    }
    gap
}

/// What came into the books without being paid there: prepaid before, and provided for later.
fn provided(schedule: &Schedule) -> Minor {
    let initial = &schedule.initial;
    match schedule.rows.first().map(|row| row.entry) {
        Some(Entry::Commencement) if schedule.treatment.is_capitalised() => initial.prepaid + initial.restoration,
        // It came to the company that gave the lease away.
        Some(Entry::Transfer) | None => 0,
        Some(_) => initial.prepaid,
    }
}

/// What is left of the asset once everything is over: the residual of what the lessee then owns, unless less than that
/// was carried when it was last spread.
fn residual(schedule: &Schedule, reading: &Reading) -> Minor {
    let spreads =
        |row: &&Row| matches!(row.entry, Entry::Commencement | Entry::Transition | Entry::Transfer | Entry::Event(_));
    let Some(row) = schedule.rows.iter().rfind(spreads) else { return 0 };
    let happened = schedule.rows.iter().rev().filter_map(|row| match row.entry {
        Entry::Event(at) => reading.events.get(at).map(|event| &event.kind),
        _ => None,
    });
    let mut owned = reading.lease.terms.becomes_owned;
    for kind in happened {
        match kind {
            // Only IFRS 16 measures anew for these, and takes up their terms.
            EventKind::Remeasured { cause: Cause::Index | Cause::FloatingRate, .. }
                if schedule.treatment != Treatment::Ifrs16 => {}
            EventKind::Remeasured { terms, .. } | EventKind::Modified { terms, .. } => {
                owned = terms.becomes_owned;
                break;
            }
            EventKind::Terminated { .. } | EventKind::BoughtOut { .. } => {
                owned = false;
                break;
            }
            EventKind::SeparateLease
            | EventKind::GivenAway
            | EventKind::TakenOver
            | EventKind::Impaired { .. }
            | EventKind::ImpairmentReversed { .. }
            | EventKind::Subleased { .. } => {}
        }
    }
    // One even cost takes the asset to nothing, until an impairment has it written off by itself.
    let impaired = schedule.rows.iter().any(|row| row.movement.asset.impairment != 0);
    owned &= impaired || schedule.treatment != Treatment::Asc842Operating;
    if owned { reading.lease.underlying.residual.min(row.movement.asset.closing).max(0) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::reading::read;
    use crate::books::report::tests::{example, run_of};

    fn broken(break_it: impl Fn(&mut Schedule, &mut Vec<Voucher>)) -> Vec<BookCheckName> {
        let request = example("ifrs16");
        let reading = read(&request).unwrap();
        let schedule = run_of(&reading, &request);
        let (mut own, mut vouchers) = (schedule.clone(), engine::books::journal::journal(&schedule));
        break_it(&mut own, &mut vouchers);
        let checked =
            Checked { reading: &reading, contractual: &own, own: &own, vouchers: &vouchers, other: Some(&schedule) };
        let amount = |minor| Amount::from_minor(minor).unwrap();
        let checks = of(&checked, request.as_of, amount).into_iter();
        checks.filter(|check| !check.held).map(|check| check.name).collect()
    }

    #[test]
    fn nothing_is_wrong_with_what_the_engine_says() {
        assert_eq!(broken(|_, _| {}), []);
    }

    #[test]
    fn a_hundredth_beside_is_found() {
        use BookCheckName::*;
        let at = |schedule: &mut Schedule, change: fn(&mut Movement)| change(&mut schedule.rows[1].movement);
        assert_eq!(broken(|own, _| at(own, |row| row.liability.interest += 1)), [RowsTie, ExpenseIsCash]);
        assert_eq!(broken(|own, _| at(own, |row| row.asset.opening -= 1)), [RowsTie]);
        assert_eq!(broken(|own, _| at(own, |row| row.cash += 1)), [ExpenseIsCash]);
        assert_eq!(broken(|_, vouchers| vouchers[0].lines[0].amount += 1), [JournalBalances, JournalAsset]);
        assert_eq!(
            broken(|_, vouchers| {
                vouchers.remove(2);
            }),
            [JournalLiability]
        );
        let last = |own: &mut Schedule, change: fn(&mut Movement)| {
            change(&mut own.rows.last_mut().unwrap().movement);
        };
        assert_eq!(
            broken(|own, _| last(own, |row| row.liability.closing += 1)),
            [RowsTie, ExpenseIsCash, LiabilityEndsAtZero]
        );
        assert_eq!(
            broken(|own, _| last(own, |row| row.asset.closing += 1)),
            [RowsTie, ExpenseIsCash, AssetEndsAtResidual]
        );
        let on_the_day = |own: &mut Schedule, change: fn(&mut Movement)| {
            let row = own.rows.iter_mut().rfind(|row| row.on.to_string() == "2002-12-31").unwrap();
            change(&mut row.movement);
        };
        assert_eq!(
            broken(|own, _| on_the_day(own, |row| row.liability.closing += 1)),
            [RowsTie, JournalLiability, LiabilityAtOtherClosings]
        );
        assert_eq!(
            broken(|own, _| on_the_day(own, |row| row.asset.closing += 1)),
            [RowsTie, JournalAsset, AssetAtOtherClosings]
        );
    }
}
