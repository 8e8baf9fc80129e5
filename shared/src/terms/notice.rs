//! By when notice must be given.

use chrono::{Days, Months, NaiveDate};

/// By when notice must be given for the agreement to end on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    pub by: NaiveDate,
    pub end_on: NaiveDate,
}

/// The notice that lets the agreement end when its term does.
pub fn agreed_notice(end_on: NaiveDate, notice_months: u32) -> Option<Notice> {
    notice(end_on.checked_add_days(Days::new(1))?, notice_months)
}

/// The first notice day that is not past. After the agreed end it follows the rule of extension; without such a rule
/// notice can be given any day, and there is none to miss.
pub fn next_notice(
    end_on: NaiveDate,
    notice_months: u32,
    extension_months: Option<u32>,
    today: NaiveDate,
) -> Option<Notice> {
    let after_end = end_on.checked_add_days(Days::new(1))?;
    let agreed = notice(after_end, notice_months)?;
    if agreed.by >= today {
        return Some(agreed);
    }
    let every = extension_months.filter(|months| *months > 0)?;
    // The first extension whose notice day can still lie ahead, and one before it for the lengths of months.
    let behind = u32::try_from((today - agreed.by).num_days()).ok()? / 31 / every;
    (behind.max(1)..)
        .map_while(|extensions| notice(after(after_end, extensions, every)?, notice_months))
        .find(|notice| notice.by >= today)
}

fn after(end: NaiveDate, extensions: u32, every: u32) -> Option<NaiveDate> {
    end.checked_add_months(Months::new(extensions.checked_mul(every)?))
}

/// Notice given on the last day still leaves whole months until the first day without an agreement.
fn notice(first_without: NaiveDate, months: u32) -> Option<Notice> {
    let by = first_without.checked_sub_months(Months::new(months))?.pred_opt()?;
    Some(Notice { by, end_on: first_without.pred_opt()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn next(end_on: &str, notice_months: u32, extension_months: Option<u32>, today: &str) -> Option<(String, String)> {
        next_notice(day(end_on), notice_months, extension_months, day(today))
            .map(|notice| (notice.by.to_string(), notice.end_on.to_string()))
    }

    fn found(by: &str, end_on: &str) -> Option<(String, String)> {
        Some((by.to_owned(), end_on.to_owned()))
    }

    #[test]
    fn notice_is_given_whole_months_before_the_end() {
        assert_eq!(next("2027-12-31", 3, None, "2026-11-22"), found("2027-09-30", "2027-12-31"));
        assert_eq!(next("2027-02-28", 3, None, "2026-11-22"), found("2026-11-30", "2027-02-28"));
        assert_eq!(next("2026-11-22", 0, None, "2026-11-22"), found("2026-11-22", "2026-11-22"));
    }

    #[test]
    fn the_last_day_itself_is_not_past() {
        assert_eq!(next("2027-02-21", 3, None, "2026-11-21"), found("2026-11-21", "2027-02-21"));
        assert_eq!(next("2027-02-21", 3, None, "2026-11-22"), None);
    }

    #[test]
    fn an_extension_has_notice_days_of_its_own() {
        assert_eq!(next("2026-12-31", 3, Some(12), "2026-11-22"), found("2027-09-30", "2027-12-31"));
        assert_eq!(next("2020-01-31", 1, Some(1), "2026-11-22"), found("2026-11-30", "2026-12-31"));
        assert_eq!(next("2020-01-31", 1, Some(6), "2026-11-22"), found("2026-12-31", "2027-01-31"));
        assert_eq!(next("2020-01-31", 1, None, "2026-11-22"), None);
    }

    #[test]
    fn absurd_terms_give_no_day() {
        assert_eq!(next("1900-01-01", 1_000_000, None, "2026-11-22"), None);
        assert_eq!(next("1900-01-01", 1, Some(u32::MAX), "2026-11-22"), None);
        assert_eq!(next("1900-01-31", 1, Some(1), "2199-12-31"), found("2199-12-31", "2200-01-31"));
    }
}
