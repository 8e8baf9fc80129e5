//! Which account each role of the books is posted on: BAS defaults until somebody chooses, and what differs by kind or
//! cost centre.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::AgreementKind;
use shared::books::{BookFramework, BookRole};
use shared::journals::{AccountMapping, AccountRule, MappedAccount, NewAccountMapping, ROLES, name_of};

use super::api;
use crate::client::{ClientError, FormErrors};
use crate::codes::{code, of_code};
use crate::company::use_company;
use crate::features::agreements::words as agreement_words;
use crate::features::books::words as book_words;
use crate::features::settings::above_settings;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::empty::Failed;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::TextInput;
use crate::ui::page::Page;
use crate::ui::select::{Select, SelectOption};
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::use_toasts;

/// A rule while it is edited.
#[derive(Clone, Copy)]
struct Row {
    id: u32,
    before: StoredValue<MappedAccount>,
    account: RwSignal<String>,
    debit_account: RwSignal<String>,
    /// A default that somebody has looked at becomes the company's own.
    confirmed: RwSignal<bool>,
}

impl Row {
    fn new(id: u32, mapped: MappedAccount) -> Self {
        Self {
            id,
            account: RwSignal::new(mapped.rule.account.clone()),
            debit_account: RwSignal::new(mapped.rule.debit_account.clone().unwrap_or_default()),
            confirmed: RwSignal::new(!mapped.default),
            before: StoredValue::new(mapped),
        }
    }

    fn rule(self) -> AccountRule {
        let before = self.before.get_value().rule;
        let account = self.account.get().trim().to_owned();
        let debit_account = Some(self.debit_account.get().trim().to_owned()).filter(|account| !account.is_empty());
        // The name was that of the old number.
        let name = before.name.clone().filter(|_| before.account == account);
        AccountRule { account, debit_account, name, ..before }
    }

    fn is_chosen(self) -> bool {
        let before = self.before.get_value().rule;
        let rule = self.rule();
        self.confirmed.get() || rule.account != before.account || rule.debit_account != before.debit_account
    }
}

#[component]
pub fn AccountsPage() -> impl IntoView {
    let company = StoredValue::new(use_company());
    let found = LocalResource::new(move || {
        let company = company.get_value();
        async move { api::mapping(&company).await }
    });
    view! {
        <Page title=t!(settings.accounts.title).to_owned() lead=t!(settings.accounts.lead).to_owned() above=above_settings() wide=true>
            {move || match found.get() {
                None => view! { <SkeletonLines lines=10 /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=move || found.refetch() /> }.into_any(),
                Some(Ok(mapping)) => view! { <Mapping mapping on_saved=Callback::new(move |()| found.refetch()) /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Mapping(mapping: AccountMapping, on_saved: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let may_edit = company.with_value(|company| company.may_edit());
    let toasts = use_toasts();
    let version = mapping.version;
    let series = RwSignal::new(mapping.voucher_series.clone().unwrap_or_default());
    let order = |role: BookRole| ROLES.iter().position(|each| *each == role).unwrap_or(ROLES.len());
    let mut accounts = mapping.accounts;
    accounts.sort_by_key(|mapped| (order(mapped.rule.role), mapped.rule.kind.map(code)));
    let rows = RwSignal::new(accounts.into_iter().zip(0..).map(|(one, id)| Row::new(id, one)).collect::<Vec<_>>());
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let rows = rows.get_untracked();
        let accounts: Vec<AccountRule> =
            untrack(|| rows.iter().filter(|row| row.is_chosen()).map(|row| row.rule()).collect());
        let fits =
            |account: &str| (4..=8).contains(&account.len()) && account.bytes().all(|byte| byte.is_ascii_digit());
        let wrong = accounts
            .iter()
            .find(|rule| !fits(&rule.account) || rule.debit_account.as_deref().is_some_and(|a| !fits(a)));
        if let Some(rule) = wrong {
            return errors.add("/accounts", t!(journals.accounts.unreadable, role = book_words::role(rule.role)));
        }
        let voucher_series = Some(series.get_untracked().trim().to_owned()).filter(|series| !series.is_empty());
        let body = NewAccountMapping { accounts, voucher_series };
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            let answer: Result<AccountMapping, ClientError> = api::map(&company, version, &body).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toasts.say(t!(journals.accounts.saved));
                    on_saved.run(());
                }
                Err(error) => errors.show(&error),
            }
        });
    };
    let unconfirmed = move || {
        let rows = rows.get();
        rows.iter().filter(|row| row.before.with_value(|mapped| mapped.confirm) && !row.is_chosen()).count()
    };
    let confirm_all = move || {
        for row in rows.get_untracked() {
            row.confirmed.set(true);
        }
    };
    let headings = vec![
        Heading::text(t!(journals.accounts.role)),
        Heading::text(t!(journals.accounts.only)),
        Heading::text(t!(journals.account)),
        Heading::text(t!(journals.accounts.debit)),
        Heading::text(t!(journals.name)),
        Heading::text(t!(journals.accounts.state)),
        Heading::unseen(t!(journals.accounts.remove)),
    ];
    let fault = errors.of("/accounts");
    view! {
        <ErrorSummary errors />
        {move || Some(unconfirmed()).filter(|n| *n > 0).map(|n| view! {
            <div class="notice" data-tone="due" role="status">
                <p>{t!(journals.accounts.to_confirm, n = n)}</p>
            </div>
        })}
        <div id="field-accounts" tabindex="-1">
            <Table caption=t!(settings.accounts.title) headings>
                <For each=move || rows.get() key=|row| row.id children=move |row| view! { <Line row rows may_edit /> } />
            </Table>
        </div>
        <p class="field-error" aria-live="polite">{move || fault.get()}</p>
        {may_edit.then(|| view! {
            <Add rows />
            <div class="form-columns">
                <Field label=t!(journals.accounts.series) pointer="/voucher_series" hint=t!(journals.accounts.series_hint) errors optional=true>
                    <TextInput value=series />
                </Field>
            </div>
            <div class="button-row">
                <Button kind=ButtonKind::Primary busy on_press=save>{t!(settings.save)}</Button>
                <Button on_press=confirm_all>{t!(journals.accounts.confirm_all)}</Button>
            </div>
        })}
    }
}

/// What a rule asks for besides the role.
fn only(rule: &AccountRule) -> String {
    let parts = [
        rule.framework.map(|framework| book_words::framework(framework).to_owned()),
        rule.kind.map(|kind| agreement_words::kind(kind).to_owned()),
        rule.cost_center.clone().map(|name| format!("{} {name}", t!(agreements.field.cost_center))),
        rule.project.clone().map(|name| format!("{} {name}", t!(agreements.field.project))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[component]
fn Line(row: Row, rows: RwSignal<Vec<Row>>, may_edit: bool) -> impl IntoView {
    let mapped = row.before.get_value();
    let role = book_words::role(mapped.rule.role);
    let asks = only(&mapped.rule);
    let whole = if asks.is_empty() { role.to_owned() } else { format!("{role}, {asks}") };
    let name = move || {
        let rule = row.rule();
        rule.name.or_else(|| name_of(&rule.account).map(str::to_owned))
    };
    let state = move || {
        if row.is_chosen() {
            view! { <Badge tone=Tone::Accent>{t!(journals.accounts.own)}</Badge> }.into_any()
        } else if row.before.with_value(|mapped| mapped.confirm) {
            let confirm = move || row.confirmed.set(true);
            view! {
                <Badge tone=Tone::Due>{t!(journals.accounts.confirm)}</Badge>
                {may_edit.then(|| view! { <Button kind=ButtonKind::Quiet on_press=confirm>{t!(journals.accounts.confirm_one)}</Button> })}
            }
            .into_any()
        } else {
            view! { <Badge>{t!(journals.accounts.default)}</Badge> }.into_any()
        }
    };
    let remove = move || rows.update(|rows| rows.retain(|each| each.id != row.id));
    let account_label = format!("{} {whole}", t!(journals.account));
    let debit_label = format!("{} {whole}", t!(journals.accounts.debit));
    let remove_label = format!("{} {whole}", t!(journals.accounts.remove));
    let has_debit = mapped.rule.role == BookRole::GainOrLoss || mapped.rule.debit_account.is_some();
    view! {
        <tr>
            <th scope="row">{role}</th>
            <td>{asks}</td>
            <td class="journal-account">{if may_edit {
                view! { <TextInput value=row.account input_mode="numeric" label=account_label /> }.into_any()
            } else {
                mapped.rule.account.clone().into_any()
            }}</td>
            <td class="journal-account">{(has_debit && may_edit).then(|| view! { <TextInput value=row.debit_account input_mode="numeric" label=debit_label /> })}</td>
            <td>{name}</td>
            <td><div class="journal-state">{state}</div></td>
            <td class="actions">{(!mapped.default && may_edit).then(|| view! { <IconButton icon=Icon::Trash label=remove_label on_press=remove /> })}</td>
        </tr>
    }
}

/// A rule for a kind of agreement or a cost centre.
#[component]
fn Add(rows: RwSignal<Vec<Row>>) -> impl IntoView {
    let role = RwSignal::new(code(BookRole::LeaseCost));
    let framework = RwSignal::new(String::new());
    let kind = RwSignal::new(String::new());
    let center = RwSignal::new(String::new());
    let account = RwSignal::new(String::new());
    let all = || (String::new(), t!(reports.all).to_owned());
    let roles: Vec<SelectOption> = ROLES.map(|each| (code(each), book_words::role(each).to_owned())).into();
    let kinds: Vec<SelectOption> = std::iter::once(all())
        .chain(AgreementKind::ALL.into_iter().map(|each| (code(each), agreement_words::kind(each).to_owned())))
        .collect();
    let frameworks: Vec<SelectOption> = std::iter::once(all())
        .chain(BookFramework::ALL.into_iter().map(|each| (code(each), book_words::framework(each).to_owned())))
        .collect();
    let add = move || {
        let Some(wanted) = of_code(&role.get_untracked()) else { return };
        let rule = AccountRule {
            role: wanted,
            framework: of_code(&framework.get_untracked()),
            kind: of_code(&kind.get_untracked()),
            cost_center: Some(center.get_untracked().trim().to_owned()).filter(|name| !name.is_empty()),
            project: None,
            account: account.get_untracked().trim().to_owned(),
            debit_account: None,
            name: None,
        };
        rows.update(|rows| {
            let id = rows.iter().map(|row| row.id + 1).max().unwrap_or_default();
            rows.push(Row::new(id, MappedAccount { rule, default: false, confirm: false }));
        });
        account.set(String::new());
    };
    view! {
        <fieldset class="form-list">
            <legend>{t!(journals.accounts.add_lead)}</legend>
            <div class="report-choose">
                <Field label=t!(journals.accounts.role) pointer="/role">
                    <Select value=role on_change=move |chosen| role.set(chosen) options=Signal::stored(roles) />
                </Field>
                <Field label=t!(reports.framework) pointer="/framework">
                    <Select value=framework on_change=move |chosen| framework.set(chosen) options=Signal::stored(frameworks) />
                </Field>
                <Field label=t!(agreements.field.kind) pointer="/kind">
                    <Select value=kind on_change=move |chosen| kind.set(chosen) options=Signal::stored(kinds) />
                </Field>
                <Field label=t!(agreements.field.cost_center) pointer="/cost_center"><TextInput value=center /></Field>
                <Field label=t!(journals.account) pointer="/account"><TextInput value=account input_mode="numeric" /></Field>
                <Button icon=Icon::Plus disabled=Signal::derive(move || account.with(|account| account.trim().len() < 4)) on_press=add>
                    {t!(journals.accounts.add)}
                </Button>
            </div>
        </fieldset>
    }
}
