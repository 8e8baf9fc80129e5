//! Reading XML that strangers wrote: no document types, no entities but the five of XML, text bounded.

use crate::features::imports::reading::grid::check_cell_length;
use crate::features::imports::reading::{SheetError, limits};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;
use std::io::BufRead;

pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(source);
        // One shape for `<c/>` and `<c></c>`.
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::with_capacity(1024) }
    }

    pub(super) fn next(&mut self) -> Result<Event<'_>, SheetError> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => Err(SheetError::damaged("a document type declaration")),
            Ok(event) => Ok(event),
            Err(error) => Err(SheetError::damaged(error)),
        }
    }

    /// Skips to the end of the element whose start was read last.
    pub(super) fn skip(&mut self) -> Result<(), SheetError> {
        let mut depth = 1_usize;
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 1 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(SheetError::damaged("an element is not closed")),
                _ => {}
            }
        }
    }

    /// The text directly inside the element whose start was read last, to its end.
    pub(super) fn text(&mut self, row: Option<u32>) -> Result<String, SheetError> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Event::Start(_) => self.skip()?,
                Event::End(_) => return Ok(text),
                Event::Eof => return Err(SheetError::damaged("an element is not closed")),
                event => push_text(&mut text, event, row)?,
            }
        }
    }
}

pub(super) fn push_text(text: &mut String, event: Event<'_>, row: Option<u32>) -> Result<(), SheetError> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content().map_err(SheetError::damaged)?),
        Event::CData(part) => text.push_str(&part.xml10_content().map_err(SheetError::damaged)?),
        Event::GeneralRef(reference) => text.push(character(&reference)?),
        _ => {}
    }
    check_cell_length(text, row)
}

fn character(reference: &BytesRef<'_>) -> Result<char, SheetError> {
    if let Some(character) = reference.resolve_char_ref().map_err(SheetError::damaged)? {
        return Ok(character);
    }
    match &*reference.decode().map_err(SheetError::damaged)? {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(SheetError::damaged(format!("an entity of its own, &{other};"))),
    }
}

/// By local name, since programs choose their own namespace prefixes.
pub(super) fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Result<Option<Cow<'e, str>>, SheetError> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(SheetError::damaged)?;
        if attribute.key.local_name().as_ref() == name.as_bytes() {
            return attribute.normalized_value(XmlVersion::Implicit1_0).map(Some).map_err(SheetError::damaged);
        }
    }
    Ok(None)
}

pub(super) fn number_attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<u32>, SheetError> {
    let Some(text) = attribute(element, name)? else { return Ok(None) };
    text.parse().map(Some).map_err(|_| SheetError::damaged(format!("{name} is no number")))
}

/// Excel writes control characters as `_x000D_`.
pub(super) fn unescape_controls(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        result.push_str(before);
        let escaped = after
            .get(..5)
            .and_then(|code| code.strip_suffix('_'))
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match escaped {
            Some(character) => {
                result.push(character);
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                result.push_str("_x");
                rest = after;
            }
        }
    }
    result.push_str(rest);
    Cow::Owned(result)
}

const _: () = assert!(limits::CELL_CHARS < limits::MARKUP_GAP_BYTES);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_come_back() {
        assert_eq!(unescape_controls("a_x000D_b_x005F_x000D_"), "a\rb_x000D_");
        assert_eq!(unescape_controls("max_xfel _x12"), "max_xfel _x12");
        assert_eq!(unescape_controls("_xå000_"), "_xå000_");
    }

    #[test]
    fn entities_are_not_expanded() {
        let laughs = br#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>"#;
        let mut xml = Xml::new(&laughs[..]);
        let fault = loop {
            match xml.next() {
                Ok(Event::Eof) => panic!("the document type was let through"),
                Ok(_) => {}
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault.code(), "file_damaged");

        let mut xml = Xml::new(&b"<x>&b;</x>"[..]);
        xml.next().unwrap();
        assert!(xml.text(Some(1)).is_err());
    }

    #[test]
    fn the_five_and_numeric_references_are_read() {
        let mut xml = Xml::new(&b"<x>a &amp; b &#229;<![CDATA[ <c>]]></x>"[..]);
        xml.next().unwrap();
        assert_eq!(xml.text(Some(1)).unwrap(), "a & b å <c>");
    }
}
