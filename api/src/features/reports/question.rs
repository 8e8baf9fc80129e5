//! What is asked of the books. A question and an edition of the register determine the answer.

use chrono::{Datelike, Days, Months, NaiveDate};
use shared::agreements::AgreementKind;
use shared::books::{BookFramework, MaturityMonths};
use shared::ids::{AgreementId, CompanyId, PartyId};
use shared::money::Currency;
use shared::org_number::OrgNumber;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::reports::{PERIODS_MAX, ReportPeriod};

use crate::error::{ApiError, ApiResult};
use crate::http::day_within_reach;

/// Which agreements. Every given field must fit; an agreement is judged by what it is on the last day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    pub kind: Option<AgreementKind>,
    pub lessor: Option<PartyId>,
    pub currency: Option<Currency>,
    /// The empty string: agreements without a cost centre.
    pub cost_center: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    pub framework: BookFramework,
    pub span: Span,
    pub selection: Selection,
    pub depth: Depth,
    pub intragroup: Intragroup,
    /// The bounds of what falls due; those of the company's policy where absent.
    pub maturity_months: Option<MaturityMonths>,
}

/// Which leases are between companies of the group the question is asked for: by the lessor's organisation number, or
/// one by one. Each names the lessor. Nothing for a company by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Intragroup {
    pub lessors: Vec<(OrgNumber, CompanyId)>,
    pub agreements: Vec<(AgreementId, CompanyId)>,
}

impl Intragroup {
    pub fn is_nothing(&self) -> bool {
        self.lessors.is_empty() && self.agreements.is_empty()
    }
}

/// What is kept of each agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Depth {
    #[default]
    Figures,
    /// And every change of liability and asset.
    Causes,
    /// And each period by itself.
    Periods,
}

/// Where in a request the days stand.
#[derive(Clone, Copy, Debug)]
pub enum Asked {
    InQuery,
    InBody,
}

/// The days between which is counted, cut into periods.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub period: ReportPeriod,
    /// The day before the first, and the last day of each period.
    closings: Vec<NaiveDate>,
}

impl Span {
    /// `to` is today and `from` the first day of its fiscal year, unless told otherwise. `place` is where they stand in
    /// the request.
    pub fn new(
        place: Asked,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        period: ReportPeriod,
        today: NaiveDate,
        fiscal_year_ends: u32,
    ) -> ApiResult<Self> {
        let (at_from, at_to) = match place {
            Asked::InQuery => ("?from", "?to"),
            Asked::InBody => ("/from", "/to"),
        };
        let to = day_within_reach(at_to, to.unwrap_or(today))?;
        let from = day_within_reach(at_from, from.unwrap_or_else(|| year_begins(to, fiscal_year_ends)))?;
        if to < from {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&to.to_string());
            return Err(refused(at_to, fault.expected(&format!("a day on or after {from}"))));
        }
        let months = match period {
            ReportPeriod::Month => Some(1),
            ReportPeriod::Quarter => Some(3),
            ReportPeriod::Year => Some(12),
            ReportPeriod::Whole => None,
        };
        let before = from.checked_sub_days(Days::new(1)).unwrap_or(from);
        let mut closings = vec![before];
        let mut next = months.and_then(|months| period_end(from, months, fiscal_year_ends));
        while let Some(end) = next.filter(|end| *end < to) {
            closings.push(end);
            next = end.succ_opt().zip(months).and_then(|(day, months)| period_end(day, months, fiscal_year_ends));
            if closings.len() > PERIODS_MAX {
                let fault = FieldFault::new(FieldCode::OutOfRange).found(&to.to_string());
                return Err(refused(at_to, fault.expected(&format!("at most {PERIODS_MAX} periods after {from}"))));
            }
        }
        closings.push(to);
        Ok(Self { period, closings })
    }

    /// What of it lies between two days, with the periods as they are cut; `None`: nothing.
    pub fn within(&self, from: NaiveDate, until: Option<NaiveDate>) -> Option<Self> {
        let (from, to) = (from.max(self.from()), until.map_or(self.to(), |until| until.min(self.to())));
        if to < from {
            return None;
        }
        let before = from.pred_opt().unwrap_or(from);
        let between = self.closings.iter().copied().filter(|end| before < *end && *end < to);
        let closings = std::iter::once(before).chain(between).chain(std::iter::once(to)).collect();
        Some(Self { period: self.period, closings })
    }

    pub fn closings(&self) -> &[NaiveDate] {
        &self.closings
    }

    pub fn from(&self) -> NaiveDate {
        let before = self.closings.first().copied().unwrap_or(NaiveDate::MIN);
        before.succ_opt().unwrap_or(before)
    }

    pub fn to(&self) -> NaiveDate {
        self.closings.last().copied().unwrap_or(NaiveDate::MAX)
    }

    /// First and last day of each period.
    pub fn periods(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        let pairs = self.closings.iter().zip(self.closings.iter().skip(1));
        pairs.map(|(before, to)| (before.succ_opt().unwrap_or(*before), *to))
    }
}

fn refused(pointer: &str, fault: FieldFault) -> ApiError {
    ApiError::new(ErrorCode::ValidationFailed).at(pointer, fault)
}

/// The end of the period of so many months that a day is in; one of them ends with the fiscal year.
fn period_end(day: NaiveDate, months: u32, fiscal_year_ends: u32) -> Option<NaiveDate> {
    let past = (day.month() + 12 - fiscal_year_ends) % months;
    let ahead = if past == 0 { 0 } else { months - past };
    let first = day.with_day(1)?.checked_add_months(Months::new(ahead + 1))?;
    first.pred_opt()
}

/// The first day of the fiscal year that a day is in.
pub fn year_begins(day: NaiveDate, fiscal_year_ends: u32) -> NaiveDate {
    let end = period_end(day, 12, fiscal_year_ends);
    let begins = end.and_then(|end| end.succ_opt()?.checked_sub_months(Months::new(12)));
    begins.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str, period: ReportPeriod, fiscal_year_ends: u32) -> Vec<(String, String)> {
        let span =
            Span::new(Asked::InQuery, Some(day(from)), Some(day(to)), period, day(to), fiscal_year_ends).unwrap();
        span.periods().map(|(from, to)| (from.to_string(), to.to_string())).collect()
    }

    fn said(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn periods_end_with_the_fiscal_year() {
        let quarters = span("2025-02-10", "2025-12-15", ReportPeriod::Quarter, 4);
        assert_eq!(
            quarters,
            said(&[
                ("2025-02-10", "2025-04-30"),
                ("2025-05-01", "2025-07-31"),
                ("2025-08-01", "2025-10-31"),
                ("2025-11-01", "2025-12-15"),
            ])
        );
        let years = span("2024-05-01", "2026-04-30", ReportPeriod::Year, 4);
        assert_eq!(years, said(&[("2024-05-01", "2025-04-30"), ("2025-05-01", "2026-04-30")]));
        assert_eq!(
            span("2024-02-01", "2024-03-31", ReportPeriod::Month, 12),
            said(&[("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31")])
        );
        assert_eq!(span("2024-02-03", "2024-02-03", ReportPeriod::Whole, 12), said(&[("2024-02-03", "2024-02-03")]));
    }

    #[test]
    fn a_year_begins_after_the_one_before_has_ended() {
        assert_eq!(year_begins(day("2025-04-30"), 4), day("2024-05-01"));
        assert_eq!(year_begins(day("2025-05-01"), 4), day("2025-05-01"));
        assert_eq!(year_begins(day("2025-07-15"), 12), day("2025-01-01"));
        assert_eq!(year_begins(day("2024-02-29"), 2), day("2023-03-01"));
    }

    #[test]
    fn a_part_of_a_span_has_the_periods_of_the_whole() {
        let whole = Span::new(
            Asked::InQuery,
            Some(day("2025-01-01")),
            Some(day("2025-12-31")),
            ReportPeriod::Quarter,
            day("2026-01-01"),
            12,
        )
        .unwrap();
        let part = |from: &str, until: Option<&str>| {
            let part = whole.within(day(from), until.map(day));
            part.map(|part| part.periods().map(|(from, to)| (from.to_string(), to.to_string())).collect::<Vec<_>>())
        };
        assert_eq!(
            part("2025-05-10", Some("2025-09-30")).unwrap(),
            said(&[("2025-05-10", "2025-06-30"), ("2025-07-01", "2025-09-30")])
        );
        assert_eq!(whole.within(day("2020-01-01"), None).as_ref(), Some(&whole));
        assert_eq!(part("2020-01-01", Some("2024-12-31")), None);
        assert_eq!(part("2026-01-01", None), None);
    }

    #[test]
    fn no_more_periods_than_one_can_read() {
        let months =
            |to| Span::new(Asked::InQuery, Some(day("2020-01-01")), Some(day(to)), ReportPeriod::Month, day(to), 12);
        assert_eq!(months("2029-12-31").unwrap().periods().count(), 120);
        assert!(months("2030-01-01").is_err());
        assert!(months("2019-12-31").is_err());
    }
}
