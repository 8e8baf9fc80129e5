//! What a set of texts must hold to, and what is made of it.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};

use locales::{Catalog, Language};

struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("locales-{name}-{}", std::process::id()));
        for (path, content) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Self(folder)
    }

    fn faults(&self) -> Vec<String> {
        Catalog::read(&self.0).err().unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_table_is_ordered_as_the_names_are_numbered() {
    let folder = Folder::with(
        "order",
        &[
            ("sv/b.json", r#"{"second": "Två {what}", "list": {"count": {"one": "{n} rad", "other": "{n} rader"}}}"#),
            ("sv/a.json", r#"{"first": "Ett"}"#),
            ("en/a.json", r#"{"first": "One"}"#),
            ("en/b.json", r#"{"list": {"count": {"other": "{n} rows", "one": "{n} row"}}, "second": "Two {what}"}"#),
        ],
    );
    let catalog = Catalog::read(&folder.0).unwrap();
    let table: Vec<String> = serde_json::from_str(&catalog.table(Language::English)).unwrap();
    assert_eq!(table, ["One", "one\u{1f}{n} row\u{1e}other\u{1f}{n} rows", "Two {what}"]);
    let names = catalog.names();
    assert!(names.contains("pub const COUNT: usize = 3;"), "{names}");
    assert!(names.contains("pub const first: crate::i18n::Key = crate::i18n::Key::new(0);"), "{names}");
    assert!(names.contains("pub struct count { pub n: crate::i18n::Value,"), "{names}");
    assert!(names.contains("pub struct second { pub what: crate::i18n::Value,"), "{names}");
}

#[test]
fn every_language_has_every_key() {
    let folder = Folder::with(
        "keys",
        &[("sv/a.json", r#"{"both": "x", "only_sv": "x"}"#), ("en/a.json", r#"{"both": "x", "only_en": "x"}"#)],
    );
    assert_eq!(folder.faults(), ["en: a.only_sv is missing, sv has it", "sv: a.only_en is missing, en has it"]);
}

#[test]
fn placeholders_are_the_same_in_every_language() {
    let folder =
        Folder::with("holes", &[("sv/a.json", r#"{"k": "{name} {day}"}"#), ("en/a.json", r#"{"k": "{name} {date}"}"#)]);
    assert_eq!(folder.faults(), ["a.k: sv takes [day, name], en takes [date, name]"]);
}

#[test]
fn a_language_counts_in_its_own_forms() {
    let folder = Folder::with(
        "plurals",
        &[
            ("sv/a.json", r#"{"k": {"one": "{n} avtal", "other": "{n} avtal"}}"#),
            ("lt/a.json", r#"{"k": {"one": "{n} sutartis", "other": "{n} sutarčių"}}"#),
        ],
    );
    assert_eq!(folder.faults(), ["lt: a.k needs exactly the forms one, few, many, other"]);
}

#[test]
fn what_cannot_be_used_is_named() {
    let folder =
        Folder::with("bad", &[("sv/a.json", r#"{"type": "x", "Big": "x", "empty": " ", "brace": "{", "n": 1}"#)]);
    let faults = folder.faults();
    assert_eq!(faults.len(), 5, "{faults:?}");
    assert!(Catalog::read(Path::new("no-such-folder")).is_err());
}
