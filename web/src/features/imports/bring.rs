//! Where a file is dropped or cells are pasted, and what was imported before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::imports::{Import, ImportListItem, ImportStatus};

use super::refused::Refused;
use super::undo::UndoWhole;
use super::{api, words};
use crate::client::{self, ClientError};
use crate::company::{OpenCompany, use_company};
use crate::route::Page as Place;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::drop_zone::{DropZone, Dropped, on_page_paste};
use crate::ui::empty::Failed;
use crate::ui::icon::{Icon, IconView};
use crate::ui::page::Page;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::use_toasts;
use crate::{browser, format, t};

/// The heading of the list of earlier imports.
const EARLIER: &str = "earlier-imports";

const ACCEPTED: &str = ".csv,.tsv,.txt,.xlsx,.xlsm,.ods";

#[component]
pub(super) fn BringPage() -> impl IntoView {
    let company = use_company();
    let editor = company.may_edit();
    view! {
        <Page title=t!(imports.title).to_owned() lead=t!(imports.lead).to_owned()>
            {if editor {
                view! { <Bring /> }.into_any()
            } else {
                view! { <p class="notice"><IconView icon=Icon::Info /><span>{t!(imports.readers)}</span></p> }.into_any()
            }}
            <Earlier company />
        </Page>
    }
}

#[component]
fn Bring() -> impl IntoView {
    let company = use_company();
    let navigate = use_navigate();
    let sending = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<(String, ClientError)>);
    let take = Callback::new(move |dropped: Dropped| {
        if sending.with_untracked(Option::is_some) {
            return;
        }
        let (company, navigate) = (company.clone(), navigate.clone());
        failure.set(None);
        let name = match &dropped {
            Dropped::File(file) => file.name(),
            Dropped::Text(_) => t!(imports.pasted).to_owned(),
        };
        sending.set(Some(name.clone()));
        spawn_local(async move {
            let key = client::idempotency_key();
            let read = match dropped {
                Dropped::File(file) => api::upload(&company, &file, &key).await,
                Dropped::Text(text) => api::paste(&company, text, &key).await,
            };
            match read {
                Ok(import) => navigate(&address(&company, &import), Default::default()),
                Err(error) => {
                    let _ = failure.try_set(Some((name, error)));
                }
            }
            let _ = sending.try_set(None);
        });
    });
    on_page_paste(move |dropped| take.run(dropped));
    view! {
        <DropZone
            title=t!(imports.drop.title)
            hint=t!(imports.drop.hint)
            accept=ACCEPTED
            on_drop=move |dropped| take.run(dropped)
        />
        <div class="import-sending" aria-live="polite">
            {move || sending.get().map(|name| view! {
                <p>{t!(imports.reading, name = name)}</p>
                <progress aria-label=t!(imports.reading_label)></progress>
            })}
            {move || failure.get().map(|(name, error)| view! { <Refused name error /> })}
        </div>
    }
}

#[component]
fn Earlier(company: OpenCompany) -> impl IntoView {
    let asked = company.clone();
    let imports = LocalResource::new(move || {
        let company = asked.clone();
        async move { api::list(&company).await }
    });
    // The button that was pressed goes away with its row: the heading of the list takes the focus.
    let acted = StoredValue::new(false);
    let refetch = move || {
        acted.set_value(true);
        imports.refetch();
    };
    Effect::new(move |_| {
        let has_come = imports.with(Option::is_some);
        if has_come && acted.try_update_value(std::mem::take).unwrap_or_default() {
            request_animation_frame(|| {
                if !browser::focus(EARLIER) {
                    browser::focus("main");
                }
            });
        }
    });
    view! {
        <section class="import-earlier">
            {move || match imports.get() {
                None => view! { <SkeletonLines /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=refetch /> }.into_any(),
                Some(Ok(page)) if page.data.is_empty() => ().into_any(),
                Some(Ok(page)) => view! {
                    <h2 id=EARLIER tabindex="-1">{t!(imports.earlier)}</h2>
                    <EarlierTable company=company.clone() imports=page.data on_change=refetch />
                }
                    .into_any(),
            }}
        </section>
    }
}

#[component]
fn EarlierTable(
    company: OpenCompany,
    imports: Vec<ImportListItem>,
    on_change: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let headings = vec![
        Heading::text(t!(imports.file)),
        Heading::text(t!(imports.state)),
        Heading::number(t!(imports.rows)),
        Heading::text(t!(imports.when)),
        Heading::text(t!(imports.who)),
        Heading::unseen(t!(ui.actions)),
    ];
    let row = move |import: ImportListItem| {
        let href = format!("{}/{}", Place::Import.path(company.id), import.id);
        let action = company
            .may_edit()
            .then(|| view! { <EarlierAction company=company.clone() import=import.clone() on_change /> });
        view! {
            <tr>
                <th scope="row"><a href=href>{import.file_name.clone()}</a></th>
                <td><Badge tone=words::status_tone(import.status)>{words::status(import.status)}</Badge></td>
                <td class="number">{format::integer(i64::from(import.counts.rows))}</td>
                <td class="number-start">{format::instant(import.applied_at.unwrap_or(import.created_at))}</td>
                <td>{import.created_by_name.clone()}</td>
                <td class="actions">{action}</td>
            </tr>
        }
    };
    view! { <Table caption=t!(imports.earlier) headings>{imports.into_iter().map(row).collect_view()}</Table> }
}

/// A draft can be thrown away, an applied import undone whole.
#[component]
fn EarlierAction(
    company: OpenCompany,
    import: ImportListItem,
    on_change: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let toasts = use_toasts();
    let undoes = import.status == ImportStatus::Applied && import.undo_until.is_some();
    let counts = import.counts;
    let name = match import.status {
        ImportStatus::Applied if undoes => t!(imports.undo_named, name = &import.file_name),
        ImportStatus::Draft | ImportStatus::Failed => t!(imports.discard_named, name = &import.file_name),
        _ => return ().into_any(),
    };
    let act = move || {
        let (company, import) = (company.clone(), import.clone());
        spawn_local(async move {
            let done = if undoes {
                api::undo(&company, import.id, import.version).await.map(drop)
            } else {
                api::discard(&company, import.id, import.version).await
            };
            match done {
                Ok(()) if undoes => toasts.say(t!(imports.undo_begun, name = &import.file_name)),
                Ok(()) => toasts.say(t!(imports.discarded, name = &import.file_name)),
                Err(error) => toasts.say_failed(error.text()),
            }
            on_change();
        });
    };
    if undoes {
        let on_undo = Callback::new(move |()| act());
        view! { <UndoWhole create=counts.create update=counts.update kind=ButtonKind::Quiet label=name on_undo /> }
            .into_any()
    } else {
        view! { <Button kind=ButtonKind::Quiet on_press=act label=name>{t!(imports.discard)}</Button> }.into_any()
    }
}

fn address(company: &OpenCompany, import: &Import) -> String {
    format!("{}/{}", Place::Import.path(company.id), import.id)
}
