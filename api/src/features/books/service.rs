//! What other features and the handlers may ask of the books.

mod batches;
mod calculation;
mod events;
mod facts;
mod holdings;
mod later;
mod mass;
mod preview;
mod review;
mod settings;
mod turn;

pub use batches::{Batch, Surroundings};
use calculation::of_lease_on;
pub use calculation::{calculate, of_lease, refused};
pub use events::{lease_event, lease_events, record_event, undo_event};
use facts::of_agreement;
pub use facts::{account, accounting_versions, agreement_accounting};
pub use holdings::{BookHolding, HeldEvent, HeldLease, Holdings, Selection, Unsound, holdings};
pub use later::{RecordedLater, recorded_after};
pub use mass::{MassTrial, execute, find_mass_change, list_mass_changes, mass_trial, undo_mass_change};
pub use preview::{Trial, trial};
pub use review::{mark_reviewed, reviews, year_end};
pub use settings::{choose, company_book, company_book_versions, company_books};
pub use turn::{Turn, calculating};
