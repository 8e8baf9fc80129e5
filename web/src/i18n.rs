//! Texts in the reader's language. Keys are checked by the compiler; the texts of the one chosen language are fetched
//! at start, and again when the language is switched.

mod language;
mod names;
mod value;

use std::cell::RefCell;

pub use language::{LANGUAGES, Language, LanguageSwitch, locale, own_name, preferred, remember, use_language};
pub use names::keys;
pub use value::Value;

use crate::format;

/// A text without placeholders. One with placeholders is a struct of its own, see [`t!`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(usize);

impl Key {
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    pub fn get(self) -> &'static str {
        TABLES
            .with_borrow(|tables| tables.current.and_then(|(_, texts)| texts.get(self.0)).copied().unwrap_or_default())
    }
}

/// `t!(agreements.title)` is `&'static str`; `t!(agreements.found, n = 12)` is `String`.
///
/// It reads the language once and does not follow it: the whole app is built anew when the language changes.
#[macro_export]
macro_rules! t {
    ($first:ident $(. $rest:ident)*) => {
        $crate::i18n::keys::$first $(::$rest)*.get()
    };
    ($first:ident $(. $rest:ident)*, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::i18n::keys::$first $(::$rest)* { $($name: $crate::i18n::Value::from($value)),+ }.get()
    };
}

type Table = &'static [&'static str];

/// Tables live as long as the page: there are at most as many as languages.
#[derive(Default)]
struct Tables {
    loaded: Vec<(Language, Table)>,
    current: Option<(Language, Table)>,
}

thread_local! {
    static TABLES: RefCell<Tables> = RefCell::default();
}

/// Makes `language` the one that [`t!`] answers in, fetching its texts the first time.
pub async fn load(language: Language) -> Result<(), TextsMissing> {
    let known = TABLES.with_borrow(|tables| tables.loaded.iter().find(|(each, _)| *each == language).map(|(_, t)| *t));
    let table = match known {
        Some(table) => table,
        None => fetch(language).await?,
    };
    TABLES.with_borrow_mut(|tables| {
        if known.is_none() {
            tables.loaded.push((language, table));
        }
        tables.current = Some((language, table));
    });
    format::use_locale(language);
    Ok(())
}

/// The language that [`t!`] answers in.
pub fn current() -> Language {
    TABLES.with_borrow(|tables| tables.current.map_or(Language::Sv, |(language, _)| language))
}

/// The texts could not be fetched, or are those of another build.
#[derive(Debug)]
pub struct TextsMissing;

async fn fetch(language: Language) -> Result<Table, TextsMissing> {
    let address = language::texts_address(language).ok_or(TextsMissing)?;
    let response = gloo_net::http::Request::get(&address).send().await.map_err(|_| TextsMissing)?;
    let texts: Vec<String> = response.json().await.map_err(|_| TextsMissing)?;
    if texts.len() != keys::COUNT {
        return Err(TextsMissing);
    }
    let texts: Vec<&'static str> = texts.into_iter().map(|text| &*text.leak()).collect();
    Ok(texts.leak())
}

/// Fills the placeholders of a text; `n` also chooses the plural form.
pub fn fill(key: Key, arguments: &[(&str, Value)]) -> String {
    let text = match key.get() {
        forms if forms.contains(FORM_END) => {
            let count = arguments.iter().find(|(name, _)| *name == "n").and_then(|(_, value)| value.number());
            form(forms, format::plural_category(count.unwrap_or_default()))
        }
        text => text,
    };
    substitute(text, arguments)
}

const FORM_SEPARATOR: char = '\u{1e}';
const FORM_END: char = '\u{1f}';

fn form(forms: &'static str, category: String) -> &'static str {
    let find = |wanted: &str| {
        let mut pairs = forms.split(FORM_SEPARATOR).filter_map(|pair| pair.split_once(FORM_END));
        pairs.find(|(name, _)| *name == wanted).map(|(_, text)| text)
    };
    find(&category).or_else(|| find("other")).unwrap_or_default()
}

fn substitute(text: &str, arguments: &[(&str, Value)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        if let Some((_, value)) = arguments.iter().find(|(each, _)| *each == name) {
            out.push_str(&value.shown());
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_by_name() {
        let arguments = [("name", Value::from("Avtal 7")), ("day", Value::from("1 maj"))];
        assert_eq!(substitute("{name} löper ut {day}.", &arguments), "Avtal 7 löper ut 1 maj.");
    }

    #[test]
    fn a_plural_form_is_chosen_and_other_is_the_last_resort() {
        let forms = "one\u{1f}{n} avtal\u{1e}other\u{1f}{n} avtal totalt";
        assert_eq!(form(forms, "one".to_owned()), "{n} avtal");
        assert_eq!(form(forms, "few".to_owned()), "{n} avtal totalt");
    }
}
