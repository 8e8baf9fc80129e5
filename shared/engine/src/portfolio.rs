//! Many agreements together. Sums are whole numbers, so their order does not matter.

use crate::contract::Minor;

/// Rates are weighed in steps of 10⁻¹⁵.
const STEPS: f64 = 1e15;

/// Mean rate weighted by debt, and how much of the debt it speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Average {
    weighted: i128,
    known: i128,
    total: i128,
}

impl Average {
    /// Agreements without debt weigh nothing; those without a rate count against the coverage.
    pub fn add(&mut self, debt: Minor, rate: Option<f64>) {
        if debt <= 0 {
            return;
        }
        let debt = i128::from(debt);
        self.total = self.total.saturating_add(debt);
        if let Some(rate) = rate.filter(|rate| rate.is_finite()) {
            self.known = self.known.saturating_add(debt);
            self.weighted = self.weighted.saturating_add(debt * i128::from((rate * STEPS) as i64));
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.weighted = self.weighted.saturating_add(other.weighted);
        self.known = self.known.saturating_add(other.known);
        self.total = self.total.saturating_add(other.total);
    }

    pub fn rate(&self) -> Option<f64> {
        if self.known == 0 {
            return None;
        }
        let (whole, rest) = (self.weighted / self.known, self.weighted % self.known);
        Some((whole as f64 + rest as f64 / self.known as f64) / STEPS)
    }

    /// Debt with a known rate over all debt; `None` without debt.
    pub fn coverage(&self) -> Option<f64> {
        (self.total > 0).then(|| self.known as f64 / self.total as f64)
    }
}
