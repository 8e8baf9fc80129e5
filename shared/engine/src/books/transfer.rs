//! A lease goes over to another company of the group at what it is carried at.

use chrono::NaiveDate;

use crate::books::chronology::{At, Phase};
use crate::books::movement::{AssetMove, Deferral, Entry, LiabilityMove, Movement, Row, Schedule, Version, WrittenOff};
use crate::calendar::day_of;

/// The schedule of the company that gives the lease away at the end of a day, and of the one that receives it. The
/// accounts must have been closed on the day.
pub fn transfer(schedule: &Schedule, on: NaiveDate) -> (Schedule, Schedule) {
    let until = schedule.rows.partition_point(|row| row.on <= on);
    let (before, after) = schedule.rows.split_at(until);
    let state = schedule.at(on);
    let cost: i64 = before
        .iter()
        .map(|row| row.movement.asset)
        .map(|asset| asset.recognised + asset.remeasured - asset.retired_cost)
        .sum();
    let close = At::new(day_of(on) + 1, Phase::Close);
    let (measured, later): (Vec<Version>, Vec<Version>) =
        schedule.versions.iter().cloned().partition(|version| version.at <= close);
    // From the day on the one company has nothing to pay, and until then the other has not.
    let ruling = measured.last().map(|version| Version { at: close, ..version.clone() });
    let nothing = ruling.clone().map(|version| Version { payments: Vec::new(), ..version });
    let given_up = measured.into_iter().chain(nothing).collect();
    let taken_on = ruling.into_iter().chain(later).collect();
    let (owed, carried, deferred) = (state.liability.closing, state.asset.closing, state.deferral.closing);
    let claim = carried + deferred - owed;
    let given = Movement {
        liability: LiabilityMove { derecognised: owed, closing: 0, ..state.liability },
        asset: AssetMove { derecognised: carried, retired_cost: cost, closing: 0, ..state.asset },
        deferral: Deferral { paid: -deferred, closing: 0, ..state.deferral },
        claim,
        ..Movement::default()
    };
    let received = Movement {
        liability: LiabilityMove { recognised: owed, closing: owed, ..LiabilityMove::default() },
        // What was written off goes along, so that cost and depreciation are posted as they were.
        asset: AssetMove {
            recognised: carried,
            retired_cost: carried - cost,
            closing: carried,
            ..AssetMove::default()
        },
        deferral: Deferral { paid: deferred, closing: deferred, ..Deferral::default() },
        claim: -claim,
        ..Movement::default()
    };
    let noncurrent = before.last().map_or(0, |row| row.noncurrent);
    let written_off = before.last().map_or_else(WrittenOff::default, |row| row.written_off);
    let measured = before.last().map_or(0, |row| row.measured);
    let row = |movement: Movement, noncurrent| Row {
        on,
        entry: Entry::Transfer,
        movement,
        noncurrent,
        at_end: true,
        measured,
        written_off,
    };
    let giver = before.iter().copied().chain([row(given, 0)]).collect();
    let receiver = [row(received, noncurrent)].into_iter().chain(after.iter().copied()).collect();
    let of = |rows, versions| {
        let Schedule { treatment, initial, findings, .. } = schedule;
        Schedule { treatment: *treatment, initial: *initial, rows, findings: findings.clone(), versions }
    };
    (of(giver, given_up), of(receiver, taken_on))
}
