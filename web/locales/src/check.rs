//! Every language says the same keys with the same placeholders, and counts in its own plural categories.

use crate::{Language, Text, Texts};

pub(crate) fn languages(languages: &[(Language, Texts)], faults: &mut Vec<String>) {
    let Some(((first, model), others)) = languages.split_first() else {
        faults.push("there are no texts: no folder is named as a language".to_owned());
        return;
    };
    for (language, texts) in languages {
        plurals(*language, texts, faults);
    }
    for (language, texts) in others {
        for (key, text) in model {
            match texts.get(key) {
                None => faults.push(format!("{}: {key} is missing, {} has it", language.code(), first.code())),
                Some(other) => same_shape(key, (*first, text), (*language, other), faults),
            }
        }
        for key in texts.keys().filter(|key| !model.contains_key(*key)) {
            faults.push(format!("{}: {key} is missing, {} has it", first.code(), language.code()));
        }
    }
}

fn same_shape(key: &str, (a, text): (Language, &Text), (b, other): (Language, &Text), faults: &mut Vec<String>) {
    if matches!(text, Text::Counted(_)) != matches!(other, Text::Counted(_)) {
        faults.push(format!("{key}: counted in only one of {} and {}", a.code(), b.code()));
    }
    if text.arguments() != other.arguments() {
        let (left, right) = (text.arguments().join(", "), other.arguments().join(", "));
        faults.push(format!("{key}: {} takes [{left}], {} takes [{right}]", a.code(), b.code()));
    }
}

fn plurals(language: Language, texts: &Texts, faults: &mut Vec<String>) {
    let wanted = language.plural_categories();
    for (key, text) in texts {
        let Text::Counted(forms) = text else { continue };
        let complete =
            forms.len() == wanted.len() && wanted.iter().all(|each| forms.iter().any(|(form, _)| form == each));
        if !complete {
            let names: Vec<_> = wanted.iter().map(|category| category.name()).collect();
            faults.push(format!("{}: {key} needs exactly the forms {}", language.code(), names.join(", ")));
        }
    }
}
