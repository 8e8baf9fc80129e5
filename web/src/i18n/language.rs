//! The language in use. The app is complete in those of [`Language`]; the other six of the product join when their
//! folder is in `locales/`.

use leptos::prelude::*;
pub use shared::companies::Language;

use crate::browser;

pub const LANGUAGES: [Language; 2] = [Language::Sv, Language::En];

const STORED_AS: &str = "leasify.lang";

/// The locale for numbers, dates and collation.
pub fn locale(language: Language) -> &'static str {
    match language {
        Language::Sv => "sv-SE",
        Language::En => "en-GB",
    }
}

/// The language's name in itself.
pub fn own_name(language: Language) -> &'static str {
    match language {
        Language::Sv => "Svenska",
        Language::En => "English",
    }
}

/// What `boot.js` found before the first paint: an earlier choice, else what the browser asks for, else Swedish.
pub fn preferred() -> Language {
    browser::root_element().and_then(|root| root.lang().parse().ok()).unwrap_or_default()
}

/// `index.html` names the hashed file of each language.
pub(super) fn texts_address(language: Language) -> Option<String> {
    let link = document().query_selector(&format!("link[rel=texts][hreflang={}]", language.as_str())).ok()??;
    link.get_attribute("href")
}

/// For the next visit, and for the browser's own reading of the page.
pub fn remember(language: Language) {
    browser::store(STORED_AS, language.as_str());
    if let Some(root) = browser::root_element() {
        root.set_lang(language.as_str());
    }
}

/// Setting it fetches the texts and builds the app anew; the address keeps the place.
#[derive(Clone, Copy)]
pub struct LanguageSwitch(RwSignal<Language>);

impl LanguageSwitch {
    pub fn provide(language: Language) -> Self {
        let switch = Self(RwSignal::new(language));
        provide_context(switch);
        switch
    }

    pub fn get(self) -> Language {
        self.0.get()
    }

    pub async fn set(self, language: Language) -> Result<(), super::TextsMissing> {
        if super::current() == language {
            return Ok(());
        }
        super::load(language).await?;
        remember(language);
        self.0.set(language);
        Ok(())
    }
}

pub fn use_language() -> LanguageSwitch {
    use_context().unwrap_or_else(|| LanguageSwitch::provide(super::current()))
}
