//! Whole files, from bytes to values.

mod damaged;
mod forms;
mod library;
mod made;
mod portfolio;
mod properties;

use super::fields::{FieldSpec, ImportField};
use super::mapping::{self, Mapping, Question};
use super::rows::{Mends, ReadRow, RowReader};
use super::sheet::Sheet;
use super::{OpenOptions, Opened, SheetError, open};

fn open_bytes(bytes: &[u8]) -> Result<Opened, SheetError> {
    open(bytes, &OpenOptions::default())
}

fn read_all(sheet: &Sheet, mapping: &Mapping, mends: &Mends) -> Vec<ReadRow> {
    RowReader::new(sheet, mapping, mends, &|_| false).collect()
}

/// With the proposed mapping and nothing mended.
fn read_proposed(bytes: &[u8]) -> (Opened, Vec<Question>, Vec<ReadRow>) {
    let opened = open_bytes(bytes).unwrap();
    let proposal = mapping::propose(&opened.sheet, None);
    let rows = read_all(&opened.sheet, &proposal.mapping, &Mends::default());
    (opened, proposal.questions, rows)
}

fn values(row: &ReadRow) -> Vec<(&'static str, &str)> {
    row.values.iter().map(|(field, value)| (field.name(), value.as_str())).collect()
}

fn value(row: &ReadRow, field: ImportField) -> &str {
    row.value(field).unwrap_or_default()
}
