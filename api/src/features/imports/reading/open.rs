//! What kind of file it is, and which of its sheets holds the agreements.

use super::decode::{self, TextEncoding};
use super::delimited::{self, Delimiter};
use super::grid::Grid;
use super::sheet::Sheet;
use super::workbook::{Kind, Workbook};
use super::{SheetError, header, limits};
use serde::{Deserialize, Serialize};
use shared::imports::FileKind;

/// What a person chose in place of what was detected.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpenOptions {
    pub sheet: Option<String>,
    pub header_row: Option<u32>,
    pub encoding: Option<TextEncoding>,
    pub delimiter: Option<Delimiter>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub format: SourceFormat,
    /// All of them, for the person to choose another.
    pub sheets: Vec<SheetInfo>,
    pub sheet: Sheet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SourceFormat {
    Xlsx,
    Ods,
    Delimited { encoding: TextEncoding, delimiter: Delimiter },
    Pasted { delimiter: Delimiter },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetInfo {
    pub name: String,
    pub is_chosen: bool,
    /// Sum of the scores of the fields its headers name.
    pub score: f64,
}

pub fn open(bytes: &[u8], options: &OpenOptions) -> Result<Opened, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.len() > limits::FILE_BYTES {
        return Err(SheetError::FileTooLarge { bytes: bytes.len() });
    }
    match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => open_workbook(bytes, options),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Err(compound_file(bytes)),
        _ => match known_by_its_beginning(bytes) {
            Some(kind) => Err(SheetError::NotASpreadsheet { kind }),
            None => open_text(bytes, options),
        },
    }
}

/// Cells from the clipboard: tabs as Excel, LibreOffice and Google Sheets put them, or lines of CSV.
pub fn open_pasted(text: &str, options: &OpenOptions) -> Result<Opened, SheetError> {
    if text.len() > limits::FILE_BYTES {
        return Err(SheetError::FileTooLarge { bytes: text.len() });
    }
    if text.trim().is_empty() {
        return Err(SheetError::Empty);
    }
    refuse_sheet(options)?;
    let has_tabs = text.contains('\t');
    let detect = || if has_tabs { Delimiter::Tab } else { delimited::detect(text) };
    let delimiter = options.delimiter.unwrap_or_else(detect);
    let sheet = Sheet::from_grid(delimited::read(text, delimiter)?, options.header_row)?;
    Ok(Opened { format: SourceFormat::Pasted { delimiter }, sheets: Vec::new(), sheet })
}

/// Text has no sheets to choose from.
fn refuse_sheet(options: &OpenOptions) -> Result<(), SheetError> {
    match &options.sheet {
        Some(name) => Err(SheetError::UnknownSheet { name: name.clone() }),
        None => Ok(()),
    }
}

fn known_by_its_beginning(bytes: &[u8]) -> Option<FileKind> {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => Some(FileKind::Pdf),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => Some(FileKind::Picture),
        [0x1F, 0x8B, 8, ..] | [b'R', b'a', b'r', b'!', 0x1A, ..] | [b'7', b'z', 0xBC, 0xAF, ..] => {
            Some(FileKind::Archive)
        }
        _ => None,
    }
}

/// Old Office files, encrypted new ones and saved e-mails look alike from outside; the names of their streams tell them
/// apart.
fn compound_file(bytes: &[u8]) -> SheetError {
    let has = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if has("EncryptedPackage") {
        SheetError::Encrypted
    } else if has("WordDocument") {
        SheetError::NotASpreadsheet { kind: FileKind::Word }
    } else if has("PowerPoint Document") {
        SheetError::NotASpreadsheet { kind: FileKind::Presentation }
    } else if has("__substg1.0_") {
        SheetError::NotASpreadsheet { kind: FileKind::Email }
    } else {
        SheetError::OldWorkbook { kind: FileKind::OldExcel }
    }
}

fn open_text(bytes: &[u8], options: &OpenOptions) -> Result<Opened, SheetError> {
    refuse_sheet(options)?;
    let encoding = options.encoding.unwrap_or_else(|| decode::detect(bytes));
    let text = decode::decode(bytes, encoding)?;
    if decode::is_binary(&text) {
        return Err(SheetError::NotASpreadsheet { kind: FileKind::Binary });
    }
    let start = text.trim_start();
    if start.is_empty() {
        return Err(SheetError::Empty);
    }
    let head = start.get(..start.floor_char_boundary(1024)).unwrap_or_default().to_ascii_lowercase();
    if head.contains("<html") || head.contains("<table") {
        return Err(SheetError::OldWorkbook { kind: FileKind::WebPage });
    }
    if head.starts_with("<?xml") {
        return Err(SheetError::OldWorkbook { kind: FileKind::Xml });
    }
    let delimiter = options.delimiter.unwrap_or_else(|| delimited::detect(&text));
    let sheet = Sheet::from_grid(delimited::read(&text, delimiter)?, options.header_row)?;
    Ok(Opened { format: SourceFormat::Delimited { encoding, delimiter }, sheets: Vec::new(), sheet })
}

fn open_workbook(bytes: &[u8], options: &OpenOptions) -> Result<Opened, SheetError> {
    let mut workbook = Workbook::open(bytes)?;
    let names = workbook.sheet_names();
    let mut sheets = Vec::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        let score = header_score(&workbook.head(index)?);
        sheets.push(SheetInfo { name: name.clone(), is_chosen: false, score });
    }
    let chosen = match &options.sheet {
        Some(wanted) => names
            .iter()
            .position(|name| name == wanted)
            .ok_or_else(|| SheetError::UnknownSheet { name: wanted.clone() })?,
        None => best(&sheets).ok_or(SheetError::NoTable)?,
    };
    if let Some(info) = sheets.get_mut(chosen) {
        info.is_chosen = true;
    }
    let format = match workbook.kind() {
        Kind::Xlsx => SourceFormat::Xlsx,
        Kind::Ods => SourceFormat::Ods,
    };
    let sheet = Sheet::from_grid(workbook.whole(chosen)?, options.header_row)?;
    Ok(Opened { format, sheets, sheet })
}

fn header_score(head: &Grid) -> f64 {
    match header::find(head) {
        Some(header) if header.index + 1 < head.rows.len() => header.score,
        // Headers alone, or none that is known: only before an empty sheet.
        Some(header) => header.score / 10.0,
        None if head.rows.is_empty() => -1.0,
        None => 0.0,
    }
}

/// Of equals, the first.
fn best(sheets: &[SheetInfo]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (index, sheet) in sheets.iter().enumerate() {
        if best.is_none_or(|(_, score)| sheet.score > score) {
            best = Some((index, sheet.score));
        }
    }
    best.map(|(index, _)| index)
}
