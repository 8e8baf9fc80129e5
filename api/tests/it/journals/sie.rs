//! SIE files, read back by two readers that are not ours.

use super::{enter, export, exported, file, journal};
use crate::support::TestApp;
use serde::Deserialize;
use serde_json::json;
use shared::journals::Journal;
use sie_parser::{Severity, decode_cp437};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the script reads of a file.
#[derive(Debug, Deserialize)]
struct Read {
    company: String,
    accounts: BTreeMap<String, String>,
    objects: BTreeMap<String, Vec<String>>,
    vouchers: Vec<Voucher>,
}

#[derive(Debug, Deserialize)]
struct Voucher {
    date: String,
    text: String,
    /// Account, objects by dimension, hundredths.
    rows: Vec<(String, BTreeMap<String, String>, i64)>,
}

/// The Python reader: standard library only, written from the specification.
fn by_script(bytes: &[u8], encoding: &str) -> Read {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/journals/read_sie.py");
    let mut child = Command::new("python3")
        .args([script, encoding])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("python3 is needed to read SIE files back: {error}"));
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Debit less credit of an account.
fn sums(journal: &Journal) -> BTreeMap<String, i64> {
    let sum = |one: &shared::journals::JournalAccount| one.debit.minor() - one.credit.minor();
    journal.accounts.iter().map(|one| (one.account.clone(), sum(one))).collect()
}

const HOSTILE: &str = "Bil \"12\u{2033}\" \\ – 100 € \u{201D}ute\u{201D} #VER } { ½ åäö Łódź 车";

#[tokio::test]
async fn two_independent_readers_read_what_was_written() {
    let app = TestApp::new().await;
    enter(&app, json!({"title": HOSTILE, "cost_center": "4\"10\\", "project": "Påbyggnad"})).await;
    enter(&app, json!({"title": "Hjullastare", "cost_center": "420"})).await;
    let query = "framework=ifrs16&from=2026-01-01&to=2026-12-31&limit=1000";
    for by in ["agreement", "account"] {
        let told = journal(&app, &format!("{query}&by={by}")).await;
        let sent = exported(&app, export("sie", json!({"by": by, "new_only": false}))).await;
        assert_eq!(sent.file_name, "leasing-ifrs16-2026-01-2026-12.si");
        let bytes = file(&app, &sent).await;

        let parsed = sie_parser::parse(&decode_cp437(&bytes));
        let errors: Vec<_> = parsed.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let vouchers: Vec<_> = parsed.items.iter().filter(|item| item.label == "#VER").collect();
        assert_eq!(vouchers.len(), told.data.len());
        let mut by_crate: BTreeMap<String, i64> = BTreeMap::new();
        for row in vouchers.iter().flat_map(|voucher| &voucher.children) {
            let text = |at: usize| row.fields[at].value.as_str().unwrap().to_owned();
            let amount: f64 = text(2).parse().unwrap();
            *by_crate.entry(text(0)).or_default() += (amount * 100.0).round() as i64;
        }
        assert_eq!(by_crate, sums(&told));

        let read = by_script(&bytes, "cp437");
        assert_eq!(read.company, "Alfa Åkeri AB");
        assert_eq!(read.vouchers.len(), told.data.len());
        let mut by_python: BTreeMap<String, i64> = BTreeMap::new();
        for (voucher, told) in read.vouchers.iter().zip(&told.data) {
            assert_eq!(voucher.date, told.on.format("%Y%m%d").to_string());
            assert!(voucher.text.starts_with(&told.key), "{} is not {}", voucher.text, told.key);
            assert_eq!(voucher.rows.iter().map(|(_, _, amount)| amount).sum::<i64>(), 0);
            assert_eq!(voucher.rows.len(), told.lines.len());
            for (account, _, amount) in &voucher.rows {
                *by_python.entry(account.clone()).or_default() += amount;
            }
        }
        assert_eq!(by_python, sums(&told));
        assert_eq!(read.objects["1"], ["420", "4\"10/"]);
        assert_eq!(read.objects["6"], ["Påbyggnad"]);
        let objects = &read.vouchers[0].rows[0].1;
        assert_eq!((objects["1"].as_str(), objects["6"].as_str()), ("4\"10/", "Påbyggnad"));
        assert_eq!(read.accounts["1269"], "Ackumulerade avskrivningar på leasade tillgångar");
        if by == "agreement" {
            let text = &read.vouchers[0].text;
            assert!(text.ends_with("Bil \"12\"\" / - 100 EUR \"ute\" #VER } { ½ åäö Lódz ?"), "{text}");
        }
    }
}

#[tokio::test]
async fn latin1_is_written_for_those_who_read_nothing_else() {
    let app = TestApp::new().await;
    enter(&app, json!({"title": "Hjullastare på Östermalm – 10 €"})).await;
    let sent = exported(&app, export("sie", json!({"encoding": "latin1"}))).await;
    let read = by_script(&file(&app, &sent).await, "latin-1");
    assert_eq!(read.company, "Alfa Åkeri AB");
    assert!(read.vouchers[0].text.ends_with("Hjullastare på Östermalm - 10 EUR"), "{}", read.vouchers[0].text);
}

#[test]
fn the_script_refuses_what_is_no_sie() {
    for (bytes, why) in [
        (&b"#SIETYP 4\r\n"[..], "flagga first"),
        (b"#FLAGGA 0\r\n#PROGRAM \"x\" 1\r\n#FORMAT PC8\r\n#GEN 20260101\r\n#SIETYP 4\r\n#FNAMN \"A\"\r\n#VER \"\" \"\" 20260131\r\n{\r\n#TRANS 1260 {} 1.00\r\n}\r\n", "unbalanced"),
        (b"#FLAGGA 0\r\n#PROGRAM \"x\" 1\r\n#FORMAT PC8\r\n#GEN 20260101\r\n#SIETYP 4\r\n#FNAMN \"A\r\n", "open quote"),
    ] {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/journals/read_sie.py");
        let mut child = Command::new("python3")
            .args([script, "cp437"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        assert!(!child.wait().unwrap().success(), "{why}");
    }
}
