//! What the handlers ask of imports.

mod apply;
mod decide;
mod evaluate;
mod file;
mod matching;
mod mends;
mod overlay;
mod rejected;
mod show;
mod upload;
mod work;

pub use super::store::{Choices, RowFilter};
pub use apply::{apply, undo};
pub use decide::{change_mapping, mend};
pub use file::{Upload, open, room, turn};
pub use rejected::rejected;
pub use show::{delete, find, list, rows};
pub use upload::create;
