//! Where agreements stand, as a row of choices with their counts.

use leptos::prelude::*;
use shared::agreements::AgreementStatus;

use super::filter::status_key;
use super::{List, status_title};
use crate::format;
use crate::t;

const CHOICES: [Option<AgreementStatus>; 6] = [
    None,
    Some(AgreementStatus::Running),
    Some(AgreementStatus::Extended),
    Some(AgreementStatus::NotStarted),
    Some(AgreementStatus::Ended),
    Some(AgreementStatus::Deleted),
];

#[component]
pub(super) fn Statuses(list: List) -> impl IntoView {
    let counts = Memo::new(move |_| {
        let rows = list.register.rows().get();
        list.filter.with(|filter| {
            let passing = || rows.iter().filter(|row| filter.holds_but_status(row));
            CHOICES.map(|choice| match choice {
                None => passing().count(),
                Some(status) => passing().filter(|row| row.status() == status).count(),
            })
        })
    });
    let bin = Memo::new(move |_| list.filter.with(|filter| filter.shows_bin()));
    let choice = move |(at, status): (usize, Option<AgreementStatus>)| {
        let is_current = move || list.filter.with(|filter| filter.status == status);
        let href = move || list.address.with(&[("status", status.map(|status| status_key(status).to_owned()))]);
        // The bin is another part of the register: its count is known only there, and the others' only outside.
        let counted = move || bin.get() == (status == Some(AgreementStatus::Deleted));
        let count = move || counted().then(|| counts.with(|counts| counts.get(at).copied())).flatten();
        view! {
            <li>
                <a class="list-status" href=href aria-current=move || is_current().then_some("true")>
                    {status_title(status)}
                    {move || count().map(|count| view! { <span class="list-status-count">{format::integer(count as i64)}</span> })}
                </a>
            </li>
        }
    };
    view! {
        <nav class="list-statuses" aria-label=t!(agreement_list.statuses)>
            <ul>{CHOICES.into_iter().enumerate().map(choice).collect_view()}</ul>
        </nav>
    }
}
