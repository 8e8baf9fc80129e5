//! Undoing an import takes away all that it brought: what goes is said first.

use leptos::prelude::*;

use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::icon::Icon;

#[component]
pub(super) fn UndoWhole(
    create: u32,
    update: u32,
    #[prop(optional, into)] busy: Signal<bool>,
    /// The whole name, where several imports stand beside each other.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] kind: ButtonKind,
    on_undo: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let ask = move || open.set(true);
    let undo = move || {
        open.set(false);
        on_undo.run(());
    };
    let button = match label {
        Some(label) => view! { <Button kind busy label on_press=ask>{t!(imports.undo_whole)}</Button> }.into_any(),
        None => view! { <Button kind busy icon=Icon::Undo on_press=ask>{t!(imports.undo_whole)}</Button> }.into_any(),
    };
    view! {
        {button}
        <Dialog open title=t!(imports.undo_ask.title)>
            {(create > 0).then(|| view! { <p>{t!(imports.undo_ask.created, n = create)}</p> })}
            {(update > 0).then(|| view! { <p>{t!(imports.undo_ask.changed, n = update)}</p> })}
            <div class="button-row">
                <Button kind=ButtonKind::Danger on_press=undo>{t!(imports.undo_whole)}</Button>
                <Button on_press=move || open.set(false)>{t!(imports.undo_ask.keep)}</Button>
            </div>
        </Dialog>
    }
}
