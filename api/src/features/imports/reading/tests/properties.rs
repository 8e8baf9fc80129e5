//! What holds for any file and any value.

use super::*;
use crate::features::imports::reading::cells::{self, CellReading, ColumnRules, DateOrder, DecimalMark};
use crate::features::imports::reading::fields::{FieldKind, MonthEdge, Sign};
use crate::features::imports::reading::grid::{RawCell, Shown};
use crate::features::imports::reading::{OpenOptions, open_pasted};
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use shared::money::Amount;

/// Grouping mark, decimal mark, currency after, as the locales of the product write amounts.
const LOCALES: [(&str, char, &str); 8] = [
    ("\u{a0}", ',', "\u{a0}kr"),
    (" ", ',', ""),
    ("\u{202f}", ',', " SEK"),
    (".", ',', " EUR"),
    (",", '.', ""),
    ("'", '.', " CHF"),
    ("", ',', ""),
    ("", '.', ""),
];

fn written(minor: i64, (group, mark, after): (&str, char, &str)) -> String {
    let whole = (minor / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    format!("{grouped}{mark}{:02}{after}", minor % 100)
}

fn read_text(kind: FieldKind, text: &str, rules: ColumnRules) -> Option<String> {
    match cells::read(kind, &RawCell::text(text), &rules) {
        CellReading::Value(value) => Some(value.text),
        _ => None,
    }
}

fn date_texts(date: NaiveDate) -> Vec<(String, Option<DateOrder>)> {
    const SWEDISH: [&str; 12] = [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let (y, m, d) = (date.year(), date.month(), date.day());
    let swedish = SWEDISH[date.month0() as usize];
    let short: String = swedish.chars().take(3).collect();
    vec![
        (date.to_string(), None),
        (date.format("%Y%m%d").to_string(), None),
        (format!("{y}/{m}/{d}"), None),
        (format!("{d}.{m}.{y}"), None),
        (date.format("%d.%m.%Y").to_string(), None),
        (format!("{d} {swedish} {y}"), None),
        (format!("{d} {short}. {y}"), None),
        (date.format("%B %-d, %Y").to_string(), None),
        (date.format("%d-%b-%Y").to_string(), None),
        (format!("{d:02}/{m:02}/{y}"), Some(DateOrder::DayFirst)),
        (format!("{m}/{d}/{y}"), Some(DateOrder::MonthFirst)),
        (date.format("%y-%m-%d").to_string(), Some(DateOrder::YearFirst)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn an_amount_survives_being_written_in_any_locale(minor in 1_i64..1_000_000_000_000, locale in 0..LOCALES.len()) {
        let text = written(minor, LOCALES[locale]);
        let amount = Amount::from_minor(minor).unwrap().to_string();
        let kind = FieldKind::Money(Sign::Positive);
        prop_assert_eq!(read_text(kind, &text, ColumnRules::default()), Some(amount.clone()), "{}", text);
        let suggestion = match cells::read(kind, &RawCell::text(&format!("\u{2212}{text}")), &ColumnRules::default()) {
            CellReading::Fault(fault) => fault.suggestion,
            _ => None,
        };
        prop_assert_eq!(suggestion, Some(amount));
    }

    #[test]
    fn whole_thousands_are_read_as_the_column_says(thousands in 1_i64..999_999, mark in prop::bool::ANY) {
        let (mark, group) = if mark { (DecimalMark::Comma, ".") } else { (DecimalMark::Point, ",") };
        let text = written(thousands * 100_000, (group, '#', ""));
        let text = text.split('#').next().unwrap();
        let rules = ColumnRules { decimal_mark: Some(mark), ..ColumnRules::default() };
        let read = read_text(FieldKind::Money(Sign::Positive), text, rules);
        prop_assert_eq!(read, Some(format!("{}.00", thousands * 1000)), "{}", text);
    }

    #[test]
    fn an_amount_survives_being_a_number_in_a_workbook(minor in 1_i64..1_000_000_000_000) {
        let cell = RawCell::Number(minor as f64 / 100.0, Shown::Plain);
        let CellReading::Value(value) = cells::read(FieldKind::Money(Sign::Positive), &cell, &ColumnRules::default())
        else { return Err(TestCaseError::fail("not read")) };
        prop_assert_eq!(value.text, Amount::from_minor(minor).unwrap().to_string());
    }

    #[test]
    fn a_day_survives_being_written_in_any_locale(days in 0_i64..36_000) {
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        for (text, date_order) in date_texts(date) {
            let rules = ColumnRules { date_order, ..ColumnRules::default() };
            let read = read_text(FieldKind::Date(MonthEdge::First), &text, rules);
            prop_assert_eq!(read, Some(date.to_string()), "{}", text);
        }
    }

    #[test]
    fn what_is_read_reads_itself(text in "\\PC{0,24}", which in 0..ImportField::ALL.len()) {
        let kind = ImportField::ALL[which].kind();
        if let Some(canonical) = read_text(kind, &text, ColumnRules::default()) {
            prop_assert_eq!(read_text(kind, &canonical, ColumnRules::default()), Some(canonical));
        }
    }

    #[test]
    fn no_cell_is_too_strange(text in "[-0-9.,:/ a-zåäö%='()€\u{a0}\u{2212}]{0,16}", number in prop::num::f64::ANY) {
        for field in ImportField::ALL {
            cells::read(field.kind(), &RawCell::text(&text), &ColumnRules::default());
            cells::read(field.kind(), &RawCell::Number(number, Shown::Plain), &ColumnRules::default());
            cells::read(field.kind(), &RawCell::Number(number, Shown::Percent), &ColumnRules::default());
        }
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_any(&bytes);
    }

    #[test]
    fn no_text_is_too_strange(text in "(Avtalsnr|Start|Avgift|[;,\t\n\"]|[0-9./-]{1,8}|\\PC){0,60}") {
        read_any(text.as_bytes());
        if let Ok(opened) = open_pasted(&text, &OpenOptions::default()) {
            read_opened(&opened);
        }
    }

    #[test]
    fn no_damage_to_a_workbook_is_too_strange(at in any::<prop::sample::Index>(), byte in any::<u8>(), xml in "(<[a-z:/]{1,8}>|<c r=\"[A-Z0-9]{1,20}\">|<v>|</v>|</c>|[0-9]|&#x[0-9A-F]{1,8};){0,40}") {
        let header = super::made::row_of(&["Avtalsnr", "Leasegivare", "Avgift"].map(super::made::inline));
        let sheet = format!("<sheetData>{header}{xml}</sheetData>");
        let made = super::made::MadeXlsx { sheets: &[("a", &sheet)], ..Default::default() };
        let mut bytes = made.bytes();
        read_any(&bytes);
        let index = at.index(bytes.len());
        bytes[index] = byte;
        read_any(&bytes);
        read_any(&super::made::ods(&format!("<table:table table:name=\"a\"><table:table-row>{xml}</table:table-row></table:table>")));
    }
}

fn read_any(bytes: &[u8]) {
    if let Ok(opened) = open_bytes(bytes) {
        read_opened(&opened);
    }
}

fn read_opened(opened: &Opened) {
    let proposal = mapping::propose(&opened.sheet, None);
    let rows = read_all(&opened.sheet, &proposal.mapping, &Mends::default());
    assert_eq!(rows.len(), opened.sheet.rows.len());
}
