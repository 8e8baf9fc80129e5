//! What other features and the handlers may ask of the books.

mod calculation;
mod holdings;
mod turn;

pub use calculation::{calculate, of_lease, refused};
pub use holdings::{BookHolding, HeldLease, Holdings, Selection, holdings};
pub use turn::calculating;
