//! The accounts of the BAS chart that a company begins with.

use super::accounts::{AccountRule, MappedAccount};
use crate::agreements::AgreementKind;
use crate::books::BookRole;

/// Every role, balance sheet first.
pub const ROLES: [BookRole; 23] = [
    BookRole::RightOfUse,
    BookRole::AccumulatedDepreciation,
    BookRole::AccumulatedImpairment,
    BookRole::OwnedAsset,
    BookRole::NetInvestment,
    BookRole::Intercompany,
    BookRole::PrepaidFees,
    BookRole::AdvanceToLessor,
    BookRole::RetainedEarnings,
    BookRole::RestorationProvision,
    BookRole::LiabilityNoncurrent,
    BookRole::LiabilityCurrent,
    BookRole::AccruedFees,
    BookRole::Payment,
    BookRole::InputVat,
    BookRole::LeaseCost,
    BookRole::VariableCost,
    BookRole::ServiceCost,
    BookRole::Depreciation,
    BookRole::Impairment,
    BookRole::GainOrLoss,
    BookRole::Interest,
    BookRole::ExchangeResult,
];

/// Whether the chart has an account of just this meaning, or the number is one of several that may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Usual,
    Confirm,
}
use Certainty::{Confirm, Usual};

/// Role, kind, account, account of debits where it is another.
type Row = (BookRole, Option<AgreementKind>, &'static str, Option<&'static str>, Certainty);

const DEFAULTS: &[Row] = &[
    (BookRole::RightOfUse, None, "1260", None, Usual),
    (BookRole::AccumulatedDepreciation, None, "1269", None, Usual),
    (BookRole::AccumulatedImpairment, None, "1268", None, Confirm),
    (BookRole::OwnedAsset, None, "1220", None, Confirm),
    (BookRole::NetInvestment, None, "1380", None, Confirm),
    (BookRole::Intercompany, None, "1660", None, Confirm),
    (BookRole::PrepaidFees, None, "1720", None, Usual),
    (BookRole::AdvanceToLessor, None, "1280", None, Confirm),
    (BookRole::RetainedEarnings, None, "2091", None, Confirm),
    (BookRole::RestorationProvision, None, "2290", None, Confirm),
    (BookRole::LiabilityNoncurrent, None, "2391", None, Confirm),
    (BookRole::LiabilityCurrent, None, "2841", None, Confirm),
    (BookRole::AccruedFees, None, "2990", None, Confirm),
    (BookRole::Payment, None, "2440", None, Usual),
    (BookRole::InputVat, None, "2641", None, Usual),
    (BookRole::LeaseCost, Some(AgreementKind::FinancialLease), "5212", None, Usual),
    (BookRole::LeaseCost, Some(AgreementKind::OperationalLease), "5222", None, Usual),
    (BookRole::LeaseCost, Some(AgreementKind::Rental), "5220", None, Confirm),
    (BookRole::LeaseCost, Some(AgreementKind::Premises), "5010", None, Confirm),
    (BookRole::LeaseCost, Some(AgreementKind::Car), "5615", None, Usual),
    (BookRole::VariableCost, Some(AgreementKind::FinancialLease), "5212", None, Confirm),
    (BookRole::VariableCost, Some(AgreementKind::OperationalLease), "5222", None, Confirm),
    (BookRole::VariableCost, Some(AgreementKind::Rental), "5220", None, Confirm),
    (BookRole::VariableCost, Some(AgreementKind::Premises), "5010", None, Confirm),
    (BookRole::VariableCost, Some(AgreementKind::Car), "5615", None, Confirm),
    (BookRole::ServiceCost, None, "6590", None, Confirm),
    (BookRole::ServiceCost, Some(AgreementKind::Premises), "5090", None, Confirm),
    (BookRole::ServiceCost, Some(AgreementKind::Car), "5619", None, Confirm),
    (BookRole::Depreciation, None, "7836", None, Usual),
    (BookRole::Impairment, None, "7730", None, Confirm),
    (BookRole::GainOrLoss, None, "3970", Some("7970"), Confirm),
    (BookRole::Interest, None, "8410", None, Confirm),
    (BookRole::ExchangeResult, None, "8430", None, Confirm),
];

/// What the accounts are called in the chart.
const NAMES: &[(&str, &str)] = &[
    ("1220", "Inventarier och verktyg"),
    ("1260", "Leasade tillgångar"),
    ("1268", "Ackumulerade nedskrivningar på leasade tillgångar"),
    ("1269", "Ackumulerade avskrivningar på leasade tillgångar"),
    ("1280", "Förskott för maskiner och inventarier"),
    ("1380", "Andra långfristiga fordringar"),
    ("1660", "Kortfristiga fordringar hos koncernföretag"),
    ("1720", "Förutbetalda leasingavgifter"),
    ("1930", "Företagskonto"),
    ("2091", "Balanserad vinst eller förlust"),
    ("2290", "Övriga avsättningar"),
    ("2391", "Leasingskuld, långfristig del"),
    ("2440", "Leverantörsskulder"),
    ("2641", "Debiterad ingående moms"),
    ("2841", "Leasingskuld, kortfristig del"),
    ("2990", "Övriga upplupna kostnader"),
    ("3970", "Vinst vid avyttring av anläggningstillgångar"),
    ("5010", "Lokalhyra"),
    ("5090", "Övriga kostnader för lokal"),
    ("5212", "Leasing av maskiner"),
    ("5220", "Hyra av inventarier och verktyg"),
    ("5222", "Leasing av inventarier och verktyg"),
    ("5615", "Leasing av personbilar"),
    ("5619", "Övriga personbilskostnader"),
    ("6590", "Övriga externa tjänster"),
    ("7730", "Nedskrivningar av maskiner och inventarier"),
    ("7836", "Avskrivningar på leasade tillgångar"),
    ("7970", "Förlust vid avyttring av anläggningstillgångar"),
    ("8410", "Räntekostnader för långfristiga skulder"),
    ("8430", "Valutakursdifferenser på skulder"),
];

pub fn default_accounts() -> Vec<MappedAccount> {
    let mapped = |(role, kind, account, debit_account, certainty): &Row| MappedAccount {
        rule: AccountRule {
            role: *role,
            framework: None,
            kind: *kind,
            cost_center: None,
            project: None,
            account: (*account).to_owned(),
            debit_account: debit_account.map(str::to_owned),
            name: name_of(account).map(str::to_owned),
        },
        default: true,
        confirm: *certainty == Confirm,
    };
    DEFAULTS.iter().map(mapped).collect()
}

/// The usual name of an account.
pub fn name_of(account: &str) -> Option<&'static str> {
    NAMES.iter().find(|(number, _)| *number == account).map(|(_, name)| *name)
}
