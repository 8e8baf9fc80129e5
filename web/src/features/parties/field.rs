//! A lessor or supplier: chosen among those in the register, or new by its name where a form takes that.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::parties::Party;

use super::api;
use crate::client::FormErrors;
use crate::company::use_company;
use crate::ui::combobox::{Choice, Chosen, Combobox};
use crate::ui::field::Field;

const TYPING_PAUSE: Duration = Duration::from_millis(120);

#[component]
pub fn PartyField(
    label: &'static str,
    pointer: &'static str,
    chosen: Chosen,
    errors: FormErrors,
    #[prop(optional)] allows_new: bool,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let choices = RwSignal::new(Vec::<Choice>::new());
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let wanted = chosen.text.get();
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        set_timeout(
            move || {
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                let Some(company) = company.try_get_value() else { return };
                spawn_local(async move {
                    let found = api::search(&company, &wanted).await.unwrap_or_default();
                    if turn.try_get_value() == Some(mine) {
                        choices.set(found.into_iter().map(choice).collect());
                    }
                });
            },
            TYPING_PAUSE,
        );
    });
    view! {
        <Field label pointer errors hint required optional>
            <Combobox chosen choices allows_new />
        </Field>
    }
}

fn choice(party: Party) -> Choice {
    Choice { value: party.id.to_string(), text: party.name, detail: party.org_number }
}
