//! The total split by what the agreements have in common, and what is to be paid when.

use leptos::prelude::*;
use shared::books::{BookMaturity, BookMaturityBucket};
use shared::money::Amount;
use shared::reports::{BookReport, ReportFigures, ReportLine, ReportLineKey, ReportRate, ReportSplit};

use super::words;
use crate::codes::code;
use crate::features::books::figures::{negative, written};
use crate::features::books::line;
use crate::features::books::words as book_words;
use crate::format;
use crate::route::Address;
use crate::t;
use crate::ui::disclosure::Disclosure;
use crate::ui::table::{Heading, Table};

/// The selection narrowed to the agreements of a line, where it can be.
fn narrowed(split: ReportSplit, key: &ReportLineKey) -> Option<Vec<(&'static str, Option<String>)>> {
    match key {
        ReportLineKey::Kind(kind) => Some(vec![("kind", Some(code(kind)))]),
        ReportLineKey::Lessor { name, id } => {
            Some(vec![("lessor", Some(id.to_string())), ("lessor_name", Some(name.clone()))])
        }
        ReportLineKey::CostCenter(name) => Some(vec![("cost_center", Some(name.clone())), ("without", None)]),
        ReportLineKey::Currency(currency) => Some(vec![("currency", Some(currency.code().to_owned()))]),
        ReportLineKey::Without if split == ReportSplit::CostCenter => {
            Some(vec![("cost_center", None), ("without", Some("cost_center".to_owned()))])
        }
        ReportLineKey::Treatment(_) | ReportLineKey::Without => None,
    }
}

/// A figure opens to the agreements that it is made of.
fn opened(address: Address, narrowed: &[(&'static str, Option<String>)], figure: &str) -> String {
    let mut changes = narrowed.to_vec();
    changes.extend([
        ("tab", Some("agreements".to_owned())),
        ("figure", Some(figure.to_owned())),
        ("period", None),
        ("split", None),
    ]);
    address.with(&changes)
}

#[component]
pub fn Lines(report: BookReport, split: ReportSplit, address: Address) -> impl IntoView {
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
    let cells = |figures: &ReportFigures, narrowed: Option<&[(&'static str, Option<String>)]>| {
        [
            ("liability", figures.liability.closing),
            ("asset", figures.asset.closing),
            ("depreciation", figures.result.depreciation),
            ("interest", figures.result.interest),
            ("expense", figures.result.expense),
            ("cash", figures.cash.total),
        ]
        .map(|(figure, amount)| {
            let href = narrowed.filter(|_| amount.minor() != 0).map(|narrowed| opened(address, narrowed, figure));
            let shown = match href {
                Some(href) => view! { <a href=href>{written(amount)}</a> }.into_any(),
                None => written(amount).into_any(),
            };
            view! { <td class="number">{shown}</td> }
        })
        .collect_view()
    };
    let line = |line: &ReportLine| {
        let name = words::line(&line.key);
        let narrowed = narrowed(split, &line.key);
        let name = match &narrowed {
            Some(changes) => view! { <a href=address.with(changes)>{name}</a> }.into_any(),
            None => name.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{format::integer(i64::from(line.agreements))}</td>
                {cells(&line.figures, narrowed.as_deref())}
            </tr>
        }
    };
    let body = report.lines.iter().map(line).collect_view();
    let total = cells(&report.total, Some(&[]));
    let title = t!(reports.by_line, what = words::split(split), currency = report.currency.code());
    let caption = title.clone();
    view! {
        <section class="section">
            <h2 class="report-heading">{title}</h2>
            <Table caption headings pinned=true>
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

/// What is still to be paid, a row for each time and a column for each line, so that it fits whatever the amounts.
#[component]
pub fn Maturities(report: BookReport) -> impl IntoView {
    if report.maturity.total.minor() == 0 {
        return ().into_any();
    }
    let lines: Vec<(&BookMaturity, Amount)> = report
        .lines
        .iter()
        .filter(|line| line.maturity.total.minor() != 0)
        .map(|line| (&line.maturity, line.figures.liability.closing))
        .chain([(&report.maturity, report.total.liability.closing)])
        .collect();
    let named = report.lines.iter().filter(|line| line.maturity.total.minor() != 0);
    let headings = std::iter::once(Heading::text(t!(reports.time)))
        .chain(named.map(|line| Heading::number(words::line(&line.key))))
        .chain([Heading::number(t!(chart.total)).sum()])
        .collect();
    let last = lines.len() - 1;
    let row = |name: &str, is_balance: bool, of: &dyn Fn(&(&BookMaturity, Amount)) -> Amount| {
        let cells = lines.iter().enumerate().map(|(at, line)| {
            view! { <td class="number" class:sum=at == last>{written(of(line))}</td> }
        });
        view! { <tr class:report-balance=is_balance><th scope="row">{name.to_owned()}</th>{cells.collect_view()}</tr> }
    };
    let due = report.maturity.buckets.iter().enumerate().map(|(at, bucket)| {
        let name = book_words::bucket(bucket.after_months, bucket.within_months);
        row(&name, false, &|(maturity, _)| maturity.buckets.get(at).map(|bucket| bucket.amount).unwrap_or_default())
    });
    let due = due.collect_view();
    let total = row(t!(books.maturity.total), true, &|(maturity, _)| maturity.total);
    let discount = row(t!(books.maturity.discount), false, &|(maturity, _)| negative(maturity.discount));
    let liability = row(t!(books.column.liability), true, &|(_, liability)| *liability);
    let lead = t!(reports.maturity_lead, day = format::date_long(report.to), currency = report.currency.code());
    view! {
        <section class="section">
            <h2 class="report-heading">{t!(books.maturity.title)}</h2>
            <p class="books-note">{lead}</p>
            <Table caption=t!(books.maturity.title) headings pinned=true>{due}{total}{discount}{liability}</Table>
        </section>
    }
    .into_any()
}

/// Deferred tax where the book has a tax rate, and the rates that foreign currencies were converted by.
#[component]
pub fn Besides(report: BookReport) -> impl IntoView {
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
    let rested = StoredValue::new(report.rates.clone());
    let rested = (report.rates_count > 0).then(|| {
        let rate = |rate: ReportRate| {
            let value = format!("{} ({})", format::exchange_rate(rate.rate.e8() as f64 / 1e8), format::date(rate.found_on));
            line(&format!("{} {}", rate.currency.code(), format::date(rate.on)), value)
        };
        let lines = rested.get_value().into_iter().map(rate).collect_view();
        view! {
            <Disclosure summary=t!(reports.rates, n = report.rates_count)><dl class="show-lines">{lines}</dl></Disclosure>
        }
    });
    let rates = (!report.conversions.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2 class="report-heading">{t!(reports.conversions)}</h2>
                <dl class="show-lines">{report.conversions.iter().map(conversion).collect_view()}</dl>
                {rested}
            </section>
        }
    });
    // Fees of leases that are not on the balance sheet have no liability to stand in.
    let commitments = &report.commitments;
    let commitments = (commitments.total.minor() != 0).then(|| {
        let bucket = |one: &BookMaturityBucket| {
            line(&book_words::bucket(one.after_months, one.within_months), written(one.amount))
        };
        let lines = commitments.buckets.iter().map(bucket).collect_view();
        view! {
            <section class="card">
                <h2 class="report-heading">{t!(reports.commitments.title)}</h2>
                <p class="books-note">{t!(reports.commitments.lead, day = format::date_long(report.to))}</p>
                <dl class="show-lines books-sums">{lines}{line(t!(books.maturity.total), written(commitments.total))}</dl>
            </section>
        }
    });
    (commitments.is_some() || tax.is_some() || rates.is_some())
        .then(|| view! { <div class="books-facts">{commitments}{tax}{rates}</div> })
}
