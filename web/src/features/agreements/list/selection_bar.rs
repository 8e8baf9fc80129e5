//! What can be done with the selected agreements.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::BulkTarget;

use super::List;
use super::bulk::BulkForm;
use super::filter::Filter;
use super::row::Row;
use crate::features::agreements::api;
use crate::features::books::{MassChange, MassSubject};
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::dialog::{Dialog, DialogShape};
use crate::ui::icon::Icon;
use crate::ui::toast::use_toasts;

#[component]
pub(super) fn SelectionBar(list: List) -> impl IntoView {
    let editing = RwSignal::new(false);
    let changing = RwSignal::new(false);
    let done = Callback::new(move |()| {
        changing.set(false);
        list.selection.set(HashSet::new());
        list.fetch();
    });
    let subject = move || MassSubject {
        targets: StoredValue::new(untrack(|| {
            let target = |row: &Row| BulkTarget { id: row.item.id, version: row.item.version };
            list.selected().iter().map(target).collect()
        })),
        on_done: done,
    };
    let count = Memo::new(move |_| list.selection.with(HashSet::len));
    let may_edit = list.company().may_edit();
    let bin = Memo::new(move |_| list.filter.with(Filter::shows_bin));
    view! {
        <Show when=move || 0 < count.get()>
            <div class="list-selection" role="region" aria-label=t!(agreement_list.selected.label)>
                <p role="status">{move || t!(agreement_list.selected.count, n = count.get())}</p>
                {move || may_edit.then(|| if bin.get() {
                    view! { <Restore list /> }.into_any()
                } else {
                    view! {
                        <Button kind=ButtonKind::Primary icon=Icon::Edit on_press=move || editing.set(true)>
                            {t!(agreement_list.selected.edit)}
                        </Button>
                        <Button icon=Icon::Reports on_press=move || changing.set(true)>{t!(books.mass.open)}</Button>
                    }
                    .into_any()
                })}
                <IconButton icon=Icon::Close label=t!(agreement_list.selected.clear)
                    on_press=move || list.selection.set(HashSet::new()) />
            </div>
        </Show>
        <Dialog open=editing shape=DialogShape::Side title=t!(agreement_list.bulk.title)>
            <BulkForm list editing />
        </Dialog>
        <Dialog open=changing shape=DialogShape::Side title=t!(books.mass.title)>
            <MassChange subject=subject() />
        </Dialog>
    }
}

#[component]
fn Restore(list: List) -> impl IntoView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let restore = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (company, rows) = (list.company(), untrack(|| list.selected()));
        spawn_local(async move {
            let mut restored = 0_usize;
            let mut failed = None;
            for row in rows {
                match api::restore(&company, row.item.id, row.item.version).await {
                    Ok(_) => restored += 1,
                    Err(error) => failed = Some(error),
                }
            }
            if restored > 0 {
                toasts.say(t!(agreement_list.selected.restored, n = restored));
            }
            if let Some(error) = failed {
                toasts.say_failed(error.text());
            }
            list.selection.set(HashSet::new());
            list.fetch();
            busy.set(false);
        });
    };
    view! { <Button kind=ButtonKind::Primary icon=Icon::Undo busy on_press=restore>{t!(agreement_list.selected.restore)}</Button> }
}
