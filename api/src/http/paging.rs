//! Cursor pages. A cursor says after which row to go on; the row level security of the query decides what is seen, so a
//! cursor made by hand can skip rows but never reach others.

use crate::error::{ApiError, ApiResult};
use actix_web::http::header::{ContentType, LINK};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode, FieldFault};

/// What a row of a list takes as JSON, rounded up.
const ROW_BYTES: usize = 640;

/// How many rows a page has: 1 to `MAX`, 50 unless asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLimit<const MAX: u16 = 200>(u16);

impl<const MAX: u16> PageLimit<MAX> {
    pub const DEFAULT: u16 = 50;

    /// Rows to ask the database for: one more than shown tells whether there are more.
    pub fn with_one_more(self) -> i64 {
        i64::from(self.0) + 1
    }

    pub fn rows(self) -> usize {
        usize::from(self.0)
    }
}

impl<const MAX: u16> Default for PageLimit<MAX> {
    fn default() -> Self {
        Self(Self::DEFAULT)
    }
}

impl<'de, const MAX: u16> Deserialize<'de> for PageLimit<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if let Some(rows) = text.parse().ok().filter(|rows| (1..=MAX).contains(rows)) {
            return Ok(Self(rows));
        }
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let code = if is_number { FieldCode::OutOfRange } else { FieldCode::WrongType };
        let fault = FieldFault::new(code).found(&text);
        Err(fault.expected(&format!("1 to {MAX}")).into_serde())
    }
}

/// The sort key of the last row seen, bound to the list and order it was made for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cursor<K> {
    list: String,
    after: K,
}

impl<K: Serialize + DeserializeOwned> Cursor<K> {
    /// `list` names the list and its sort order, such as `agreements:-end_on`.
    pub fn write(list: &str, after: K) -> ApiResult<String> {
        let json = serde_json::to_vec(&Self { list: list.to_owned(), after }).map_err(ApiError::internal)?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    /// The key to go on after. A cursor of another list or order is refused.
    pub fn read(list: &str, cursor: &str) -> ApiResult<K> {
        let read = || {
            let json = URL_SAFE_NO_PAD.decode(cursor).ok()?;
            let cursor: Self = serde_json::from_slice(&json).ok()?;
            (cursor.list == list).then_some(cursor.after)
        };
        read().ok_or_else(|| {
            ApiError::new(ErrorCode::MalformedParameter).at("?cursor", FieldFault::new(FieldCode::InvalidCursor))
        })
    }
}

/// Cuts the extra row off and makes the cursor from the last one shown.
pub fn page_of<R, T, K: Serialize + DeserializeOwned, const MAX: u16>(
    mut rows: Vec<R>,
    limit: PageLimit<MAX>,
    list: &str,
    key: impl Fn(&R) -> K,
    show: impl FnMut(R) -> T,
) -> ApiResult<Page<T>> {
    let has_more = rows.len() > limit.rows();
    rows.truncate(limit.rows());
    let next_cursor = match rows.last() {
        Some(last) if has_more => Some(Cursor::write(list, key(last))?),
        _ => None,
    };
    Ok(Page { data: rows.into_iter().map(show).collect(), next_cursor, has_more })
}

/// 200 with the page and, when there is another, where it is (RFC 8288).
pub fn page_answer<T: Serialize>(request: &HttpRequest, page: &Page<T>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    if let Some(cursor) = &page.next_cursor {
        let kept = form_urlencoded::parse(request.query_string().as_bytes()).filter(|(name, _)| name != "cursor");
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair("cursor", cursor).finish();
        response.insert_header((LINK, format!("<{}?{query}>; rel=\"next\"", request.path())));
    }
    // Growing by doubling would copy a page of the usual size a dozen times.
    let mut body = Vec::with_capacity(1_024 + page.data.len() * ROW_BYTES);
    match serde_json::to_writer(&mut body, page) {
        Ok(()) => response.content_type(ContentType::json()).body(body),
        Err(error) => HttpResponse::from_error(ApiError::internal(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_only_where_it_was_made_for() {
        let cursor = Cursor::write("agreements:name", ("Truck".to_owned(), 7)).unwrap();
        assert_eq!(Cursor::<(String, i32)>::read("agreements:name", &cursor).unwrap(), ("Truck".to_owned(), 7));
        assert!(Cursor::<(String, i32)>::read("agreements:-name", &cursor).is_err());
        assert!(Cursor::<(i32, i32)>::read("agreements:name", &cursor).is_err());
        assert!(Cursor::<(String, i32)>::read("agreements:name", "AAAA").is_err());
        assert!(Cursor::<(String, i32)>::read("agreements:name", "å").is_err());
    }

    #[test]
    fn the_extra_row_is_cut_and_told() {
        let limit = PageLimit::<200>(2);
        let page = page_of(vec![1, 2, 3], limit, "numbers", |row| *row, |row| row).unwrap();
        assert_eq!(page.data, [1, 2]);
        assert!(page.has_more);
        assert_eq!(Cursor::<i32>::read("numbers", &page.next_cursor.unwrap()).unwrap(), 2);
        let last = page_of(vec![3], limit, "numbers", |row| *row, |row| row).unwrap();
        assert!(!last.has_more && last.next_cursor.is_none());
    }
}
