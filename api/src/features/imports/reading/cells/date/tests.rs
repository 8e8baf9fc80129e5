use super::*;
use crate::features::imports::reading::grid::Shown;

fn day(text: &str) -> Result<String, FaultCode> {
    read_with(&RawCell::text(text), None, MonthEdge::First)
}

fn read_with(cell: &RawCell, date_order: Option<DateOrder>, edge: MonthEdge) -> Result<String, FaultCode> {
    match read(cell, &ColumnRules { date_order, ..ColumnRules::default() }, edge) {
        CellReading::Value(value) => Ok(value.text),
        CellReading::Fault(fault) => Err(fault.code),
        CellReading::Blank(_) => panic!("blank"),
    }
}

#[test]
fn days_as_people_and_programs_write_them() {
    for (text, expected) in [
        ("2025-07-01", "2025-07-01"),
        ("2025/7/1", "2025-07-01"),
        ("2025.07.01", "2025-07-01"),
        ("20250701", "2025-07-01"),
        ("1.10.2023", "2023-10-01"),
        ("01.10.2023", "2023-10-01"),
        ("220401", "2022-04-01"),
        ("990401", "1999-04-01"),
        ("45474", "2024-07-01"),
        ("2025-10-01T00:00:00", "2025-10-01"),
        ("2025-10-01 00:00", "2025-10-01"),
        ("1 juli 2025", "2025-07-01"),
        ("den 1:a juli 2025", "2025-07-01"),
        ("1 JULI 2025", "2025-07-01"),
        ("1 jul. 2025", "2025-07-01"),
        ("1-jul-25", "2025-07-01"),
        ("01Jul2025", "2025-07-01"),
        ("July 1, 2025", "2025-07-01"),
        ("1st of July 2025", "2025-07-01"),
        ("2025 maj 3", "2025-05-03"),
        ("3. marts 2026", "2026-03-03"),
        ("5 mars 2026", "2026-03-05"),
        ("25/12/2025", "unproven"),
        ("2024-02-29", "2024-02-29"),
    ] {
        if expected == "unproven" {
            assert_eq!(day(text), Err(FaultCode::AmbiguousDate), "{text}");
        } else {
            assert_eq!(day(text).as_deref(), Ok(expected), "{text}");
        }
    }
}

#[test]
fn a_month_is_its_first_or_last_day() {
    for text in ["2026-02", "02/2026", "2.2026", "202602", "februari 2026", "Feb 2026", "2026 feb"] {
        let cell = RawCell::text(text);
        assert_eq!(read_with(&cell, None, MonthEdge::First).as_deref(), Ok("2026-02-01"), "{text}");
        assert_eq!(read_with(&cell, None, MonthEdge::Last).as_deref(), Ok("2026-02-28"), "{text}");
    }
}

#[test]
fn the_column_gives_the_order() {
    let of = |text: &str, order| read_with(&RawCell::text(text), Some(order), MonthEdge::First);
    assert_eq!(of("03/04/2026", DateOrder::DayFirst).as_deref(), Ok("2026-04-03"));
    assert_eq!(of("03/04/2026", DateOrder::MonthFirst).as_deref(), Ok("2026-03-04"));
    assert_eq!(of("25/12/2026", DateOrder::MonthFirst), Err(FaultCode::AmbiguousDate));
    assert_eq!(of("22-04-01", DateOrder::YearFirst).as_deref(), Ok("2022-04-01"));
    assert_eq!(of("01.10.23", DateOrder::DayFirst).as_deref(), Ok("2023-10-01"));
    assert_eq!(day("03/04/2026"), Err(FaultCode::AmbiguousDate));
    assert_eq!(day("04/04/2026").as_deref(), Ok("2026-04-04"), "the same day whichever way it is read");
    assert_eq!(open_orders("25/12/2026"), Some(vec![DateOrder::DayFirst]));
    assert_eq!(open_orders("12/25/2026"), Some(vec![DateOrder::MonthFirst]));
    assert_eq!(open_orders("03/04/2026"), Some(vec![DateOrder::DayFirst, DateOrder::MonthFirst]));
    assert_eq!(open_orders("2026-04-03"), None);
}

#[test]
fn no_days() {
    for (text, code) in [
        ("2024-02-31", FaultCode::ImpossibleDate),
        ("31.02.2024", FaultCode::ImpossibleDate),
        ("31 februari 2024", FaultCode::ImpossibleDate),
        ("20241301", FaultCode::ImpossibleDate),
        ("991399", FaultCode::ImpossibleDate),
        ("2024-13", FaultCode::ImpossibleDate),
        ("201203", FaultCode::NotADate),
        ("snarast", FaultCode::NotADate),
        ("tills vidare", FaultCode::NotADate),
        ("2024", FaultCode::NotADate),
        ("1", FaultCode::NotADate),
        ("2024-01-01-01", FaultCode::NotADate),
        ("2024-01/01", FaultCode::NotADate),
        ("1 juli 2 augusti", FaultCode::NotADate),
        ("0001-01-01", FaultCode::OutOfRange),
        ("9999-12-31", FaultCode::OutOfRange),
        ("99999999999999999999", FaultCode::NotADate),
    ] {
        assert_eq!(day(text), Err(code), "{text}");
    }
    assert_eq!(read_with(&RawCell::Bool(true), None, MonthEdge::First), Err(FaultCode::NotADate));
}

#[test]
fn numbers_that_are_dates() {
    let of = |number| read_with(&RawCell::Number(number, Shown::Plain), None, MonthEdge::First);
    assert_eq!(of(45474.0).as_deref(), Ok("2024-07-01"));
    assert_eq!(of(45474.5).as_deref(), Ok("2024-07-01"));
    assert_eq!(of(20240701.0).as_deref(), Ok("2024-07-01"));
    assert_eq!(of(240701.0).as_deref(), Ok("2024-07-01"));
    for absurd in [-1.0, 1e300, 0.0] {
        assert!(of(absurd).is_err());
    }
}

#[test]
fn terms() {
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
    assert_eq!(start_of_term(date("2026-07-31"), 36), Some(date("2023-08-01")));
}
