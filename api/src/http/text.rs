//! Text that people type.

use crate::error::{ApiError, ApiResult};
use shared::problem::FieldCode;

/// A name or title: one line with something on it, without what is invisible or turns the reading direction.
pub fn plain_line(pointer: &str, text: &str) -> ApiResult<String> {
    let line = text.trim();
    if line.is_empty() {
        return Err(ApiError::invalid(pointer, FieldCode::TooShort));
    }
    if line.chars().any(is_unseen) {
        return Err(ApiError::invalid(pointer, FieldCode::InvalidText));
    }
    Ok(line.to_owned())
}

fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_visible_line() {
        assert_eq!(plain_line("/name", "  Åkeri & Söner AB ").unwrap(), "Åkeri & Söner AB");
        for text in ["", "   ", "a\nb", "a\tb", "evil\u{202E}gpj.exe", "\u{FEFF}x", "a\u{0}b"] {
            assert!(plain_line("/name", text).is_err(), "{text:?}");
        }
    }
}
