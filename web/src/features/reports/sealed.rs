//! Reports kept as they were given out: sealed, verified, and held against what would be reported now.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::SealedReportId;
use shared::reports::{
    BridgeAgreement, NewSealedReport, ReportBridge, ReportScope, SealedReportItem, SealedVerification,
};

use super::asked::Asked;
use super::fetched::Fetched;
use super::figures::sections;
use super::{api, words};
use crate::client::{self, ClientError};
use crate::company::use_company;
use crate::features::books::figures::written;
use crate::features::books::words as book_words;
use crate::format;
use crate::route::Page as Place;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::{Dialog, DialogShape};
use crate::ui::empty::{Empty, Failed};
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::TextInput;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::use_toasts;

#[component]
pub fn SealedReports(asked: Memo<Asked>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let may_edit = company.with_value(|company| company.may_edit());
    let fetched = Fetched::new(move || {
        let company = company.get_value();
        async move { api::sealed(&company).await }
    });
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<SealedReportId>);
    let look = Callback::new(move |id| {
        chosen.set(Some(id));
        open.set(true);
    });
    view! {
        <p class="books-lead">{t!(reports.sealed.lead)}</p>
        {may_edit.then(|| view! { <Seal asked on_done=Callback::new(move |()| fetched.fetch_again()) /> })}
        {fetched.view(move |reports| {
            if reports.is_empty() {
                view! { <Empty icon=Icon::Reports title=t!(reports.sealed.none) text=t!(reports.sealed.none_text) /> }.into_any()
            } else {
                view! { <Listed reports look /> }.into_any()
            }
        })}
        <Dialog open title=t!(reports.bridge.title) shape=DialogShape::Side>
            {move || chosen.get().map(|id| view! { <Bridge id /> })}
        </Dialog>
    }
}

#[component]
fn Seal(asked: Memo<Asked>, on_done: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let toasts = use_toasts();
    let name = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<ClientError>);
    let seal = move || {
        let given = name.get_untracked().trim().to_owned();
        if given.is_empty() || busy.get_untracked() {
            return;
        }
        let asked = asked.get_untracked();
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            // A report without a first day begins with its fiscal year, which the book knows.
            let from = match asked.from {
                Some(from) => Ok(from),
                None => api::report(&company, &asked).await.map(|report| report.from),
            };
            let answer = match from {
                Ok(from) => {
                    let body = NewSealedReport {
                        name: given,
                        framework: asked.framework,
                        from,
                        to: asked.to,
                        period: asked.period,
                        split: asked.split,
                        kind: asked.kind,
                        lessor_id: asked.lessor,
                        currency: asked.currency,
                        cost_center: asked.cost_center.clone(),
                        scope: ReportScope::Company,
                    };
                    api::seal(&company, &body, &client::idempotency_key()).await
                }
                Err(error) => Err(error),
            };
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    fault.set(None);
                    name.set(String::new());
                    toasts.say(t!(reports.sealed.done));
                    on_done.run(());
                }
                Err(error) => fault.set(Some(error)),
            }
        });
    };
    let what = move || {
        asked.with(|asked| {
            t!(reports.sealed.what, book = book_words::framework(asked.framework), day = format::date_long(asked.to))
        })
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        seal();
    };
    view! {
        <form class="card journal-export" on:submit=submit>
            <p class="books-note">{what}</p>
            <div class="report-choose">
                <Field label=t!(reports.sealed.name) pointer="/name" required=true><TextInput value=name /></Field>
                <Button submit=true kind=ButtonKind::Primary icon=Icon::Key busy disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))>
                    {t!(reports.sealed.seal)}
                </Button>
            </div>
            {move || fault.get().map(|error| view! { <Failed error on_retry=seal /> })}
        </form>
    }
}

#[component]
fn Listed(reports: Vec<SealedReportItem>, look: Callback<SealedReportId>) -> impl IntoView {
    let headings = vec![
        Heading::text(t!(reports.sealed.name)),
        Heading::text(t!(reports.framework)),
        Heading::text(t!(reports.time)),
        Heading::number(t!(reports.agreements)),
        Heading::text(t!(reports.sealed.by)),
        Heading::text(t!(reports.sealed.hash)),
        Heading::unseen(t!(reports.sealed.verify)),
    ];
    let row = |report: SealedReportItem| {
        let by = t!(books.recorded.by, name = report.sealed_by.clone(), at = format::instant(report.sealed_at));
        let id = report.id;
        let label = format!("{} {}", t!(reports.sealed.compare), report.name);
        let hash: String = report.hash.chars().take(8).collect();
        view! {
            <tr>
                <th scope="row">{report.name.clone()}</th>
                <td>{book_words::framework(report.framework)}</td>
                <td class="number-start">{format!("{} – {}", format::date(report.from), format::date(report.to))}</td>
                <td class="number">{format::integer(i64::from(report.agreements))}</td>
                <td>{by}</td>
                <td class="number-start" title=report.hash.clone()>{hash}</td>
                <td class="actions">
                    <Verify id name=report.name.clone() />
                    <Button kind=ButtonKind::Quiet label on_press=move || look.run(id)>{t!(reports.sealed.compare)}</Button>
                </td>
            </tr>
        }
    };
    let rows = reports.into_iter().map(row).collect_view();
    view! { <Table caption=t!(reports.tab.sealed) headings>{rows}</Table> }
}

#[component]
fn Verify(id: SealedReportId, name: String) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let busy = RwSignal::new(false);
    let answer = RwSignal::new(None::<Result<SealedVerification, ClientError>>);
    let verify = move || {
        if busy.get_untracked() {
            return;
        }
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            let verified = api::verify(&company, id).await;
            if busy.try_set(false).is_none() {
                answer.set(Some(verified));
            }
        });
    };
    let label = format!("{} {name}", t!(reports.sealed.verify));
    view! {
        <span role="status">{move || answer.get().map(|answer| match answer {
            Ok(found) if found.is_kept && found.is_reproduced => {
                view! { <Badge tone=Tone::Gain>{t!(reports.sealed.same)}</Badge> }.into_any()
            }
            Ok(_) => view! { <Badge tone=Tone::Loss>{t!(reports.sealed.not_same)}</Badge> }.into_any(),
            Err(error) => view! { <Badge tone=Tone::Loss>{error.text()}</Badge> }.into_any(),
        })}</span>
        <Button kind=ButtonKind::Quiet busy label on_press=verify>{t!(reports.sealed.verify)}</Button>
    }
}

#[component]
fn Bridge(id: SealedReportId) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let found = LocalResource::new(move || {
        let company = company.get_value();
        async move { api::bridge(&company, id).await }
    });
    move || match found.get() {
        None => view! { <p role="status">{t!(reports.calculating)}</p><SkeletonLines lines=6 /> }.into_any(),
        Some(Err(error)) => view! { <Failed error on_retry=move || found.refetch() /> }.into_any(),
        Some(Ok(bridge)) => view! { <Spanned bridge /> }.into_any(),
    }
}

#[component]
fn Spanned(bridge: ReportBridge) -> impl IntoView {
    let company = use_company();
    if bridge.changed == 0 {
        return view! { <p role="status">{t!(reports.bridge.nothing)}</p> }.into_any();
    }
    let lead = t!(
        reports.bridge.lead,
        n = bridge.changed,
        at = format::instant(bridge.known_before),
        currency = bridge.currency.code()
    );
    let rows: Vec<_> = sections()
        .into_iter()
        .flat_map(|section| section.figures.into_iter().map(move |figure| (section.name, figure)))
        .filter(|(_, figure)| (figure.of)(&bridge.change).minor() != 0)
        .map(|(section, figure)| {
            view! {
                <tr>
                    <th scope="row">{format!("{section}: {}", figure.name)}</th>
                    <td class="number">{written(figure.signed(&bridge.before))}</td>
                    <td class="number">{written(figure.signed(&bridge.change))}</td>
                    <td class="number">{written(figure.signed(&bridge.after))}</td>
                </tr>
            }
        })
        .collect();
    let headings = vec![
        Heading::text(t!(books.column.what)),
        Heading::number(t!(reports.bridge.then)),
        Heading::number(t!(books.effect.difference)),
        Heading::number(t!(reports.bridge.now)),
    ];
    let agreement = |each: &BridgeAgreement| {
        let href = company.href_with(Place::Agreement(each.agreement.id), &[("tab", "events")]);
        let name = format!("{} {}", each.agreement.number, each.agreement.title);
        let events = each.events.iter().map(|event| {
            let who = t!(
                books.recorded.by,
                name = event.recorded_by.clone().unwrap_or_default(),
                at = format::instant(event.recorded_at)
            );
            let said = [Some(words::record(event.record)), event.reason.clone(), Some(who)];
            view! { <li>{said.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</li> }
        });
        let change = each.change;
        view! {
            <li>
                <a href=href>{name}</a>": "{words::bridge_reason(each.reason)}". "
                {t!(reports.bridge.change, liability = written(change.liability.closing), asset = written(change.asset.closing), expense = written(change.result.expense))}
                <ul>{events.collect_view()}</ul>
            </li>
        }
    };
    let agreements = bridge.data.iter().map(agreement).collect_view();
    view! {
        <p>{lead}</p>
        <Table caption=t!(reports.bridge.title) headings>{rows}</Table>
        <h3>{t!(reports.bridge.why)}</h3>
        <ul class="books-findings">{agreements}</ul>
    }
    .into_any()
}
