//! What a change does to a book: the answers without and with it, held against each other.

use std::collections::BTreeMap;

use super::accounting::{BookDifference, BookEffect, BookPeriodEffect, BookSide};
use super::answer::{BookCalculation, BookEntry, BookMovement, BookPeriod, BookRole, BookRow, BookVoucher};
use super::request::BookFramework;
use crate::money::{Amount, Currency};

impl BookEffect {
    pub fn between(
        framework: BookFramework,
        currency: Currency,
        before: BookCalculation,
        after: BookCalculation,
    ) -> Self {
        Self {
            framework,
            currency,
            periods: periods(&before.periods, &after.periods),
            journal: only_in(&after, &before.journal),
            withdrawn: only_in(&before, &after.journal),
            before: side(before),
            after: side(after),
        }
    }
}

fn side(calculation: BookCalculation) -> BookSide {
    let BookCalculation { treatment, balances, findings, .. } = calculation;
    let (liability, asset, deferral) = (balances.liability, balances.asset, balances.deferral);
    BookSide { treatment, liability, asset, deferral, findings }
}

fn periods(before: &[BookPeriod], after: &[BookPeriod]) -> Vec<BookPeriodEffect> {
    let mut by_end: BTreeMap<_, (Option<&BookPeriod>, Option<&BookPeriod>)> = BTreeMap::new();
    for period in before {
        by_end.entry(period.to).or_default().0 = Some(period);
    }
    for period in after {
        by_end.entry(period.to).or_default().1 = Some(period);
    }
    let effect = |(to, (before, after)): (_, (Option<&BookPeriod>, Option<&BookPeriod>))| {
        let from = before.iter().chain(&after).map(|period| period.from).min().unwrap_or(to);
        let (before, after) = (before.map(|period| period.movement), after.map(|period| period.movement));
        BookPeriodEffect { from, to, before, after, difference: difference(before.as_ref(), after.as_ref()) }
    };
    by_end.into_iter().map(effect).collect()
}

fn difference(before: Option<&BookMovement>, after: Option<&BookMovement>) -> BookDifference {
    let of = |amount: fn(&BookMovement) -> Amount| {
        let minor = |movement: Option<&BookMovement>| movement.map_or(0, |movement| amount(movement).minor());
        bounded(minor(after) - minor(before))
    };
    BookDifference {
        liability: of(|row| row.liability.map_or(Amount::ZERO, |liability| liability.closing)),
        asset: of(|row| row.asset.map_or(Amount::ZERO, |asset| asset.closing)),
        deferral: of(|row| row.deferral.map_or(Amount::ZERO, |deferral| deferral.closing)),
        interest: of(|row| row.liability.map_or(Amount::ZERO, |liability| liability.interest)),
        depreciation: of(|row| row.asset.map_or(Amount::ZERO, |asset| asset.depreciation)),
        gain: of(|row| row.gain),
        expense: of(|row| row.expense),
        cash: of(|row| row.cash),
    }
}

/// Each side is below the largest amount; their difference may be above it only where neither means anything.
fn bounded(minor: i64) -> Amount {
    let most = if minor < 0 { -Amount::MAX_MINOR } else { Amount::MAX_MINOR };
    Amount::from_minor(minor).or(Amount::from_minor(most)).unwrap_or(Amount::ZERO)
}

/// What time alone posts, until an event as until a closing.
fn accrues(role: BookRole) -> bool {
    matches!(
        role,
        BookRole::Interest
            | BookRole::Depreciation
            | BookRole::AccumulatedDepreciation
            | BookRole::LeaseCost
            | BookRole::PrepaidFees
            | BookRole::AccruedFees
            | BookRole::LiabilityCurrent
            | BookRole::LiabilityNoncurrent
    )
}

/// Whether what was prepaid or accrued is gone with it, as where a lease is ended.
fn settles(these: &BookCalculation, voucher: &BookVoucher) -> bool {
    let its = |row: &&BookRow| (row.on, row.entry, row.event) == (voucher.on, voucher.entry, voucher.event);
    let deferral = these.rows.iter().find(its).and_then(|row| row.movement.deferral);
    deferral.is_some_and(|deferral| deferral.closing == Amount::ZERO)
}

/// What is posted for a reason of its own, and not among the others: payments, closings and the end follow from the
/// rest. Which event it is of may have another place there.
fn only_in(these: &BookCalculation, others: &[BookVoucher]) -> Vec<BookVoucher> {
    let mut left: Vec<&BookVoucher> = others.iter().collect();
    let mut only = Vec::new();
    let follows = |voucher: &BookVoucher| {
        let comes_by_itself = matches!(voucher.entry, BookEntry::Payment | BookEntry::Closing | BookEntry::Expiry);
        let only_accrues = voucher.lines.iter().all(|line| accrues(line.role));
        comes_by_itself || (only_accrues && !settles(these, voucher))
    };
    for voucher in these.journal.iter().filter(|voucher| !follows(voucher)) {
        let same =
            |other: &&BookVoucher| (other.on, other.entry, &other.lines) == (voucher.on, voucher.entry, &voucher.lines);
        match left.iter().position(same) {
            Some(place) => {
                left.swap_remove(place);
            }
            None => only.push(voucher.clone()),
        }
    }
    only
}
