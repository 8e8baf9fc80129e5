//! Why liability and asset are others than they were: by cause, and by agreement and day.

use leptos::prelude::*;
use shared::money::Amount;
use shared::reports::{AgreementExplanation, ExplainedTotal, ReportExplanation};

use super::asked::Asked;
use super::fetched::Fetched;
use super::{api, words};
use crate::codes::code;
use crate::company::{OpenCompany, use_company};
use crate::features::books::figures::written;
use crate::format;
use crate::route::Page as Place;
use crate::t;
use crate::ui::empty::Empty;
use crate::ui::icon::Icon;
use crate::ui::table::{Heading, Table};

#[component]
pub fn Explanation(asked: Memo<Asked>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let fetched = Fetched::new(move || {
        let (company, asked) = (company.get_value(), asked.get());
        async move { api::explanation(&company, &asked, None).await }
    });
    fetched.view(move |answer| {
        let framework = code(answer.framework);
        view! { <Shown answer company=company.get_value() framework /> }.into_any()
    })
}

#[component]
fn Shown(answer: ReportExplanation, company: OpenCompany, framework: String) -> impl IntoView {
    if answer.agreements == 0 {
        return view! { <Empty icon=Icon::Reports title=t!(reports.none.title) text=t!(reports.none.text) /> }
            .into_any();
    }
    let headings = vec![
        Heading::text(t!(reports.cause.label)),
        Heading::number(t!(books.column.liability)),
        Heading::number(t!(books.column.asset)),
        Heading::number(t!(reports.agreements)),
    ];
    let balance = |name: &'static str, liability: Amount, asset: Amount| {
        view! {
            <tr class="report-balance">
                <th scope="row">{name}</th>
                <td class="number">{written(liability)}</td>
                <td class="number">{written(asset)}</td>
                <td></td>
            </tr>
        }
    };
    let cause = |total: &ExplainedTotal| {
        view! {
            <tr>
                <th scope="row">{words::cause(total.cause)}</th>
                <td class="number">{written(total.liability)}</td>
                <td class="number">{written(total.asset)}</td>
                <td class="number">{format::integer(i64::from(total.agreements))}</td>
            </tr>
        }
    };
    let opening = balance(t!(reports.figure.opening), answer.liability_opening, answer.asset_opening);
    let closing = balance(t!(reports.figure.closing), answer.liability_closing, answer.asset_closing);
    let causes = answer.causes.iter().map(cause).collect_view();
    let caption: String = t!(
        reports.caption,
        from = format::date_long(answer.from),
        to = format::date_long(answer.to),
        currency = answer.currency.code()
    );
    let by_agreement = answer.data.iter().map(|each| agreement(each, &company, &framework)).collect_view();
    let headings_by = vec![
        Heading::text(t!(agreements.field.title)),
        Heading::text(t!(reports.cause.label)),
        Heading::text(t!(books.column.day)),
        Heading::number(t!(books.column.liability)),
        Heading::number(t!(books.column.asset)),
    ];
    let first = answer.has_more.then(|| t!(reports.first_only, n = answer.data.len()));
    view! {
        <Table caption show_caption=true headings pinned=true>{opening}{causes}{closing}</Table>
        <section class="section">
            <h2 class="report-heading">{t!(reports.tab.agreements)}</h2>
            <Table caption=t!(reports.tab.agreements) headings=headings_by pinned=true>{by_agreement}</Table>
            {first.map(|text| view! { <p class="books-note">{text}</p> })}
        </section>
    }
    .into_any()
}

fn agreement(each: &AgreementExplanation, company: &OpenCompany, framework: &str) -> impl IntoView + use<> {
    let query = [("tab", "accounting"), ("book", framework)];
    let href = company.href_with(Place::Agreement(each.agreement.id), &query);
    let name = format!("{} {}", each.agreement.number, each.agreement.title);
    let changes = each.changes.iter().map(|change| {
        view! {
            <tr>
                <td></td>
                <td>{words::cause(change.cause)}</td>
                <td class="number-start">{format::date(change.on)}</td>
                <td class="number">{written(change.liability)}</td>
                <td class="number">{written(change.asset)}</td>
            </tr>
        }
    });
    view! {
        <tr class="report-balance">
            <th scope="row"><a href=href>{name}</a></th>
            <td>{t!(reports.figure.closing)}</td>
            <td></td>
            <td class="number">{written(each.liability_closing)}</td>
            <td class="number">{written(each.asset_closing)}</td>
        </tr>
        {changes.collect_view()}
    }
}
