//! What an event changed, field by field.

use shared::agreements::{EventBody, FieldDifference};
use shared::terms::field_differences;

use super::{Draft, Recorded, subject};

/// The differences that each of `events` made when it was recorded, in the same order.
pub fn differences(events: &[Recorded]) -> Vec<Vec<FieldDifference>> {
    let mut before = Draft::default();
    let mut all = Vec::with_capacity(events.len());
    for (index, event) in events.iter().enumerate() {
        let after = if matches!(event.body, EventBody::Undone { .. }) {
            Draft::of(events.get(..=index).unwrap_or(events))
        } else {
            let mut after = before.clone();
            after.add(event);
            after
        };
        all.push(between(&before, &after, subject(events, event)));
        before = after;
    }
    all
}

/// A creation or a correction is seen in the original terms, an amendment on its first day.
fn between(before: &Draft, after: &Draft, subject: &Recorded) -> Vec<FieldDifference> {
    match &subject.body {
        EventBody::Created { .. } | EventBody::Corrected { .. } => field_differences(&before.original, &after.original),
        EventBody::Amended { .. } => {
            field_differences(&before.fields_on(subject.effective_on), &after.fields_on(subject.effective_on))
        }
        EventBody::Ended { .. } | EventBody::Deleted {} | EventBody::Restored {} | EventBody::Undone { .. } => {
            Vec::new()
        }
    }
}
