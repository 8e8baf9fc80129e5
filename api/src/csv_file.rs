//! CSV as spreadsheet programs in the Nordic countries open it by a double click: UTF-8 with its mark, semicolons, CRLF.

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

pub fn writer() -> csv::Writer<Vec<u8>> {
    beginning_with(BYTE_ORDER_MARK.to_vec())
}

/// For lines after those of another writer.
pub fn further() -> csv::Writer<Vec<u8>> {
    beginning_with(Vec::new())
}

fn beginning_with(mark: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(mark)
}

/// Text that a spreadsheet program would run as a formula is marked as text; imports take the mark off again. Numbers
/// below zero are numbers. U+0000 is left out: some programs pass over it and run what follows.
pub fn inert(text: &str) -> String {
    const RUNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let text = text.replace('\0', "");
    if text.starts_with(RUNS) && !is_negative(&text) { format!("'{text}") } else { text }
}

fn is_negative(text: &str) -> bool {
    let is_in_number =
        |character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    text.strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()) && rest.chars().all(is_in_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_is_marked_and_nothing_else() {
        for text in ["=1+1", "+1", "-cmd", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A"]
        {
            assert_eq!(inert(text), format!("'{text}"));
        }
        assert_eq!(inert("\0=1+1"), "'=1+1");
        for text in ["", "Truck", "-500", "-1 234,50", "a=b", "'0012", "–"] {
            assert_eq!(inert(text), text);
        }
    }
}
