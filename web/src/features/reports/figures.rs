//! The lines of a report, in the order that a note has them: what each is called and where it stands.

use shared::money::Amount;
use shared::reports::ReportFigures;

use crate::features::books::figures::negative;
use crate::t;

/// How a line counts in its sum, and whether it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Added,
    Taken,
    /// What the lines before come to, or begin with: shown also when it is nothing.
    Balance,
    /// Part of the balance above.
    Part,
}

#[derive(Clone, Copy)]
pub struct Figure {
    /// In an address.
    pub key: &'static str,
    pub name: &'static str,
    pub weight: Weight,
    pub of: fn(&ReportFigures) -> Amount,
}

impl Figure {
    /// With the sign that it has in its sum.
    pub fn signed(&self, figures: &ReportFigures) -> Amount {
        let amount = (self.of)(figures);
        if self.weight == Weight::Taken { negative(amount) } else { amount }
    }
}

pub struct Section {
    pub name: &'static str,
    pub figures: Vec<Figure>,
}

macro_rules! figures {
    ($($key:literal $weight:ident $name:expr => $($at:ident).+),+ $(,)?) => {
        vec![$(Figure { key: $key, name: $name, weight: Weight::$weight, of: |figures| figures.$($at).+ }),+]
    };
}

pub fn sections() -> [Section; 6] {
    [
        Section {
            name: t!(reports.section.liability),
            figures: figures![
                "liability_opening" Balance t!(reports.figure.opening) => liability.opening,
                "liability_recognised" Added t!(reports.figure.recognised) => liability.recognised,
                "liability_interest" Added t!(reports.figure.interest) => liability.interest,
                "liability_paid" Taken t!(reports.figure.paid) => liability.paid,
                "liability_remeasured" Added t!(reports.figure.remeasured) => liability.remeasured,
                "liability_derecognised" Taken t!(reports.figure.derecognised) => liability.derecognised,
                "liability_exchange" Added t!(reports.figure.exchange) => liability.exchange,
                "liability" Balance t!(reports.figure.closing) => liability.closing,
                "current" Part t!(reports.figure.current) => current,
                "noncurrent" Part t!(reports.figure.noncurrent) => noncurrent,
            ],
        },
        Section {
            name: t!(reports.section.asset),
            figures: figures![
                "asset_opening" Balance t!(reports.figure.opening) => asset.opening,
                "asset_recognised" Added t!(reports.figure.recognised) => asset.recognised,
                "asset_depreciation" Taken t!(reports.figure.depreciation) => asset.depreciation,
                "asset_remeasured" Added t!(reports.figure.remeasured) => asset.remeasured,
                "asset_derecognised" Taken t!(reports.figure.derecognised) => asset.derecognised,
                "asset_impairment" Taken t!(reports.figure.impairment) => asset.impairment,
                "asset" Balance t!(reports.figure.closing) => asset.closing,
            ],
        },
        Section {
            name: t!(reports.section.deferral),
            figures: figures![
                "deferral_opening" Balance t!(reports.figure.opening) => deferral.opening,
                "deferral_paid" Added t!(reports.figure.paid) => deferral.paid,
                "deferral_cost" Taken t!(reports.figure.cost) => deferral.cost,
                "deferral" Balance t!(reports.figure.closing) => deferral.closing,
            ],
        },
        Section {
            name: t!(reports.section.result),
            figures: figures![
                "depreciation" Added t!(reports.figure.depreciation) => result.depreciation,
                "impairment" Added t!(reports.figure.impairment) => result.impairment,
                "interest" Added t!(reports.figure.interest) => result.interest,
                "exchange" Added t!(reports.figure.exchange) => result.exchange,
                "operating" Added t!(reports.figure.operating) => result.operating,
                "short_term" Added t!(reports.figure.short_term) => result.short_term,
                "low_value" Added t!(reports.figure.low_value) => result.low_value,
                "variable" Added t!(reports.figure.variable) => result.variable,
                "services" Added t!(reports.figure.services) => result.services,
                "gain" Taken t!(reports.figure.gain) => result.gain,
                "expense" Balance t!(reports.figure.expense) => result.expense,
            ],
        },
        Section {
            name: t!(reports.section.cash),
            figures: figures![
                "cash_principal" Added t!(reports.figure.principal) => cash.principal,
                "cash_interest" Added t!(reports.figure.interest) => cash.interest,
                "cash_operating" Added t!(reports.figure.cash_operating) => cash.operating,
                "cash_direct_costs" Added t!(reports.figure.direct_costs) => cash.direct_costs,
                "cash_purchases" Added t!(reports.figure.purchases) => cash.purchases,
                "cash" Balance t!(reports.figure.cash) => cash.total,
            ],
        },
        Section {
            name: t!(reports.section.rest),
            figures: figures![
                "deductible_vat" Added t!(reports.figure.deductible_vat) => deductible_vat,
                "bought" Added t!(reports.figure.bought) => bought,
                "equity" Added t!(reports.figure.equity) => equity,
                "claim" Added t!(reports.figure.claim) => claim,
            ],
        },
    ]
}

/// The figure of an address, with the name of its section.
pub fn find(key: &str) -> Option<(&'static str, Figure)> {
    sections().into_iter().find_map(|section| {
        let figure = section.figures.into_iter().find(|figure| figure.key == key)?;
        Some((section.name, figure))
    })
}

#[cfg(test)]
mod tests {
    use super::sections;

    #[test]
    fn every_figure_has_a_key_of_its_own() {
        let mut keys: Vec<&str> = sections()
            .iter()
            .flat_map(|section| section.figures.iter().map(|figure| figure.key).collect::<Vec<_>>())
            .collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
