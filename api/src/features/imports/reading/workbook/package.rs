//! The zip around XLSX and ODS, opened only after it has proved to be of a sane size.

use crate::features::imports::reading::{SheetError, limits};
use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

pub(super) type PartReader<'p, 'a> = BufReader<ZipFile<'p, Cursor<&'a [u8]>>>;

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// By lower-case name without a leading slash: programs differ in how they spell the parts.
    parts: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        check_directory_size(bytes)?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_error)?;
        if archive.len() > limits::PARTS {
            return Err(SheetError::ZipBomb);
        }
        check_unpacked_size(&mut archive)?;
        let parts =
            archive.file_names().filter_map(|name| Some((part_key(name), archive.index_for_name(name)?))).collect();
        Ok(Self { archive, parts })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&part_key(name))
    }

    pub(super) fn part(&mut self, name: &str) -> Result<Option<PartReader<'_, 'a>>, SheetError> {
        let Some(index) = self.parts.get(&part_key(name)).copied() else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(zip_error)?;
        Ok(Some(BufReader::with_capacity(32 * 1024, file)))
    }

    /// A short part such as `mimetype`.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, SheetError> {
        let Some(part) = self.part(name)? else { return Ok(None) };
        let mut text = String::new();
        part.take(1024).read_to_string(&mut text).map_err(SheetError::damaged)?;
        Ok(Some(text))
    }

    pub(super) fn required_part(&mut self, name: &str) -> Result<PartReader<'_, 'a>, SheetError> {
        self.part(name)?.ok_or_else(|| SheetError::damaged(format!("{name} is missing")))
    }
}

fn part_key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

fn zip_error(error: ZipError) -> SheetError {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => SheetError::Encrypted,
        other => SheetError::damaged(other),
    }
}

/// The count in the end record, read before any list of that length is made.
fn check_directory_size(bytes: &[u8]) -> Result<(), SheetError> {
    const END_SIGNATURE: &[u8] = b"PK\x05\x06";
    /// The end record with the longest comment.
    const END_BYTES_MAX: usize = 22 + u16::MAX as usize;
    let tail = bytes.get(bytes.len().saturating_sub(END_BYTES_MAX)..).unwrap_or_default();
    let end = tail.windows(END_SIGNATURE.len()).rposition(|window| window == END_SIGNATURE);
    let count = end.and_then(|end| tail.get(end + 10..end + 12)).and_then(|bytes| <[u8; 2]>::try_from(bytes).ok());
    match count.map(u16::from_le_bytes) {
        Some(count) if usize::from(count) > limits::PARTS => Err(SheetError::ZipBomb),
        Some(_) => Ok(()),
        None => Err(SheetError::CutShort),
    }
}

/// Unpacks everything once into nothing and counts: what the directory declares may be a lie.
fn check_unpacked_size(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), SheetError> {
    let mut total: u64 = 0;
    let mut buffer = vec![0_u8; 64 * 1024];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(zip_error)?;
        if total.saturating_add(part.size()) > limits::UNPACKED_BYTES {
            return Err(SheetError::ZipBomb);
        }
        let name = part.name().to_ascii_lowercase();
        let is_markup = name.ends_with(".xml") || name.ends_with(".rels");
        let packed = part.compressed_size().max(1);
        let mut unpacked: u64 = 0;
        let mut gap = 0_usize;
        loop {
            let count = match part.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) => return Err(SheetError::damaged(format!("{name}: {error}"))),
            };
            unpacked += count as u64;
            if total + unpacked > limits::UNPACKED_BYTES
                || (unpacked > limits::UNPACKED_RATIO_FROM_BYTES && unpacked / packed > limits::UNPACKED_RATIO)
            {
                return Err(SheetError::ZipBomb);
            }
            if is_markup {
                gap = longest_open_gap(gap, buffer.get(..count).unwrap_or_default());
                if gap > limits::MARKUP_GAP_BYTES {
                    return Err(SheetError::CellTooLong { row: None });
                }
            }
        }
        total += unpacked;
    }
    Ok(())
}

/// The XML reader holds what stands between two tags in memory, so that has to be bounded before it reads: the bytes
/// since the last `<`, or the longest run between two of them if that is too long already.
fn longest_open_gap(before: usize, bytes: &[u8]) -> usize {
    let mut gap = before;
    for run in bytes.split_inclusive(|byte| *byte == b'<') {
        gap += run.len();
        if gap > limits::MARKUP_GAP_BYTES {
            return gap;
        }
        if run.last() == Some(&b'<') {
            gap = 0;
        }
    }
    gap
}
