//! The same leases in two books, beside each other.

use leptos::prelude::*;
use shared::books::BookFramework;
use shared::money::Amount;
use shared::reports::{BookStanding, ReportDifference};

use super::asked::Asked;
use super::fetched::Fetched;
use super::{api, words};
use crate::codes::{code, of_code};
use crate::company::{OpenCompany, use_company};
use crate::features::books::figures::written;
use crate::features::books::words as book_words;
use crate::format;
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::empty::Empty;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::select::{Select, SelectOption};
use crate::ui::table::{Heading, Table};

/// Beside which other book, where nobody has said.
fn usual(framework: BookFramework) -> BookFramework {
    if framework == BookFramework::Ifrs16 { BookFramework::K3LegalEntity } else { BookFramework::Ifrs16 }
}

#[component]
pub fn Difference(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let other = Memo::new(move |_| {
        let framework = asked.with(|asked| asked.framework);
        let chosen = address.get("other").and_then(|other| of_code(&other));
        chosen.filter(|other| *other != framework).unwrap_or_else(|| usual(framework))
    });
    let fetched = Fetched::new(move || {
        let (company, asked, other) = (company.get_value(), asked.get(), other.get());
        async move { api::difference(&company, &asked, other).await }
    });
    let options: Vec<SelectOption> =
        BookFramework::ALL.map(|each| (code(each), book_words::framework(each).to_owned())).into();
    view! {
        <div class="report-choose">
            <Field label=t!(reports.difference.compare_with) pointer="/other">
                <Select value=Signal::derive(move || code(other.get())) options=Signal::stored(options)
                    on_change=move |chosen| address.change(&[("other", Some(chosen))], true) />
            </Field>
        </div>
        {fetched.view(move |answer| view! { <Shown answer company=company.get_value() /> }.into_any())}
    }
}

type Line = (&'static str, fn(&BookStanding) -> Amount);

fn lines() -> [Line; 7] {
    [
        (t!(books.column.liability), |standing| standing.liability),
        (t!(books.column.asset), |standing| standing.asset),
        (t!(books.column.deferral), |standing| standing.deferral),
        (t!(reports.difference.net), |standing| standing.net),
        (t!(reports.figure.expense), |standing| standing.expense),
        (t!(books.column.interest), |standing| standing.interest),
        (t!(reports.figure.cash), |standing| standing.cash),
    ]
}

#[component]
fn Shown(answer: ReportDifference, company: OpenCompany) -> impl IntoView {
    if answer.agreements == 0 {
        return view! { <Empty icon=Icon::Reports title=t!(reports.none.title) text=t!(reports.none.text) /> }
            .into_any();
    }
    let headings = vec![
        Heading::text(t!(books.column.what)),
        Heading::number(book_words::framework(answer.framework)),
        Heading::number(book_words::framework(answer.other)),
        Heading::number(t!(books.effect.difference)),
    ];
    let total = answer.total;
    let row = |(name, of): Line| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{written(of(&total.book))}</td>
                <td class="number">{written(of(&total.other))}</td>
                <td class="number">{written(of(&total.difference))}</td>
            </tr>
        }
    };
    let body = lines().map(row).collect_view();
    let caption: String = t!(
        reports.difference.caption,
        day = format::date_long(answer.as_of),
        from = format::date_long(answer.from),
        currency = answer.currency.code()
    );
    let by = [
        Heading::text(t!(agreements.field.title)),
        Heading::text(book_words::framework(answer.framework)),
        Heading::text(book_words::framework(answer.other)),
        Heading::number(t!(books.column.liability)),
        Heading::number(t!(books.column.asset)),
        Heading::number(t!(reports.difference.net)),
        Heading::number(t!(reports.figure.expense)),
    ];
    let framework = code(answer.framework);
    let agreements = answer.data.iter().map(|each| {
        let query = [("tab", "accounting"), ("book", framework.as_str())];
        let href = company.href_with(Place::Agreement(each.agreement.id), &query);
        let name = format!("{} {}", each.agreement.number, each.agreement.title);
        let difference = each.difference;
        let cells = [difference.liability, difference.asset, difference.net, difference.expense]
            .map(|amount| view! { <td class="number">{written(amount)}</td> })
            .collect_view();
        view! {
            <tr>
                <th scope="row"><a href=href>{name}</a></th>
                <td>{each.treatment.map(words::treated)}</td>
                <td>{each.other_treatment.map(words::treated)}</td>
                {cells}
            </tr>
        }
    });
    let agreements = agreements.collect_view();
    let first = answer.has_more.then(|| t!(reports.first_only, n = answer.data.len()));
    view! {
        <Table caption show_caption=true headings pinned=true>{body}</Table>
        <section class="section">
            <h2 class="report-heading">{t!(reports.difference.by_agreement)}</h2>
            <Table caption=t!(reports.difference.by_agreement) headings=by.into() pinned=true>{agreements}</Table>
            {first.map(|text| view! { <p class="books-note">{text}</p> })}
        </section>
    }
    .into_any()
}
