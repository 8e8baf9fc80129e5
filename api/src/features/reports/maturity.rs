//! What is still to be paid, by when it falls due.

use engine::Minor;
use shared::books::{BUCKET_BOUNDS_MAX, BookMaturity, BookMaturityBucket, MaturityMonths};

use super::total::{TooLarge, amount};

/// Bounds that a company can choose, those of the Swedish notes, and what is later than all.
const BUCKETS: usize = BUCKET_BOUNDS_MAX + NOTE_MONTHS.len() + 1;
/// What K3's notes tell apart, whatever a company has chosen for its reports.
pub const NOTE_MONTHS: [u32; 2] = [12, 60];

/// Undiscounted payments by when they fall due, each converted by itself.
pub type Maturity = [Minor; BUCKETS];

/// The buckets that agreements are counted in: as fine as any answer has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets(Vec<u32>);

impl Buckets {
    pub fn of(months: MaturityMonths) -> Self {
        let mut bounds: Vec<u32> = months.as_slice().iter().chain(&NOTE_MONTHS).copied().collect();
        bounds.sort_unstable();
        bounds.dedup();
        Self(bounds)
    }

    /// In months after the day.
    pub fn bounds(&self) -> &[u32] {
        &self.0
    }
}

/// Of many agreements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MaturitySums {
    buckets: [i128; BUCKETS],
    liability: i128,
}

impl MaturitySums {
    pub fn add(&mut self, maturity: &Maturity, liability: Minor) {
        for (sum, minor) in self.buckets.iter_mut().zip(maturity) {
            *sum += i128::from(*minor);
        }
        self.liability += i128::from(liability);
    }

    /// Of payments that are no liability: nothing of them is discounted.
    pub fn add_due(&mut self, due: &Maturity) {
        self.add(due, 0);
        self.liability += due.iter().map(|minor| i128::from(*minor)).sum::<i128>();
    }

    /// In the buckets of an answer, each of which is made of whole ones of `buckets`.
    pub fn shown(&self, buckets: &Buckets, months: MaturityMonths) -> Result<BookMaturity, TooLarge> {
        let total: i128 = self.buckets.iter().sum();
        let until = |bound: Option<u32>| bound.map_or(BUCKETS, |bound| buckets.0.partition_point(|end| *end <= bound));
        let bucket = |(after_months, within_months): (u32, Option<u32>)| {
            let first = if after_months == 0 { 0 } else { until(Some(after_months)) };
            let sum: i128 = self.buckets.get(first..until(within_months)).unwrap_or_default().iter().sum();
            Ok(BookMaturityBucket { after_months, within_months, amount: amount(sum)? })
        };
        Ok(BookMaturity {
            buckets: months.buckets().map(bucket).collect::<Result<_, TooLarge>>()?,
            total: amount(total)?,
            discount: amount(total - self.liability)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_finely_is_shown_in_the_buckets_asked_for() {
        let chosen = MaturityMonths::new(&[6, 12, 36]).unwrap();
        let buckets = Buckets::of(chosen);
        assert_eq!(buckets.0, [6, 12, 36, 60]);
        let mut due = Maturity::default();
        due.iter_mut().zip([1, 20, 300, 4_000, 50_000]).for_each(|(sum, minor)| *sum = minor);
        let mut sums = MaturitySums::default();
        sums.add(&due, 54_000);
        let shown = |months| {
            let shown = sums.shown(&buckets, months).unwrap();
            (shown.buckets.iter().map(|one| one.amount.minor()).collect::<Vec<_>>(), shown.discount.minor())
        };
        assert_eq!(shown(chosen), (vec![1, 20, 300, 54_000], 321));
        assert_eq!(shown(MaturityMonths::new(&NOTE_MONTHS).unwrap()), (vec![21, 4_300, 50_000], 321));
    }
}
