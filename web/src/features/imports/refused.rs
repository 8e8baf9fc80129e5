//! A file that could not be read: what was found, and what to do instead.

use leptos::prelude::*;
use shared::imports::{CUT_SHORT, FileKind};
use shared::problem::{ErrorCode, Problem};

use crate::client::ClientError;
use crate::t;
use crate::ui::icon::{Icon, IconView};

/// `name`: the file's, or what stands for pasted cells.
#[component]
pub(super) fn Refused(name: String, error: ClientError) -> impl IntoView {
    let said = match &error {
        ClientError::Problem(problem) => in_words(problem),
        ClientError::Unreachable | ClientError::Unreadable => None,
    };
    let (found, advice) = match said {
        Some((found, advice)) => (found, Some(advice)),
        None => (error.text(), None),
    };
    view! {
        <div class="notice" data-tone="loss" role="alert">
            <IconView icon=Icon::Failure />
            <div class="import-refused">
                <strong>{t!(imports.refused.title, name = name)}</strong>
                <p>{found}</p>
                {advice.map(|advice| view! { <p>{advice}</p> })}
            </div>
        </div>
    }
}

/// [`None`]: nothing that is about the file alone.
fn in_words(problem: &Problem) -> Option<(String, &'static str)> {
    let place = problem.errors.first();
    let found = place.and_then(|error| error.found.as_deref()).unwrap_or_default();
    let row = number_in(found);
    let most = place.and_then(|error| error.expected.as_deref()).and_then(number_in).unwrap_or_default();
    let plain = |text: &str, advice| (text.to_owned(), advice);
    Some(match problem.code {
        ErrorCode::FileEmpty => plain(t!(imports.refused.empty), t!(imports.refused.empty_do)),
        ErrorCode::NotASpreadsheet | ErrorCode::OldWorkbook => {
            let (found, advice) = kind(FileKind::named(found));
            plain(found, advice)
        }
        ErrorCode::FileEncrypted => plain(t!(imports.refused.encrypted), t!(imports.refused.encrypted_do)),
        ErrorCode::FileDamaged if found == CUT_SHORT => {
            plain(t!(imports.refused.cut_short), t!(imports.refused.cut_short_do))
        }
        ErrorCode::FileDamaged => plain(t!(imports.refused.damaged), t!(imports.refused.damaged_do)),
        ErrorCode::UnpacksTooLarge => plain(t!(imports.refused.unpacks), t!(imports.refused.unpacks_do)),
        ErrorCode::SheetTooLarge => {
            let text = match found {
                "rows" => t!(imports.refused.rows, n = most),
                "columns" => t!(imports.refused.columns, n = most),
                "sheets" => t!(imports.refused.sheets, n = most),
                _ => t!(imports.refused.cells, n = most),
            };
            (text, t!(imports.refused.too_large_do))
        }
        ErrorCode::CellTooLong => {
            let text = match row {
                Some(row) => t!(imports.refused.cell_at, row = row),
                None => t!(imports.refused.cell).to_owned(),
            };
            (text, t!(imports.refused.cell_do))
        }
        ErrorCode::QuoteNotClosed => (t!(imports.refused.quote, row = row?), t!(imports.refused.quote_do)),
        ErrorCode::NoTable => plain(t!(imports.refused.no_table), t!(imports.refused.no_table_do)),
        ErrorCode::OnlyHeaders => (t!(imports.refused.only_headers, row = row?), t!(imports.refused.only_headers_do)),
        _ => return None,
    })
}

fn kind(kind: Option<FileKind>) -> (&'static str, &'static str) {
    let other = t!(imports.refused.other_do);
    let save_as = t!(imports.refused.save_as_do);
    match kind {
        Some(FileKind::Pdf) => (t!(imports.refused.kind.pdf), t!(imports.refused.pdf_do)),
        Some(FileKind::Word) => (t!(imports.refused.kind.word), t!(imports.refused.copy_do)),
        Some(FileKind::Presentation) => (t!(imports.refused.kind.presentation), t!(imports.refused.copy_do)),
        Some(FileKind::Email) => (t!(imports.refused.kind.email), t!(imports.refused.email_do)),
        Some(FileKind::AppleDocument) => (t!(imports.refused.kind.apple), t!(imports.refused.apple_do)),
        Some(FileKind::OtherOpenDocument) => (t!(imports.refused.kind.opendocument), t!(imports.refused.copy_do)),
        Some(FileKind::Archive) => (t!(imports.refused.kind.archive), t!(imports.refused.archive_do)),
        Some(FileKind::Picture) => (t!(imports.refused.kind.picture), other),
        Some(FileKind::WebPage) => (t!(imports.refused.kind.web_page), save_as),
        Some(FileKind::Xml) => (t!(imports.refused.kind.xml), save_as),
        Some(FileKind::OldExcel) => (t!(imports.refused.kind.old_excel), save_as),
        Some(FileKind::BinaryExcel) => (t!(imports.refused.kind.binary_excel), save_as),
        Some(FileKind::Binary) | None => (t!(imports.refused.kind.binary), other),
    }
}

/// `7` in `row 7`, `100000` in `at most 100000 rows`.
fn number_in(text: &str) -> Option<u32> {
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_what_the_server_says() {
        assert_eq!(number_in("row 7"), Some(7));
        assert_eq!(number_in("at most 100000 rows"), Some(100_000));
        assert_eq!(number_in("columns"), None);
    }
}
