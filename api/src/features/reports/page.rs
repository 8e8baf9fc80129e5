//! Pages of what is sorted by number.

use shared::ids::AgreementId;
use shared::page::Page;

use crate::error::ApiResult;
use crate::http::{Cursor, PageLimit};

/// The agreement that the page before ended with.
pub struct Place(Option<(String, AgreementId)>);

impl Place {
    pub fn read(list: &str, cursor: Option<&str>) -> ApiResult<Self> {
        Ok(Self(cursor.map(|cursor| Cursor::read(list, cursor)).transpose()?))
    }
}

/// The rows after a place, as many as a page has.
pub fn page<'a, R, const MAX: u16>(
    rows: &'a [R],
    after: Place,
    limit: PageLimit<MAX>,
    list: &str,
    place: impl for<'r> Fn(&'r R) -> (&'r str, AgreementId),
) -> ApiResult<Page<&'a R>> {
    let first = after.0.map_or(0, |(number, id)| rows.partition_point(|row| place(row) <= (number.as_str(), id)));
    let rest = rows.get(first..).unwrap_or_default();
    let data: Vec<&R> = rest.iter().take(limit.rows()).collect();
    let has_more = rest.len() > data.len();
    let next_cursor = match data.last() {
        Some(last) if has_more => {
            let (number, id) = place(last);
            Some(Cursor::write(list, (number.to_owned(), id))?)
        }
        _ => None,
    };
    Ok(Page { data, next_cursor, has_more })
}
