//! The tab of an agreement: every book on the day asked about, and the chosen one in full.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::books::{BookCalculation, BookFramework};

use super::beside::Beside;
use super::chart::Charts;
use super::facts::{Checks, Findings, Initial, Maturity, Policies};
use super::journal::Journal;
use super::recorded::Recorded;
use super::schedule::Schedule;
use super::{Subject, api, words};
use crate::client::ClientError;
use crate::files;
use crate::t;
use crate::ui::button::Button;
use crate::ui::empty::Failed;
use crate::ui::icon::Icon;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::toast::use_toasts;

/// The expensed frameworks come to the same; the legal entity's stands for them.
pub const SHOWN: [BookFramework; 4] =
    [BookFramework::Ifrs16, BookFramework::K3, BookFramework::K3LegalEntity, BookFramework::Asc842];

pub type Found = RwSignal<Option<Result<Arc<BookCalculation>, ClientError>>>;

#[component]
pub fn AccountingTab() -> impl IntoView {
    let subject = expect_context::<Subject>();
    let found: [Found; SHOWN.len()] = SHOWN.map(|_| RwSignal::new(None));
    let turn = StoredValue::new(0_u32);
    let fetch = move || {
        let Some(id) = subject.id.get_untracked() else { return };
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        let (as_of, known_at) = untrack(|| (subject.company().as_of.chosen(), subject.known_at.get()));
        for (framework, found) in SHOWN.into_iter().zip(found) {
            let company = subject.company();
            spawn_local(async move {
                let answer = api::book(&company, id, framework, as_of, known_at).await;
                if turn.try_get_value() == Some(mine) {
                    found.set(Some(answer.map(Arc::new)));
                }
            });
        }
    };
    Effect::new(move |_| {
        subject.fetched.track();
        subject.company().as_of.chosen();
        fetch();
    });
    let chosen = Memo::new(move |_| {
        let wanted = subject.address.get("book").and_then(|code| BookFramework::of_code(&code));
        match wanted {
            // A report of either comes here for its rows.
            Some(BookFramework::K2 | BookFramework::Rfr2) => BookFramework::K3LegalEntity,
            wanted => wanted.unwrap_or(SHOWN[0]),
        }
    });
    let book = move || SHOWN.into_iter().zip(found).find(|(each, _)| *each == chosen.get()).and_then(|(_, f)| f.get());
    view! {
        <p class="books-lead">{t!(books.lead)}</p>
        <Beside subject found chosen />
        <Recorded subject on_change=Callback::new(move |()| fetch()) />
        {move || match book() {
            None => view! { <SkeletonLines lines=8 /> }.into_any(),
            Some(Err(error)) => view! { <Failed error on_retry=fetch /> }.into_any(),
            Some(Ok(book)) => view! { <Chosen subject book framework=chosen.get() /> }.into_any(),
        }}
    }
}

#[component]
fn Chosen(subject: Subject, book: Arc<BookCalculation>, framework: BookFramework) -> impl IntoView {
    let heading = format!("{} – {}", words::framework(framework), words::treatment(book.treatment));
    let heading =
        if framework == BookFramework::K3LegalEntity { t!(books.framework.expensed).to_owned() } else { heading };
    let label = heading.clone();
    view! {
        <section class="section books-chosen" aria-label=label>
            <div class="books-head">
                <h2>{heading}</h2>
                <Workbook subject framework day=book.balances.as_of />
            </div>
            <Findings subject book=book.clone() />
            <Charts subject book=book.clone() />
            <Schedule subject book=book.clone() framework />
            <Journal subject book=book.clone() framework />
            <div class="books-facts">
                <Maturity book=book.clone() />
                <Initial book=book.clone() />
                <Policies book=book.clone() />
                <Checks book />
            </div>
        </section>
    }
}

/// The same book as a workbook whose cells compute: made by the server, which may take its time.
#[component]
fn Workbook(subject: Subject, framework: BookFramework, day: NaiveDate) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let fetch = move || {
        let Some(id) = subject.id.get_untracked() else { return };
        let (company, known_at) = (subject.company(), subject.known_at.get_untracked());
        let name = format!("{}-{}-{day}.xlsx", t!(books.workbook.file), words::code(framework));
        busy.set(true);
        spawn_local(async move {
            let answer = api::workbook(&company, id, framework, Some(day), known_at).await;
            match answer {
                Ok(blob) => files::save(&name, &blob),
                Err(error) => toasts.say_failed(error.text()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <span class="books-note" role="status">{move || busy.get().then(|| t!(books.workbook.making))}</span>
        <Button icon=Icon::Table busy on_press=fetch>{t!(books.workbook.button)}</Button>
    }
}
