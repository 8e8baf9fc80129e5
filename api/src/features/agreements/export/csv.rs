//! The register as CSV, with decimal commas.

use super::cell::Cell;
use crate::csv_file::{self, inert};

pub struct CsvFile(csv::Writer<Vec<u8>>);

impl CsvFile {
    pub(super) fn begin(headers: &[String]) -> anyhow::Result<Self> {
        let mut writer = csv_file::writer();
        writer.write_record(headers.iter().map(|header| inert(header)))?;
        Ok(Self(writer))
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        self.0.write_record(cells.iter().map(shown))?;
        Ok(())
    }

    pub(super) fn end(self) -> anyhow::Result<Vec<u8>> {
        Ok(self.0.into_inner().map_err(csv::IntoInnerError::into_error)?)
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => inert(text),
        Cell::Day(day) => day.to_string(),
        Cell::Amount(amount) => amount.to_string().replace('.', ","),
        Cell::Percent(rate) => rate.to_string().replace('.', ","),
        Cell::Number(number) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_excel_reads_it() {
        let mut file = CsvFile::begin(&["Nummer".to_owned(), "=Avgift".to_owned()]).unwrap();
        let amount = "-1234.5".parse().unwrap();
        file.row(&[Cell::Text("A;\"1\"\nB".to_owned()), Cell::Amount(amount)]).unwrap();
        file.row(&[Cell::Text("=HYPERLINK(\"x\")".to_owned()), Cell::Percent("5.35".parse().unwrap())]).unwrap();
        file.row(&[Cell::Text("@SUM(A1)".to_owned()), Cell::Day("2026-11-22".parse().unwrap())]).unwrap();
        let text = String::from_utf8(file.end().unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}Nummer;'=Avgift\r\n\"A;\"\"1\"\"\nB\";-1234,50\r\n\"'=HYPERLINK(\"\"x\"\")\";5,3500\r\n'@SUM(A1);2026-11-22\r\n"
        );
    }
}
