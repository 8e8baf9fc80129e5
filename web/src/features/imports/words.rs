//! What the codes of an import are called.

use shared::imports::{
    ColumnTarget, Delimiter, Fault, FaultCode, FaultGroup, Import, ImportColumn, ImportFailure, ImportField,
    ImportStatus, MatchedBy, SkipReason,
};

use crate::features::agreements::words as agreement_words;
use crate::ui::Tone;
use crate::{format, t};

/// In the order of the paper.
pub const FIELDS: [ImportField; 32] = [
    ImportField::Number,
    ImportField::Title,
    ImportField::Kind,
    ImportField::Lessor,
    ImportField::Supplier,
    ImportField::StartOn,
    ImportField::EndOn,
    ImportField::TermMonths,
    ImportField::Fee,
    ImportField::Currency,
    ImportField::IntervalMonths,
    ImportField::Timing,
    ImportField::Price,
    ImportField::FirstIncreasedFee,
    ImportField::FirstIncreasedReplaces,
    ImportField::ResidualValue,
    ImportField::ResidualCarrier,
    ImportField::NominalRatePercent,
    ImportField::InvoiceFee,
    ImportField::ArrangementFee,
    ImportField::ServiceFee,
    ImportField::NoticeMonths,
    ImportField::ExtensionMonths,
    ImportField::EndedOn,
    ImportField::Ending,
    ImportField::ObjectType,
    ImportField::Object,
    ImportField::CostCenter,
    ImportField::Department,
    ImportField::Project,
    ImportField::Responsible,
    ImportField::Notes,
];

pub fn field(field: ImportField) -> &'static str {
    match field {
        ImportField::Number => t!(imports.field.number),
        ImportField::Title => t!(imports.field.title),
        ImportField::Lessor => t!(imports.field.lessor),
        ImportField::Supplier => t!(imports.field.supplier),
        ImportField::Kind => t!(imports.field.kind),
        ImportField::ObjectType => t!(imports.field.object_type),
        ImportField::Object => t!(imports.field.object),
        ImportField::StartOn => t!(imports.field.start_on),
        ImportField::EndOn => t!(imports.field.end_on),
        ImportField::TermMonths => t!(imports.field.term_months),
        ImportField::IntervalMonths => t!(imports.field.interval_months),
        ImportField::Timing => t!(imports.field.timing),
        ImportField::Fee => t!(imports.field.fee),
        ImportField::Currency => t!(imports.field.currency),
        ImportField::Price => t!(imports.field.price),
        ImportField::FirstIncreasedFee => t!(imports.field.first_increased_fee),
        ImportField::FirstIncreasedReplaces => t!(imports.field.first_increased_replaces),
        ImportField::ResidualValue => t!(imports.field.residual_value),
        ImportField::ResidualCarrier => t!(imports.field.residual_carrier),
        ImportField::InvoiceFee => t!(imports.field.invoice_fee),
        ImportField::ArrangementFee => t!(imports.field.arrangement_fee),
        ImportField::ServiceFee => t!(imports.field.service_fee),
        ImportField::NominalRatePercent => t!(imports.field.nominal_rate_percent),
        ImportField::NoticeMonths => t!(imports.field.notice_months),
        ImportField::ExtensionMonths => t!(imports.field.extension_months),
        ImportField::Department => t!(imports.field.department),
        ImportField::CostCenter => t!(imports.field.cost_center),
        ImportField::Project => t!(imports.field.project),
        ImportField::Responsible => t!(imports.field.responsible),
        ImportField::EndedOn => t!(imports.field.ended_on),
        ImportField::Ending => t!(imports.field.ending),
        ImportField::Notes => t!(imports.field.notes),
    }
}

pub fn status(status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Draft => t!(imports.status.draft),
        ImportStatus::Applying => t!(imports.status.applying),
        ImportStatus::Applied => t!(imports.status.applied),
        ImportStatus::Undoing => t!(imports.status.undoing),
        ImportStatus::Undone => t!(imports.status.undone),
        ImportStatus::Failed => t!(imports.status.failed),
    }
}

pub fn status_tone(status: ImportStatus) -> Tone {
    match status {
        ImportStatus::Draft => Tone::Due,
        ImportStatus::Applied => Tone::Gain,
        ImportStatus::Failed => Tone::Loss,
        ImportStatus::Applying | ImportStatus::Undoing | ImportStatus::Undone => Tone::Neutral,
    }
}

pub fn matched_by(matched: MatchedBy) -> &'static str {
    match matched {
        MatchedBy::Remembered => t!(imports.matched.remembered),
        MatchedBy::Header => t!(imports.matched.header),
        MatchedBy::Resemblance => t!(imports.matched.resemblance),
        MatchedBy::Person => t!(imports.matched.person),
        MatchedBy::Nothing => t!(imports.matched.nothing),
    }
}

pub fn skip_reason(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Blank => t!(imports.skipped.blank),
        SkipReason::Sum => t!(imports.skipped.sum),
        SkipReason::Heading => t!(imports.skipped.heading),
        SkipReason::Remark => t!(imports.skipped.remark),
        SkipReason::Person => t!(imports.skipped.person),
    }
}

/// Why applying or undoing stopped.
pub fn failure(failure: ImportFailure) -> &'static str {
    match failure {
        ImportFailure::RegisterChanged => t!(imports.failure.register_changed),
        ImportFailure::Interrupted => t!(imports.failure.interrupted),
        ImportFailure::CannotBeUndone => t!(imports.failure.cannot_be_undone),
        ImportFailure::Internal => t!(imports.failure.internal),
    }
}

/// What is wrong, in a few words; the field stands beside it.
pub fn fault_code(code: FaultCode) -> &'static str {
    match code {
        FaultCode::Missing => t!(imports.fault.missing),
        FaultCode::DuplicateNumber => t!(imports.fault.duplicate_number),
        FaultCode::NotANumber => t!(imports.fault.not_a_number),
        FaultCode::AmbiguousNumber => t!(imports.fault.ambiguous_number),
        FaultCode::Negative => t!(imports.fault.negative),
        FaultCode::Zero => t!(imports.fault.zero),
        FaultCode::TooLarge => t!(imports.fault.too_large),
        FaultCode::NotADate => t!(imports.fault.not_a_date),
        FaultCode::ImpossibleDate => t!(imports.fault.impossible_date),
        FaultCode::AmbiguousDate => t!(imports.fault.ambiguous_date),
        FaultCode::EndBeforeStart => t!(imports.fault.end_before_start),
        FaultCode::TermDisagrees => t!(imports.fault.term_disagrees),
        FaultCode::NotAWholeNumber => t!(imports.fault.not_a_whole_number),
        FaultCode::UnknownKind => t!(imports.fault.unknown_kind),
        FaultCode::UnknownTiming => t!(imports.fault.unknown_timing),
        FaultCode::UnknownCurrency => t!(imports.fault.unknown_currency),
        FaultCode::UnknownChoice => t!(imports.fault.unknown_choice),
        FaultCode::TooLong => t!(imports.fault.too_long),
        FaultCode::ResidualAbovePrice => t!(imports.fault.residual_above_price),
        FaultCode::FirstFeeAbovePrice => t!(imports.fault.first_fee_above_price),
        FaultCode::EndedBeforeStart => t!(imports.fault.ended_before_start),
        FaultCode::CellError => t!(imports.fault.cell_error),
        FaultCode::ImplausibleDate => t!(imports.fault.implausible_date),
        FaultCode::OutOfRange => t!(imports.fault.out_of_range),
        FaultCode::TooManyDecimals => t!(imports.fault.too_many_decimals),
        FaultCode::EndingWithoutDate => t!(imports.fault.ending_without_date),
        FaultCode::IntervalLongerThanTerm => t!(imports.fault.interval_longer_than_term),
        FaultCode::CurrencyDisagrees => t!(imports.fault.currency_disagrees),
        FaultCode::ImplausibleRate => t!(imports.fault.implausible_rate),
        FaultCode::DigitsLost => t!(imports.fault.digits_lost),
        FaultCode::FormulaWithoutResult => t!(imports.fault.formula_without_result),
        FaultCode::ChangedSince => t!(imports.fault.changed_since),
        FaultCode::NotCalculable => t!(imports.fault.not_calculable),
    }
}

/// The column as the file calls it, else our name of the field.
pub fn fault_place(fault: &Fault) -> String {
    match (&fault.column, fault.field) {
        (Some(column), _) => column.clone(),
        (None, Some(of)) => field(of).to_owned(),
        (None, None) => t!(imports.whole_row).to_owned(),
    }
}

/// Our name of the field, else the column of the company's own.
pub fn group_place(group: &FaultGroup) -> String {
    match (group.field, &group.column) {
        (Some(of), _) => field(of).to_owned(),
        (None, Some(column)) => column.clone(),
        (None, None) => t!(imports.whole_row).to_owned(),
    }
}

/// Headers of columns that hold something and that nobody has said anything about, now or at an earlier import.
pub fn unread(import: &Import) -> Vec<String> {
    let is_unread = |column: &&ImportColumn| {
        matches!(column.target, ColumnTarget::Ignored {})
            && column.matched_by == MatchedBy::Nothing
            && !column.samples.is_empty()
    };
    import.columns.iter().filter(is_unread).map(column_name).collect()
}

pub fn column_name(column: &ImportColumn) -> String {
    match column.header.as_str() {
        "" => t!(imports.columns.no_header).to_owned(),
        header => header.to_owned(),
    }
}

pub fn delimiter(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Semicolon => t!(imports.columns.semicolon),
        Delimiter::Tab => t!(imports.columns.tab),
        Delimiter::Comma => t!(imports.columns.comma_between),
        Delimiter::Bar => t!(imports.columns.bar),
    }
}

/// What the server writes of a value, its codes in words and its plain numbers as the language writes them.
pub fn wire_text(text: &str) -> String {
    let written = |word: &str| {
        let (word, comma) = word.strip_suffix(',').map_or((word, ""), |word| (word, ","));
        let said = coded(word).map(str::to_owned).or_else(|| format::plain_number(word));
        format!("{}{comma}", said.as_deref().unwrap_or(word))
    };
    text.split(' ').map(written).collect::<Vec<_>>().join(" ")
}

fn coded(word: &str) -> Option<&'static str> {
    let code = || serde_json::Value::String(word.to_owned());
    match word {
        "true" => return Some(t!(agreements.yes)),
        "false" => return Some(t!(agreements.no)),
        _ => {}
    }
    let kind = serde_json::from_value(code()).ok().map(agreement_words::kind);
    let timing = || serde_json::from_value(code()).ok().map(agreement_words::timing);
    let carrier = || serde_json::from_value(code()).ok().map(agreement_words::carrier);
    kind.or_else(timing).or_else(carrier)
}
