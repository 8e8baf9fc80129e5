//! The next last days to give notice.

use chrono::{Months, NaiveDate};
use shared::agreements::AgreementStatus;
use shared::debt::{NOTICES_MAX, NoticeDay};
use shared::terms::{self, Notice};

use super::portfolio::{Agreement, Day, Term};
use super::total::total;
use crate::features::exchange_rates::payable;

/// The soonest ones within twelve months from the day, and how many there are.
pub fn upcoming(day: &Day) -> (Vec<NoticeDay>, u32) {
    let until = day.on.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
    let mut due: Vec<(Notice, &Agreement)> = day
        .positions
        .iter()
        .filter(|position| position.status != AgreementStatus::Ended)
        .filter_map(|position| {
            let notice = next_notice(&position.agreement.term(day.on), day.on)?;
            (notice.by <= until).then_some((notice, position.agreement))
        })
        .collect();
    // Stable: of two on one day the lower number comes first.
    due.sort_by_key(|(notice, _)| notice.by);
    let within_year = u32::try_from(due.len()).unwrap_or(u32::MAX);
    let soonest = due.into_iter().filter_map(|(notice, agreement)| shown(notice, agreement, day.on)).take(NOTICES_MAX);
    (soonest.collect(), within_year)
}

fn shown(notice: Notice, agreement: &Agreement, today: NaiveDate) -> Option<NoticeDay> {
    let yearly_cost = payable(agreement.yearly_cost(today)?, agreement.currency)?;
    Some(NoticeDay {
        agreement: agreement.id,
        number: agreement.number.clone().into(),
        title: agreement.title.clone().into(),
        notice_by: notice.by,
        end_on: notice.end_on,
        yearly_cost: total(i128::from(yearly_cost), agreement.currency).ok()?,
    })
}

fn next_notice(term: &Term, today: NaiveDate) -> Option<Notice> {
    terms::next_notice(term.end_on, term.notice_months?, term.extension_months, today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_notice_period_there_is_no_notice_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let term = Term { end_on: day("2027-12-31"), notice_months: None, extension_months: Some(1) };
        assert_eq!(next_notice(&term, day("2026-11-22")), None);
    }
}
