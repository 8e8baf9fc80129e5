//! From a sheet to the figures of each stretch between two closings.

use engine::books::{CashFlow, ExpensedBecause, Movement, Sheet, Treatment};

use super::figures::Figures;

/// What the sheet shows after each of its closings until the next: one less than there are closings.
pub fn measure(sheet: &Sheet) -> impl Iterator<Item = Figures> {
    let treatment = sheet.treatment();
    let periods = sheet.lines().iter().enumerate();
    periods.filter_map(move |(period, line)| {
        let (movement, cash) = (sheet.movement(period)?, sheet.cash(period)?);
        Some(Figures { noncurrent: line.noncurrent, ..figures(treatment?, &movement, cash) })
    })
}

fn figures(treatment: Treatment, movement: &Movement, cash: CashFlow) -> Figures {
    let Movement { liability, asset, deferral, .. } = movement;
    let moved = Figures {
        liability_opening: liability.opening,
        recognised: liability.recognised,
        liability_interest: liability.interest,
        paid: liability.paid,
        remeasured: liability.remeasured,
        derecognised: liability.derecognised,
        exchange: liability.exchange,
        liability_closing: liability.closing,
        asset_opening: asset.opening,
        asset_recognised: asset.recognised,
        asset_depreciation: asset.depreciation,
        asset_remeasured: asset.remeasured,
        asset_derecognised: asset.derecognised,
        asset_impairment: asset.impairment,
        asset_closing: asset.closing,
        deferral_opening: deferral.opening,
        deferral_paid: deferral.paid,
        deferral_cost: deferral.cost,
        deferral_closing: deferral.closing,
        variable: movement.variable - movement.outside - movement.services,
        services: movement.services,
        gain: movement.gain,
        principal_paid: cash.principal,
        interest_paid: cash.interest,
        operating_paid: cash.operating,
        direct_costs_paid: cash.direct_costs,
        purchases_paid: cash.purchases,
        deductible_vat: movement.deductible_vat,
        bought: movement.bought,
        equity: movement.equity,
        claim: movement.claim,
        ..Figures::default()
    };
    let outside = movement.outside;
    match treatment {
        // Outside the term the use of the asset is a short lease of its own (IFRS 16.53(c), ASC 842-20-50-4); K3 knows none.
        Treatment::Ifrs16 | Treatment::Asc842Finance => Figures { short_term: outside, ..capitalised(moved) },
        Treatment::K3Finance => Figures { operating: outside, ..capitalised(moved) },
        Treatment::Asc842Operating => {
            Figures { operating: liability.interest + asset.depreciation, short_term: outside, ..moved }
        }
        Treatment::Expensed(ExpensedBecause::ShortTerm) => Figures { short_term: deferral.cost + outside, ..moved },
        Treatment::Expensed(ExpensedBecause::LowValue) => Figures { low_value: deferral.cost + outside, ..moved },
        Treatment::Expensed(_) => Figures { operating: deferral.cost + outside, ..moved },
    }
}

fn capitalised(moved: Figures) -> Figures {
    Figures { interest: moved.liability_interest, depreciation: moved.asset_depreciation, ..moved }
}
