//! SIE 4I: vouchers that a ledger numbers itself. One record a line, fields between spaces, text between quotes.

use super::Head;
use super::charset::encode;
use shared::journals::{JournalLine, JournalVoucher};
use shared::money::Amount;
use std::collections::{BTreeMap, BTreeSet};

/// The standard's numbers of its own dimensions.
const COST_CENTER: &str = "1";
const PROJECT: &str = "6";
const LINE_END: &str = "\r\n";

pub fn write(head: &Head, vouchers: &[JournalVoucher]) -> Vec<u8> {
    let mut file = File { text: String::new() };
    file.head(head);
    file.accounts(head, vouchers);
    file.dimensions(vouchers);
    for voucher in vouchers {
        file.voucher(head, voucher);
    }
    encode(&file.text, head.encoding)
}

struct File {
    text: String,
}

impl File {
    fn record(&mut self, fields: &[&str]) {
        self.text.push_str(&fields.join(" "));
        self.text.push_str(LINE_END);
    }

    fn head(&mut self, head: &Head) {
        let made_on = head.made_on.format("%Y%m%d").to_string();
        self.record(&["#FLAGGA", "0"]);
        self.record(&["#PROGRAM", &quoted("Leasify Mina sidor"), &quoted(env!("CARGO_PKG_VERSION"))]);
        self.record(&["#FORMAT", "PC8"]);
        self.record(&["#GEN", &made_on, &quoted("Leasify")]);
        self.record(&["#SIETYP", "4"]);
        self.record(&["#ORGNR", &head.org_number]);
        self.record(&["#FNAMN", &quoted(&head.company)]);
        self.record(&["#VALUTA", head.currency.code()]);
    }

    fn accounts(&mut self, head: &Head, vouchers: &[JournalVoucher]) {
        let used: BTreeSet<&str> = lines(vouchers).map(|line| line.account.as_str()).collect();
        for account in used {
            if let Some(name) = head.account_names.get(account) {
                self.record(&["#KONTO", account, &quoted(name)]);
            }
        }
    }

    fn dimensions(&mut self, vouchers: &[JournalVoucher]) {
        let mut objects: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for line in lines(vouchers) {
            for (dimension, object) in dimensions(line) {
                objects.entry(dimension).or_default().insert(object);
            }
        }
        for dimension in objects.keys() {
            let name = if *dimension == COST_CENTER { "Kostnadsställe" } else { "Projekt" };
            self.record(&["#DIM", dimension, &quoted(name)]);
        }
        for (dimension, objects) in &objects {
            for object in objects {
                self.record(&["#OBJEKT", dimension, object, object]);
            }
        }
    }

    fn voucher(&mut self, head: &Head, voucher: &JournalVoucher) {
        let series = quoted(head.series.as_deref().unwrap_or_default());
        let on = voucher.on.format("%Y%m%d").to_string();
        let made_on = head.made_on.format("%Y%m%d").to_string();
        self.record(&["#VER", &series, "\"\"", &on, &quoted(&voucher.text), &made_on]);
        self.record(&["{"]);
        for line in &voucher.lines {
            let objects: Vec<String> =
                dimensions(line).map(|(dimension, object)| format!("{dimension} {object}")).collect();
            let objects = format!("{{{}}}", objects.join(" "));
            self.record(&["#TRANS", &line.account, &objects, &amount(line)]);
        }
        self.record(&["}"]);
    }
}

fn lines(vouchers: &[JournalVoucher]) -> impl Iterator<Item = &JournalLine> {
    vouchers.iter().flat_map(|voucher| &voucher.lines)
}

/// Dimension and object, the object ready to be written.
fn dimensions(line: &JournalLine) -> impl Iterator<Item = (&'static str, String)> {
    let of = |dimension: &'static str, object: &Option<String>| object.as_deref().map(|text| (dimension, quoted(text)));
    [of(COST_CENTER, &line.cost_center), of(PROJECT, &line.project)].into_iter().flatten()
}

/// Credits are negative.
fn amount(line: &JournalLine) -> String {
    let minor = line.debit.map_or(0, Amount::minor) - line.credit.map_or(0, Amount::minor);
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", minor.unsigned_abs() / 100, minor.unsigned_abs() % 100)
}

/// A quote inside is told by a backslash. A backslash of the text's own would tell readers the same, and a control
/// character or a line's end would end the record: the one is a slash, the others are spaces. Curly quotes become
/// straight ones when they are encoded, so they are taken for such here.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '“' | '”' | '„' | '‟' | '″' | '＂' => quoted.push_str("\\\""),
            '\\' | '＼' | '﹨' => quoted.push('/'),
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => quoted.push(' '),
            control if control.is_control() => {}
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::tests::{head, voucher};
    use super::*;

    fn text(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    #[test]
    fn records_stand_in_the_order_of_the_standard() {
        let file = text(&write(&head(), &[voucher("Hyra", "100", "-12.30")]));
        assert!(file.ends_with("}\r\n"));
        let marks: Vec<&str> = file.lines().filter_map(|line| line.split(' ').next()).collect();
        let expected = [
            "#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#ORGNR", "#FNAMN", "#VALUTA", "#KONTO", "#KONTO",
            "#DIM", "#OBJEKT", "#VER", "{", "#TRANS", "#TRANS", "}",
        ];
        assert_eq!(marks, expected);
        assert!(file.contains("#TRANS 8410 {1 \"100\"} -12.30\r\n"), "{file}");
        assert!(file.contains("#TRANS 2391 {1 \"100\"} 12.30\r\n"), "{file}");
        assert!(file.contains("#VER \"\" \"\" 20260331 \"Hyra\" 20260405\r\n"), "{file}");
    }

    #[test]
    fn no_text_ends_its_field_or_its_line() {
        assert_eq!(quoted("12\" skärm \\ \u{201D}x\u{201D}\r\nrad\u{0}2\u{7}"), "\"12\\\" skärm / \\\"x\\\"  rad2\"");
        let file = write(&head(), &[voucher("ute\\", "K\"1\\", "0.01")]);
        let file = text(&file);
        assert!(file.contains("\"ute/\" 20260405"), "{file}");
        assert!(file.contains("{1 \"K\\\"1/\"} "), "{file}");
    }

    #[test]
    fn amounts_have_a_point_and_two_decimals() {
        let line = |debit: &str, credit: &str| JournalLine {
            account: "1260".to_owned(),
            role: None,
            cost_center: None,
            project: None,
            debit: debit.parse().ok(),
            credit: credit.parse().ok(),
        };
        assert_eq!(amount(&line("1234567.8", "")), "1234567.80");
        assert_eq!(amount(&line("", "0.05")), "-0.05");
        assert_eq!(amount(&line("", "10000000000000")), "-10000000000000.00");
    }
}
