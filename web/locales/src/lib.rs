//! The texts of the web app, one file per feature and language: `<language>/<feature>.json`.
//!
//! Read and checked when the app is built: `web/build.rs` turns the keys into Rust names, `cargo xtask web` writes one
//! table per language. Both number the keys in the same order, so a key is an index and only one language travels.

mod check;
mod language;
mod names;
mod read;
mod table;

use std::collections::BTreeMap;
use std::path::Path;

pub use language::{Language, PluralCategory};

/// What one key says in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    Plain(String),
    /// Counted by `{n}`: one form for each plural category that the language has.
    Counted(Vec<(PluralCategory, String)>),
}

/// Full key, as `agreements.form.residual_value.label`, to its text.
pub type Texts = BTreeMap<String, Text>;

pub struct Catalog {
    languages: Vec<(Language, Texts)>,
}

impl Catalog {
    /// Reads every language that has a folder. All faults are told at once, each with its file and key.
    pub fn read(folder: &Path) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let languages: Vec<_> = Language::ALL
            .into_iter()
            .filter(|language| folder.join(language.code()).is_dir())
            .map(|language| (language, read::language(folder, language, &mut faults)))
            .collect();
        check::languages(&languages, &mut faults);
        if faults.is_empty() { Ok(Self { languages }) } else { Err(faults) }
    }

    pub fn languages(&self) -> impl Iterator<Item = Language> + '_ {
        self.languages.iter().map(|(language, _)| *language)
    }

    /// The Rust names of all keys, and the placeholders each takes.
    pub fn names(&self) -> String {
        self.languages.first().map(|(_, texts)| names::write(texts)).unwrap_or_default()
    }

    /// The texts of one language in the order of the keys, as a JSON array.
    pub fn table(&self, language: Language) -> String {
        self.languages
            .iter()
            .find(|(each, _)| *each == language)
            .map(|(_, texts)| table::write(texts))
            .unwrap_or_default()
    }
}

/// The names between braces, each once, in order.
pub(crate) fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Text {
    pub(crate) fn forms(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Counted(forms) => forms.iter().map(|(_, text)| text.as_str()).collect(),
        }
    }

    /// A counted text always takes its number, also when a form does not print it.
    pub(crate) fn arguments(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.forms().into_iter().flat_map(placeholders).collect();
        if matches!(self, Self::Counted(_)) {
            names.push("n");
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}
