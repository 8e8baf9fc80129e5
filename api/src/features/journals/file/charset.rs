//! Text in the one-byte alphabets of ledgers. What an alphabet has no sign for is written with letters it has.

use shared::journals::JournalEncoding;
use unicode_normalization::UnicodeNormalization as _;

/// Code page 437 from 0x80 on, less its last two signs: the little square, and a space that does not break.
const PC8: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²";

pub fn encode(text: &str, encoding: JournalEncoding) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match byte(character, encoding) {
            Some(byte) => bytes.push(byte),
            None => spell(character, encoding, &mut bytes),
        }
    }
    bytes
}

fn byte(character: char, encoding: JournalEncoding) -> Option<u8> {
    if character.is_ascii() {
        return u8::try_from(character).ok();
    }
    match encoding {
        JournalEncoding::Pc8 => {
            let at = PC8.chars().position(|sign| sign == character)?;
            u8::try_from(0x80 + at).ok()
        }
        JournalEncoding::Latin1 => u8::try_from(character).ok().filter(|byte| *byte > 0xA0),
    }
}

fn spell(character: char, encoding: JournalEncoding, bytes: &mut Vec<u8>) {
    if let Some(letters) = spelling(character) {
        bytes.extend_from_slice(letters.as_bytes());
        return;
    }
    let before = bytes.len();
    // A letter with its marks taken off; a sign in its plainer form.
    for part in std::iter::once(character).nfkd() {
        if let Some(byte) = byte(part, encoding) {
            bytes.push(byte);
        } else if let Some(letters) = spelling(part) {
            bytes.extend_from_slice(letters.as_bytes());
        }
    }
    if bytes.len() == before && !is_mark(character) {
        bytes.push(b'?');
    }
}

/// What only changes the sign before it, or is not seen at all.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{AD}')
}

fn spelling(character: char) -> Option<&'static str> {
    Some(match character {
        '€' => "EUR",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '‹' | '›' => "'",
        '“' | '”' | '„' | '‟' | '″' => "\"",
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => " ",
        '…' => "...",
        '•' | '∙' | '·' => "*",
        '×' => "x",
        '™' => "TM",
        '©' => "(C)",
        '®' => "(R)",
        '§' => "par.",
        'Ø' => "O",
        'ø' => "o",
        'Đ' | 'Ð' => "D",
        'đ' | 'ð' => "d",
        'Ł' => "L",
        'ł' => "l",
        'Þ' => "Th",
        'þ' => "th",
        'Œ' => "OE",
        'œ' => "oe",
        'ı' => "i",
        'ẞ' => "SS",
        'Æ' => "AE",
        'æ' => "ae",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pc8(text: &str) -> Vec<u8> {
        encode(text, JournalEncoding::Pc8)
    }

    #[test]
    fn swedish_has_its_places() {
        assert_eq!(pc8("åäöÅÄÖé"), [0x86, 0x84, 0x94, 0x8F, 0x8E, 0x99, 0x82]);
        assert_eq!(encode("åäöÅÄÖé", JournalEncoding::Latin1), [0xE5, 0xE4, 0xF6, 0xC5, 0xC4, 0xD6, 0xE9]);
        assert_eq!(pc8("²°±"), [0xFD, 0xF8, 0xF1]);
    }

    #[test]
    fn what_has_no_sign_is_spelled() {
        let spelled = |text: &str| String::from_utf8(pc8(text)).unwrap();
        assert_eq!(spelled("100 € – ”Bil” … ’s"), "100 EUR - \"Bil\" ... 's");
        assert_eq!(spelled("Škoda Żywiec Søren Łask"), "Skoda Zywiec Soren Lask");
        assert_eq!(spelled("1\u{A0}234\u{202F}kr"), "1 234 kr");
        assert_eq!(spelled("a\u{200B}b\u{202E}c"), "abc");
        assert_eq!(spelled("汽车 🚗"), "?? ?");
        assert_eq!(pc8("½ℓ ﬁ"), pc8("½l fi"));
    }

    #[test]
    fn latin1_keeps_what_it_has() {
        assert_eq!(encode("Ø§×", JournalEncoding::Latin1), [0xD8, 0xA7, 0xD7]);
        assert_eq!(encode("–€", JournalEncoding::Latin1), b"-EUR");
    }
}
