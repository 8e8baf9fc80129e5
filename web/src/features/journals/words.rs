//! What the codes of journals are called.

use shared::journals::{
    ClosingCheckCode, JournalCause, JournalEncoding, JournalFormat, JournalGrouping, JournalOmission,
};

use crate::t;

pub fn format(format: JournalFormat) -> &'static str {
    match format {
        JournalFormat::Sie => "SIE 4I",
        JournalFormat::Csv => "CSV",
        JournalFormat::Xlsx => "Excel (XLSX)",
        JournalFormat::Json => "JSON",
    }
}

pub fn encoding(encoding: JournalEncoding) -> &'static str {
    match encoding {
        JournalEncoding::Pc8 => t!(journals.encoding.pc8),
        JournalEncoding::Latin1 => "Latin-1",
    }
}

pub fn grouping(grouping: JournalGrouping) -> &'static str {
    match grouping {
        JournalGrouping::Agreement => t!(journals.by.agreement),
        JournalGrouping::Account => t!(journals.by.account),
    }
}

pub fn cause(cause: JournalCause) -> &'static str {
    match cause {
        JournalCause::Month => t!(journals.cause.month),
        JournalCause::Event => t!(journals.cause.event),
        JournalCause::Correction => t!(journals.cause.correction),
    }
}

pub fn omission(reason: JournalOmission) -> &'static str {
    match reason {
        JournalOmission::RateMissing => t!(books.finding.rate_missing),
        JournalOmission::ExchangeRateMissing => t!(reports.finding.exchange_rate_missing),
        JournalOmission::NotCalculable => t!(reports.finding.terms_not_calculable),
    }
}

pub fn check(code: ClosingCheckCode) -> &'static str {
    match code {
        ClosingCheckCode::UnbalancedVouchers => t!(journals.check.unbalanced),
        ClosingCheckCode::UnconfirmedAccounts => t!(journals.check.unconfirmed),
        ClosingCheckCode::AgreementsWithoutRate => t!(journals.check.without_rate),
        ClosingCheckCode::ExchangeRatesMissing => t!(journals.check.exchange_rates),
        ClosingCheckCode::NotCalculable => t!(journals.check.not_calculable),
        ClosingCheckCode::OpenFindings => t!(journals.check.findings),
        ClosingCheckCode::NotExported => t!(journals.check.not_exported),
    }
}
