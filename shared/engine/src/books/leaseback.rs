//! Sale and leaseback: what is kept of an asset that was sold.

use crate::books::check;
use crate::books::spread::share;
use crate::contract::Minor;
use crate::error::{EngineError, ErrorCode};
use crate::validate::amount;

/// A transfer that is a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sale {
    pub price: Minor,
    pub fair_value: Minor,
    pub carrying: Minor,
    /// Present value of the payments of the leaseback.
    pub payments: Minor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Leaseback {
    /// Of the payments, what is lease.
    pub liability: Minor,
    /// A price above fair value is borrowed.
    pub financing: Minor,
    /// A price below fair value is lease paid in advance.
    pub prepayment: Minor,
    pub right_of_use: Minor,
    /// On the rights that went over to the buyer (negative: a loss).
    pub gain: Minor,
}

/// The seller keeps the share of the carrying amount that the leaseback is of the fair value.
pub fn leaseback(sale: &Sale) -> Result<Leaseback, EngineError> {
    let Sale { price, fair_value, carrying, payments } = *sale;
    for (field, value) in [("price", price), ("fair_value", fair_value), ("carrying", carrying), ("payments", payments)]
    {
        amount(field, value)?;
    }
    if fair_value == 0 {
        return Err(EngineError { field: "fair_value", code: ErrorCode::TooSmall, found: 0, limit: 1, change: None });
    }
    let financing = (price - fair_value).max(0);
    let prepayment = (fair_value - price).max(0);
    if financing > payments {
        return Err(check::too_large("price"));
    }
    let liability = payments - financing;
    let (kept, whole) = (i128::from((liability + prepayment).min(fair_value)), i128::from(fair_value));
    Ok(Leaseback {
        liability,
        financing,
        prepayment,
        right_of_use: share(carrying, kept, whole),
        gain: share(fair_value - carrying, whole - kept, whole),
    })
}
