//! What falls due when: undiscounted payments by bucket, and how they come down to the liability.

use chrono::NaiveDate;

use crate::books::movement::Schedule;
use crate::calendar::add_months;
use crate::contract::Minor;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Maturity {
    /// One more than the bounds.
    pub buckets: Vec<Minor>,
    pub total: Minor,
    /// `total` less this is the liability.
    pub discount: Minor,
    pub liability: Minor,
}

impl Schedule {
    /// The payments of the liability after a day, by the months until they fall due. `months` ascends. The day is one
    /// the accounts were closed on.
    pub fn maturity(&self, date: NaiveDate, months: &[u32]) -> Maturity {
        let bounds: Vec<NaiveDate> = months.iter().map(|months| add_months(date, *months as i32)).collect();
        let mut buckets = vec![0; months.len() + 1];
        for (due, amount) in self.payments_after(date) {
            let bucket = bounds.partition_point(|bound| *bound < due);
            if let Some(sum) = buckets.get_mut(bucket) {
                *sum += amount;
            }
        }
        let total: Minor = buckets.iter().sum();
        let liability = self.at(date).liability.closing;
        Maturity { buckets, total, discount: total - liability, liability }
    }
}
