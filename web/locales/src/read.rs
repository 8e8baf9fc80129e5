//! Files to texts: nested JSON objects become dotted keys, and an object of plural categories one counted text.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::{Language, PluralCategory, Text, Texts};

pub(crate) fn language(folder: &Path, language: Language, faults: &mut Vec<String>) -> Texts {
    let mut texts = Texts::new();
    for file in files(&folder.join(language.code()), faults) {
        let Some(feature) = file.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned) else { continue };
        match content(&file) {
            Ok(content) => {
                let place = format!("{}/{feature}.json", language.code());
                Reader { place: &place, texts: &mut texts, faults }.object(&feature, &content);
            }
            Err(why) => faults.push(why),
        }
    }
    texts
}

fn files(folder: &Path, faults: &mut Vec<String>) -> Vec<PathBuf> {
    match fs::read_dir(folder) {
        Ok(entries) => {
            let mut files: Vec<PathBuf> = entries
                .filter_map(|entry| entry.ok().map(|entry| entry.path()))
                .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
                .collect();
            files.sort();
            files
        }
        Err(error) => {
            faults.push(format!("{}: {error}", folder.display()));
            Vec::new()
        }
    }
}

fn content(file: &Path) -> Result<Map<String, Value>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))
}

struct Reader<'a> {
    place: &'a str,
    texts: &'a mut Texts,
    faults: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn object(&mut self, prefix: &str, object: &Map<String, Value>) {
        for (name, value) in object {
            let key = format!("{prefix}.{name}");
            if !is_name(name) {
                self.fault(&key, "a key is written in snake_case and is no Rust keyword");
            }
            match value {
                Value::String(text) => self.keep(key, Text::Plain(text.clone())),
                Value::Object(inner) if is_counted(inner) => self.counted(key, inner),
                Value::Object(inner) => self.object(&key, inner),
                _ => self.fault(&key, "a text is a string"),
            }
        }
    }

    fn counted(&mut self, key: String, forms: &Map<String, Value>) {
        let mut counted = Vec::new();
        for (name, form) in forms {
            match (PluralCategory::named(name), form.as_str()) {
                (Some(category), Some(text)) => counted.push((category, text.to_owned())),
                _ => self.fault(&key, "a counted text has only plural categories, each a string"),
            }
        }
        self.keep(key, Text::Counted(counted));
    }

    fn keep(&mut self, key: String, text: Text) {
        for form in text.forms() {
            if let Some(why) = fault_in(form) {
                self.faults.push(format!("{}: {key}: {why}", self.place));
            }
        }
        self.texts.insert(key, text);
    }

    fn fault(&mut self, key: &str, why: &str) {
        self.faults.push(format!("{}: {key}: {why}", self.place));
    }
}

fn is_counted(object: &Map<String, Value>) -> bool {
    object.get("other").is_some_and(Value::is_string)
}

fn fault_in(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        return Some("the text is empty");
    }
    if text.contains(['\u{1e}', '\u{1f}']) {
        return Some("the text holds a control character that the table needs");
    }
    if text.matches('{').count() != text.matches('}').count() || crate::placeholders(text).iter().any(|n| !is_name(n)) {
        return Some("braces hold the name of a placeholder, in snake_case");
    }
    None
}

fn is_name(name: &str) -> bool {
    const KEYWORDS: [&str; 39] = [
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn",
        "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self",
        "static", "struct", "super", "trait", "true", "try", "type", "unsafe", "use", "where", "while",
    ];
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !KEYWORDS.contains(&name)
}
