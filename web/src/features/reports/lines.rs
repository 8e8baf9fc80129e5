//! The total split by what the agreements have in common, and what is to be paid when.

use leptos::prelude::*;
use shared::books::BookMaturity;
use shared::money::Amount;
use shared::reports::{BookReport, ReportLine, ReportLineKey};

use super::words;
use crate::codes::code;
use crate::features::books::figures::written;
use crate::features::books::words as books_words;
use crate::format;
use crate::route::Address;
use crate::t;
use crate::ui::table::{Heading, Table};

/// Where the agreements of a line are: the selection narrowed to them.
fn narrowed(address: Address, key: &ReportLineKey) -> Option<String> {
    let changes = match key {
        ReportLineKey::Kind(kind) => vec![("kind", Some(code(kind)))],
        ReportLineKey::Lessor { name, id } => {
            vec![("lessor", Some(id.to_string())), ("lessor_name", Some(name.clone()))]
        }
        ReportLineKey::CostCenter(name) => vec![("cost_center", Some(name.clone()))],
        ReportLineKey::Currency(currency) => vec![("currency", Some(currency.code().to_owned()))],
        ReportLineKey::Treatment(_) | ReportLineKey::Without => return None,
    };
    Some(address.with(&changes))
}

#[component]
pub fn Lines(report: BookReport, split: shared::reports::ReportSplit, address: Address) -> impl IntoView {
    let headings = vec![
        Heading::text(words::split(split)),
        Heading::number(t!(reports.agreements)),
        Heading::number(t!(books.column.liability)),
        Heading::number(t!(books.column.asset)),
        Heading::number(t!(books.column.depreciation)),
        Heading::number(t!(books.column.interest)),
        Heading::number(t!(reports.figure.expense)),
        Heading::number(t!(reports.figure.cash)),
    ];
    let cells = |figures: &shared::reports::ReportFigures| {
        [
            figures.liability.closing,
            figures.asset.closing,
            figures.result.depreciation,
            figures.result.interest,
            figures.result.expense,
            figures.cash.total,
        ]
        .map(|amount| view! { <td class="number">{written(amount)}</td> })
        .collect_view()
    };
    let line = |line: &ReportLine| {
        let name = words::line(&line.key);
        let name = match narrowed(address, &line.key) {
            Some(href) => view! { <a href=href>{name}</a> }.into_any(),
            None => name.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{format::integer(i64::from(line.agreements))}</td>
                {cells(&line.figures)}
            </tr>
        }
    };
    let body = report.lines.iter().map(line).collect_view();
    let total = cells(&report.total);
    let title = t!(reports.by_line, what = words::split(split), currency = report.currency.code());
    let caption = title.clone();
    view! {
        <section class="section">
            <h2 class="report-heading">{title}</h2>
            <Table caption headings>
                {body}
                <tr class="report-balance">
                    <th scope="row">{t!(chart.total)}</th>
                    <td class="number">{format::integer(i64::from(report.agreements))}</td>
                    {total}
                </tr>
            </Table>
        </section>
    }
}

/// What is still to be paid, by line and in total.
#[component]
pub fn Maturities(report: BookReport) -> impl IntoView {
    let buckets = report.maturity.buckets.iter().map(|one| books_words::bucket(one.after_months, one.within_months));
    let sums = [t!(books.maturity.total), t!(books.maturity.discount), t!(books.column.liability)];
    let headings = buckets.chain(sums.map(str::to_owned)).map(Heading::number);
    let headings = std::iter::once(Heading::text(t!(books.column.what))).chain(headings).collect();
    let cells = |maturity: &BookMaturity, liability: Amount| {
        let discount = Amount::from_minor(-maturity.discount.minor()).unwrap_or_default();
        let due = maturity.buckets.iter().map(|one| one.amount);
        due.chain([maturity.total, discount, liability])
            .map(|amount| view! { <td class="number">{written(amount)}</td> })
            .collect_view()
    };
    let lines = report.lines.iter().filter(|line| line.maturity.total.minor() != 0).map(|line| {
        view! {
            <tr><th scope="row">{words::line(&line.key)}</th>{cells(&line.maturity, line.figures.liability.closing)}</tr>
        }
    });
    let body = lines.collect_view();
    let total = cells(&report.maturity, report.total.liability.closing);
    let lead = t!(reports.maturity_lead, day = format::date_long(report.to), currency = report.currency.code());
    (report.maturity.total.minor() != 0).then(|| {
        view! {
            <section class="section">
                <h2 class="report-heading">{t!(books.maturity.title)}</h2>
                <p class="books-note">{lead}</p>
                <Table caption=t!(books.maturity.title) headings>
                    {body}
                    <tr class="report-balance">
                        <th scope="row">{t!(chart.total)}</th>
                        {total}
                    </tr>
                </Table>
            </section>
        }
    })
}

/// Deferred tax where the book has a tax rate, and the rates that foreign currencies were converted by.
#[component]
pub fn Besides(report: BookReport) -> impl IntoView {
    let line = |name: &str, value: String| {
        view! { <div><dt>{name.to_owned()}</dt><dd class="number">{value}</dd></div> }
    };
    let tax = report.deferred_tax.map(|tax| {
        view! {
            <section class="card">
                <h2 class="report-heading">{t!(reports.tax.title)}</h2>
                <dl class="show-lines books-sums">
                    {line(t!(reports.tax.rate), format::percent(tax.tax_percent.ppb() as f64 / 1e9))}
                    {line(t!(reports.tax.difference), written(tax.difference_closing))}
                    {line(t!(reports.tax.opening), written(tax.opening))}
                    {line(t!(reports.tax.change), written(tax.change))}
                    {line(t!(reports.tax.closing), written(tax.closing))}
                </dl>
            </section>
        }
    });
    let conversion = |each: &shared::debt::Conversion| {
        let value = format!(
            "{} ({}, {})",
            format::exchange_rate(each.rate.e8() as f64 / 1e8),
            format::date(each.on),
            each.source
        );
        line(each.currency.code(), value)
    };
    let rates = (!report.conversions.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2 class="report-heading">{t!(reports.conversions)}</h2>
                <dl class="show-lines">{report.conversions.iter().map(conversion).collect_view()}</dl>
            </section>
        }
    });
    (tax.is_some() || rates.is_some()).then(|| view! { <div class="books-facts">{tax}{rates}</div> })
}
