//! When what is still to be paid falls due: the buckets of a maturity analysis.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::money::Amount;

pub const BUCKET_BOUNDS_MAX: usize = 10;
/// A century: later than any term ends.
pub const BUCKET_MONTHS_MAX: u32 = 1_200;

/// Upper bounds of the buckets in months after the day, ascending. What falls due later than the last is a bucket of its
/// own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MaturityMonths {
    len: usize,
    months: [u32; BUCKET_BOUNDS_MAX],
}

impl MaturityMonths {
    /// `None`: more than there is room for.
    pub fn new(months: &[u32]) -> Option<Self> {
        let mut bounds = Self { len: months.len(), months: [0; BUCKET_BOUNDS_MAX] };
        bounds.months.get_mut(..months.len())?.copy_from_slice(months);
        Some(bounds)
    }

    pub fn as_slice(&self) -> &[u32] {
        self.months.get(..self.len).unwrap_or(&[])
    }

    /// First and last month of each bucket; the last one has no end.
    pub fn buckets(&self) -> impl Iterator<Item = (u32, Option<u32>)> + use<> {
        let Self { len, months } = *self;
        let bound = move |at: usize| months.get(at).copied().filter(|_| at < len);
        (0..=len).map(move |at| (at.checked_sub(1).and_then(bound).unwrap_or(0), bound(at)))
    }
}

/// IFRS 7 B11 leaves the buckets to judgement; these are the ones most annual reports have.
impl Default for MaturityMonths {
    fn default() -> Self {
        let mut months = [0; BUCKET_BOUNDS_MAX];
        let usual = [3, 12, 24, 36, 48, 60];
        months.iter_mut().zip(usual).for_each(|(month, bound)| *month = bound);
        Self { len: usual.len(), months }
    }
}

impl Serialize for MaturityMonths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for MaturityMonths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let months = Vec::<u32>::deserialize(deserializer)?;
        Self::new(&months).ok_or_else(|| D::Error::invalid_length(months.len(), &"at most 10 bounds"))
    }
}

/// Undiscounted payments still to come, by when they fall due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookMaturity {
    /// One for each bound of `policy.maturity_months`, and one for everything later.
    pub buckets: Vec<BookMaturityBucket>,
    pub total: Amount,
    /// `total` less this is the liability.
    pub discount: Amount,
}

/// What falls due more than `after_months` after the day, and at most `within_months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookMaturityBucket {
    pub after_months: u32,
    /// Null in the last one: everything later.
    pub within_months: Option<u32>,
    pub amount: Amount,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_join_and_the_last_one_is_open() {
        let all = |months: &[u32]| MaturityMonths::new(months).unwrap().buckets().collect::<Vec<_>>();
        assert_eq!(all(&[12, 60]), [(0, Some(12)), (12, Some(60)), (60, None)]);
        assert_eq!(all(&[]), [(0, None)]);
        assert_eq!(MaturityMonths::default().buckets().count(), 7);
        assert!(MaturityMonths::new(&[1; 11]).is_none());
    }

    #[test]
    fn bounds_travel_as_a_list() {
        let months: MaturityMonths = serde_json::from_str("[12,60]").unwrap();
        assert_eq!(serde_json::to_string(&months).unwrap(), "[12,60]");
        assert!(serde_json::from_str::<MaturityMonths>("[1,2,3,4,5,6,7,8,9,10,11]").is_err());
    }
}
