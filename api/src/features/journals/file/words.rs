//! What is said in files.

use chrono::NaiveDate;
use shared::books::{BookEntry, BookFramework, BookRole};
use shared::companies::Language;

const fn pick(language: Language, sv: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Sv => sv,
        Language::En => en,
    }
}

pub const fn framework_code(framework: BookFramework) -> &'static str {
    match framework {
        BookFramework::Ifrs16 => "ifrs16",
        BookFramework::K3 => "k3",
        BookFramework::Asc842 => "asc842",
        BookFramework::K2 => "k2",
        BookFramework::K3LegalEntity => "k3-legal-entity",
        BookFramework::Rfr2 => "rfr2",
    }
}

pub const fn framework_name(framework: BookFramework) -> &'static str {
    match framework {
        BookFramework::Ifrs16 => "IFRS 16",
        BookFramework::K3 => "K3",
        BookFramework::Asc842 => "ASC 842",
        BookFramework::K2 => "K2",
        BookFramework::K3LegalEntity => "K3 jur. pers.",
        BookFramework::Rfr2 => "RFR 2",
    }
}

pub fn month_text(month: NaiveDate, language: Language) -> String {
    format!("{} {}", pick(language, "Leasing", "Leases"), month.format("%Y-%m"))
}

pub fn correction_text(before: NaiveDate, language: Language) -> String {
    format!("{} {before}", pick(language, "Rättelse av tid före", "Correction of time before"))
}

pub fn totals_text(framework: BookFramework, month: NaiveDate, language: Language) -> String {
    let name = framework_name(framework);
    format!("{} {name} {}", pick(language, "Leasing", "Leases"), month.format("%Y-%m"))
}

pub const fn entry_text(entry: BookEntry, language: Language) -> &'static str {
    match entry {
        BookEntry::Commencement => pick(language, "Inledning", "Commencement"),
        BookEntry::Transition => pick(language, "Övergång", "Transition"),
        BookEntry::Payment => pick(language, "Betalning", "Payment"),
        BookEntry::Event => pick(language, "Händelse", "Event"),
        BookEntry::Change => pick(language, "Ändring", "Change"),
        BookEntry::Transfer => pick(language, "Överlåtelse", "Transfer"),
        BookEntry::Expiry => pick(language, "Avslut", "Expiry"),
        BookEntry::Closing => pick(language, "Bokslut", "Closing"),
    }
}

pub const fn role_name(role: BookRole, language: Language) -> &'static str {
    match role {
        BookRole::RightOfUse => pick(language, "Nyttjanderätt", "Right-of-use asset"),
        BookRole::AccumulatedDepreciation => pick(language, "Ackumulerade avskrivningar", "Accumulated depreciation"),
        BookRole::AccumulatedImpairment => pick(language, "Ackumulerade nedskrivningar", "Accumulated impairment"),
        BookRole::OwnedAsset => pick(language, "Egen tillgång", "Own asset"),
        BookRole::PrepaidFees => pick(language, "Förutbetalda avgifter", "Prepaid fees"),
        BookRole::AccruedFees => pick(language, "Upplupna avgifter", "Accrued fees"),
        BookRole::InputVat => pick(language, "Ingående moms", "Input VAT"),
        BookRole::AdvanceToLessor => pick(language, "Förskott till leasegivaren", "Advance to the lessor"),
        BookRole::RestorationProvision => pick(language, "Avsättning för återställande", "Restoration provision"),
        BookRole::LiabilityNoncurrent => pick(language, "Leasingskuld, långfristig", "Lease liability, non-current"),
        BookRole::LiabilityCurrent => pick(language, "Leasingskuld, kortfristig", "Lease liability, current"),
        BookRole::Payment => pick(language, "Betalning", "Payment"),
        BookRole::LeaseCost => pick(language, "Leasingkostnad", "Lease cost"),
        BookRole::VariableCost => pick(language, "Variabel kostnad", "Variable cost"),
        BookRole::ServiceCost => pick(language, "Tjänster och aviavgifter", "Services and invoice fees"),
        BookRole::Depreciation => pick(language, "Avskrivning", "Depreciation"),
        BookRole::Impairment => pick(language, "Nedskrivning", "Impairment"),
        BookRole::Interest => pick(language, "Ränta", "Interest"),
        BookRole::ExchangeResult => pick(language, "Valutakursdifferens", "Exchange result"),
        BookRole::GainOrLoss => pick(language, "Vinst eller förlust", "Gain or loss"),
        BookRole::RetainedEarnings => pick(language, "Balanserat resultat", "Retained earnings"),
        BookRole::NetInvestment => pick(language, "Fordran på andrahandshyresgäst", "Net investment in sublease"),
        BookRole::Intercompany => pick(language, "Koncernmellanhavande", "Intercompany"),
    }
}

/// Of the columns of a spreadsheet.
pub const fn headers(language: Language) -> [&'static str; 13] {
    match language {
        Language::Sv => [
            "Verifikation",
            "Datum",
            "Avtal",
            "Benämning",
            "Text",
            "Konto",
            "Kontonamn",
            "Avser",
            "Kostnadsställe",
            "Projekt",
            "Debet",
            "Kredit",
            "Valuta",
        ],
        Language::En => [
            "Voucher",
            "Date",
            "Agreement",
            "Title",
            "Text",
            "Account",
            "Account name",
            "What",
            "Cost centre",
            "Project",
            "Debit",
            "Credit",
            "Currency",
        ],
    }
}
