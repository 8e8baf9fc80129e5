//! Our own components on native elements. What happens on a press is a prop (`on_press`): a listener, class or property
//! spread onto a component (`<Button on:click=…>`) keeps its first value for ever when the view is built again
//! (tachys 0.2, views with erased types). The test `web/xtask/tests/spreads.rs` finds them.
//!
//! Each folder holds the component and its CSS; all of them take their colours
//! and measures from `style/tokens.css`, and say what a screen reader should hear.

pub mod badge;
pub mod button;
pub mod chart;
pub mod checkbox;
pub mod chip;
pub mod combobox;
pub mod dialog;
pub mod diff;
pub mod disclosure;
pub mod drop_zone;
pub mod empty;
pub mod error_summary;
pub mod field;
pub mod formula;
pub mod icon;
pub mod input;
pub mod listbox;
pub mod page;
pub mod popover;
pub mod progress;
pub mod select;
pub mod skeleton;
pub mod table;
pub mod tabs;
pub mod tile;
pub mod toast;
pub mod virtual_table;

use std::sync::atomic::{AtomicU32, Ordering};

/// An id for wiring labels to controls, unique on the page.
pub fn fresh_id(stem: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{stem}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What a colour says. Never said by colour alone: there is always a word or a sign beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Neutral,
    /// The one accent: chosen, current.
    Accent,
    /// A decision is due.
    Due,
    /// Money is being lost, or something failed.
    Loss,
    /// Realised, done.
    Gain,
}

impl Tone {
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Due => "due",
            Self::Loss => "loss",
            Self::Gain => "gain",
        }
    }
}
