//! A language as one JSON array of strings. A counted text is one string: its forms apart by U+001E, each form its
//! category and its text apart by U+001F.

use crate::{Text, Texts};

pub(crate) fn write(texts: &Texts) -> String {
    let rows: Vec<String> = texts.values().map(row).collect();
    serde_json::Value::from(rows).to_string()
}

fn row(text: &Text) -> String {
    match text {
        Text::Plain(text) => text.clone(),
        Text::Counted(forms) => {
            let forms: Vec<String> =
                forms.iter().map(|(category, text)| format!("{}\u{1f}{text}", category.name())).collect();
            forms.join("\u{1e}")
        }
    }
}
