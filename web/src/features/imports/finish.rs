//! While it is written, and afterwards.

use leptos::prelude::*;
use shared::imports::{ImportCounts, ImportStatus};

use super::show::Hand;
use super::undo::UndoWhole;
use super::words;
use crate::route::Page as Place;
use crate::ui::badge::Badge;
use crate::ui::button::{ButtonKind, ButtonLink};
use crate::ui::icon::Icon;
use crate::ui::page::PartHeading;
use crate::ui::progress::Progress;
use crate::{format, t};

#[component]
pub(super) fn Working(
    hand: Hand,
    /// Stands where something else stood before.
    follows: bool,
) -> impl IntoView {
    let progress = Memo::new(move |_| hand.import.with(|import| import.progress));
    let undoing = move || hand.import.with(|import| import.status == ImportStatus::Undoing);
    let done = Signal::derive(move || progress.get().map_or(0, |progress| u64::from(progress.done)));
    let total = Signal::derive(move || progress.get().map_or(1, |progress| u64::from(progress.total)));
    let text = Signal::derive(move || {
        progress.get().map_or_else(String::new, |progress| {
            let number = |n: u32| format::integer(i64::from(n));
            t!(imports.finish.progress, done = number(progress.done), total = number(progress.total))
        })
    });
    let label = if undoing() { t!(imports.finish.undoing) } else { t!(imports.finish.applying) };
    view! {
        <PartHeading text=Signal::stored(label.to_owned()) takes_focus=follows />
        <Progress label=t!(imports.finish.progress_label) done total text />
        <p class="import-context">{t!(imports.finish.may_leave)}</p>
    }
}

#[component]
pub(super) fn Finished(
    hand: Hand,
    /// Stands where something else stood before.
    follows: bool,
) -> impl IntoView {
    let import = hand.import.get_untracked();
    let company = hand.company();
    let ImportCounts { create, update, skip, unchanged, .. } = import.counts;
    let headline = match import.status {
        ImportStatus::Applied => t!(
            imports.finish.applied,
            create = t!(imports.finish.created, n = create),
            update = t!(imports.finish.updated, n = update),
            skip = t!(imports.finish.skipped, n = skip + unchanged)
        ),
        ImportStatus::Undone => t!(imports.finish.undone).to_owned(),
        _ => t!(imports.finish.failed).to_owned(),
    };
    let until = import.undo_until.filter(|_| import.status == ImportStatus::Applied && company.may_edit());
    let icon = if import.status == ImportStatus::Failed { Icon::Failure } else { Icon::Check };
    view! {
        <section class="import-done">
            <p><Badge tone=words::status_tone(import.status)>{words::status(import.status)}</Badge></p>
            <PartHeading text=Signal::stored(headline) icon takes_focus=follows />
            {import.failure.map(|failure| view! { <p>{words::failure(failure)}</p> })}
            <div class="button-row">
                <ButtonLink kind=ButtonKind::Primary href=company.href_untracked(Place::Overview)>{t!(imports.finish.to_overview)}</ButtonLink>
                <ButtonLink href=company.href_untracked(Place::Agreements)>{t!(imports.finish.to_agreements)}</ButtonLink>
                {until.map(|_| view! {
                    <UndoWhole create update busy=hand.busy on_undo=Callback::new(move |()| hand.undo()) />
                })}
            </div>
            {until.map(|until| view! { <p class="import-context">{t!(imports.finish.undo_until, at = format::instant(until))}</p> })}
        </section>
    }
}
