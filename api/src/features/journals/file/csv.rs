//! One line of the file for each line of a voucher, with decimal commas.

use super::{Head, words};
use crate::csv_file::{self, inert};
use shared::journals::JournalVoucher;
use shared::money::Amount;

pub fn write(head: &Head, vouchers: &[JournalVoucher]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv_file::writer();
    writer.write_record(words::headers(head.language))?;
    let shown = |amount: Option<Amount>| amount.map_or_else(String::new, |amount| amount.to_string().replace('.', ","));
    for voucher in vouchers {
        let agreement = voucher.agreement.as_ref();
        for line in &voucher.lines {
            writer.write_record([
                voucher.key.clone(),
                voucher.on.to_string(),
                inert(agreement.map_or("", |agreement| &agreement.number)),
                inert(agreement.map_or("", |agreement| &agreement.title)),
                inert(&voucher.text),
                line.account.clone(),
                inert(head.account_names.get(&line.account).map_or("", String::as_str)),
                line.role.map_or("", |role| words::role_name(role, head.language)).to_owned(),
                inert(line.cost_center.as_deref().unwrap_or_default()),
                inert(line.project.as_deref().unwrap_or_default()),
                shown(line.debit),
                shown(line.credit),
                head.currency.code().to_owned(),
            ])?;
        }
    }
    Ok(writer.into_inner().map_err(::csv::IntoInnerError::into_error)?)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, voucher};
    use super::*;

    #[test]
    fn it_is_written_as_excel_reads_it() {
        let text = String::from_utf8(write(&head(), &[voucher("=Hyra; mars", "100", "-12.30")]).unwrap()).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}Verifikation;Datum;"));
        assert_eq!(
            lines[1],
            "L000000000000001;2026-03-31;A-1;Bil;\"'=Hyra; mars\";2391;Leasingskuld;Leasingskuld, långfristig;100;;12,30;;SEK"
        );
        assert!(lines[2].contains(";8410;") && lines[2].ends_with(";;12,30;SEK"), "{}", lines[2]);
    }
}
