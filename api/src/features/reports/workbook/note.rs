//! The figures of the note, each taken from the report's own cell.

use rust_xlsxwriter::Worksheet;
use shared::books::BookFramework;

use super::Contents;
use super::items::{ITEMS, place};
use super::totals::Lines;
use crate::features::workbooks::sheet::{self, Formats, cell};

/// A part of the note: its heading, and the lines with their signs.
type Part = ((&'static str, &'static str), &'static [(i64, &'static str)]);

const ASSETS: &[(i64, &str)] = &[
    (1, "asset_opening"),
    (1, "asset_recognised"),
    (1, "asset_remeasured"),
    (-1, "asset_depreciation"),
    (-1, "asset_impairment"),
    (-1, "asset_derecognised"),
    (1, "asset_translation"),
    (1, "asset_closing"),
];
const LIABILITIES: &[(i64, &str)] = &[
    (1, "liability_opening"),
    (1, "recognised"),
    (1, "remeasured"),
    (1, "interest"),
    (-1, "paid"),
    (-1, "derecognised"),
    (1, "exchange"),
    (1, "liability_translation"),
    (1, "liability_closing"),
    (1, "current"),
    (1, "noncurrent"),
];
const RESULT: &[(i64, &str)] = &[
    (1, "result_depreciation"),
    (1, "result_impairment"),
    (1, "result_interest"),
    (1, "result_exchange"),
    (1, "operating"),
    (1, "short_term"),
    (1, "low_value"),
    (1, "variable"),
    (1, "services"),
    (-1, "gain"),
    (1, "expense"),
];
const CASH: &[(i64, &str)] = &[
    (1, "principal"),
    (1, "interest_paid"),
    (1, "operating_paid"),
    (1, "direct_costs"),
    (1, "purchases"),
    (1, "cash"),
];

fn parts(framework: BookFramework) -> &'static [Part] {
    const CAPITALISED: &[Part] = &[
        (("Tillgångar", "Assets"), ASSETS),
        (("Leasingskulder", "Lease liabilities"), LIABILITIES),
        (("Redovisat i resultatet", "Recognised in profit or loss"), RESULT),
        (("Kassautflöde för leasing", "Cash outflow for leases"), CASH),
    ];
    const EXPENSED: &[Part] = &[
        (("Redovisat i resultatet", "Recognised in profit or loss"), RESULT),
        (("Kassautflöde för leasing", "Cash outflow for leases"), CASH),
    ];
    match framework {
        BookFramework::Ifrs16 | BookFramework::K3 | BookFramework::Asc842 => CAPITALISED,
        BookFramework::K2 | BookFramework::K3LegalEntity | BookFramework::Rfr2 => EXPENSED,
    }
}

pub fn write(contents: &Contents, formats: &Formats, lines: &Lines) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(contents.say("Not", "Note"))?;
    sheet.set_column_width(0, 44)?;
    sheet.set_column_range_width(1, 2, 18)?;
    let currency = contents.report.currency.code();
    let thousands = format!("{} {currency}", contents.say("tusental", "thousand"));
    for (column, head) in (1_u16..).zip([currency, &thousands]) {
        sheet.write_string_with_format(0, column, head, &formats.head)?;
    }
    let mut row = 1;
    for ((sv, en), of) in parts(contents.report.framework) {
        row += 1;
        sheet.write_string_with_format(row, 0, contents.say(sv, en), &formats.head)?;
        for (sign, id) in *of {
            let Some(item) = ITEMS.get(place(id)) else { continue };
            row += 1;
            let minor = sign * (item.of)(&contents.report.total).minor();
            let format = if item.is_sum() { &formats.total } else { &formats.amount };
            sheet.write_string(row, 0, item.name(contents.lang))?;
            let minus = if *sign < 0 { "-" } else { "" };
            let formula = format!("={minus}{}", lines.total(id));
            sheet::computed(&mut sheet, row, 1, &formula, minor, format)?;
            let formula = format!("=ROUND({}/1000,0)", cell(1, row));
            sheet::exact(&mut sheet, row, 2, &formula, format)?;
        }
        row += 1;
    }
    Ok(sheet)
}
