//! Whether the time of a report is closed, and whether it says what it said then.

use chrono::SecondsFormat;
use leptos::prelude::*;
use shared::reports::ReportClosed;

use crate::format;
use crate::route::Address;
use crate::t;
use crate::ui::icon::{Icon, IconView};

#[component]
pub fn Closed(closed: ReportClosed, address: Address) -> impl IntoView {
    let day = format::date_long(closed.through);
    let who = t!(books.recorded.by, name = closed.by.unwrap_or_default(), at = format::instant(closed.at));
    if !closed.changed_since {
        return view! { <p class="books-note">{t!(reports.closed.same, day = day)}" "{who}</p> }.into_any();
    }
    let then = closed.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let href = address.with(&[("known_at", Some(then))]);
    view! {
        <div class="notice report-missing" data-tone="due" role="status">
            <IconView icon=Icon::Warning />
            <div>
                <p>{t!(reports.closed.changed, day = day)}</p>
                <p class="books-note">{who}" "<a href=href>{t!(reports.closed.then)}</a></p>
            </div>
        </div>
    }
    .into_any()
}
