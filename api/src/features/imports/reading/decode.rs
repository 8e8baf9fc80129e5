//! Bytes to text.

use super::SheetError;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
pub use shared::imports::TextEncoding;
use std::borrow::Cow;

const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";

fn rules(encoding: TextEncoding) -> &'static Encoding {
    match encoding {
        TextEncoding::Utf8 => UTF_8,
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
        TextEncoding::Windows1252 => WINDOWS_1252,
    }
}

/// A byte order mark of UTF-16 decides; then zeros in every other byte; then whether it is valid UTF-8. What is left was
/// written by an older Windows program, also when something on the way put the mark of UTF-8 in front.
pub(super) fn detect(bytes: &[u8]) -> TextEncoding {
    match bytes {
        [0xFF, 0xFE, ..] => return TextEncoding::Utf16Le,
        [0xFE, 0xFF, ..] => return TextEncoding::Utf16Be,
        _ => {}
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    let most = head.len() * 3 / 8;
    if head.len() >= 4 && odd > most && even * 8 < odd {
        TextEncoding::Utf16Le
    } else if head.len() >= 4 && even > most && odd * 8 < even {
        TextEncoding::Utf16Be
    } else if std::str::from_utf8(bytes).is_ok() {
        TextEncoding::Utf8
    } else {
        TextEncoding::Windows1252
    }
}

/// Without the byte order mark, and with one kind of line end where the file has only the oldest kind. Bytes that mean
/// nothing in the encoding are no text: a name with a hole in it would be taken for the name.
pub(super) fn decode(bytes: &[u8], encoding: TextEncoding) -> Result<Cow<'_, str>, SheetError> {
    let bytes = match encoding {
        TextEncoding::Windows1252 => bytes.strip_prefix(UTF_8_MARK).unwrap_or(bytes),
        _ => bytes,
    };
    let (text, has_faults) = rules(encoding).decode_with_bom_removal(bytes);
    if has_faults {
        return Err(SheetError::OtherEncoding { encoding });
    }
    Ok(if text.contains('\r') && !text.contains('\n') { Cow::Owned(text.replace('\r', "\n")) } else { text })
}

/// Text has no zero bytes, and hardly any control characters.
pub(super) fn is_binary(text: &str) -> bool {
    let mut characters = 0_usize;
    let mut controls = 0_usize;
    for character in text.chars().take(4096) {
        characters += 1;
        if character == '\0' {
            return true;
        }
        if character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a') {
            controls += 1;
        }
    }
    controls * 20 > characters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn every_encoding_is_found_with_and_without_its_mark() {
        let text = "Benämning;Förhöjd första avgift\r\nŠkoda Enyaq;1 200\r\n";
        let with_mark = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let cases = [
            (text.as_bytes().to_vec(), TextEncoding::Utf8),
            (with_mark(b"\xEF\xBB\xBF", text.as_bytes().to_vec()), TextEncoding::Utf8),
            (utf16(text, true), TextEncoding::Utf16Le),
            (utf16(text, false), TextEncoding::Utf16Be),
            (with_mark(b"\xFF\xFE", utf16(text, true)), TextEncoding::Utf16Le),
            (with_mark(b"\xFE\xFF", utf16(text, false)), TextEncoding::Utf16Be),
            (WINDOWS_1252.encode(text).0.into_owned(), TextEncoding::Windows1252),
            (with_mark(UTF_8_MARK, WINDOWS_1252.encode(text).0.into_owned()), TextEncoding::Windows1252),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(detect(&bytes), encoding);
            let read = decode(&bytes, encoding).unwrap();
            assert_eq!(read, text);
            assert!(!is_binary(&read));
        }
    }

    #[test]
    fn line_ends_of_old_macs() {
        assert_eq!(decode(b"a;b\r1;2\r", TextEncoding::Utf8).unwrap(), "a;b\n1;2\n");
        assert_eq!(decode(b"a;b\r\n1;2\r\n", TextEncoding::Utf8).unwrap(), "a;b\r\n1;2\r\n");
    }

    #[test]
    fn pictures_are_binary() {
        assert!(is_binary(&decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", TextEncoding::Windows1252).unwrap()));
        assert!(!is_binary(""));
    }

    #[test]
    fn bytes_that_mean_nothing_are_no_text() {
        let windows = WINDOWS_1252.encode("Benämning").0.into_owned();
        let refused = Err(SheetError::OtherEncoding { encoding: TextEncoding::Utf8 });
        assert_eq!(decode(&windows, TextEncoding::Utf8), refused);
    }
}
