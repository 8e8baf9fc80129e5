//! The next days by which notice must have been given.

use chrono::Months;
use leptos::prelude::*;
use shared::debt::{NoticeDay, Overview};

use super::timeline::Timeline;
use crate::company::use_company;
use crate::features::agreements::words;
use crate::route::Page as Place;
use crate::ui::table::{Heading, Table};
use crate::{format, t};

/// As many as are read at a glance; the others are in the list.
const SHOWN: usize = 8;

#[component]
pub(super) fn Notices(overview: Memo<Option<Overview>>) -> impl IntoView {
    let notices = Memo::new(move |_| {
        overview.with(|known| known.as_ref().map(|known| (known.notices.clone(), known.notices_within_year)))
    });
    view! {
        <section class="overview-section">
            <h2>{t!(overview.notices.title)}</h2>
            {move || match notices.get() {
                Some((notices, _)) if notices.is_empty() => view! { <p class="overview-quiet">{t!(overview.notices.none)}</p> }.into_any(),
                Some((notices, within)) => view! { <NoticeTable notices within /> }.into_any(),
                None => ().into_any(),
            }}
        </section>
    }
}

#[component]
fn NoticeTable(notices: Vec<NoticeDay>, within: u32) -> impl IntoView {
    let company = use_company();
    let today = company.as_of.date_untracked();
    let headings = vec![
        Heading::text(t!(overview.notices.by)),
        Heading::text(t!(overview.notices.agreement)),
        Heading::text(t!(overview.notices.end)),
        Heading::number(t!(overview.notices.cost)),
    ];
    let row = |notice: &NoticeDay| {
        let href = company.href(Place::Agreement(notice.agreement));
        view! {
            <tr>
                <td class="number-start">{format::date(notice.notice_by)}</td>
                <th scope="row"><a href=href>{notice.title.clone()}</a> " " <span class="unit">{notice.number.clone()}</span></th>
                <td class="number-start">{format::date(notice.end_on)}</td>
                <td class="number">{words::money(notice.yearly_cost.amount(), notice.yearly_cost.currency())}</td>
            </tr>
        }
    };
    let rows = notices.iter().take(SHOWN).map(row).collect_view();
    let drawn = notices.len();
    let within = usize::try_from(within).unwrap_or(usize::MAX);
    let is_cut = within > drawn;
    let until = today.checked_add_months(Months::new(12)).unwrap_or(today);
    let all = company.href_with(Place::Agreements, &[("notice_before", &until.to_string())]);
    view! {
        <Timeline notices=notices.clone() from=today />
        {is_cut.then(|| view! { <p class="overview-quiet timeline-cut">{t!(overview.notices.cut, n = drawn, all = within)}</p> })}
        <div class="overview-notices">
            <Table caption=t!(overview.notices.title) headings>{rows}</Table>
        </div>
        {(within > SHOWN).then(|| view! {
            <p class="overview-quiet">
                {t!(overview.notices.more, n = within - SHOWN)} " "
                <a href=all>{t!(overview.notices.all, n = within)}</a>
            </p>
        })}
    }
}
