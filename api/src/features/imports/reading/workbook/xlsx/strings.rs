use super::super::package::PartReader;
use super::super::xml::{Xml, push_text, unescape_controls};
use crate::features::imports::reading::grid::check_cell_length;
use crate::features::imports::reading::{SheetError, limits};
use quick_xml::events::Event;
use std::io::BufRead;

/// All texts of a workbook in one piece of memory.
#[derive(Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(previous) => *self.ends.get(previous)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

pub(super) fn read(part: PartReader<'_, '_>) -> Result<SharedStrings, SheetError> {
    let mut xml = Xml::new(part);
    let mut strings = SharedStrings::default();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == b"si" => {
                let text = rich_text(&mut xml, None)?;
                check_cell_length(&text, None)?;
                strings.text.push_str(&unescape_controls(&text));
                let end = u32::try_from(strings.text.len()).map_err(|_| SheetError::ZipBomb)?;
                strings.ends.push(end);
                if strings.ends.len() > limits::SHARED_STRINGS {
                    return Err(SheetError::TooManyCells);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    strings.text.shrink_to_fit();
    Ok(strings)
}

/// The text of an `si` or `is` element to its end: plain, or in runs of their own formatting. Readings of East Asian
/// characters stand beside the text and are not part of it.
pub(super) fn rich_text<R: BufRead>(xml: &mut Xml<R>, row: Option<u32>) -> Result<String, SheetError> {
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut in_text = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"rPh" | b"phoneticPr" => xml.skip()?,
                name => {
                    in_text = name == b"t";
                    depth += 1;
                }
            },
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => {
                in_text = false;
                depth -= 1;
            }
            Event::Eof => return Err(SheetError::damaged("a text is not closed")),
            event if in_text => push_text(&mut text, event, row)?,
            _ => {}
        }
    }
}
