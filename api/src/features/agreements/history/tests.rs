use super::*;
use chrono::{Days, TimeDelta, TimeZone as _};
use proptest::prelude::*;
use serde_json::json;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 1, 8, 0, 0).unwrap() + TimeDelta::minutes(minute)
}

fn created_terms() -> AgreementTerms {
    serde_json::from_value(json!({
        "number": "A-1", "title": "Truck", "kind": "financial_lease",
        "lessor_id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64", "start_on": "2024-01-01", "end_on": "2027-12-31",
        "term_months": 48, "currency": "SEK", "fee": "1000.00", "custom": {"Plats": "Boden"},
    }))
    .unwrap()
}

fn patch(value: Value) -> TermsPatch {
    serde_json::from_value(value).unwrap()
}

/// A history in the making.
#[derive(Clone)]
struct Story(Vec<Recorded>);

impl Story {
    fn new() -> Self {
        let mut story = Self(Vec::new());
        story.tell("2024-01-01", EventBody::Created { terms: Box::new(created_terms()) });
        story
    }

    fn tell(&mut self, on: &str, body: EventBody) -> EventId {
        let sequence = i32::try_from(self.0.len()).unwrap() + 1;
        let id = EventId::fresh(moment(0));
        let recorded_at = moment(i64::from(sequence));
        self.0.push(Recorded { id, sequence, effective_on: day(on), recorded_at, body });
        id
    }

    fn corrected(&mut self, value: Value) -> EventId {
        self.tell("2024-01-01", EventBody::Corrected { patch: patch(value) })
    }

    fn amended(&mut self, on: &str, value: Value) -> EventId {
        self.tell(on, EventBody::Amended { patch: patch(value) })
    }

    fn ended(&mut self, on: &str) -> EventId {
        self.tell(on, EventBody::Ended { how: EndingHow::Terminated, price: None })
    }

    fn undone(&mut self, event_id: EventId) -> EventId {
        self.tell("2024-01-01", EventBody::Undone { event_id })
    }

    fn state(&self) -> State {
        fold(&self.0).unwrap()
    }

    fn fee_on(&self, on: &str) -> String {
        self.state().terms_on(day(on)).unwrap().fee.to_string()
    }
}

#[test]
fn a_creation_alone_is_the_same_with_and_without_the_way_through_json() {
    assert_eq!(State::created(&created_terms(), 1), Story::new().state());
}

#[test]
fn an_amendment_holds_from_its_day() {
    let mut story = Story::new();
    story.amended("2025-06-01", json!({"fee": "1100.00"}));
    assert_eq!(story.fee_on("2025-05-31"), "1000.00");
    assert_eq!(story.fee_on("2025-06-01"), "1100.00");
    assert_eq!(story.state().next_change_after(day("2025-05-31")), Some(day("2025-06-01")));
    assert_eq!(story.state().next_change_after(day("2025-06-01")), None);
}

#[test]
fn amendments_follow_each_other_by_day_whatever_the_order_they_came_in() {
    let mut story = Story::new();
    story.amended("2026-01-01", json!({"fee": "1300.00"}));
    story.amended("2025-01-01", json!({"fee": "1200.00"}));
    assert_eq!(story.fee_on("2025-06-01"), "1200.00");
    assert_eq!(story.fee_on("2026-06-01"), "1300.00");
}

#[test]
fn the_later_of_two_amendments_on_one_day_rules() {
    let mut story = Story::new();
    story.amended("2025-01-01", json!({"fee": "1200.00"}));
    story.amended("2025-01-01", json!({"fee": "1250.00"}));
    assert_eq!(story.fee_on("2025-01-01"), "1250.00");
}

#[test]
fn a_correction_touches_the_original_and_leaves_amended_fields_amended() {
    let mut story = Story::new();
    story.amended("2025-06-01", json!({"fee": "1100.00"}));
    story.corrected(json!({"fee": "900.00", "title": "Motviktstruck"}));
    assert_eq!(story.fee_on("2025-05-31"), "900.00");
    assert_eq!(story.fee_on("2025-06-01"), "1100.00");
    assert_eq!(story.state().terms_on(day("2025-06-01")).unwrap().title, "Motviktstruck");
}

#[test]
fn the_term_follows_a_corrected_start_also_where_the_end_was_amended() {
    let mut story = Story::new();
    story.amended("2025-06-01", json!({"end_on": "2028-12-31"}));
    story.corrected(json!({"start_on": "2024-02-01"}));
    assert_eq!(story.state().original.term_months, Some(47));
    assert_eq!(story.state().terms_on(day("2025-06-01")).unwrap().term_months, Some(59));
}

#[test]
fn the_companys_own_fields_are_patched_one_by_one() {
    let mut story = Story::new();
    story.corrected(json!({"custom": {"Hylla": "7"}}));
    assert_eq!(story.state().original.custom.len(), 2);
    story.corrected(json!({"custom": {"Plats": null, "Hylla": null}}));
    assert!(story.state().original.custom.is_empty());
}

#[test]
fn status_follows_the_days() {
    let mut story = Story::new();
    let on = |story: &Story, text: &str| story.state().status_on(day(text)).unwrap();
    assert_eq!(on(&story, "2023-12-31"), AgreementStatus::NotStarted);
    assert_eq!(on(&story, "2024-01-01"), AgreementStatus::Running);
    assert_eq!(on(&story, "2027-12-31"), AgreementStatus::Running);
    assert_eq!(on(&story, "2028-01-01"), AgreementStatus::Extended);
    story.ended("2028-03-31");
    assert_eq!(on(&story, "2028-03-30"), AgreementStatus::Extended);
    assert_eq!(on(&story, "2028-03-31"), AgreementStatus::Ended);
    story.tell("2026-01-01", EventBody::Deleted {});
    assert_eq!(on(&story, "2025-01-01"), AgreementStatus::Deleted);
    story.tell("2026-01-01", EventBody::Restored {});
    assert_eq!(on(&story, "2025-01-01"), AgreementStatus::Running);
}

#[test]
fn what_cannot_stand_together_is_named() {
    let mut ended = Story::new();
    ended.ended("2026-01-31");
    assert_eq!(ended.state().conflict().unwrap(), None);

    let mut amended_after = ended.clone();
    amended_after.amended("2026-02-01", json!({"fee": "1.00"}));
    let conflict = Conflict::AmendedAfterEnding { amended_on: day("2026-02-01"), ended_on: day("2026-01-31") };
    assert_eq!(amended_after.state().conflict().unwrap(), Some(conflict));

    ended.ended("2026-03-31");
    let conflict = Conflict::EndedTwice { first_on: day("2026-01-31") };
    assert_eq!(ended.state().conflict().unwrap(), Some(conflict));

    let mut early = Story::new();
    early.amended("2023-12-31", json!({"fee": "1.00"}));
    assert!(matches!(early.state().conflict().unwrap(), Some(Conflict::AmendedBeforeStart { .. })));

    let mut shortened = Story::new();
    shortened.amended("2026-01-01", json!({"end_on": "2026-06-30"}));
    shortened.corrected(json!({"start_on": "2026-07-01"}));
    assert!(matches!(shortened.state().conflict().unwrap(), Some(Conflict::AmendedBeforeStart { .. })));
}

#[test]
fn differences_stand_where_the_event_works() {
    let mut story = Story::new();
    let amended = story.amended("2025-06-01", json!({"fee": "1100.00"}));
    story.corrected(json!({"fee": "900.00"}));
    let undone = story.undone(amended);
    story.undone(undone);
    let fees: Vec<_> = differences(&story.0)
        .into_iter()
        .map(|differences| {
            let fee = differences.into_iter().find(|difference| difference.field == "fee").unwrap();
            (fee.before.map(|value| value.to_string()), fee.after.unwrap().to_string())
        })
        .collect();
    let quoted = |text: &str| format!("\"{text}\"");
    assert_eq!(
        fees,
        [
            (None, quoted("1000.00")),
            (Some(quoted("1000.00")), quoted("1100.00")),
            (Some(quoted("1000.00")), quoted("900.00")),
            (Some(quoted("1100.00")), quoted("900.00")),
            (Some(quoted("900.00")), quoted("1100.00")),
        ]
    );
}

/// What somebody might do next; what does not fit the state is left out.
#[derive(Clone, Debug)]
enum Step {
    Correct { fee: i64, title: Option<u8> },
    Amend { after_days: u64, fee: i64, months: Option<u32> },
    End { after_days: u64 },
    DeleteOrRestore,
    Undo { nth: prop::sample::Index },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (1..1_000_000_i64, prop::option::of(0..9_u8)).prop_map(|(fee, title)| Step::Correct { fee, title }),
        (0..2_000_u64, 1..1_000_000_i64, prop::option::of(12..90_u32))
            .prop_map(|(after_days, fee, months)| Step::Amend { after_days, fee, months }),
        (0..3_000_u64).prop_map(|after_days| Step::End { after_days }),
        Just(Step::DeleteOrRestore),
        any::<prop::sample::Index>().prop_map(|nth| Step::Undo { nth }),
    ];
    prop::collection::vec(step, 0..14)
}

/// The story of the steps, with the state after each event.
fn told(steps: &[Step]) -> (Story, Vec<State>) {
    let mut story = Story::new();
    let mut states = vec![story.state()];
    for step in steps {
        let mut next = story.clone();
        let after = |days: u64| (day("2024-01-01") + Days::new(days)).to_string();
        let amount = |minor| Amount::from_minor(minor).unwrap().to_string();
        match step {
            Step::Correct { fee, title } => {
                let title = title.map_or_else(|| "Truck".to_owned(), |n| format!("Truck {n}"));
                next.corrected(json!({"fee": amount(*fee), "title": title}));
            }
            Step::Amend { after_days, fee, months } => {
                let end_on = months.and_then(|months| shared::terms::end_of_term(day("2024-01-01"), months));
                let value = match end_on {
                    Some(end_on) => json!({"fee": amount(*fee), "end_on": end_on}),
                    None => json!({"fee": amount(*fee)}),
                };
                next.amended(&after(*after_days), value);
            }
            Step::End { after_days } => {
                next.ended(&after(*after_days));
            }
            Step::DeleteOrRestore => {
                let deleted = story.state().deleted;
                next.tell("2026-01-01", if deleted { EventBody::Restored {} } else { EventBody::Deleted {} });
            }
            Step::Undo { nth } => {
                let undone = undone_by(&story.0);
                let open: Vec<_> = story
                    .0
                    .iter()
                    .zip(undone)
                    .skip(1)
                    .filter(|(_, undone)| undone.is_none())
                    .map(|(e, _)| e.id)
                    .collect();
                if open.is_empty() {
                    continue;
                }
                next.undone(*nth.get(&open));
            }
        }
        if next.state().conflict().unwrap().is_none() {
            story = next;
            states.push(story.state());
        }
    }
    (story, states)
}

fn meaning(state: &State) -> (AgreementTerms, Vec<AgreementChange>, bool) {
    (state.original.clone(), state.changes.clone(), state.deleted)
}

proptest! {
    #[test]
    fn one_more_event_needs_no_whole_history(steps in steps()) {
        let (story, states) = told(&steps);
        for (event, (before, after)) in story.0.iter().skip(1).zip(states.iter().zip(states.iter().skip(1))) {
            if !matches!(event.body, EventBody::Undone { .. }) {
                prop_assert_eq!(&before.with(event).unwrap(), after);
            }
        }
    }

    #[test]
    fn what_was_known_then_is_what_the_register_said_then(steps in steps()) {
        let (story, states) = told(&steps);
        for (event, state) in story.0.iter().zip(&states) {
            prop_assert_eq!(&fold(known(&story.0, event.recorded_at)).unwrap(), state);
            prop_assert_eq!(&fold(known(&story.0, event.recorded_at + TimeDelta::seconds(59))).unwrap(), state);
        }
        prop_assert!(known(&story.0, moment(0)).is_empty());
    }

    #[test]
    fn undo_and_redo_is_as_if_nothing_had_happened(steps in steps(), nth in any::<prop::sample::Index>()) {
        let (mut story, _) = told(&steps);
        let before = story.state();
        let undone = undone_by(&story.0);
        let open: Vec<_> =
            story.0.iter().zip(undone).skip(1).filter(|(_, undone)| undone.is_none()).map(|(e, _)| e.id).collect();
        prop_assume!(!open.is_empty());
        let undo = story.undone(*nth.get(&open));
        story.undone(undo);
        prop_assert_eq!(meaning(&story.state()), meaning(&before));
    }

    #[test]
    fn with_everything_undone_the_agreement_is_as_created(steps in steps()) {
        let (mut story, states) = told(&steps);
        let events = story.0.clone();
        for event in events.iter().skip(1).rev() {
            let still_counts = undone_by(&story.0).get(usize::try_from(event.sequence - 1).unwrap()) == Some(&None);
            if still_counts && !matches!(event.body, EventBody::Undone { .. }) {
                story.undone(event.id);
            }
        }
        prop_assert_eq!(meaning(&story.state()), meaning(&states[0]));
    }

    #[test]
    fn the_differences_of_all_events_lead_from_nothing_to_the_original(steps in steps()) {
        let (story, _) = told(&steps);
        let mut terms = Map::new();
        for (event, differences) in story.0.iter().zip(differences(&story.0)) {
            if matches!(subject(&story.0, event).body, EventBody::Amended { .. }) {
                continue;
            }
            for difference in differences {
                prop_assert_eq!(terms.get(&difference.field), difference.before.as_ref());
                match difference.after {
                    Some(after) => terms.insert(difference.field, after),
                    None => terms.remove(&difference.field),
                };
            }
        }
        prop_assert_eq!(terms_of(terms).unwrap(), story.state().original);
    }
}
