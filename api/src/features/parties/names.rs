//! When two names mean the same party.

/// The name as it is looked up: lower case, single spaces. Two parties never share it.
pub fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

/// Legal forms and what they are written as, at either end of a name.
const LEGAL_FORMS: [&str; 19] = [
    "ab",
    "aktiebolag",
    "aktiebolaget",
    "publ",
    "hb",
    "kb",
    "as",
    "asa",
    "oy",
    "oyj",
    "abp",
    "aps",
    "a/s",
    "gmbh",
    "ag",
    "ltd",
    "limited",
    "inc",
    "bv",
];

/// What is left of a name when case, punctuation, legal form and accents that are often left out are taken away. Only
/// good for pointing out look-alikes: `SEB Finans AB (publ)` and `seb finans` are the same, `SEB` is another.
pub fn likeness(name: &str) -> String {
    let key = key(name);
    let words: Vec<String> = key
        .split_whitespace()
        .map(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if LEGAL_FORMS.contains(&word) {
                String::new()
            } else {
                word.chars().filter(|c| c.is_alphanumeric()).collect()
            }
        })
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        // A name that is nothing but a legal form is told apart by its key.
        return key;
    }
    words.concat().chars().map(plain).collect()
}

/// Swedish letters are letters of their own and stay; the accents are decoration.
fn plain(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'á' | 'à' | 'â' => 'a',
        'ü' => 'u',
        'ó' | 'ò' | 'ô' => 'o',
        'í' | 'ì' | 'î' => 'i',
        'ø' => 'ö',
        'æ' => 'ä',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_spaces_make_no_new_party() {
        assert_eq!(key("  SEB   Finans\tAB "), "seb finans ab");
        assert_eq!(key("Ålandsbanken"), "ålandsbanken");
    }

    #[test]
    fn legal_form_and_punctuation_make_a_look_alike() {
        for (one, other) in [
            ("SEB Finans AB", "SEB Finans"),
            ("SEB Finans AB (publ)", "Seb-Finans"),
            ("Aktiebolaget Volvofinans", "Volvo Finans AB"),
            ("Santander Consumer Bank AS", "Santander Consumer Bank A/S"),
            ("Idé & Form AB", "Ide Form"),
        ] {
            assert_eq!(likeness(one), likeness(other), "{one} ~ {other}");
        }
    }

    #[test]
    fn different_companies_stay_apart() {
        for (one, other) in
            [("SEB Finans", "SEB"), ("Danske Finans", "Danske Bank"), ("Asko AB", "Sko AB"), ("AB", "AS")]
        {
            assert_ne!(likeness(one), likeness(other), "{one} !~ {other}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key_and_keeps_the_likeness(name in "\\PC{0,40}") {
            prop_assert_eq!(key(&key(&name)), key(&name));
            prop_assert_eq!(likeness(&key(&name)), likeness(&name));
        }
    }
}
