//! Light, dark, or as the system has it. `boot.js` sets the stored choice before the first paint.

use crate::browser;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

const STORED_AS: &str = "leasify.theme";

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn chosen() -> Self {
        let stored = browser::stored(STORED_AS);
        Self::ALL.into_iter().find(|theme| stored.as_deref() == Some(theme.code())).unwrap_or_default()
    }

    pub fn choose(self) {
        let Some(root) = browser::root_element() else { return };
        if self == Self::System {
            browser::forget(STORED_AS);
            let _ = root.remove_attribute("data-theme");
        } else {
            browser::store(STORED_AS, self.code());
            let _ = root.set_attribute("data-theme", self.code());
        }
    }
}
