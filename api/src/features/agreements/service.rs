//! What other features and the handlers may ask of agreements.
//!
//! Every writer first takes the register's turn ([`open`], or `register::change` for creations), so that the
//! versions and numbers checked here still hold when the events are written.

mod activity;
mod bulk;
mod demo;
mod exporting;
mod in_force;
mod numbers;
mod parties;
mod plan;
mod portfolio;
mod preview;
mod projection;
mod read;
mod record;
mod refresh;
mod refusal;
mod single;
mod source;

pub use activity::activities;
pub use bulk::{Amendments, bulk_edit, bulk_edits_undone, undo_bulk_edit};
pub use demo::{has_demo, remove_demo};
pub use exporting::export;
pub use in_force::{Recorded, in_force};
pub use numbers::{number_key, numbered};
pub use parties::{count_by_party, parties_moved, parties_named};
pub use plan::{Action, NewEnding};
pub use portfolio::{PortfolioEntry, UnreadEntry, portfolio, portfolio_after, portfolio_of, terms_on};
pub use preview::{preview_change, preview_terms, try_change};
pub use read::{RecordedLater, events, find, list_item, list_page, recorded_after, schedule, shown_differences};
pub use record::{Change, Opened, Outcome, Prepared, Stamp, look, open, prepare, record, record_one, rehearse, write};
pub use refresh::bring_up_to_date;
pub use refusal::{RecordError, Refusal, Refused};
pub use single::{amend, correct, create, delete, end, restore, undo};
pub use source::{Source, undo_source, undo_source_in_steps};

pub use super::store::{Filter, Key, ListRow, Order, Place, Sort};
