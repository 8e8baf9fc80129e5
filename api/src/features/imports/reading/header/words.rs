//! Header texts made comparable: case, accents, punctuation, units and the spelling of programmers put aside.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a header says beside the name of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct HeaderUnits {
    pub scale: Option<Scale>,
    pub years: bool,
    pub includes_vat: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    Thousand,
    Million,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub all: Vec<String>,
    /// Without units and small words; all of them if nothing else were left.
    pub core: Vec<String>,
    pub all_joined: String,
    pub core_joined: String,
    /// A full stop says that something is left out.
    pub is_abbreviated: bool,
}

impl Words {
    pub(crate) fn of(text: &str) -> Self {
        let all = tokens(text);
        let core: Vec<String> = all.iter().filter(|token| !is_noise(token)).cloned().collect();
        let core = if core.is_empty() { all.clone() } else { core };
        let (all_joined, core_joined) = (all.concat(), core.concat());
        Self { all, core, all_joined, core_joined, is_abbreviated: text.contains('.') }
    }

    pub(crate) fn units(&self) -> HeaderUnits {
        let has = |wanted: &[&str]| self.all.iter().any(|token| wanted.contains(&token.as_str()));
        let scale = if has(THOUSANDS) {
            Some(Scale::Thousand)
        } else if has(MILLIONS) {
            Some(Scale::Million)
        } else {
            None
        };
        HeaderUnits {
            scale,
            years: has(&["ar", "year", "years", "yrs"]),
            includes_vat: has(&["inkl", "inklusive", "incl", "including", "med"]) && has(&["moms", "vat"]),
        }
    }
}

pub(crate) const THOUSANDS: &[&str] = &["tkr", "ksek", "tsek", "keur", "teur", "knok", "tusental"];
pub(crate) const MILLIONS: &[&str] = &["mkr", "msek", "meur", "mnok", "mnkr"];

fn is_noise(token: &str) -> bool {
    const NOISE: &[&str] = &[
        "per",
        "pr",
        "den",
        "det",
        "av",
        "for",
        "i",
        "och",
        "the",
        "of",
        "a",
        "an",
        "in",
        "kr",
        "sek",
        "eur",
        "nok",
        "dkk",
        "usd",
        "exkl",
        "exklusive",
        "excl",
        "excluding",
        "ex",
        "utan",
        "moms",
        "vat",
        "netto",
        "net",
        "%",
        "procent",
        "percent",
        "pct",
        "man",
        "st",
        "stk",
    ];
    NOISE.contains(&token) || THOUSANDS.contains(&token) || MILLIONS.contains(&token)
}

/// Lower case, no accents: `Förhöjd` and its decomposed form from a Mac are both `forhojd`.
pub(crate) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            'ø' => 'o',
            'æ' => 'a',
            'đ' => 'd',
            'ł' => 'l',
            other => other,
        })
        .collect()
}

fn tokens(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for character in text.chars() {
        // `startDate` as programs write it, but not `SEK` or `ID`.
        if character.is_uppercase() && previous.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(character);
        previous = character;
    }
    fold(&spaced)
        .replace('%', " % ")
        .split(|character: char| !character.is_alphanumeric() && character != '%')
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        let same = |a: &str, b: &str| assert_eq!(Words::of(a).core, Words::of(b).core, "{a} / {b}");
        same("Förhöjd första avgift", "FÖRHÖJD  FÖRSTA\nAVGIFT (kr)");
        same("Förhöjd", "Fo\u{308}rho\u{308}jd");
        same("Pris exkl. moms", "Pris (ex moms)");
        same("start_date", "StartDate");
        same("Betalas var (mån)", "betalas var");
        assert_eq!(Words::of("Per").core, ["per"], "a header of nothing but small words keeps them");
        assert_eq!(Words::of("Avtals-ID").all, ["avtals", "id"]);
    }

    #[test]
    fn units_are_seen() {
        assert_eq!(Words::of("Pris (tkr)").units().scale, Some(Scale::Thousand));
        assert_eq!(Words::of("Pris MSEK").units().scale, Some(Scale::Million));
        assert_eq!(Words::of("Pris").units(), HeaderUnits::default());
        assert!(Words::of("Löptid (år)").units().years);
        assert!(Words::of("Avgift inkl. moms").units().includes_vat);
        assert!(!Words::of("Avgift exkl. moms").units().includes_vat);
    }
}
