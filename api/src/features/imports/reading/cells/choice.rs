//! Words from a list: types, timing, currencies, yes and no.

use super::{CellFault, CellReading, CellValue};
use crate::features::imports::reading::faults::FaultCode;
use crate::features::imports::reading::fields::Choice;
use crate::features::imports::reading::grid::RawCell;
use crate::features::imports::reading::header::words::fold;
use shared::money::Currency;

/// A canonical value and, between bars, the words people use for it, folded.
type Synonyms = (&'static str, &'static str);

const KINDS: &[Synonyms] = &[
    (
        "financial_lease",
        "finansiell leasing|finansiell|finansiellt leasingavtal|finansiellt|finansleasing|finance lease| \
         financial lease|financial leasing|finance leasing|capital lease|finance|financial",
    ),
    (
        "operational_lease",
        "operationell leasing|operationell|operationellt leasingavtal|operationellt|operating lease| \
         operational lease|operational leasing|operating leasing|operating|operational|funktionshyra",
    ),
    ("rental", "hyra|hyresavtal|uthyrning|rental|rent|hire|rental agreement|maskinhyra"),
    (
        "premises",
        "lokal|lokaler|lokalhyra|lokalhyresavtal|hyra av lokal|fastighet|hyreslokal|premises|property| \
         real estate|office|building|kontorslokal",
    ),
    ("car", "bil|bilar|personbil|billeasing|tjanstebil|formansbil|car|cars|company car|car lease"),
];

const TIMINGS: &[Synonyms] = &[
    ("advance", "forskott|i forskott|forskottsbetalning|advance|in advance|f|prepaid|adv"),
    ("arrears", "efterskott|i efterskott|efterskottsbetalning|arrears|in arrears|e|arr"),
];

const CARRIERS: &[Synonyms] = &[
    ("lessee", "leasetagare|leasetagaren|leasingtagare|leasingtagaren|kunden|vi|oppet|lessee|open|customer"),
    ("lessor", "leasegivare|leasegivaren|leasinggivare|leasinggivaren|finansbolaget|stangt|lessor|closed"),
    ("third_party", "tredje part|leverantor|leverantoren|aterforsaljare|aterforsaljaren|third party|supplier|dealer"),
];

const ENDINGS: &[Synonyms] = &[
    (
        "terminated",
        "uppsagt|uppsagd|uppsagning|avslutat|avslutad|aterlamnat|aterlamnad|aterlamning|terminated|ended| \
         returned|termination",
    ),
    ("bought_out", "utkopt|utkop|frikop|frikopt|inlost|inlosen|kopt|bought out|buyout|buy out|purchased"),
];

pub(super) fn read(cell: &RawCell, choice: Choice) -> CellReading {
    let (list, code) = match choice {
        Choice::Currency => return read_currency(cell),
        Choice::AgreementKind => (KINDS, FaultCode::UnknownKind),
        Choice::Timing => (TIMINGS, FaultCode::UnknownTiming),
        Choice::ResidualCarrier => (CARRIERS, FaultCode::UnknownChoice),
        Choice::Ending => (ENDINGS, FaultCode::UnknownChoice),
    };
    let fault = CellFault::expecting(code, values(choice).join(", "));
    let RawCell::Text(text) = cell else { return fault.into() };
    let words = plain_words(text);
    let canonical = words.replace(' ', "_");
    let exact = list.iter().find(|(value, synonyms)| *value == canonical || has_word(synonyms, &words));
    match exact {
        Some((value, _)) => CellReading::Value(CellValue::plain((*value).to_owned())),
        None => fault.suggesting(nearest(&words, list)).into(),
    }
}

/// The canonical values of a list, for the person who has to pick one.
pub fn values(choice: Choice) -> Vec<&'static str> {
    let list = match choice {
        Choice::Currency => return Currency::ALL.iter().map(|currency| currency.code()).collect(),
        Choice::AgreementKind => KINDS,
        Choice::Timing => TIMINGS,
        Choice::ResidualCarrier => CARRIERS,
        Choice::Ending => ENDINGS,
    };
    list.iter().map(|(value, _)| *value).collect()
}

fn words_of(synonyms: &'static str) -> impl Iterator<Item = &'static str> {
    synonyms.split('|').map(str::trim)
}

fn has_word(synonyms: &'static str, words: &str) -> bool {
    words_of(synonyms).any(|synonym| synonym == words)
}

fn plain_words(text: &str) -> String {
    fold(text)
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A slip of the finger is suggested, never corrected without asking.
fn nearest(words: &str, list: &[Synonyms]) -> Option<String> {
    let similarity = |synonym: &str| strsim::normalized_damerau_levenshtein(words, synonym);
    let best = |synonyms: &'static str| words_of(synonyms).map(similarity).fold(0.0, f64::max);
    let (value, score) =
        list.iter().map(|(value, synonyms)| (*value, best(synonyms))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (score >= 0.75).then(|| value.to_owned())
}

fn read_currency(cell: &RawCell) -> CellReading {
    let fault = CellFault::expecting(FaultCode::UnknownCurrency, "SEK");
    let RawCell::Text(text) = cell else { return fault.into() };
    let code = text.trim().to_uppercase();
    let known = match code.as_str() {
        "€" | "EURO" => Some(Currency::EUR),
        "£" => Some(Currency::GBP),
        other => other.parse().ok(),
    };
    match known {
        Some(currency) => CellReading::Value(CellValue::plain(currency.code().to_owned())),
        None => {
            let suggestion = nearest_currency(&code).map(|currency| currency.code().to_owned());
            fault.suggesting(suggestion).into()
        }
    }
}

fn nearest_currency(code: &str) -> Option<Currency> {
    match code.trim_end_matches('.') {
        "SKR" | "KR" | "SEKR" | "KRONOR" | "SVENSKA KRONOR" | "SVERIGE" | "SE" => return Some(Currency::SEK),
        "NKR" | "NORSKA KRONOR" => return Some(Currency::NOK),
        "DKR" | "DANSKA KRONOR" => return Some(Currency::DKK),
        "$" | "US$" | "DOLLAR" => return Some(Currency::USD),
        _ => {}
    }
    let mut near = Currency::ALL.iter().filter(|known| strsim::osa_distance(known.code(), code) == 1);
    let only = near.next()?;
    near.next().is_none().then_some(*only)
}

pub(super) fn read_bool(cell: &RawCell) -> CellReading {
    let value = match cell {
        RawCell::Bool(value) => Some(*value),
        RawCell::Number(number, _) if *number == 0.0 => Some(false),
        RawCell::Number(number, _) if *number == 1.0 => Some(true),
        RawCell::Text(text) => match plain_words(text).as_str() {
            "ja" | "j" | "sant" | "sann" | "x" | "1" | "yes" | "y" | "true" | "t" | "on" => Some(true),
            "nej" | "n" | "falskt" | "falsk" | "0" | "no" | "false" | "off" => Some(false),
            _ => None,
        },
        _ => None,
    };
    match value {
        Some(value) => CellReading::Value(CellValue::plain(value.to_string())),
        None => CellFault::expecting(FaultCode::UnknownChoice, "true, false").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, choice: Choice) -> Result<String, Option<String>> {
        match read(&RawCell::text(text), choice) {
            CellReading::Value(value) => Ok(value.text),
            CellReading::Fault(fault) => Err(fault.suggestion),
            CellReading::Blank(_) => panic!(),
        }
    }

    #[test]
    fn every_synonym_is_written_as_it_is_compared() {
        for list in [KINDS, TIMINGS, CARRIERS, ENDINGS] {
            for (_, synonyms) in list {
                for synonym in words_of(synonyms) {
                    assert_eq!(synonym, plain_words(synonym));
                }
            }
        }
    }

    #[test]
    fn canonical_values_read_themselves() {
        let all = [Choice::AgreementKind, Choice::Timing, Choice::Currency, Choice::ResidualCarrier, Choice::Ending];
        for choice in all {
            for value in values(choice) {
                assert_eq!(of(value, choice).as_deref(), Ok(value));
            }
        }
    }

    #[test]
    fn words_people_use() {
        assert_eq!(of("Finansiell leasing", Choice::AgreementKind).as_deref(), Ok("financial_lease"));
        assert_eq!(of("OPERATING LEASE", Choice::AgreementKind).as_deref(), Ok("operational_lease"));
        assert_eq!(of(" Hyra ", Choice::AgreementKind).as_deref(), Ok("rental"));
        assert_eq!(of("i efterskott", Choice::Timing).as_deref(), Ok("arrears"));
        assert_eq!(of("sek", Choice::Currency).as_deref(), Ok("SEK"));
        assert_eq!(of("€", Choice::Currency).as_deref(), Ok("EUR"));
        assert_eq!(of("Friköpt", Choice::Ending).as_deref(), Ok("bought_out"));
    }

    #[test]
    fn what_is_not_in_the_list_is_asked_for() {
        assert_eq!(of("Avbetalning", Choice::AgreementKind), Err(None));
        assert_eq!(of("Leasing", Choice::AgreementKind), Err(None), "either kind would be a guess");
        assert_eq!(of("Finansiel leasing", Choice::AgreementKind), Err(Some("financial_lease".into())));
        assert_eq!(of("SKR", Choice::Currency), Err(Some("SEK".into())));
        assert_eq!(of("RUB", Choice::Currency), Err(None));
        assert!(matches!(read_bool(&RawCell::text("kanske")), CellReading::Fault(_)));
    }

    #[test]
    fn yes_and_no() {
        for (text, value) in
            [("ja", "true"), ("X", "true"), ("1", "true"), ("Nej", "false"), ("FALSE", "false"), ("n", "false")]
        {
            assert!(
                matches!(read_bool(&RawCell::text(text)), CellReading::Value(read) if read.text == value),
                "{text}"
            );
        }
    }
}
