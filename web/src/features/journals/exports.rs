//! Files to the ledger: made, fetched again, and withdrawn when the ledger did not take them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::journals::{
    JournalEncoding, JournalExport, JournalFormat, JournalGrouping, NewJournalExport, NewJournalWithdrawal,
};

use super::api::{self, Time};
use super::words;
use crate::client::{self, ClientError};
use crate::codes::{code, of_code};
use crate::company::use_company;
use crate::features::books::figures::written;
use crate::features::books::words as book_words;
use crate::format;
use crate::t;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::checkbox::Checkbox;
use crate::ui::dialog::Dialog;
use crate::ui::disclosure::Disclosure;
use crate::ui::empty::Failed;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::TextInput;
use crate::ui::select::{Select, SelectOption};
use crate::ui::table::{Heading, Table};
use crate::ui::toast::use_toasts;

const FORMATS: [JournalFormat; 4] = [JournalFormat::Sie, JournalFormat::Xlsx, JournalFormat::Csv, JournalFormat::Json];

#[component]
pub fn Exports(time: Memo<Time>, by: Memo<JournalGrouping>, on_change: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let may_edit = company.with_value(|company| company.may_edit());
    let toasts = use_toasts();
    let format = RwSignal::new(code(JournalFormat::Sie));
    let encoding = RwSignal::new(code(JournalEncoding::Pc8));
    let new_only = RwSignal::new(true);
    let busy = RwSignal::new(false);
    let made = RwSignal::new(None::<Result<JournalExport, ClientError>>);
    let earlier = LocalResource::new(move || {
        let company = company.get_value();
        async move { api::exports(&company).await }
    });
    let export = move || {
        let (Some(format), Some(encoding)) = (of_code(&format.get_untracked()), of_code(&encoding.get_untracked()))
        else {
            return;
        };
        let Time { framework, from, to } = time.get_untracked();
        let new_only = new_only.get_untracked();
        let body = NewJournalExport { framework, from, to, by: by.get_untracked(), format, encoding, new_only };
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            let answer = api::export(&company, &body, &client::idempotency_key()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            if answer.is_ok() {
                toasts.announce(t!(journals.made));
                earlier.refetch();
                on_change.run(());
            }
            made.set(Some(answer));
        });
    };
    let formats: Vec<SelectOption> = FORMATS.map(|each| (code(each), words::format(each).to_owned())).into();
    let encodings: Vec<SelectOption> = [JournalEncoding::Pc8, JournalEncoding::Latin1]
        .map(|each| (code(each), words::encoding(each).to_owned()))
        .into();
    let encodings = Signal::stored(encodings);
    let is_sie = move || format.with(|format| *format == code(JournalFormat::Sie));
    view! {
        <section class="card journal-export">
            <h2 class="report-heading">{t!(journals.export.title)}</h2>
            {may_edit.then(|| view! {
                <div class="report-choose">
                    <Field label=t!(journals.export.format) pointer="/format">
                        <Select value=format on_change=move |chosen| format.set(chosen) options=Signal::stored(formats) />
                    </Field>
                    {move || is_sie().then(|| view! {
                        <Field label=t!(journals.export.encoding) pointer="/encoding">
                            <Select value=encoding on_change=move |chosen| encoding.set(chosen) options=encodings />
                        </Field>
                    })}
                    <Checkbox checked=new_only label=t!(journals.export.new_only) />
                    <Button kind=ButtonKind::Primary icon=Icon::Download busy on_press=export>{t!(journals.export.make)}</Button>
                </div>
            })}
            {move || made.get().map(|made| match made {
                Ok(made) => {
                    let href = company.with_value(|company| api::file_address(company, made.id));
                    view! {
                        <p role="status">
                            {t!(journals.export.done, vouchers = t!(journals.vouchers, n = made.vouchers), already = made.already_exported)}" "
                            <a class="button" href=href download=made.file_name.clone()>{made.file_name.clone()}</a>
                        </p>
                    }
                    .into_any()
                }
                Err(error) => view! { <Failed error on_retry=export /> }.into_any(),
            })}
            {move || earlier.get().and_then(Result::ok).filter(|all| !all.is_empty()).map(|all| {
                let all = StoredValue::new(all);
                view! {
                    <Disclosure summary=t!(journals.export.earlier)>
                        <Earlier exports=all.get_value() may_edit on_change=Callback::new(move |()| {
                            earlier.refetch();
                            on_change.run(());
                        }) />
                    </Disclosure>
                }
            })}
        </section>
    }
}

#[component]
fn Earlier(exports: Vec<JournalExport>, may_edit: bool, on_change: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let asked = RwSignal::new(None::<JournalExport>);
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<ClientError>);
    let withdraw = move || {
        let Some(export) = asked.get_untracked() else { return };
        let given = reason.get_untracked().trim().to_owned();
        if given.is_empty() || busy.get_untracked() {
            return;
        }
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            let body = NewJournalWithdrawal { reason: given };
            let answer = api::withdraw(&company, export.id, &body, &client::idempotency_key()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    open.set(false);
                    on_change.run(());
                }
                Err(error) => fault.set(Some(error)),
            }
        });
    };
    let headings = vec![
        Heading::text(t!(journals.export.file)),
        Heading::text(t!(reports.framework)),
        Heading::text(t!(reports.time)),
        Heading::number(t!(books.journal)),
        Heading::number(t!(books.debit)),
        Heading::text(t!(journals.export.when)),
        Heading::unseen(t!(journals.export.withdraw)),
    ];
    let row = |export: JournalExport| {
        let href = company.with_value(|company| api::file_address(company, export.id));
        let by = t!(
            books.recorded.by,
            name = export.created_by_name.clone().unwrap_or_default(),
            at = format::instant(export.created_at)
        );
        let withdrawn = export.withdrawn.is_some();
        let kept = StoredValue::new(export.clone());
        let label = format!("{} {}", t!(journals.export.withdraw), export.file_name);
        let ask = move || {
            asked.set(Some(kept.get_value()));
            reason.set(String::new());
            fault.set(None);
            open.set(true);
        };
        view! {
            <tr>
                <th scope="row"><a href=href download=export.file_name.clone()>{export.file_name.clone()}</a></th>
                <td>{book_words::framework(export.framework)}</td>
                <td class="number-start">{format!("{} – {}", format::date(export.from), format::date(export.to))}</td>
                <td class="number">{format::integer(i64::from(export.vouchers))}</td>
                <td class="number">{written(export.debit)}</td>
                <td>{by}</td>
                <td class="actions">
                    {if withdrawn {
                        view! { <Badge>{t!(journals.export.withdrawn)}</Badge> }.into_any()
                    } else if may_edit {
                        view! { <Button kind=ButtonKind::Quiet label on_press=ask>{t!(journals.export.withdraw)}</Button> }.into_any()
                    } else {
                        ().into_any()
                    }}
                </td>
            </tr>
        }
    };
    let rows = exports.into_iter().map(row).collect_view();
    view! {
        <Table caption=t!(journals.export.earlier) headings>{rows}</Table>
        <Dialog open title=t!(journals.export.withdraw)>
            <p>{t!(journals.export.withdraw_lead)}</p>
            <Field label=t!(books.form.reason) pointer="/reason" required=true><TextInput value=reason /></Field>
            {move || fault.get().map(|error| view! { <Failed error on_retry=withdraw /> })}
            <div class="button-row">
                <Button kind=ButtonKind::Danger busy disabled=Signal::derive(move || reason.with(|text| text.trim().is_empty())) on_press=withdraw>
                    {t!(journals.export.withdraw)}
                </Button>
            </div>
        </Dialog>
    }
}
