//! How well a header text fits a field, and why.

use super::dictionary::{DICTIONARY, excludes};
use super::words::Words;
use crate::features::imports::reading::fields::{FieldKind, FieldSpec, ImportField};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    pub field: ImportField,
    /// 0 to 1; from [`GOOD_ENOUGH`] on it is chosen without asking.
    pub score: f64,
    pub reason: MatchReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchReason {
    /// One of our words for it.
    SameWords,
    Abbreviation,
    /// A letter or two differ.
    SimilarSpelling,
    /// Our word and more.
    ContainsWords,
    /// The header fits, what stands under it does not.
    ContentDiffers,
    /// The field is without VAT and the header says with.
    IncludesVat,
    /// As the company mapped it the last time.
    Remembered,
}

pub const GOOD_ENOUGH: f64 = 0.6;

/// The fields a header may mean, best first.
pub(super) fn candidates(header: &str) -> Vec<Candidate> {
    let words = Words::of(header);
    if words.all.is_empty() {
        return Vec::new();
    }
    let includes_vat = words.units().includes_vat;
    let mut found: Vec<Candidate> = DICTIONARY
        .iter()
        .filter(|entry| !excludes(entry.field).iter().any(|word| words.all.iter().any(|token| token == word)))
        .filter_map(|entry| {
            let scores = entry.phrases.iter().filter_map(|phrase| score(&words, phrase));
            let (score, reason) = scores.max_by(|a, b| a.0.total_cmp(&b.0))?;
            let is_money = matches!(entry.field.kind(), FieldKind::Money(_));
            Some(if includes_vat && is_money {
                Candidate { field: entry.field, score: score * 0.4, reason: MatchReason::IncludesVat }
            } else {
                Candidate { field: entry.field, score, reason }
            })
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.truncate(4);
    found
}

fn score(header: &Words, phrase: &Words) -> Option<(f64, MatchReason)> {
    if header.all == phrase.all {
        return Some((1.0, MatchReason::SameWords));
    }
    if header.all_joined == phrase.all_joined {
        return Some((0.97, MatchReason::SameWords));
    }
    if header.core_joined == phrase.core_joined {
        return Some((0.95, MatchReason::SameWords));
    }
    if abbreviates(&header.core, &phrase.core) {
        // "Kostnad" without a full stop is a word of its own and not short for "Kostnadsställe".
        let is_said = header.is_abbreviated || header.core.iter().any(|word| phrase.core.contains(word));
        return Some((if is_said { 0.85 } else { 0.55 }, MatchReason::Abbreviation));
    }
    if let Some(similarity) = similarity(&header.core_joined, &phrase.core_joined) {
        return Some((similarity * 0.9, MatchReason::SimilarSpelling));
    }
    // "Avgift" is in too many headers to mean ours in each.
    let is_telling = phrase.core.len() >= 2 || phrase.core_joined.len() >= 8;
    let contained = is_telling && phrase.core.iter().all(|word| header.core.contains(word));
    let extra = header.core.len().saturating_sub(phrase.core.len());
    if contained && extra > 0 {
        return Some((0.7 - 0.05 * extra as f64, MatchReason::ContainsWords));
    }
    None
}

/// At most one letter in ten differs. Short words are one letter apart from too many others.
fn similarity(header: &str, phrase: &str) -> Option<f64> {
    let (shorter, longer) = (header.len().min(phrase.len()), header.len().max(phrase.len()));
    if shorter < 6 || (longer - shorter) * 10 > longer {
        return None;
    }
    Some(strsim::normalized_damerau_levenshtein(header, phrase)).filter(|similarity| *similarity >= 0.9)
}

/// Word by word the same or cut short, as in `Avgift/betaln.`, or with the middle left out, as in `Uppl.avgift`.
fn abbreviates(header: &[String], phrase: &[String]) -> bool {
    if let ([start, end], [whole]) = (header, phrase) {
        let is_long_enough = start.len() >= 3 && end.len() >= 4 && start.len() + end.len() <= whole.len();
        return is_long_enough && whole.starts_with(start) && whole.ends_with(end);
    }
    let is_long_enough = header.iter().map(String::len).sum::<usize>() >= 4;
    let is_cut = |short: &String, long: &String| short == long || (short.len() >= 3 && long.starts_with(short));
    is_long_enough && header.len() == phrase.len() && header.iter().zip(phrase).all(|(short, long)| is_cut(short, long))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(header: &str) -> Option<ImportField> {
        candidates(header).first().filter(|candidate| candidate.score >= GOOD_ENOUGH).map(|candidate| candidate.field)
    }

    #[test]
    fn every_field_is_found_by_its_own_names() {
        for field in ImportField::ALL {
            for header in [field.label_sv(), field.label_en(), field.name()] {
                assert_eq!(best(header), Some(field), "{header}");
            }
        }
    }

    #[test]
    fn headers_as_people_write_them() {
        for (header, field) in [
            ("Avgift/betaln. ", ImportField::Fee),
            ("Pris (ex moms)", ImportField::Price),
            ("Ränta", ImportField::NominalRatePercent),
            ("AVTALSNR", ImportField::Number),
            ("Avtals nummer", ImportField::Number),
            ("Avtalsnumer", ImportField::Number),
            ("Fr.o.m.", ImportField::StartOn),
            ("t.o.m. datum", ImportField::EndOn),
            ("Leasing-givare", ImportField::Lessor),
            ("Lease Start Date", ImportField::StartOn),
            ("contract_no", ImportField::Number),
            ("Uppläggn.avgift", ImportField::ArrangementFee),
            ("Kst", ImportField::CostCenter),
            ("Nominell ränta (%)", ImportField::NominalRatePercent),
            ("Restvärde exkl. moms (SEK)", ImportField::ResidualValue),
            ("Förhöjd 1:a avgift", ImportField::FirstIncreasedFee),
            ("Förhöjd avgift ersätter första", ImportField::FirstIncreasedReplaces),
            ("Löptid (år)", ImportField::TermMonths),
            ("Payment every (months)", ImportField::IntervalMonths),
            ("Betalas", ImportField::IntervalMonths),
            ("Periodicitet", ImportField::IntervalMonths),
            ("Frequency", ImportField::IntervalMonths),
            ("Faktureras", ImportField::IntervalMonths),
            ("Betalas i", ImportField::Timing),
            ("Timing", ImportField::Timing),
            ("Förskott", ImportField::Timing),
            ("Cash price", ImportField::Price),
            ("Fair value", ImportField::Price),
            ("Kontraktsnr", ImportField::Number),
            ("Första förhöjd hyra", ImportField::FirstIncreasedFee),
        ] {
            assert_eq!(best(header), Some(field), "{header}: {:?}", candidates(header));
        }
    }

    #[test]
    fn headers_that_mean_something_else() {
        for header in [
            "Effektiv ränta",
            "Avgift inkl. moms",
            "Telefon",
            "Kontakt",
            "Kostnad",
            "Org.nr",
            "",
            "—",
            "Startdatum försäkring",
            "Fakturanr",
        ] {
            assert_eq!(best(header), None, "{header}: {:?}", candidates(header));
        }
    }
}
