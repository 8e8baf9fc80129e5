//! What will happen, before anything does: new, changed, as they are, left out.

use leptos::prelude::*;
use shared::imports::{ImportField, ImportRow, Mend, RowAction};

use super::columns::Unread;
use super::show::Hand;
use super::{api, words};
use crate::features::agreements::difference;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::diff::DiffView;
use crate::ui::empty::Failed;
use crate::ui::icon::{Icon, IconView};
use crate::ui::select::Segments;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::{format, t};

#[component]
pub(super) fn Preview(hand: Hand) -> impl IntoView {
    let counts = Memo::new(move |_| hand.import.with(|import| import.counts));
    let version = Memo::new(move |_| hand.import.with(|import| import.version));
    let start =
        if counts.with_untracked(|counts| counts.create == 0 && counts.update > 0) { "update" } else { "create" };
    let shown = RwSignal::new(start.to_owned());
    let options = Signal::derive(move || {
        let counts = counts.get();
        vec![
            ("create".to_owned(), t!(imports.preview.create, n = counts.create)),
            ("update".to_owned(), t!(imports.preview.update, n = counts.update)),
            ("unchanged".to_owned(), t!(imports.preview.unchanged, n = counts.unchanged)),
            ("skip".to_owned(), t!(imports.preview.skip, n = counts.skip)),
        ]
    });
    let action = Memo::new(move |_| match shown.get().as_str() {
        "update" => RowAction::Update,
        "unchanged" => RowAction::Unchanged,
        "skip" => RowAction::Skip,
        _ => RowAction::Create,
    });
    let rows = LocalResource::new(move || {
        version.track();
        let (company, id, action) = (hand.company(), hand.import.with_untracked(|import| import.id), action.get());
        async move { api::rows(&company, id, action, None).await }
    });
    let ready = Memo::new(move |_| {
        hand.import.with(|import| import.missing_fields.is_empty() && import.counts.faulty == 0)
            && counts.with(|counts| counts.create + counts.update > 0)
    });
    view! {
        <div class="import-apply">
            <p class="import-summary" role="status">
                {move || {
                    let counts = counts.get();
                    [
                        t!(imports.preview.summary_create, n = counts.create),
                        t!(imports.preview.summary_update, n = counts.update),
                        t!(imports.preview.summary_skip, n = counts.skip + counts.unchanged),
                    ]
                    .join(", ")
                }}
            </p>
            <Button kind=ButtonKind::Primary busy=hand.busy disabled=Signal::derive(move || !ready.get()) on_press=move || hand.apply()>
                {t!(imports.preview.apply)}
            </Button>
        </div>
        {move || (counts.with(|counts| counts.faulty) > 0).then(|| view! {
            <div class="notice" data-tone="due">
                <IconView icon=Icon::Warning />
                <p>{t!(imports.preview.faulty, n = counts.with(|counts| counts.faulty))}</p>
            </div>
        })}
        <Unread hand />
        <p class="import-context">{t!(imports.preview.blank_stays)}</p>
        <Segments value=shown on_change=move |key| shown.set(key) options label=t!(imports.preview.which) />
        {move || match rows.get() {
            None => view! { <SkeletonLines /> }.into_any(),
            Some(Err(error)) => view! { <Failed error on_retry=move || rows.refetch() /> }.into_any(),
            Some(Ok(page)) if page.data.is_empty() => view! { <p class="import-context">{t!(imports.preview.none)}</p> }.into_any(),
            Some(Ok(page)) => view! { <Rows hand rows=page.data more=page.has_more /> }.into_any(),
        }}
    }
}

#[component]
fn Rows(hand: Hand, rows: Vec<ImportRow>, more: bool) -> impl IntoView {
    let headings = vec![
        Heading::number(t!(imports.mend.row)),
        Heading::text(t!(imports.field.number)),
        Heading::text(t!(imports.field.title)),
        Heading::text(t!(imports.field.lessor)),
        Heading::text(t!(imports.field.start_on)),
        Heading::number(t!(imports.field.fee)),
        Heading::text(t!(imports.preview.what)),
    ];
    let n = rows.len();
    let row = move |row: ImportRow| {
        let value = |field| {
            let cell = row.cells.iter().find(|cell| cell.field == field)?;
            Some(cell.value.clone().unwrap_or_else(|| cell.text.clone()))
        };
        let fee = value(ImportField::Fee).map(|fee| match fee.parse::<shared::money::Amount>() {
            Ok(amount) => format::amount(amount.minor()),
            Err(_) => fee,
        });
        let start = value(ImportField::StartOn).map(|day| day.parse().map_or(day, format::date));
        view! {
            <tr>
                <td class="number">{row.row}</td>
                <th scope="row">{value(ImportField::Number)}</th>
                <td>{value(ImportField::Title)}</td>
                <td>{value(ImportField::Lessor)}</td>
                <td class="number-start">{start}</td>
                <td class="number">{fee}</td>
                <td>{what(hand, &row)}</td>
            </tr>
        }
    };
    view! {
        <Table caption=t!(imports.step.preview) headings>{rows.into_iter().map(row).collect_view()}</Table>
        {more.then(|| view! { <p class="import-context">{t!(imports.preview.first, n = n)}</p> })}
    }
}

/// What becomes of the row: the differences, or why it is left out.
fn what(hand: Hand, row: &ImportRow) -> AnyView {
    match row.action {
        RowAction::Update => {
            let currency = row.cells.iter().find(|cell| cell.field == ImportField::Currency);
            let currency = currency.and_then(|cell| cell.value.as_deref()).and_then(|code| code.parse().ok());
            let differences = difference::in_words(&row.differences, currency.unwrap_or(shared::money::Currency::SEK));
            view! { <DiffView caption=t!(imports.preview.differences) differences /> }.into_any()
        }
        RowAction::Skip => {
            let number = row.row;
            let why = row.skip_reason.map(words::skip_reason).unwrap_or_default();
            let back = move || hand.mend(vec![Mend::Include { rows: vec![number] }]);
            let by_person = row.skip_reason == Some(shared::imports::SkipReason::Person);
            view! {
                {why}
                {by_person.then(|| view! {
                    <Button kind=ButtonKind::Quiet on_press=back>{t!(imports.preview.include)}</Button>
                })}
            }
            .into_any()
        }
        RowAction::Create => t!(imports.preview.is_new).into_any(),
        RowAction::Unchanged => t!(imports.preview.is_same).into_any(),
        RowAction::Faulty => t!(imports.preview.is_faulty).into_any(),
    }
}
