//! Sums as they are shown.

use shared::money::{Amount, Currency, Money};

/// A sum beyond what an amount can say: some agreement has absurd terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sum is larger than an amount can be")]
pub struct TooLarge;

pub fn amount(minor: i128) -> Result<Amount, TooLarge> {
    i64::try_from(minor).ok().and_then(Amount::from_minor).ok_or(TooLarge)
}

/// `minor` is a sum of what was already rounded to the currency.
pub fn total(minor: i128, currency: Currency) -> Result<Money, TooLarge> {
    Money::new(amount(minor)?, currency).map_err(|_| TooLarge)
}
