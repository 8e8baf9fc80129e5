//! Other shapes the same table comes in.

use super::made::{MadeXlsx, inline, ods, row_of};
use super::*;
use crate::features::imports::reading::cells::{DateOrder, DecimalMark};
use crate::features::imports::reading::faults::{FaultCode, NoteCode};
use crate::features::imports::reading::sheet::SkipReason;
use crate::features::imports::reading::{Delimiter, SourceFormat, TextEncoding, open_pasted};

const SWEDISH: &str = "Avtalsnr;Leasegivare;Avtalstyp;Startdatum;Slutdatum;Antal månader;Leasingavgift per månad\r\n\
    A-1;Nordea Finans;Finansiell leasing;2024-01-01;2026-12-31;36;1 234,50\r\n\
    A-2;SEB;Hyra;2025-03-01;2027-02-28;24;12 000,00 kr\r\n";

fn expected_swedish() -> Vec<Vec<(&'static str, &'static str)>> {
    let row = |number, lessor, kind, start, end, months, fee| {
        vec![
            ("number", number),
            ("title", number),
            ("lessor", lessor),
            ("kind", kind),
            ("start_on", start),
            ("end_on", end),
            ("term_months", months),
            ("interval_months", "1"),
            ("timing", "advance"),
            ("fee", fee),
            ("currency", "SEK"),
        ]
    };
    vec![
        row("A-1", "Nordea Finans", "financial_lease", "2024-01-01", "2026-12-31", "36", "1234.50"),
        row("A-2", "SEB", "rental", "2025-03-01", "2027-02-28", "24", "12000.00"),
    ]
}

#[test]
fn utf_16_from_excel() {
    for little in [true, false] {
        let text = SWEDISH.replace(';', "\t");
        let units = text.encode_utf16();
        let mut bytes = if little { vec![0xFF, 0xFE] } else { vec![0xFE, 0xFF] };
        bytes.extend(units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }));
        let (opened, questions, rows) = read_proposed(&bytes);
        let encoding = if little { TextEncoding::Utf16Le } else { TextEncoding::Utf16Be };
        assert_eq!(opened.format, SourceFormat::Delimited { encoding, delimiter: Delimiter::Tab });
        assert_eq!(questions, []);
        assert_eq!(rows.iter().map(values).collect::<Vec<_>>(), expected_swedish());
    }
}

#[test]
fn cells_pasted_from_a_spreadsheet() {
    let opened = open_pasted(&SWEDISH.replace(';', "\t"), &OpenOptions::default()).unwrap();
    assert_eq!(opened.format, SourceFormat::Pasted { delimiter: Delimiter::Tab });
    let mapping = mapping::propose(&opened.sheet, None).mapping;
    let rows = read_all(&opened.sheet, &mapping, &Mends::default());
    assert_eq!(rows.iter().map(values).collect::<Vec<_>>(), expected_swedish());
    assert_eq!(rows[0].notes.iter().filter(|(_, note)| *note == NoteCode::Default).count(), 3);
}

#[test]
fn commas_and_english() {
    let text = "Contract No,Lessor,Lease type,Start date,End date,Payment frequency,Advance/Arrears,Payment,Currency,\
        Purchase price,Interest rate,Residual,Owner\n\
        C1,Siemens,Finance lease,07/01/2025,06/30/2028,Quarterly,Advance,\"1,234.50\",EUR,\"14,000.00\",4.25%,500,Ann\n\
        C2,Siemens,Operating lease,12/31/2025,12/30/2028,monthly,in arrears,980.00,EUR,,,,\"Smith, John\"\n";
    let (opened, questions, rows) = read_proposed(text.as_bytes());
    assert_eq!(opened.format, SourceFormat::Delimited { encoding: TextEncoding::Utf8, delimiter: Delimiter::Comma });
    assert_eq!(questions, [], "30 June and 31 December settle the order of the dates");
    assert_eq!(
        values(&rows[0]),
        [
            ("number", "C1"),
            ("title", "C1"),
            ("lessor", "Siemens"),
            ("kind", "financial_lease"),
            ("start_on", "2025-07-01"),
            ("end_on", "2028-06-30"),
            ("interval_months", "3"),
            ("timing", "advance"),
            ("fee", "1234.50"),
            ("currency", "EUR"),
            ("price", "14000.00"),
            ("residual_value", "500.00"),
            ("nominal_rate_percent", "4.25"),
            ("responsible", "Ann"),
        ]
    );
    assert_eq!(value(&rows[1], ImportField::Responsible), "Smith, John");
    assert_eq!(value(&rows[1], ImportField::StartOn), "2025-12-31");
    assert!(rows.iter().all(|row| row.faults.is_empty()));
}

#[test]
fn a_column_that_cannot_decide_asks_once_and_the_answer_mends_it_all() {
    let text = "Avtalsnr;Leasegivare;Avtalstyp;Start;Slut;Avgift;Pris\n\
        1;SEB;Hyra;03/04/2024;02/04/2026;1.234;5,5\n2;SEB;Hyra;05/06/2024;04/06/2026;5.600;6,5\n";
    let (opened, questions, rows) = read_proposed(text.as_bytes());
    let asked: Vec<(&str, ImportField)> = questions
        .iter()
        .map(|question| match question {
            Question::DateOrder { field, .. } => ("order", *field),
            Question::DecimalMark { field, .. } => ("mark", *field),
            Question::MissingField { field } => ("field", *field),
        })
        .collect();
    assert_eq!(asked, [("order", ImportField::StartOn), ("order", ImportField::EndOn), ("mark", ImportField::Fee)]);
    let Question::DecimalMark { column, waiting, examples, .. } = &questions[2] else { panic!() };
    assert_eq!(
        (column.as_str(), *waiting, examples.as_slice()),
        ("Avgift", 2, ["1.234".to_owned(), "5.600".to_owned()].as_slice())
    );
    assert!(rows.iter().all(|row| {
        row.faults.iter().all(|fault| matches!(fault.code, FaultCode::AmbiguousDate | FaultCode::AmbiguousNumber))
    }));

    let mut mapping = mapping::propose(&opened.sheet, None).mapping;
    mapping.decide(Some(DecimalMark::Comma), Some(DateOrder::DayFirst));
    assert_eq!(mapping::questions(&opened.sheet, &mapping), []);
    let rows = read_all(&opened.sheet, &mapping, &Mends::default());
    assert!(rows.iter().all(|row| row.faults.is_empty()), "{rows:#?}");
    assert_eq!(value(&rows[0], ImportField::Fee), "1234.00");
    assert_eq!(value(&rows[0], ImportField::StartOn), "2024-04-03");
    assert_eq!(value(&rows[0], ImportField::Price), "5.50", "another column has its own mark");

    let remembered = mapping.remember(&opened.sheet);
    let again = mapping::propose(&opened.sheet, Some(&remembered));
    assert_eq!(again.mapping, mapping, "the next sheet of the same kind is not asked about again");
    assert_eq!(again.questions, []);
}

#[test]
fn a_remembered_mapping_finds_its_columns_by_their_headers() {
    let first = "Ref;Bolag;Slag;Från;Till;Kostnad/mån;Handlare\nA;SEB;Hyra;2024-01-01;2025-12-31;100;x\n";
    let opened = open_bytes(first.as_bytes()).unwrap();
    let mut mapping = mapping::propose(&opened.sheet, None).mapping;
    for (field, index) in
        [(ImportField::Number, 0), (ImportField::Lessor, 1), (ImportField::Kind, 2), (ImportField::Fee, 5)]
    {
        mapping.assign(&opened.sheet, field, index);
    }
    mapping.custom.insert(6, "Handlare".to_owned());
    let remembered = mapping.remember(&opened.sheet);

    let second = "Ny kolumn;Till;Från;KOSTNAD/MÅN;Slag;Bolag;Ref;Handlare\n?;2026-12-31;2025-01-01;200;Hyra;SEB;B;y\n";
    let opened = open_bytes(second.as_bytes()).unwrap();
    let proposal = mapping::propose(&opened.sheet, Some(&remembered));
    let rows = read_all(&opened.sheet, &proposal.mapping, &Mends::default());
    assert_eq!(value(&rows[0], ImportField::Number), "B");
    assert_eq!(value(&rows[0], ImportField::Fee), "200.00");
    assert_eq!(value(&rows[0], ImportField::EndOn), "2026-12-31");
    assert_eq!(rows[0].custom.get("Handlare").map(String::as_str), Some("y"));
    assert_eq!(rows[0].faults, []);
}

#[test]
fn typed_cells_of_a_workbook() {
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\-mm\-dd"/></numFmts>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="10"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let strings = "<sst count=\"4294967295\" uniqueCount=\"18446744073709551615\">\
        <si><t>Avtalsnr</t></si><si><r><t>Lease</t></r><r><t>givare</t></r><rPh><t>x</t></rPh></si>\
        <si><t>Avtalstyp</t></si><si><t>Start</t></si><si><t>Slut</t></si><si><t>Avgift</t></si><si><t>Ränta</t></si>\
        <si><t>A1</t></si><si><t xml:space=\"preserve\"> SEB_x000D_\n</t></si><si><t>Hyra</t></si></sst>";
    let shared = |index: u32| format!(r#"<c t="s"><v>{index}</v></c>"#);
    let header: Vec<String> = (0..7).map(shared).collect();
    let cells = [
        shared(7),
        shared(8),
        shared(9),
        "<c s=\"1\"><v>44197</v></c>".to_owned(),
        "<c s=\"3\"><v>45291</v></c>".to_owned(),
        "<c><f>1+1</f><v>100.5</v></c>".to_owned(),
        "<c s=\"2\"><v>0.0535</v></c>".to_owned(),
    ];
    let sheet = format!("<sheetData>{}{}</sheetData>", row_of(&header), row_of(&cells));
    for (properties, start) in [("", "2021-01-01"), (r#"<workbookPr date1904="1"/>"#, "2025-01-02")] {
        let sheets = [("Blad1", sheet.as_str())];
        let made = MadeXlsx { sheets: &sheets, styles, strings: Some(strings), workbook_properties: properties };
        let (_, _, rows) = read_proposed(&made.bytes());
        assert_eq!(value(&rows[0], ImportField::StartOn), start);
        assert_eq!(value(&rows[0], ImportField::Lessor), "SEB");
        assert_eq!(value(&rows[0], ImportField::Fee), "100.50");
        assert_eq!(value(&rows[0], ImportField::NominalRatePercent), "5.35");
    }
}

#[test]
fn error_cells_and_formulas_without_a_result_are_faults_and_not_blanks() {
    let header = row_of(&["Avtalsnr", "Leasegivare", "Avtalstyp", "Start", "Slut", "Avgift", "Pris"].map(inline));
    let cells = [
        inline("A1"),
        inline("SEB"),
        inline("Hyra"),
        inline("2024-01-01"),
        inline("2025-12-31"),
        "<c><f>B2*2</f></c>".to_owned(),
        "<c t=\"e\"><v>#REF!</v></c>".to_owned(),
    ];
    let sheet = format!("<sheetData>{header}{}</sheetData>", row_of(&cells));
    let (_, _, rows) = read_proposed(&MadeXlsx { sheets: &[("Blad1", &sheet)], ..MadeXlsx::default() }.bytes());
    let faults: Vec<(ImportField, FaultCode)> =
        rows[0].faults.iter().map(|fault| (fault.field.unwrap(), fault.code)).collect();
    assert_eq!(
        faults,
        [(ImportField::Fee, FaultCode::FormulaWithoutResult), (ImportField::Price, FaultCode::CellError)]
    );
}

#[test]
fn headers_in_two_rows_units_merged_cells_and_repeated_headers() {
    let text_row = |number: u32, texts: &[&str]| {
        let cells: Vec<String> = texts
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| {
                let letter = char::from(b'A' + u8::try_from(column).unwrap());
                format!(r#"<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>"#)
            })
            .collect();
        format!(r#"<row r="{number}">{}</row>"#, cells.concat())
    };
    let header = ["", "", "Avtalstyp", "Start", "Slut", "Avgift", "Uppläggning"];
    let sheet = [
        "<sheetData>".to_owned(),
        text_row(1, &["Avtal 2026"]),
        text_row(3, &["Leasegivare", "Avtalsnr", "", "", "", "Belopp", ""]),
        text_row(4, &header),
        text_row(5, &["", "", "", "åååå-mm-dd", "åååå-mm-dd", "tkr", "kr"]),
        text_row(6, &["SEB", "A1", "Hyra", "2024-01-01", "2025-12-31", "1,5", "500"]),
        text_row(7, &["", "A2", "Hyra", "2024-01-01", "2025-12-31", "2", "500"]),
        text_row(9, &["Leasegivare", "Avtalsnr", "Avtalstyp", "Start", "Slut", "Avgift", ""]),
        text_row(10, &["Nordea", "A3", "Hyra", "2024-01-01", "2025-12-31", "3", ""]),
        text_row(11, &["", "Totalt", "", "", "", "6,5", "1000"]),
        text_row(12, &["* exklusive moms"]),
        "</sheetData><mergeCells><mergeCell ref=\"A6:A7\"/><mergeCell ref=\"A1:G1\"/></mergeCells>".to_owned(),
    ]
    .concat();
    let (opened, _, rows) = read_proposed(&MadeXlsx { sheets: &[("Blad1", &sheet)], ..MadeXlsx::default() }.bytes());
    assert_eq!(opened.sheet.header_row, Some(4));
    let skipped: Vec<(u32, SkipReason)> =
        opened.sheet.skipped.iter().map(|skipped| (skipped.row.number, skipped.reason)).collect();
    assert_eq!(
        skipped,
        [
            (1, SkipReason::Heading),
            (3, SkipReason::Heading),
            (5, SkipReason::Heading),
            (8, SkipReason::Blank),
            (9, SkipReason::Heading),
            (11, SkipReason::Sum),
            (12, SkipReason::Remark),
        ]
    );
    let read: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (value(row, ImportField::Number), value(row, ImportField::Lessor), value(row, ImportField::Fee)))
        .collect();
    assert_eq!(
        read,
        [("A1", "SEB", "1500.00"), ("A2", "SEB", "2000.00"), ("A3", "Nordea", "3000.00")],
        "a merged lessor counts for both rows, and the fee is in thousands"
    );
}

#[test]
fn ods_from_libre_office() {
    let text = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let header: String =
        ["Avtalsnr", "Leasegivare", "Avtalstyp", "Start", "Slut", "Avgift", "Ränta", "Anteckningar"].map(text).concat();
    let row = format!(
        "{}{}{}\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2024-01-01\"><text:p>24-01-01</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2025-12-31T00:00:00\"><text:p>x</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"currency\" office:currency=\"SEK\" office:value=\"1234.5\"><text:p>1 234,50 kr</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"percentage\" office:value=\"0.0535\" calcext:value-type=\"percentage\"><text:p>5,35 %</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><office:annotation><text:p>en kommentar</text:p></office:annotation>\
        <text:p>två<text:s text:c=\"2\"/><text:span>ord</text:span> &amp; mer</text:p><text:p>rad två</text:p></table:table-cell>\
        <table:table-cell table:number-columns-repeated=\"16376\"/>",
        text("0012"),
        text("SEB"),
        text("Hyra"),
    );
    let table = |name: &str, rows: &str| format!("<table:table table:name=\"{name}\">{rows}</table:table>");
    let rows = format!(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
        <table:table-header-rows><table:table-row>{header}</table:table-row></table:table-header-rows>\
        <table:table-row>{row}</table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
    );
    let bytes = ods(&[table("Tom", ""), table("Avtal", &rows)].concat());
    let (opened, questions, rows) = read_proposed(&bytes);
    assert_eq!(opened.format, SourceFormat::Ods);
    assert_eq!(opened.sheets.iter().map(|sheet| sheet.is_chosen).collect::<Vec<_>>(), [false, true]);
    assert_eq!(opened.sheet.header_row, Some(3));
    assert_eq!(questions, []);
    assert_eq!(rows[0].sheet_row, 4);
    assert_eq!(rows[0].faults, []);
    assert_eq!(
        values(&rows[0]),
        [
            ("number", "0012"),
            ("title", "0012"),
            ("lessor", "SEB"),
            ("kind", "rental"),
            ("start_on", "2024-01-01"),
            ("end_on", "2025-12-31"),
            ("interval_months", "1"),
            ("timing", "advance"),
            ("fee", "1234.50"),
            ("currency", "SEK"),
            ("nominal_rate_percent", "5.35"),
            ("notes", "två  ord & mer\nrad två"),
        ]
    );
}

#[test]
fn a_person_can_choose_sheet_and_header_row() {
    let header = row_of(&["Avtalsnr", "Leasegivare", "Start"].map(inline));
    let other = row_of(&["X", "Y", "Z"].map(inline));
    let data = row_of(&["A1", "SEB", "2024-01-01"].map(inline));
    let first = format!("<sheetData>{header}{data}</sheetData>");
    let second_data = row_of(&["A2", "Nordea", "2025-01-01"].map(inline));
    let second = format!("<sheetData>{other}{data}{second_data}</sheetData>");
    let bytes = MadeXlsx { sheets: &[("Ett", &first), ("Två", &second)], ..MadeXlsx::default() }.bytes();
    let with = |sheet: &str, header_row| {
        open(&bytes, &OpenOptions { sheet: Some(sheet.to_owned()), header_row, ..OpenOptions::default() })
    };
    assert_eq!(open_bytes(&bytes).unwrap().sheet.name, "Ett");
    assert_eq!(with("Två", Some(2)).unwrap().sheet.columns[0].header, "A1");
    assert_eq!(with("Tre", None), Err(SheetError::UnknownSheet { name: "Tre".to_owned() }));
    assert_eq!(with("Två", Some(99)), Err(SheetError::UnknownRow { row: 99 }));
}

#[test]
fn a_table_without_headers_keeps_all_its_rows() {
    let opened = open_bytes(b"A1;SEB;2024-01-01\nA2;SEB;2024-02-01\n").unwrap();
    assert_eq!(opened.sheet.header_row, None);
    assert_eq!(opened.sheet.rows.len(), 2);
    assert_eq!(opened.sheet.columns.iter().map(|column| column.header.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
    let missing = mapping::propose(&opened.sheet, None).questions;
    assert!(missing.contains(&Question::MissingField { field: ImportField::Number }));
}

#[test]
fn a_row_of_a_known_agreement_need_not_say_it_all() {
    let text = "Avtalsnr;Leasegivare;Start;Avgift\nA1;;;500\nA2;;;500\n";
    let opened = open_bytes(text.as_bytes()).unwrap();
    let mapping = mapping::propose(&opened.sheet, None).mapping;
    let mends = Mends::default();
    let rows: Vec<ReadRow> = RowReader::new(&opened.sheet, &mapping, &mends, &|number| number == "A1").collect();
    assert_eq!(rows[0].faults, []);
    assert!(rows[1].is_blocked());
}

#[test]
fn amounts_that_name_their_currency() {
    let text = "Avtalsnr;Leasegivare;Avtalstyp;Start;Slut;Avgift;Pris;Valuta\n\
        1;SEB;Hyra;2024-01-01;2025-12-31;100 EUR;;\n2;SEB;Hyra;2024-01-01;2025-12-31;100 EUR;;SEK\n\
        3;SEB;Hyra;2024-01-01;2025-12-31;100 kr;;NOK\n4;SEB;Hyra;2024-01-01;2025-12-31;100,50;;JPY\n";
    let (_, _, rows) = read_proposed(text.as_bytes());
    assert_eq!(value(&rows[0], ImportField::Currency), "EUR", "an empty currency is what the amount says");
    assert_eq!(rows[0].faults, []);
    assert_eq!(rows[1].faults[0].code, FaultCode::CurrencyDisagrees);
    assert_eq!(rows[2].faults, [], "kronor may be Norwegian");
    assert_eq!(rows[3].faults[0].code, FaultCode::TooManyDecimals);
    assert_eq!(rows[3].faults[0].suggestion.as_deref(), Some("101.00"));
}
