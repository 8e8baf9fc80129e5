//! One number for everything the engine computes over made-up agreements of every shape, so that another build of it
//! (another machine, the browser) can be held against this one bit for bit.

use chrono::{Days, NaiveDate};

use crate::books::registered::{Accounting, lease_of};
use crate::books::{Book, ClosingDays, ExpensedBecause, Framework, Halves, Movement, Policy, Sheet, schedule, sheet};
use crate::calendar::{MonthEnds, add_months, month_ends};
use crate::change::{AmendedTerms, Change, Ending};
use crate::contract::{
    Contract, Convention, DayCount, Discounting, FeeStep, FirstIncreased, InterimRent, Kind, Minor, NominalRate,
    ResidualCarrier, Timing,
};
use crate::outcome::RateOutcome;
use crate::plan::Plan;
use crate::{all_in, explain};

/// What [`digest`] gives for this version of the engine.
pub const DIGEST: u64 = 0x6389_f4ab_ab9d_4903;

const AGREEMENTS: usize = 2_000;
const MONTHS: usize = 48;
/// Of the agreements, those whose books are counted too.
const BOOKED: usize = 500;
const FRAMEWORKS: [Framework; 4] =
    [Framework::Ifrs16, Framework::K3, Framework::Asc842, Framework::Expensed(ExpensedBecause::K2)];

/// A digest of rates (all their bits), rows, debts and explanations of 2 000 agreements, and of the books of some.
pub fn digest() -> u64 {
    let mut digest = Digest(0xCBF2_9CE4_8422_2325);
    for (number, (contract, changes)) in agreements().enumerate() {
        one(&mut digest, &contract, &changes);
        if number < BOOKED {
            booked(&mut digest, &contract, &changes, number);
        }
    }
    digest.0
}

/// The made-up agreements.
pub(crate) fn agreements() -> impl Iterator<Item = (Contract, Vec<Change>)> {
    let mut random = Lcg(20_261_122);
    (0..AGREEMENTS).map(move |_| agreement(&mut random))
}

fn one(digest: &mut Digest, contract: &Contract, changes: &[Change]) {
    let Ok(plan) = Plan::compile(contract, changes) else {
        digest.whole(-1);
        return;
    };
    for segment in plan.segments() {
        digest.outcome(&segment.rate);
        digest.money(segment.capital);
    }
    if let Ok(all_in) = all_in(contract) {
        digest.outcome(&all_in.rate);
        all_in.shares.iter().for_each(|share| digest.float(share.basis_points));
    }
    for (row, formula) in plan.rows_with_formulas(add_months(contract.end, 12)) {
        digest.whole(row.payment);
        digest.money(row.capital.map(|capital| capital.interest));
        digest.money(row.capital.map(|capital| capital.closing));
        digest.float(formula.map_or(0.0, |formula| formula.closing));
    }
    let mut series = [None; MONTHS];
    let dates = MonthEnds::new(contract.start, MONTHS);
    plan.debt_series(&dates, &mut series);
    series.iter().for_each(|debt| digest.money(*debt));
    if let Some(date) = dates.dates().nth(MONTHS / 2)
        && let crate::How::Accrued(accrual) = explain(&plan, date).how
    {
        digest.float(accrual.unrounded);
    }
}

/// The books of an agreement: every movement of every row, in each framework.
fn booked(digest: &mut Digest, contract: &Contract, changes: &[Change], number: usize) {
    let accounting = Accounting::default();
    let Ok((lease, events)) = lease_of(contract, changes, &accounting, add_months(contract.end, 6)) else {
        digest.whole(-2);
        return;
    };
    let dated = Policy { discounting: Discounting::Dated(DayCount::Act365F), ..Policy::default() };
    let policy = if number.is_multiple_of(3) { dated } else { Policy::default() };
    let halves = if number.is_multiple_of(5) { Halves::ToEven } else { Halves::AwayFromZero };
    let policy = Policy { halves, ..policy };
    let dates: Vec<NaiveDate> = month_ends(contract.start, MONTHS).collect();
    let (Ok(days), mut page) = (ClosingDays::new(&dates), Sheet::default()) else {
        digest.whole(-4);
        return;
    };
    for framework in FRAMEWORKS {
        if sheet(&lease, &events, &Book { framework, policy }, None, &days, &mut page).is_err() {
            digest.whole(-5);
        }
        for line in page.lines() {
            digest.whole(line.owed);
            digest.whole(line.noncurrent);
            digest.whole(line.interest - line.paid);
            digest.whole(line.carried - line.depreciation);
            digest.whole(line.deferred - line.cost);
            digest.whole(line.cash + line.variable);
        }
        let Ok(schedule) = schedule(&lease, &events, &Book { framework, policy }, &[]) else {
            digest.whole(-3);
            continue;
        };
        digest.whole(schedule.rows.len() as i64);
        for row in &schedule.rows {
            let Movement { liability, asset, deferral, cash, variable, gain, .. } = row.movement;
            digest.whole(liability.interest);
            digest.whole(liability.remeasured);
            digest.whole(liability.closing);
            digest.whole(asset.depreciation);
            digest.whole(asset.closing);
            digest.whole(deferral.closing);
            digest.whole(cash + variable);
            digest.whole(gain);
            digest.whole(row.noncurrent);
        }
    }
}

/// FNV-1a, a word at a time.
struct Digest(u64);

impl Digest {
    fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01B3);
        self.0 ^= self.0 >> 29;
    }

    fn whole(&mut self, value: i64) {
        self.word(value as u64);
    }

    fn money(&mut self, value: Option<Minor>) {
        self.whole(value.unwrap_or(i64::MIN));
    }

    fn float(&mut self, value: f64) {
        self.word(value.to_bits());
    }

    fn outcome(&mut self, outcome: &RateOutcome) {
        match outcome.rate() {
            None => self.word(0),
            Some(rate) => {
                self.float(rate.nominal);
                self.float(rate.effective);
            }
        }
    }
}

/// A linear congruential generator: the same agreements in every build.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % bound
    }

    fn happens(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T], otherwise: T) -> T {
        let at = self.below(from.len().max(1) as i64) as usize;
        from.get(at).copied().unwrap_or(otherwise)
    }

    fn day_after(&mut self, date: NaiveDate, days: i64) -> NaiveDate {
        date.checked_add_days(Days::new(self.below(days) as u64)).unwrap_or(date)
    }
}

fn agreement(random: &mut Lcg) -> (Contract, Vec<Change>) {
    let epoch = NaiveDate::from_ymd_opt(2015, 1, 1).unwrap_or_default();
    let start = random.day_after(epoch, 4_000);
    let interval_months = random.pick(&[1_u32, 1, 3, 3, 6, 12, 5], 1);
    let months = random.pick(&[24_i64, 36, 48, 60, 84, 37, 7], 36);
    let whole = add_months(start, months as i32).pred_opt().unwrap_or(start);
    let end = if random.happens(10) { random.day_after(whole, 40) } else { whole };
    let price = 1_000_000 + random.below(3_000_000_000);
    let residual = price * random.below(40) / 100;
    let count = (months / i64::from(interval_months)).max(1);
    let fee = (price - residual) / count + price * random.below(9) * i64::from(interval_months) / 1_500;
    let known = random.below(10);
    let contract = Contract {
        kind: random.pick(
            &[Kind::FinancialLease, Kind::OperationalLease, Kind::Rental, Kind::Premises, Kind::Car],
            Kind::FinancialLease,
        ),
        start,
        end,
        interval_months,
        timing: if random.happens(80) { Timing::Advance } else { Timing::Arrears },
        fee,
        steps: if random.happens(10) {
            vec![FeeStep { from: add_months(start, 9), fee: fee + fee / 20 }]
        } else {
            Vec::new()
        },
        price: (known < 7).then_some(price),
        stated_rate: (known > 5).then(|| NominalRate::from_parts_per_billion(1_000_000 * random.below(120))),
        first_increased: random
            .happens(20)
            .then(|| FirstIncreased { amount: price * random.below(15) / 100, replaces_first_fee: random.happens(40) }),
        residual,
        residual_carrier: random.pick(
            &[ResidualCarrier::Lessee, ResidualCarrier::Lessor, ResidualCarrier::ThirdParty],
            ResidualCarrier::Lessee,
        ),
        interim: random
            .happens(10)
            .then(|| InterimRent { from: start.checked_sub_days(Days::new(17)).unwrap_or(start), daily: None }),
        invoice_fee: random.below(10_000),
        arrangement_fee: random.below(200_000),
        service_fee: random.below(5_000),
        convention: Convention {
            discounting: random.pick(
                &[
                    Discounting::Periodic,
                    Discounting::Periodic,
                    Discounting::Periodic,
                    Discounting::Dated(DayCount::Act365F),
                    Discounting::Dated(DayCount::ActActIsda),
                    Discounting::Dated(DayCount::Us30360),
                ],
                Discounting::Periodic,
            ),
        },
    };
    let changes = changes(random, &contract);
    (contract, changes)
}

fn changes(random: &mut Lcg, contract: &Contract) -> Vec<Change> {
    let mut changes = Vec::new();
    if random.happens(30) {
        let on = random.day_after(contract.start, 1_500);
        let terms = match random.below(4) {
            0 => AmendedTerms { fee: Some(contract.fee - contract.fee / 50), ..AmendedTerms::default() },
            1 => AmendedTerms { residual: Some(contract.residual / 2), ..AmendedTerms::default() },
            2 => AmendedTerms {
                stated_rate: Some(NominalRate::from_parts_per_billion(1_000_000 * random.below(90))),
                ..AmendedTerms::default()
            },
            _ => AmendedTerms {
                end: Some(add_months(on.max(contract.end), 6)),
                interval_months: Some(3),
                ..AmendedTerms::default()
            },
        };
        changes.push(Change::Amended { on, terms });
    }
    if random.happens(20) {
        let after = changes.last().map_or(contract.start, Change::on);
        let on = random.day_after(after, 1_000);
        let how = if random.happens(50) { Ending::Terminated } else { Ending::BoughtOut { price: 100_000 } };
        changes.push(Change::Ended { on, how });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_build_computes_what_every_build_computes() {
        assert_eq!(digest(), DIGEST, "what the engine computes has changed; the new digest is {:#018x}", digest());
    }

    #[test]
    fn the_agreements_are_of_every_shape() {
        let plans: Vec<Plan> =
            agreements().filter_map(|(contract, changes)| Plan::compile(&contract, &changes).ok()).collect();
        assert_eq!(plans.len(), AGREEMENTS);
        assert!(plans.iter().filter(|plan| plan.rate().rate().is_some()).count() > AGREEMENTS * 8 / 10);
        assert!(plans.iter().filter(|plan| plan.segments().len() > 1).count() > AGREEMENTS / 10);
    }
}
