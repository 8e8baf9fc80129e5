//! How single changes of the agreement are taken in the books, where it is not what such a change mostly is.

use leptos::prelude::*;
use shared::books::{LeaseChangeKind, LeaseChangeView, LeaseScope};

use super::super::parts::{Choice, RateDraft, RateField, ShareDraft, amount, options, said};
use super::super::words;
use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::icon::Icon;
use crate::ui::input::{Entry, EntryField};

const KINDS: [LeaseChangeKind; 9] = [
    LeaseChangeKind::Index,
    LeaseChangeKind::FloatingRate,
    LeaseChangeKind::ResidualGuarantee,
    LeaseChangeKind::BecameFixed,
    LeaseChangeKind::Incentive,
    LeaseChangeKind::TermReassessed,
    LeaseChangeKind::Modification,
    LeaseChangeKind::SeparateLease,
    LeaseChangeKind::Termination,
];
const SCOPES: [LeaseScope; 3] = [LeaseScope::Kept, LeaseScope::Reduced, LeaseScope::Shortened];

fn has_rate(kind: LeaseChangeKind) -> bool {
    matches!(kind, LeaseChangeKind::FloatingRate | LeaseChangeKind::TermReassessed | LeaseChangeKind::Modification)
}

#[derive(Clone, Copy)]
struct ChangeDraft {
    id: u32,
    on: Entry,
    kind: RwSignal<String>,
    rate: RateDraft,
    scope: RwSignal<String>,
    remaining: ShareDraft,
    amount: Entry,
}

#[derive(Clone, Copy)]
pub struct ChangeDrafts(RwSignal<Vec<ChangeDraft>>);

impl ChangeDrafts {
    pub fn new(changes: &[LeaseChangeView]) -> Self {
        let drafts = changes.iter().zip(0..).map(|(change, id)| ChangeDraft::new(id, Some(change)));
        Self(RwSignal::new(drafts.collect()))
    }

    pub fn said(self) -> String {
        self.0.get().into_iter().map(ChangeDraft::said).collect::<Vec<_>>().join("; ")
    }

    pub fn read(self, errors: FormErrors) -> Vec<LeaseChangeView> {
        self.0.get_untracked().into_iter().filter_map(|draft| draft.read(errors)).collect()
    }
}

impl ChangeDraft {
    fn new(id: u32, change: Option<&LeaseChangeView>) -> Self {
        Self {
            id,
            on: Entry::date(change.map(|change| change.on)),
            kind: RwSignal::new(code(change.map_or(LeaseChangeKind::Modification, |change| change.kind))),
            rate: RateDraft::new(change.and_then(|change| change.discount_rate)),
            scope: RwSignal::new(code(change.and_then(|change| change.scope).unwrap_or(LeaseScope::Kept))),
            remaining: ShareDraft::new(change.and_then(|change| change.remaining)),
            amount: Entry::amount(change.and_then(|change| change.amount).map(|amount| amount.minor())),
        }
    }

    fn said(self) -> String {
        let entries = [self.on, self.amount].map(said).join(" ");
        let rest = [self.kind.get(), self.scope.get(), self.rate.said(), self.remaining.said()].join(" ");
        format!("{entries} {rest}")
    }

    fn chosen_kind(self) -> LeaseChangeKind {
        of_code(&self.kind.get()).unwrap_or(LeaseChangeKind::Modification)
    }

    fn read(self, errors: FormErrors) -> Option<LeaseChangeView> {
        let kind = of_code(&self.kind.get_untracked())?;
        let on = self.on.day_untracked().ok().flatten();
        if on.is_none() {
            errors.add("/changes", t!(books.form.change_day_missing));
        }
        let scope = (kind == LeaseChangeKind::Modification).then(|| of_code(&self.scope.get_untracked())).flatten();
        Some(LeaseChangeView {
            on: on?,
            kind,
            discount_rate: has_rate(kind).then(|| self.rate.read("/changes", errors)).flatten(),
            scope,
            remaining: (scope == Some(LeaseScope::Reduced)).then(|| self.remaining.read()).flatten(),
            amount: (kind == LeaseChangeKind::Termination).then(|| amount(self.amount, "/changes", errors)).flatten(),
        })
    }
}

#[component]
pub fn Changes(drafts: ChangeDrafts, errors: FormErrors) -> impl IntoView {
    let fault = errors.of("/changes");
    let row = move |row: ChangeDraft| {
        let kind = move || row.chosen_kind();
        let modifies = move || kind() == LeaseChangeKind::Modification;
        let reduces = move || modifies() && row.scope.get() == code(LeaseScope::Reduced);
        let remove = move || drafts.0.update(|drafts| drafts.retain(|each| each.id != row.id));
        view! {
            <div class="books-change">
                <div class="form-columns">
                    <EntryField label=t!(books.form.change_day) pointer="/changes/on" entry=row.on />
                    <Choice label=t!(books.form.change_as) pointer="/changes/kind" value=row.kind options=options(&KINDS, words::change) errors />
                    {move || modifies().then(|| view! {
                        <Choice label=t!(books.form.scope) pointer="/changes/scope" value=row.scope options=options(&SCOPES, words::lease_scope) errors />
                    })}
                    {move || reduces().then(|| view! {
                        <EntryField label=t!(books.form.remaining_part) pointer="/changes/remaining/part" entry=row.remaining.part />
                        <EntryField label=t!(books.form.remaining_of) pointer="/changes/remaining/of" entry=row.remaining.of />
                    })}
                    {move || (kind() == LeaseChangeKind::Termination).then(|| view! {
                        <EntryField label=t!(books.form.change_cost) pointer="/changes/amount" entry=row.amount />
                    })}
                </div>
                {move || has_rate(kind()).then(|| view! {
                    <RateField draft=row.rate label=t!(books.fact.revised_rate) pointer="/changes/discount_rate/percent"
                        basis_pointer="/changes/discount_rate/times_a_year" errors />
                })}
                <IconButton icon=Icon::Trash label=t!(books.form.change_remove) on_press=remove />
            </div>
        }
    };
    let add = move || {
        drafts.0.update(|drafts| {
            let id = drafts.iter().map(|draft| draft.id + 1).max().unwrap_or_default();
            drafts.push(ChangeDraft::new(id, None));
        });
    };
    view! {
        <fieldset class="form-list" id="field-changes" tabindex="-1">
            <legend>{t!(books.form.changes)}</legend>
            <p class="field-hint">{t!(books.form.changes_hint)}</p>
            <For each=move || drafts.0.get() key=|row| row.id children=row />
            <p class="field-error" aria-live="polite">{move || fault.get()}</p>
            <Button kind=ButtonKind::Quiet icon=Icon::Plus on_press=add>{t!(books.form.change_add)}</Button>
        </fieldset>
    }
}
