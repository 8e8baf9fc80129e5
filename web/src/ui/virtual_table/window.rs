//! Which rows are in view.

use std::ops::Range;

/// Rows drawn beyond each edge, so that a scroll shows content at once.
const BEYOND: usize = 8;

/// The rows to draw when the list is scrolled to `top` and `height` of it are seen.
pub fn visible(top: f64, height: f64, row_height: f64, rows: usize) -> Range<usize> {
    if row_height <= 0.0 || rows == 0 {
        return 0..0;
    }
    let first = (top.max(0.0) / row_height) as usize;
    let count = (height.max(0.0) / row_height).ceil() as usize + 1;
    let start = first.saturating_sub(BEYOND).min(rows);
    start..(first + count + BEYOND).min(rows)
}

/// Where to scroll so that `row` is seen whole, below a heading of `heading` pixels; [`None`] when it is.
pub fn scroll_to(row: usize, top: f64, height: f64, row_height: f64, heading: f64) -> Option<f64> {
    let (start, end) = (row as f64 * row_height, (row + 1) as f64 * row_height);
    if start < top {
        Some(start)
    } else if end + heading > top + height {
        Some(end + heading - height)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_and_a_little_more_is_drawn() {
        assert_eq!(visible(0.0, 360.0, 36.0, 10_000), 0..19);
        assert_eq!(visible(36_000.0, 360.0, 36.0, 10_000), 992..1019);
        assert_eq!(visible(359_640.0, 360.0, 36.0, 10_000), 9982..10_000);
        assert_eq!(visible(9e9, 360.0, 36.0, 10), 10..10);
        assert_eq!(visible(0.0, 360.0, 0.0, 10), 0..0);
    }

    #[test]
    fn the_list_moves_just_as_far_as_needed() {
        assert_eq!(scroll_to(3, 0.0, 400.0, 36.0, 40.0), None);
        assert_eq!(scroll_to(10, 0.0, 400.0, 36.0, 40.0), Some(36.0));
        assert_eq!(scroll_to(2, 360.0, 400.0, 36.0, 40.0), Some(72.0));
    }
}
