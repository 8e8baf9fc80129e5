//! The rate with every fee inside, and what each of them makes of it.

use crate::compile::{interim, lay_out, opening_of};
use crate::contract::{Contract, Minor, Timing};
use crate::double::Double;
use crate::error::EngineError;
use crate::outcome::{AllIn, FeeKind, FeeShare, NoRate, RateOutcome};
use crate::rates::solve;
use crate::stretch::{Run, Stretch};
use crate::validate;

const FEES: [FeeKind; 3] = [FeeKind::Arrangement, FeeKind::Interim, FeeKind::Invoice];

/// A choice among the three fees, one bit each in the order of [`FEES`].
type Chosen = u8;

/// The all-in rate of an agreement as signed.
pub fn all_in(contract: &Contract) -> Result<AllIn, EngineError> {
    validate::contract(contract)?;
    Ok(compute(contract))
}

pub(crate) fn compute(contract: &Contract) -> AllIn {
    let Some(price) = contract.price else {
        return AllIn { rate: RateOutcome::None(NoRate::PriceUnknown), shares: Vec::new() };
    };
    let (_, stretch) = lay_out(contract);
    let interim = interim(contract).map_or(0, |(_, amount)| amount);
    let amounts = [contract.arrangement_fee, interim, contract.invoice_fee];
    let present: Chosen = (0..3).filter(|bit| amounts.get(*bit).is_some_and(|fee| *fee > 0)).map(|bit| 1 << bit).sum();
    let down = contract.first_increased.map_or(0, |first| first.amount);
    let rates: Vec<Option<RateOutcome>> = (0..8)
        .map(|chosen: Chosen| {
            let asked = chosen & !present == 0;
            asked.then(|| rate_with(&stretch, contract.timing, price - down, amounts, chosen))
        })
        .collect();
    let rate = |chosen: Chosen| rates.get(usize::from(chosen)).and_then(Option::as_ref);
    let nominal = |chosen: Chosen| rate(chosen)?.rate().map(|rate| rate.nominal);
    let shares = (0..3).filter(|bit| present >> bit & 1 == 1).filter_map(|bit| share(bit, present, &nominal));
    let shares = shares.collect();
    AllIn { rate: rate(present).cloned().unwrap_or(RateOutcome::None(NoRate::NoRoot)), shares }
}

fn rate_with(
    stretch: &Stretch,
    timing: Timing,
    capital: Minor,
    [arrangement, interim, invoice]: [Minor; 3],
    chosen: Chosen,
) -> RateOutcome {
    let taken = |bit: u8, fee: Minor| if chosen >> bit & 1 == 1 { fee } else { 0 };
    let mut stretch = stretch.clone();
    for run in &mut stretch.runs {
        run.fee += taken(2, invoice);
    }
    if timing == Timing::Arrears {
        // Nothing is invoiced on the first day, whatever the fee of the run that begins there.
        let after = stretch.fee(1);
        stretch.runs.retain(|run| run.from > 1);
        stretch.runs.splice(0..0, [Run { from: 0, fee: 0 }, Run { from: 1, fee: after }]);
    }
    let received = capital - taken(0, arrangement) - taken(1, interim);
    match solve(&stretch, &opening_of(stretch.from, Double::from_i64(received))) {
        Ok((_, outcome)) => outcome,
        Err(reason) => RateOutcome::None(reason),
    }
}

/// The mean effect of one fee over every order in which the present ones can be added (its Shapley value).
fn share(bit: u8, present: Chosen, nominal: &impl Fn(Chosen) -> Option<f64>) -> Option<FeeShare> {
    let count = present.count_ones();
    let mut sum = 0.0;
    for others in (0..8).filter(|chosen: &Chosen| chosen & !present == 0 && chosen >> bit & 1 == 0) {
        let before = others.count_ones();
        let orders = factorial(before) * factorial(count - before - 1);
        sum += f64::from(orders) * (nominal(others | 1 << bit)? - nominal(others)?);
    }
    let fee = *FEES.get(usize::from(bit))?;
    Some(FeeShare { fee, basis_points: sum / f64::from(factorial(count)) * 10_000.0 })
}

fn factorial(n: u32) -> u32 {
    (1..=n).product()
}
