//! Vouchers as a file that a ledger or a spreadsheet reads. Pure: vouchers come in, bytes go out.

mod charset;
mod csv;
mod sie;
mod words;
mod xlsx;

use chrono::NaiveDate;
use shared::books::BookFramework;
use shared::companies::Language;
use shared::journals::{JournalEncoding, JournalFormat, JournalVoucher};
use shared::money::Currency;
use std::collections::BTreeMap;

pub use words::{correction_text, entry_text, framework_name, month_text, role_name, totals_text};

/// What a file says besides its vouchers.
pub struct Head {
    pub company: String,
    pub org_number: String,
    pub currency: Currency,
    pub language: Language,
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The day it is made.
    pub made_on: NaiveDate,
    /// The ledger's; it chooses itself when absent.
    pub series: Option<String>,
    pub encoding: JournalEncoding,
    /// Of the accounts in it.
    pub account_names: BTreeMap<String, String>,
}

pub fn write(format: JournalFormat, head: &Head, vouchers: &[JournalVoucher]) -> anyhow::Result<Vec<u8>> {
    match format {
        JournalFormat::Sie => Ok(sie::write(head, vouchers)),
        JournalFormat::Csv => csv::write(head, vouchers),
        JournalFormat::Xlsx => xlsx::write(head, vouchers),
        JournalFormat::Json => Ok(serde_json::to_vec_pretty(vouchers)?),
    }
}

pub const fn content_type(format: JournalFormat, encoding: JournalEncoding) -> &'static str {
    match (format, encoding) {
        (JournalFormat::Sie, JournalEncoding::Pc8) => "text/plain; charset=ibm437",
        (JournalFormat::Sie, JournalEncoding::Latin1) => "text/plain; charset=iso-8859-1",
        (JournalFormat::Csv, _) => "text/csv; charset=utf-8",
        (JournalFormat::Xlsx, _) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (JournalFormat::Json, _) => "application/json",
    }
}

/// `leasing-ifrs16-2026-01-2026-03.si`
pub fn name(format: JournalFormat, head: &Head) -> String {
    let extension = match format {
        JournalFormat::Sie => "si",
        JournalFormat::Csv => "csv",
        JournalFormat::Xlsx => "xlsx",
        JournalFormat::Json => "json",
    };
    let framework = words::framework_code(head.framework);
    let (from, to) = (head.from.format("%Y-%m").to_string(), head.to.format("%Y-%m").to_string());
    let time = if from == to { from } else { format!("{from}-{to}") };
    format!("leasing-{framework}-{time}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::books::BookRole;
    use shared::ids::AgreementId;
    use shared::journals::{JournalAgreement, JournalCause, JournalLine};
    use shared::money::Amount;

    pub(super) fn head() -> Head {
        let names = [("2391", "Leasingskuld"), ("8410", "Räntekostnader")];
        Head {
            company: "Åkeri & Söner AB".to_owned(),
            org_number: "556036-0793".to_owned(),
            currency: Currency::SEK,
            language: Language::Sv,
            framework: BookFramework::Ifrs16,
            from: "2026-01-01".parse().unwrap(),
            to: "2026-03-31".parse().unwrap(),
            made_on: "2026-04-05".parse().unwrap(),
            series: None,
            encoding: JournalEncoding::Pc8,
            account_names: names.map(|(account, name)| (account.to_owned(), name.to_owned())).into(),
        }
    }

    /// `amount` on 8410, and the other way round on 2391.
    pub(super) fn voucher(text: &str, cost_center: &str, amount: &str) -> JournalVoucher {
        let minor = amount.parse::<Amount>().unwrap().minor();
        let line = |account: &str, role, minor: i64| JournalLine {
            account: account.to_owned(),
            role: Some(role),
            cost_center: Some(cost_center.to_owned()),
            project: None,
            debit: (minor > 0).then(|| Amount::from_minor(minor).unwrap()),
            credit: (minor < 0).then(|| Amount::from_minor(-minor).unwrap()),
        };
        JournalVoucher {
            key: "L000000000000001".to_owned(),
            on: "2026-03-31".parse().unwrap(),
            cause: JournalCause::Month,
            entry: None,
            agreement: Some(JournalAgreement {
                id: AgreementId::from_uuid(uuid::Uuid::nil()),
                number: "A-1".to_owned(),
                title: "Bil".to_owned(),
            }),
            text: text.to_owned(),
            lines: vec![line("2391", BookRole::LiabilityNoncurrent, -minor), line("8410", BookRole::Interest, minor)],
            exported: None,
        }
    }

    #[test]
    fn files_are_named_by_book_and_time() {
        assert_eq!(name(JournalFormat::Sie, &head()), "leasing-ifrs16-2026-01-2026-03.si");
        let month = Head { from: "2026-03-01".parse().unwrap(), framework: BookFramework::K3LegalEntity, ..head() };
        assert_eq!(name(JournalFormat::Xlsx, &month), "leasing-k3-legal-entity-2026-03.xlsx");
    }
}
