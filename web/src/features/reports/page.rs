//! The room: what is asked, and the answer from several sides.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::reports::{BookReport, ReportSplit};

use super::agreements::Agreements;
use super::api;
use super::asked::Asked;
use super::choose::{Choices, Choose};
use super::closed::Closed;
use super::difference::Difference;
use super::explanation::Explanation;
use super::left_out::Missing;
use super::lines::{Besides, Lines, Maturities};
use super::note::Note;
use super::roll::{self, Roll};
use super::sealed::SealedReports;
use crate::client::ClientError;
use crate::codes::code;
use crate::company::use_company;
use crate::features::books::Review;
use crate::features::books::words as book_words;
use crate::features::journals::{Closings, Journal};
use crate::files::{self, Format};
use crate::format;
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::button::{ButtonKind, ButtonLink};
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::{Icon, IconView};
use crate::ui::page::Page;
use crate::ui::popover::{Align, MenuItem, Popover};
use crate::ui::skeleton::SkeletonLines;
use crate::ui::tabs::{Tab, Tabs};

const TABS: [&str; 9] =
    ["report", "agreements", "explanation", "difference", "note", "sealed", "review", "journal", "closing"];

fn choices(tab: &str) -> Choices {
    Choices {
        book: tab != "review",
        shape: matches!(tab, "report" | "sealed"),
        selection: matches!(tab, "report" | "agreements" | "explanation" | "difference" | "sealed"),
    }
}

#[component]
pub fn ReportsPage() -> impl IntoView {
    let company = use_company();
    let address = Address::here();
    let asked = Asked::follow(address, company.clone());
    let current = Memo::new(move |_| {
        let wanted = address.get("tab").unwrap_or_default();
        TABS.into_iter().find(|tab| *tab == wanted).unwrap_or(TABS[0])
    });
    let tabs = move || {
        let tab = |key: &'static str| Tab {
            key,
            text: match key {
                "agreements" => t!(reports.tab.agreements),
                "explanation" => t!(reports.tab.explanation),
                "difference" => t!(reports.tab.difference),
                "note" => t!(reports.tab.note),
                "sealed" => t!(reports.tab.sealed),
                "review" => t!(books.review.tab),
                "journal" => t!(books.journal),
                "closing" => t!(reports.tab.closing),
                _ => t!(reports.tab.report),
            }
            .to_owned(),
            href: address.with(&[("tab", (key != TABS[0]).then(|| key.to_owned())), ("figure", None)]),
        };
        TABS.map(tab).to_vec()
    };
    let framework = Memo::new(move |_| asked.with(|asked| asked.framework));
    let from = Memo::new(move |_| asked.with(|asked| asked.from));
    let to = Memo::new(move |_| asked.with(|asked| asked.to));
    let known_at = Memo::new(move |_| asked.with(|asked| asked.known_at));
    let choices = Memo::new(move |_| choices(current.get()));
    let content = move || match current.get() {
        "explanation" => view! { <Explanation asked /> }.into_any(),
        "difference" => view! { <Difference asked address /> }.into_any(),
        "note" => view! { <Note asked address /> }.into_any(),
        "sealed" => view! { <SealedReports asked /> }.into_any(),
        "review" => view! { <Review to known_at address /> }.into_any(),
        "journal" => view! { <Journal framework from to address /> }.into_any(),
        "closing" => view! { <Closings framework to /> }.into_any(),
        "agreements" => view! { <Agreements asked address /> }.into_any(),
        _ => view! { <Report asked address /> }.into_any(),
    };
    view! {
        <Page title=t!(frame.rooms.reports).to_owned() lead=t!(reports.lead).to_owned() wide=true>
            <Choose asked address choices />
            <Tabs label=t!(reports.tab.label) tabs=Signal::derive(tabs) current=Signal::derive(move || current.get().to_owned()) />
            {content}
        </Page>
    }
}

#[component]
fn Report(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let found = RwSignal::new(None::<Result<BookReport, ClientError>>);
    let busy = RwSignal::new(true);
    let turn = StoredValue::new(0_u32);
    let fetch = move || {
        let asked = asked.get_untracked();
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        busy.set(true);
        let company = company.get_value();
        spawn_local(async move {
            let answer = api::report(&company, &asked).await;
            if turn.try_get_value() == Some(mine) {
                found.set(Some(answer));
                busy.set(false);
            }
        });
    };
    // What is shown stays until the new is here.
    Effect::new(move |_| {
        asked.track();
        fetch();
    });
    let split = move || asked.with(|asked| asked.split);
    view! {
        <div aria-busy=move || busy.get().then_some("true") class="report" class:busy=move || busy.get()>
            <p class="visually-hidden" role="status">{move || busy.get().then(|| t!(reports.calculating))}</p>
            {move || match found.get() {
                None => view! { <p class="books-note">{t!(reports.calculating)}</p><SkeletonLines lines=10 /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=fetch /> }.into_any(),
                Some(Ok(report)) => view! { <Answer report split=untrack(split) address /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Answer(report: BookReport, split: ReportSplit, address: Address) -> impl IntoView {
    let company = use_company();
    if report.agreements == 0 && report.left_out_count == 0 {
        return view! {
            <Empty icon=Icon::Reports title=t!(reports.none.title) text=t!(reports.none.text)>
                <ButtonLink kind=ButtonKind::Primary href=company.href_untracked(Place::Agreements)>{t!(rooms.to_agreements)}</ButtonLink>
            </Empty>
        }
        .into_any();
    }
    let kept = StoredValue::new(report.clone());
    let save = move |format: Format| {
        kept.with_value(|report| {
            let stem = format!("{}-{}-{}", t!(reports.file), code(report.framework), format::date(report.to));
            files::save_sheet(&stem, &roll::sheet(report), format);
        });
    };
    let heading = t!(
        reports.heading,
        book = book_words::framework(report.framework),
        n = format::integer(i64::from(report.agreements))
    );
    let made = t!(books.engine, version = &report.engine_version);
    let closed = report.closed.clone().map(|closed| view! { <Closed closed address /> });
    view! {
        {closed}
        <Missing report=report.clone() />
        <div class="books-head">
            <h2 class="report-heading">{heading}</h2>
            <Popover align=Align::End button=|| view! { <IconView icon=Icon::Download /><span>{t!(agreement_list.export.button)}</span> }>
                <MenuItem on_press=move || save(Format::Xlsx)>{t!(agreement_list.export.xlsx)}</MenuItem>
                <MenuItem on_press=move || save(Format::Csv)>{t!(agreement_list.export.csv)}</MenuItem>
            </Popover>
        </div>
        <Roll report=report.clone() address />
        <Lines report=report.clone() split address />
        <Maturities report=report.clone() />
        <Besides report />
        <p class="books-note">{made}</p>
    }
    .into_any()
}
