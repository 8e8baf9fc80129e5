//! A lease in a foreign currency. The liability is money: it is carried at the closing rate and the difference meets
//! the result. The asset is not: each part of it stays at the rate of the day it was recognised or remeasured.

use chrono::NaiveDate;

use crate::books::check;
use crate::books::movement::{
    AssetMove, Deferral, Entry, LiabilityMove, Movement, Recognition, Row, Schedule, WrittenOff,
};
use crate::books::spread::share;
use crate::calendar::day_of;
use crate::contract::Minor;
use crate::error::{EngineError, ErrorCode};
use crate::validate::{few, number, refuse};

/// Units of the own currency for one of the lease's, in parts per billion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExchangeRate(i64);

impl ExchangeRate {
    const UNIT: i128 = 1_000_000_000;
    const HIGHEST: i64 = 10_000_000_000_000;

    /// `None`: not above 0, or beyond 10 000.
    pub fn from_parts_per_billion(parts: i64) -> Option<Self> {
        (1..=Self::HIGHEST).contains(&parts).then_some(Self(parts))
    }

    pub fn of(self, amount: Minor) -> Minor {
        share(amount, i128::from(self.0), Self::UNIT)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum InterestRate {
    /// The mean of the days the interest accrued on.
    #[default]
    Average,
    Closing,
}

/// Rates by day; each holds until the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRates {
    rates: Vec<(NaiveDate, ExchangeRate)>,
}

impl ExchangeRates {
    /// At least one, ascending by day.
    pub fn new(rates: Vec<(NaiveDate, ExchangeRate)>) -> Result<Self, EngineError> {
        few("rates", rates.len(), 100_000)?;
        if rates.is_empty() {
            refuse("rates", ErrorCode::TooSmall, 0, 1)?;
        }
        for ((before, _), (after, _)) in rates.iter().zip(rates.iter().skip(1)) {
            if after <= before {
                refuse("rates", ErrorCode::NotAscending, number(*after), number(*before))?;
            }
        }
        Ok(Self { rates })
    }

    /// The rate of a day: the last one known then, or the first one there is.
    pub fn on(&self, date: NaiveDate) -> ExchangeRate {
        let known = self.rates.partition_point(|(from, _)| *from <= date);
        self.rates.get(known.saturating_sub(1)).map_or(ExchangeRate(1), |(_, rate)| *rate)
    }

    /// The day that the rate of a day is of.
    pub fn known_on(&self, date: NaiveDate) -> Option<NaiveDate> {
        let known = self.rates.partition_point(|(from, _)| *from <= date);
        self.rates.get(known.saturating_sub(1)).map(|(day, _)| *day)
    }

    /// Sum of the daily rates after `from` up to and including `to`, and the days.
    fn days(&self, from: NaiveDate, to: NaiveDate) -> (i128, i128) {
        let mut sum = 0;
        let mut day = from;
        while day < to {
            let next = self.rates.partition_point(|(known, _)| *known <= day);
            let rate = self.on(day);
            // Until the day before the next rate; the day it comes has it already.
            let until = self.rates.get(next).map_or(to, |(known, _)| known.pred_opt().unwrap_or(*known).min(to));
            if until <= day {
                day = day.succ_opt().unwrap_or(to);
                sum += i128::from(self.on(day).0);
                continue;
            }
            sum += i128::from(rate.0) * i128::from(day_of(until) - day_of(day));
            day = until;
        }
        (sum, i128::from((day_of(to) - day_of(from)).max(0)))
    }
}

/// A schedule in the own currency.
pub fn translate(schedule: &Schedule, rates: &ExchangeRates, interest: InterestRate) -> Result<Schedule, EngineError> {
    fits(schedule, rates)?;
    let mut translator = Translator {
        rates,
        interest,
        last: None,
        state: Movement::default(),
        anchor: (0, 0),
        anchored: 0,
        cost: (0, 0),
    };
    let initial_rate = schedule.rows.first().map(|row| rates.on(row.on));
    let initial = initial_rate.map_or(schedule.initial, |rate| recognition(&schedule.initial, rate));
    let rows = schedule.rows.iter().map(|row| translator.row(row, &initial)).collect();
    Ok(Schedule { initial, rows, ..schedule.clone() })
}

/// Whether all of it stays where it can be added up.
fn fits(schedule: &Schedule, rates: &ExchangeRates) -> Result<(), EngineError> {
    let of_row = |row: &Row| {
        let Movement { liability, asset, deferral, cash, bought, .. } = row.movement;
        let held = [liability.closing, asset.closing, deferral.closing, cash, bought, liability.paid, deferral.cost];
        held.into_iter().map(Minor::unsigned_abs).max().unwrap_or(0)
    };
    let largest = schedule.rows.iter().map(of_row).max().unwrap_or(0);
    let highest = rates.rates.iter().map(|(_, rate)| rate.0).max().unwrap_or(0);
    if i128::from(largest) * i128::from(highest) > i128::from(check::LARGEST_VALUE) * ExchangeRate::UNIT {
        return Err(check::too_large("rates"));
    }
    Ok(())
}

fn recognition(foreign: &Recognition, rate: ExchangeRate) -> Recognition {
    Recognition {
        liability: rate.of(foreign.liability),
        paid: rate.of(foreign.paid),
        prepaid: rate.of(foreign.prepaid),
        direct_costs: rate.of(foreign.direct_costs),
        incentives: rate.of(foreign.incentives),
        restoration: rate.of(foreign.restoration),
        sold: rate.of(foreign.sold),
    }
}

/// Of a payment that is translated as one amount, in every book the same, what is left once the variable part of it is
/// translated too. `None`: part of the row is settled by giving the asset back, or it is no payment.
fn settled(row: &Row, rate: ExchangeRate) -> Option<Minor> {
    let is_paid = row.entry == Entry::Payment && row.movement.liability.derecognised == 0;
    is_paid.then(|| rate.of(row.movement.cash) - rate.of(row.movement.variable))
}

struct Translator<'a> {
    rates: &'a ExchangeRates,
    interest: InterestRate,
    last: Option<(NaiveDate, Movement)>,
    state: Movement,
    /// What the asset was carried at when it was last anchored, in the foreign currency and in the own.
    anchor: (Minor, Minor),
    anchored: u32,
    /// What the asset has cost, of what is still in the books, in the foreign currency and in the own.
    cost: (Minor, Minor),
}

impl Translator<'_> {
    fn row(&mut self, row: &Row, initial: &Recognition) -> Row {
        let rate = self.rates.on(row.on);
        let begins = matches!(row.entry, Entry::Commencement | Entry::Transition);
        let foreign = &row.movement;
        let liability = self.liability(row, rate, settled(row, rate));
        let asset = self.asset(row, rate, begins.then(|| self.recognised(row, initial, rate)), &liability);
        let deferral = self.deferral(row, rate, begins.then_some(initial));
        let mut own = Movement {
            liability,
            asset,
            deferral,
            cash: rate.of(foreign.cash),
            deductible_vat: rate.of(foreign.deductible_vat),
            variable: rate.of(foreign.variable),
            outside: rate.of(foreign.outside),
            services: match foreign.variable - foreign.outside - foreign.services {
                // What rounding leaves is no cost of a third kind.
                0 => rate.of(foreign.variable) - rate.of(foreign.outside),
                _ => rate.of(foreign.services),
            },
            lease_cost: if foreign.deferral.cost != 0 { deferral.cost } else { 0 },
            gain: 0,
            bought: rate.of(foreign.bought),
            equity: 0,
            claim: rate.of(foreign.claim),
        };
        if foreign.lease_cost != 0 && foreign.deferral.cost == 0 {
            own.lease_cost = liability.interest + asset.depreciation;
        }
        self.balance(row, initial, &mut own);
        self.last = Some((row.on, *foreign));
        self.state = own;
        Row { movement: own, noncurrent: rate.of(row.noncurrent), ..*row }
    }

    /// The one amount of a row that follows from the others: cash of a payment, else the gain (or equity).
    fn balance(&self, row: &Row, initial: &Recognition, own: &mut Movement) {
        let moved = own.asset.closing - own.asset.opening + own.deferral.closing
            - own.deferral.opening
            - (own.liability.closing - own.liability.opening);
        let provided = match row.entry {
            Entry::Commencement if own.asset.recognised != 0 || own.liability.recognised != 0 => {
                initial.prepaid + initial.restoration
            }
            Entry::Commencement | Entry::Transition => initial.prepaid,
            _ => 0,
        };
        // Debits less credits, but for cash, gain and equity.
        let expense = own.expense() + own.gain;
        let open = moved + expense + own.bought + own.claim - provided;
        match row.entry {
            Entry::Event(_) => own.gain = open - own.cash,
            Entry::Transition => own.equity = open - own.cash,
            Entry::Commencement if row.movement.gain != 0 => own.gain = open - own.cash,
            // What goes back to the lessor settles a debt at today's rate with an asset at those it came in at.
            Entry::Payment if row.movement.liability.derecognised != 0 => own.gain = open - own.cash,
            Entry::Transfer => own.claim -= open - own.cash,
            Entry::Commencement | Entry::Payment | Entry::Expiry | Entry::Closing => own.cash = open,
        }
    }

    /// `settled`: what a payment leaves for it.
    fn liability(&self, row: &Row, rate: ExchangeRate, settled: Option<Minor>) -> LiabilityMove {
        let foreign = &row.movement.liability;
        let opening = self.state.liability.closing;
        let (now, unit) = (i128::from(rate.0), ExchangeRate::UNIT);
        let exchange = self.last.map_or(0, |(on, _)| {
            let held = share(foreign.opening, now - i128::from(self.rates.on(on).0), unit);
            let accrued = match self.interest {
                InterestRate::Closing => 0,
                InterestRate::Average => match self.rates.days(on, row.on) {
                    (_, 0) => 0,
                    (sum, days) => share(foreign.interest, now * days - sum, days * unit),
                },
            };
            held + accrued
        });
        let settled = settled.filter(|_| foreign.paid != 0);
        let (recognised, paid) = (rate.of(foreign.recognised), settled.unwrap_or(rate.of(foreign.paid)));
        let (remeasured, derecognised) = (rate.of(foreign.remeasured), rate.of(foreign.derecognised));
        let mut own = LiabilityMove {
            opening,
            recognised,
            interest: 0,
            paid,
            remeasured,
            derecognised,
            exchange,
            closing: rate.of(foreign.closing),
        };
        let rest = own.closing - (opening + recognised - paid + remeasured - derecognised + exchange);
        // What rounding leaves goes where something accrued, else to what moved.
        if foreign.interest != 0 {
            own.interest = rest;
        } else if exchange != 0 {
            own.exchange += rest;
        } else if settled.is_some() {
            // What is paid is one amount whatever the book.
            own.interest = rest;
        } else if foreign.paid != 0 {
            own.paid -= rest;
        } else if foreign.derecognised != 0 {
            own.derecognised -= rest;
        } else if foreign.remeasured != 0 {
            own.remeasured += rest;
        } else {
            own.closing -= rest;
        }
        own
    }

    fn recognised(&self, row: &Row, initial: &Recognition, rate: ExchangeRate) -> Minor {
        let asset = &row.movement.asset;
        let whole = row.entry == Entry::Commencement && row.movement.gain == 0 && asset.recognised != 0;
        if whole { initial.asset() } else { rate.of(asset.recognised) }
    }

    fn asset(
        &mut self,
        row: &Row,
        rate: ExchangeRate,
        recognised: Option<Minor>,
        liability: &LiabilityMove,
    ) -> AssetMove {
        let (foreign, theirs) = (&row.movement, &row.movement.asset);
        let opening = self.state.asset.closing;
        let mut own = AssetMove { opening, ..AssetMove::default() };
        // What is carried of each part falls as the whole does; what grows does so at the rate of its day.
        let carried = theirs.opening - theirs.depreciation;
        let WrittenOff { gone, whole, rest, .. } = row.written_off;
        let (theirs_then, ours_then) = self.anchor;
        let before = match carried {
            _ if carried == theirs.opening => opening,
            0 => 0,
            _ if whole != 0 => {
                let rest = share(ours_then, i128::from(rest), i128::from(theirs_then));
                ours_then - share(ours_then - rest, i128::from(gone), i128::from(whole))
            }
            1.. if carried <= theirs_then => share(ours_then, i128::from(carried), i128::from(theirs_then)),
            _ => opening - rate.of(theirs.depreciation),
        };
        own.depreciation = opening - before;
        own.recognised = recognised.unwrap_or(0);
        own.derecognised = share(before, i128::from(theirs.derecognised), i128::from(carried));
        own.impairment = share(before, i128::from(theirs.impairment), i128::from(carried));
        let left = before + own.recognised - own.derecognised - own.impairment;
        let same = theirs.remeasured == foreign.liability.remeasured;
        let remeasured = if same { liability.remeasured } else { rate.of(theirs.remeasured) };
        own.remeasured = match theirs.remeasured {
            _ if theirs.closing == 0 => -left,
            0 => 0,
            _ => remeasured.max(-left),
        };
        own.closing = left + own.remeasured;
        let (cost_then, own_cost_then) = self.cost;
        let added = |asset: &AssetMove| asset.recognised + asset.remeasured;
        let cost = cost_then + added(theirs) - theirs.retired_cost;
        own.retired_cost = if cost == 0 {
            own_cost_then + added(&own)
        } else if theirs.retired_cost == theirs.derecognised {
            own.derecognised
        } else {
            // What leaves the books came in at the rates of its own days.
            share(own_cost_then, i128::from(theirs.retired_cost), i128::from(cost_then)).max(own.derecognised)
        };
        self.cost = (cost, own_cost_then + added(&own) - own.retired_cost);
        let moved = theirs.closing != theirs.opening - theirs.depreciation;
        if moved || self.anchored != row.written_off.anchored {
            self.anchored = row.written_off.anchored;
            self.anchor = (theirs.closing, own.closing);
        }
        own
    }

    fn deferral(&self, row: &Row, rate: ExchangeRate, initial: Option<&Recognition>) -> Deferral {
        let theirs = &row.movement.deferral;
        let opening = self.state.deferral.closing;
        let paid = match initial {
            Some(initial) if theirs.paid != 0 => initial.asset() - initial.restoration,
            _ => settled(row, rate).filter(|_| theirs.paid != 0).unwrap_or(rate.of(theirs.paid)),
        };
        // What was paid ahead, or is owed, stays at the rates it came in at.
        let before = opening + paid;
        let held = theirs.opening + theirs.paid;
        let cost = match theirs.closing {
            0 => before,
            1.. if theirs.cost >= 0 => share(before, i128::from(theirs.cost), i128::from(held)),
            _ => rate.of(theirs.cost),
        };
        Deferral { opening, paid, cost, closing: before - cost }
    }
}
