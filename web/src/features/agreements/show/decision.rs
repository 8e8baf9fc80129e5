//! What is to be decided next about an agreement, and by when.

use chrono::{Months, NaiveDate};
use shared::agreements::{Agreement, AgreementStatus, OptionKind};
use shared::terms;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It runs on and costs money until someone decides; by the day, where it is extended for so long at a time.
    Extended { by: Option<NaiveDate> },
    /// Notice must be given by the day.
    Notice { by: NaiveDate, soon: bool },
    /// The day to give notice has passed.
    NoticePassed { by: NaiveDate },
    /// An option must be used by the day.
    Option { kind: OptionKind, by: NaiveDate, soon: bool },
}

/// So long before a day it is time to act.
const SOON: Months = Months::new(3);

/// The nearest day counts.
pub fn next(agreement: &Agreement, as_of: NaiveDate) -> Option<Decision> {
    let terms = &agreement.terms;
    let extension = terms.extension.as_ref().map(|rule| rule.months);
    let notice = |months| terms.end_on.and_then(|end| terms::next_notice(end, months, extension, as_of));
    match agreement.status {
        AgreementStatus::Extended => {
            let by = terms.notice_months.and_then(notice).map(|notice| notice.by);
            return Some(Decision::Extended { by });
        }
        AgreementStatus::Ended | AgreementStatus::Deleted => return None,
        AgreementStatus::NotStarted | AgreementStatus::Running => {}
    }
    let is_soon = |day: NaiveDate| day.checked_sub_months(SOON).is_none_or(|from| from <= as_of);
    let options = terms.options.iter().filter_map(|option| {
        let by = option.notice_by.filter(|by| *by >= as_of)?;
        Some((by, Decision::Option { kind: option.kind, by, soon: is_soon(by) }))
    });
    let agreed = terms.end_on.zip(terms.notice_months).and_then(|(end, months)| terms::agreed_notice(end, months));
    let notice_by = agreed.map(|notice| notice.by);
    let notice = notice_by.filter(|by| *by >= as_of).map(|by| (by, Decision::Notice { by, soon: is_soon(by) }));
    let nearest = options.chain(notice).min_by_key(|(by, _)| *by).map(|(_, decision)| decision);
    nearest.or_else(|| notice_by.map(|by| Decision::NoticePassed { by }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn agreement(status: &str, more: serde_json::Value) -> Agreement {
        let mut terms = json!({
            "title": "Truck", "kind": "financial_lease", "lessor_name": "Leasaren", "start_on": "2024-01-01",
            "end_on": "2027-12-31", "term_months": 48, "currency": "SEK", "fee": "1000.00",
        });
        terms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(json!({
            "id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e65", "version": 1, "as_of": "2026-11-22", "known_at": null,
            "status": status, "terms": terms, "original_terms": terms, "changes": [],
            "figures": {"as_of": "2026-11-22", "debt": null, "debt_unknown": null, "remaining_payments": "0",
                        "next_payment_on": null, "extended": null,
                        "rate": {"pure": null, "source": null, "all_in": null, "fee_shares": [], "unknown": null,
                                 "implausible": false, "candidates": []}},
            "demo": false, "created_at": "2026-11-22T08:00:00Z", "updated_at": "2026-11-22T08:00:00Z",
        }))
        .unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn notice_is_due_in_time_and_missed_after() {
        let agreement = agreement("running", json!({"notice_months": 3}));
        let by = day("2027-09-30");
        assert_eq!(next(&agreement, day("2026-11-22")), Some(Decision::Notice { by, soon: false }));
        assert_eq!(next(&agreement, day("2027-06-30")), Some(Decision::Notice { by, soon: true }));
        assert_eq!(next(&agreement, by), Some(Decision::Notice { by, soon: true }));
        assert_eq!(next(&agreement, day("2027-10-01")), Some(Decision::NoticePassed { by }));
    }

    #[test]
    fn the_nearest_of_several_days_counts() {
        let option = json!({"notice_months": 3, "options": [{"kind": "purchase", "notice_by": "2027-03-31"}]});
        let agreement = agreement("running", option);
        let by = day("2027-03-31");
        let wanted = Decision::Option { kind: OptionKind::Purchase, by, soon: false };
        assert_eq!(next(&agreement, day("2026-11-22")), Some(wanted));
    }

    #[test]
    fn an_extended_one_waits_and_an_ended_one_does_not() {
        assert_eq!(next(&agreement("extended", json!({})), day("2028-01-01")), Some(Decision::Extended { by: None }));
        let yearly = json!({"notice_months": 3, "extension": {"months": 12}});
        let by = Some(day("2028-09-30"));
        assert_eq!(next(&agreement("extended", yearly), day("2028-01-01")), Some(Decision::Extended { by }));
        assert_eq!(next(&agreement("ended", json!({"notice_months": 3})), day("2026-11-22")), None);
    }
}
