//! Bytes to text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextEncoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl TextEncoding {
    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// A byte order mark decides; then zeros in every other byte; then whether it is valid UTF-8. What is left was
    /// written by an older Windows program.
    pub fn detect(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => return Self::Utf8,
            [0xFF, 0xFE, ..] => return Self::Utf16Le,
            [0xFE, 0xFF, ..] => return Self::Utf16Be,
            _ => {}
        }
        let head = bytes.get(..4096).unwrap_or(bytes);
        let zeros_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd) = (zeros_at(0), zeros_at(1));
        let most = head.len() * 3 / 8;
        if head.len() >= 4 && odd > most && even * 8 < odd {
            Self::Utf16Le
        } else if head.len() >= 4 && even > most && odd * 8 < even {
            Self::Utf16Be
        } else if std::str::from_utf8(bytes).is_ok() {
            Self::Utf8
        } else {
            Self::Windows1252
        }
    }
}

/// Without the byte order mark, and with one kind of line end where the file has only the oldest kind.
pub(super) fn decode(bytes: &[u8], encoding: TextEncoding) -> Cow<'_, str> {
    let text = match encoding.encoding().decode_with_bom_removal(bytes) {
        (Cow::Borrowed(text), _) => Cow::Borrowed(text),
        (Cow::Owned(text), _) => Cow::Owned(text),
    };
    if text.contains('\r') && !text.contains('\n') { Cow::Owned(text.replace('\r', "\n")) } else { text }
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
        ];
        for (bytes, encoding) in cases {
            assert_eq!(TextEncoding::detect(&bytes), encoding);
            assert_eq!(decode(&bytes, encoding), text);
            assert!(!is_binary(&decode(&bytes, encoding)));
        }
    }

    #[test]
    fn line_ends_of_old_macs() {
        assert_eq!(decode(b"a;b\r1;2\r", TextEncoding::Utf8), "a;b\n1;2\n");
        assert_eq!(decode(b"a;b\r\n1;2\r\n", TextEncoding::Utf8), "a;b\r\n1;2\r\n");
    }

    #[test]
    fn pictures_are_binary() {
        assert!(is_binary(&decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", TextEncoding::Windows1252)));
        assert!(!is_binary(""));
    }
}
