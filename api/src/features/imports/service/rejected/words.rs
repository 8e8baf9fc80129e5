//! Faults in the words of a person who keeps books.

use crate::error::Language;
use shared::imports::{Fault, FaultCode};

pub(super) fn headers(language: Language) -> [&'static str; 2] {
    match language {
        Language::English => ["Row", "To mend"],
        Language::Swedish => ["Rad", "Att rätta"],
    }
}

/// `Startdatum: dagen finns inte. Förslag: 2025-11-01.`
pub(super) fn sentence(fault: &Fault, language: Language) -> String {
    let of_field = fault.field.map(|field| match language {
        Language::English => field.label_en(),
        Language::Swedish => field.label_sv(),
    });
    let label = of_field.or(fault.column.as_deref());
    let what = what(fault.code, language);
    let mut sentence = match label {
        Some(label) => format!("{label}: {what}"),
        None => what.to_owned(),
    };
    if let (Some(expected), None) = (&fault.expected, &fault.suggestion) {
        sentence.push_str(&format!(" ({expected})"));
    }
    sentence.push('.');
    if let Some(suggestion) = &fault.suggestion {
        let word = if language == Language::Swedish { "Förslag" } else { "Suggestion" };
        sentence.push_str(&format!(" {word}: {suggestion}."));
    }
    sentence
}

fn what(code: FaultCode, language: Language) -> &'static str {
    let (english, swedish) = match code {
        FaultCode::Missing => ("is missing", "saknas"),
        FaultCode::DuplicateNumber => ("an earlier row has the same number", "en tidigare rad har samma nummer"),
        FaultCode::NotANumber => ("cannot be read as a number", "går inte att läsa som ett tal"),
        FaultCode::AmbiguousNumber => ("can be read as two different numbers", "kan läsas som två olika tal"),
        FaultCode::Negative => ("is below zero", "är mindre än noll"),
        FaultCode::Zero => ("is zero", "är noll"),
        FaultCode::TooLarge => ("is too large", "är för stort"),
        FaultCode::NotADate => ("cannot be read as a date", "går inte att läsa som ett datum"),
        FaultCode::ImpossibleDate => ("there is no such day", "dagen finns inte"),
        FaultCode::ImplausibleDate => ("lies very far away in time", "ligger mycket långt bort i tiden"),
        FaultCode::AmbiguousDate => ("day and month cannot be told apart", "dag och månad går inte att skilja åt"),
        FaultCode::EndBeforeStart => ("lies before the start", "ligger före startdatumet"),
        FaultCode::TermDisagrees => ("does not agree with start and end", "stämmer inte med start- och slutdatum"),
        FaultCode::NotAWholeNumber => ("is not a whole number of months", "är inte ett helt antal månader"),
        FaultCode::UnknownKind => ("is not a known type of agreement", "är ingen känd avtalstyp"),
        FaultCode::UnknownTiming => ("is neither advance nor arrears", "är varken förskott eller efterskott"),
        FaultCode::UnknownCurrency => ("is not a known currency", "är ingen känd valuta"),
        FaultCode::UnknownChoice => ("is not among the possible values", "finns inte bland de möjliga värdena"),
        FaultCode::OutOfRange => ("lies outside of what is possible", "ligger utanför det möjliga"),
        FaultCode::TooLong => ("is too long", "är för långt"),
        FaultCode::TooManyDecimals => ("the currency has no decimals", "valutan har inga decimaler"),
        FaultCode::ResidualAbovePrice => ("is higher than the price", "är högre än priset"),
        FaultCode::FirstFeeAbovePrice => ("is higher than the price", "är högre än priset"),
        FaultCode::EndedBeforeStart => ("lies before the start", "ligger före startdatumet"),
        FaultCode::EndingWithoutDate => (
            "is missing although the row says how the agreement ended",
            "saknas fast raden säger hur avtalet avslutades",
        ),
        FaultCode::IntervalLongerThanTerm => ("is longer than the agreement", "är längre än avtalet"),
        FaultCode::CurrencyDisagrees => ("names another currency than the row", "anger en annan valuta än raden"),
        FaultCode::ChangedSince => (
            "has been changed in the register since, and is left as it is",
            "har ändrats i registret sedan dess och lämnas som det är",
        ),
        FaultCode::ImplausibleRate => {
            ("is unlikely: look at the per cent sign", "är osannolik: se över procenttecknet")
        }
        FaultCode::DigitsLost => (
            "has more digits than the spreadsheet program can keep",
            "har fler siffror än kalkylprogrammet kan hålla reda på",
        ),
        FaultCode::CellError => ("the cell holds an error", "cellen innehåller ett fel"),
        FaultCode::FormulaWithoutResult => (
            "the formula has no stored result: open the file, save it and try again",
            "formeln har inget sparat resultat: öppna filen, spara den och försök igen",
        ),
        FaultCode::NotCalculable => ("the agreement cannot be calculated so", "avtalet går inte att räkna på så"),
    };
    match language {
        Language::English => english,
        Language::Swedish => swedish,
    }
}
