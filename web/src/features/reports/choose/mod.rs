//! What is asked: book, time, columns and selection.

mod time;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::AgreementKind;
use shared::books::{BookFramework, CompanyBook};
use shared::reports::{ReportPeriod, ReportSplit};

use self::time::Time;
use super::asked::Asked;
use super::words;
use crate::client::FormErrors;
use crate::codes::code;
use crate::company::use_company;
use crate::features::agreements::words as agreement_words;
use crate::features::books::company_books;
use crate::features::books::words as book_words;
use crate::features::parties::PartyField;
use crate::format;
use crate::route::Address;
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::checkbox::Checkbox;
use crate::ui::chip::Chip;
use crate::ui::combobox::Chosen as Party;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::TextInput;
use crate::ui::popover::{Popover, PopoverHandle};
use crate::ui::select::{Segments, Select, currency_options};

const PERIODS: [ReportPeriod; 4] =
    [ReportPeriod::Whole, ReportPeriod::Year, ReportPeriod::Quarter, ReportPeriod::Month];
const SPLITS: [ReportSplit; 5] =
    [ReportSplit::Kind, ReportSplit::Treatment, ReportSplit::Lessor, ReportSplit::CostCenter, ReportSplit::Currency];

/// What a tab of the room can be asked for: a choice that it does not follow is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    pub book: bool,
    /// Which columns, and split by what.
    pub shape: bool,
    pub selection: bool,
}

#[component]
pub fn Choose(asked: Memo<Asked>, address: Address, choices: Memo<Choices>) -> impl IntoView {
    let company = use_company();
    let books = RwSignal::new(Vec::<CompanyBook>::new());
    spawn_local(async move {
        if let Ok(found) = company_books(&company).await {
            let _ = books.try_set(found);
        }
    });
    let year_ends = Signal::derive(move || {
        let framework = asked.with(|asked| asked.framework);
        let own = |books: &Vec<CompanyBook>| {
            books.iter().find(|book| book.framework == framework).map(|book| book.choices.policy.fiscal_year_ends)
        };
        books.with(own).unwrap_or(12)
    });
    let frameworks: Vec<_> =
        BookFramework::ALL.into_iter().map(|each| (code(each), book_words::framework(each).to_owned())).collect();
    let periods: Vec<_> = PERIODS.into_iter().map(|each| (code(each), words::period(each).to_owned())).collect();
    let splits: Vec<_> = SPLITS.into_iter().map(|each| (code(each), words::split(each).to_owned())).collect();
    // What is usual is not said in the address.
    let change = move |name: &'static str, usual: String| {
        move |chosen: String| address.change(&[(name, Some(chosen).filter(|chosen| *chosen != usual))], true)
    };
    let (frameworks, periods, splits) = (Signal::stored(frameworks), Signal::stored(periods), Signal::stored(splits));
    view! {
        <div class="report-choose">
            {move || choices.get().book.then(|| view! {
                <Field label=t!(reports.framework) pointer="/framework">
                    <Select value=Signal::derive(move || code(asked.get().framework)) options=frameworks
                        on_change=change("framework", code(BookFramework::Ifrs16)) />
                </Field>
                <div class="field">
                    <span class="field-label" aria-hidden="true">{t!(reports.time)}</span>
                    <Time asked address year_ends />
                </div>
            })}
            {move || choices.get().shape.then(|| view! {
                <Field label=t!(reports.split.label) pointer="/split">
                    <Select value=Signal::derive(move || code(asked.get().split)) options=splits
                        on_change=change("split", code(ReportSplit::Kind)) />
                </Field>
                <div class="field">
                    <span class="field-label" aria-hidden="true">{t!(reports.period.label)}</span>
                    <Segments label=t!(reports.period.label) value=Signal::derive(move || code(asked.get().period))
                        options=periods on_change=change("period", code(ReportPeriod::Whole)) />
                </div>
            })}
            {move || choices.get().selection.then(|| view! {
                <div class="field">
                    <span class="field-label" aria-hidden="true">{t!(reports.selection)}</span>
                    <Selection asked address />
                </div>
            })}
        </div>
        <Chosen asked address choices />
    }
}

#[component]
fn Selection(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let button = || {
        view! {
            <IconView icon=Icon::Filter />
            <span>{t!(reports.selection_button)}</span>
        }
    };
    view! { <Popover class="button" button=button><SelectionPanel asked=asked.get_untracked() address /></Popover> }
}

#[component]
fn SelectionPanel(asked: Asked, address: Address) -> impl IntoView {
    let popover = use_context::<PopoverHandle>();
    let kind = RwSignal::new(asked.kind.map(code).unwrap_or_default());
    let currency = RwSignal::new(asked.currency.map(code).unwrap_or_default());
    let without = RwSignal::new(asked.cost_center.as_deref() == Some(""));
    let center = RwSignal::new(asked.cost_center.unwrap_or_default());
    let lessor_name = asked.lessor.and_then(|_| address.get("lessor_name")).unwrap_or_default();
    let lessor = Party::new(lessor_name, asked.lessor.map(|id| id.to_string()));
    let errors = FormErrors::new();
    let all = || (String::new(), t!(reports.all).to_owned());
    let kinds: Vec<_> = std::iter::once(all())
        .chain(AgreementKind::ALL.into_iter().map(|kind| (code(kind), agreement_words::kind(kind).to_owned())))
        .collect();
    let currencies: Vec<_> = std::iter::once(all()).chain(currency_options()).collect();
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let value = |signal: RwSignal<String>| Some(signal.get_untracked().trim().to_owned());
        let (name, id) = (value(lessor.text), lessor.value.get_untracked());
        if id.is_none() && name.as_ref().is_some_and(|name| !name.is_empty()) {
            return errors.add("/lessor_id", t!(reports.lessor_unknown));
        }
        let is_without = without.get_untracked();
        address.change(
            &[
                ("kind", value(kind)),
                ("lessor_name", name.filter(|_| id.is_some())),
                ("lessor", id),
                ("currency", value(currency)),
                ("cost_center", value(center).filter(|_| !is_without)),
                ("without", is_without.then(|| "cost_center".to_owned())),
            ],
            true,
        );
        if let Some(popover) = popover {
            popover.close();
        }
    };
    view! {
        <form class="report-time" on:submit=apply>
            <Field label=t!(agreements.field.kind) pointer="/kind">
                <Select value=kind options=Signal::stored(kinds) on_change=move |chosen| kind.set(chosen) />
            </Field>
            <PartyField label=t!(agreements.field.lessor) pointer="/lessor_id" chosen=lessor errors />
            <Field label=t!(agreements.field.currency) pointer="/currency">
                <Select value=currency options=Signal::stored(currencies) on_change=move |chosen| currency.set(chosen) />
            </Field>
            <Field label=t!(agreements.field.cost_center) pointer="/cost_center">
                <TextInput value=center disabled=without />
            </Field>
            <Checkbox checked=without label=t!(reports.without_cost_center) />
            <Button submit=true kind=ButtonKind::Primary>{t!(frame.as_of.show)}</Button>
        </form>
    }
}

/// What the report is narrowed to, each with a way to take it off.
#[component]
fn Chosen(asked: Memo<Asked>, address: Address, choices: Memo<Choices>) -> impl IntoView {
    move || {
        let asked = asked.get();
        let chip = |name: &'static str, label: &str, value: String| {
            let label = label.to_owned();
            // What stands beside the value in the address goes with it.
            let beside = match name {
                "lessor" => "lessor_name",
                "cost_center" => "without",
                _ => name,
            };
            view! { <Chip label value on_remove=move || address.change(&[(name, None), (beside, None)], true) /> }
        };
        let known = asked.known_at.map(|at| chip("known_at", t!(reports.known), format::instant(at)));
        let kind =
            asked.kind.map(|kind| chip("kind", t!(agreements.field.kind), agreement_words::kind(kind).to_owned()));
        let lessor = asked
            .lessor
            .map(|_| chip("lessor", t!(agreements.field.lessor), address.get("lessor_name").unwrap_or_default()));
        let currency = asked.currency.map(|one| chip("currency", t!(agreements.field.currency), one.code().to_owned()));
        let center = asked.cost_center.map(|name| {
            let name = Some(name).filter(|name| !name.is_empty()).unwrap_or_else(|| t!(reports.without).to_owned());
            chip("cost_center", t!(agreements.field.cost_center), name)
        });
        let selected = [kind, lessor, currency, center].into_iter().filter(|_| choices.get().selection);
        let chips: Vec<_> = [known].into_iter().chain(selected).flatten().collect();
        (!chips.is_empty()).then(|| view! { <div class="report-chips">{chips}</div> })
    }
}
