//! The payment plan: as pictures, as a table, and each row open to its formula.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::debt::{RowKind, Schedule, ScheduleRow};
use shared::money::{Amount, Currency};

use super::{Show, header};
use crate::browser;
use crate::client::ClientError;
use crate::features::agreements::{api, plan_chart};
use crate::files::{self, Cell, Format, Sheet};
use crate::format;
use crate::t;
use crate::today;
use crate::ui::chart::Chart;
use crate::ui::empty::Failed;
use crate::ui::formula::{Formula, FormulaLine};
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, MenuItem, Popover};
use crate::ui::skeleton::SkeletonLines;

#[component]
pub(super) fn PlanTab(show: Show) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Schedule, ClientError>>);
    let turn = StoredValue::new(0_u32);
    let fetch = move || {
        let Some(id) = show.id.get_untracked() else { return };
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        let (as_of, known_at) = untrack(|| (show.company().as_of.chosen(), show.known_at.get()));
        spawn_local(async move {
            let answer = api::schedule(&show.company(), id, as_of, known_at).await;
            if turn.try_get_value() == Some(mine) {
                found.set(Some(answer));
            }
        });
    };
    // The agreement is fetched whenever what it says may be another.
    Effect::new(move |_| {
        show.agreement.track();
        fetch();
    });
    move || match found.get() {
        None => view! { <SkeletonLines lines=8 /> }.into_any(),
        Some(Err(error)) => view! { <Failed error on_retry=fetch /> }.into_any(),
        Some(Ok(schedule)) => view! { <Plan show schedule /> }.into_any(),
    }
}

#[component]
fn Plan(show: Show, schedule: Schedule) -> impl IntoView {
    let days = plan_chart::Days { today: today::today(), as_of: schedule.as_of };
    let stem = untrack(|| {
        let number = show.agreement.with(|found| found.as_ref().and_then(|f| f.as_ref().ok()?.terms.number.clone()));
        format!("{} {}", t!(agreement_plan.file), number.unwrap_or_default()).trim().replace(' ', "-")
    });
    let capital = plan_chart::capital(&schedule, days).filter(|data| !data.is_empty());
    let payments = Some(plan_chart::payments(&schedule, days)).filter(|data| !data.is_empty());
    let chart = |data: crate::ui::chart::ChartData, name: &str| {
        let heading = data.title.clone();
        let file_name = format!("{stem}-{name}");
        view! {
            <section class="card show-chart">
                <h2>{heading}</h2>
                <Chart data=Signal::stored(data) file_name height=220.0 />
            </section>
        }
    };
    let charts = [capital.map(|data| chart(data, "debt")), payments.map(|data| chart(data, "payments"))];
    let schedule = StoredValue::new(schedule);
    let save = move |format: Format| schedule.with_value(|schedule| files::save_sheet(&stem, &sheet(schedule), format));
    let save = StoredValue::new(save);
    let runs_on = move || {
        show.agreement.with(|found| {
            let agreement = found.as_ref()?.as_ref().ok()?;
            agreement.figures.extended.as_ref()?;
            let cost = header::cost(agreement);
            Some(view! { <p class="show-runs-on">{t!(agreement_plan.runs_on, cost = cost)}</p> })
        })
    };
    view! {
        <div class="show-charts">{charts.into_iter().flatten().collect_view()}</div>
        <section class="section">
            <div class="show-plan-head">
                <h2>{t!(agreement_plan.rows)}</h2>
                <Popover align=Align::End button=|| view! { <IconView icon=Icon::Download /><span>{t!(agreement_list.export.button)}</span> }>
                    <MenuItem on_press=move || save.with_value(|save| save(Format::Xlsx))>{t!(agreement_list.export.xlsx)}</MenuItem>
                    <MenuItem on_press=move || save.with_value(|save| save(Format::Csv))>{t!(agreement_list.export.csv)}</MenuItem>
                </Popover>
            </div>
            <Rows show schedule />
            {runs_on}
        </section>
    }
}

const COLUMNS: usize = 9;

#[component]
fn Rows(show: Show, schedule: StoredValue<Schedule>) -> impl IntoView {
    let wanted = untrack(|| show.address.get("row")).and_then(|row| row.parse::<u32>().ok());
    let open = RwSignal::new(wanted);
    let number = |title: &'static str| view! { <th scope="col" class="number wide">{title}</th> };
    let rows = move || {
        schedule.with_value(|schedule| {
            // Payments up to the day are done; a line stands between them and what is to come.
            let mut drawn_line = false;
            let mut out = Vec::new();
            for row in &schedule.rows {
                if row.due_on > schedule.as_of && !drawn_line {
                    drawn_line = true;
                    let text = t!(agreement_plan.as_of, day = format::date_long(schedule.as_of));
                    out.push(view! { <tr class="plan-today"><td colspan=COLUMNS>{text}</td></tr> }.into_any());
                }
                out.push(view! { <Row row=row.clone() currency=schedule.currency open /> }.into_any());
            }
            out
        })
    };
    let totals = schedule.with_value(|schedule| {
        let totals = &schedule.totals;
        let all = totals.payments.minor() + totals.fees.minor() + totals.services.minor();
        view! {
            <tr>
                <th scope="row" colspan="3">{t!(chart.total)}</th>
                <td class="wide"></td>
                <td class="number wide">{amount(totals.interest)}</td>
                <td class="number wide">{amount(totals.amortisation)}</td>
                <td class="number wide">{amount(Some(totals.payments))}</td>
                <td class="wide"></td>
                <td class="number plan-pays">{format::amount(all)}</td>
            </tr>
        }
    });
    let caption: String =
        schedule.with_value(|schedule| t!(agreement_plan.caption, currency = schedule.currency.code()));
    let label = caption.clone();
    Effect::new(move |_| {
        if let Some(row) = wanted {
            browser::focus(&button_id(row));
        }
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="table plan-table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(agreement_plan.number)}</th>
                        <th scope="col">{t!(agreement_plan.due)}</th>
                        <th scope="col">{t!(agreement_plan.what)}</th>
                        {number(t!(agreement_plan.opening))}
                        {number(t!(agreement_plan.interest))}
                        {number(t!(agreement_plan.amortisation))}
                        {number(t!(agreement_plan.payment))}
                        {number(t!(agreement_plan.closing))}
                        <th scope="col" class="number plan-pays">{t!(agreement_plan.to_pay)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>{totals}</tfoot>
            </table>
        </div>
    }
}

fn button_id(row: u32) -> String {
    format!("plan-row-{row}")
}

#[component]
fn Row(row: ScheduleRow, currency: Currency, open: RwSignal<Option<u32>>) -> impl IntoView {
    let number = row.number;
    let is_open = Memo::new(move |_| open.get() == Some(number));
    let turn = move |_| open.update(|open| *open = if *open == Some(number) { None } else { Some(number) });
    let detail_id = format!("plan-detail-{number}");
    let controls = detail_id.clone();
    let kept = StoredValue::new(row.clone());
    view! {
        <tr class:open=move || is_open.get()>
            <td>
                <button type="button" class="plan-open" id=button_id(number) on:click=turn aria-controls=controls
                    aria-expanded=move || is_open.get().to_string() aria-label=t!(agreement_plan.open, n = number)>
                    <IconView icon=Icon::ChevronRight />{number}
                </button>
            </td>
            <th scope="row" class="number-start">{format::date(row.due_on)}</th>
            <td>{kind(row.kind)}</td>
            <td class="number wide">{amount(row.opening)}</td>
            <td class="number wide">{amount(row.interest)}</td>
            <td class="number wide">{amount(row.amortisation)}</td>
            <td class="number wide">{format::amount(row.payment.minor())}</td>
            <td class="number wide">{amount(row.closing)}</td>
            <td class="number plan-pays">{format::amount(row.total.minor())}</td>
        </tr>
        {move || is_open.get().then(|| {
            let row = kept.get_value();
            view! {
                <tr class="plan-detail" id=detail_id.clone()>
                    <td colspan=COLUMNS>
                        <p>{in_words(&row)}</p>
                        <Formula lines=formula(&row, currency) />
                    </td>
                </tr>
            }
        })}
    }
}

fn amount(amount: Option<Amount>) -> String {
    amount.map_or_else(|| t!(agreements.unknown.short).to_owned(), |amount| format::amount(amount.minor()))
}

fn kind(kind: RowKind) -> &'static str {
    match kind {
        RowKind::InterimRent => t!(agreement_plan.kind.interim),
        RowKind::FirstIncreasedFee => t!(agreement_plan.kind.first_increased),
        RowKind::Fee => t!(agreement_plan.kind.fee),
        RowKind::ExtendedFee => t!(agreement_plan.kind.extended),
        RowKind::Residual => t!(agreement_plan.kind.residual),
        RowKind::BuyOut => t!(agreement_plan.kind.buy_out),
        RowKind::Terminated => t!(agreement_plan.kind.terminated),
    }
}

fn in_words(row: &ScheduleRow) -> String {
    let payment = t!(
        agreement_plan.period,
        from = format::date_long(row.period_from),
        to = format::date_long(row.period_to),
        n = row.days
    );
    let interest =
        t!(agreement_plan.interest_since, from = format::date_long(row.interest_from), n = row.interest_days);
    let rule = match row.kind {
        _ if row.interest.is_none() => t!(agreement_plan.rule.unknown),
        RowKind::InterimRent => t!(agreement_plan.rule.interim),
        RowKind::FirstIncreasedFee => t!(agreement_plan.rule.first_increased),
        RowKind::Fee => t!(agreement_plan.rule.fee),
        RowKind::ExtendedFee => t!(agreement_plan.rule.extended),
        RowKind::Residual => t!(agreement_plan.rule.residual),
        RowKind::BuyOut => t!(agreement_plan.rule.buy_out),
        RowKind::Terminated => t!(agreement_plan.rule.terminated),
    };
    // A row without a payment is for no days.
    let payment = Some(payment).filter(|_| row.total != Amount::ZERO);
    let grown = row.interest.is_some_and(|interest| interest != Amount::ZERO) && row.interest_days > 0;
    let interest = Some(interest).filter(|_| grown);
    [Some(rule.to_owned()), payment, interest].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The row's arithmetic with its numbers put in.
fn formula(row: &ScheduleRow, currency: Currency) -> Vec<FormulaLine> {
    let money = |amount: Amount| format::money(amount.minor(), currency.code());
    let plain = |amount: Amount| format::amount(amount.minor());
    let mut lines = Vec::new();
    if let (Some(opening), Some(interest), Some(closing)) = (row.opening, row.interest, row.closing) {
        if let Some(rate) = row.interval_rate_percent.filter(|_| interest != Amount::ZERO) {
            lines.push(FormulaLine {
                label: t!(agreement_plan.interest).to_owned(),
                formula: t!(
                    agreement_plan.formula.interest,
                    opening = plain(opening),
                    rate = format::decimal(rate.fraction() * 100.0, 8)
                ),
                result: money(interest),
            });
        }
        let adjustment = row.adjustment.filter(|adjustment| *adjustment != Amount::ZERO);
        let adjusted = adjustment.map(|adjustment| {
            let sign = if adjustment.is_negative() { "−" } else { "+" };
            format!(" {sign} {}", format::amount(adjustment.minor().abs()))
        });
        lines.push(FormulaLine {
            label: t!(agreement_plan.closing).to_owned(),
            formula: format!(
                "{} + {} − {}{}",
                plain(opening),
                plain(interest),
                plain(row.payment),
                adjusted.unwrap_or_default()
            ),
            result: money(closing),
        });
    }
    lines.push(FormulaLine {
        label: t!(agreement_plan.to_pay).to_owned(),
        formula: t!(
            agreement_plan.formula.to_pay,
            payment = plain(row.payment),
            fees = plain(row.fees),
            services = plain(row.services)
        ),
        result: money(row.total),
    });
    lines
}

fn sheet(schedule: &Schedule) -> Sheet {
    let currency = schedule.currency.code();
    let headers = [
        t!(agreement_plan.number).to_owned(),
        t!(agreement_plan.due).to_owned(),
        t!(agreement_plan.what).to_owned(),
        t!(agreement_plan.period_from).to_owned(),
        t!(agreement_plan.period_to).to_owned(),
        format!("{} ({currency})", t!(agreement_plan.opening)),
        format!("{} ({currency})", t!(agreement_plan.interest)),
        format!("{} ({currency})", t!(agreement_plan.amortisation)),
        format!("{} ({currency})", t!(agreement_plan.payment)),
        format!("{} ({currency})", t!(agreement_plan.closing)),
        format!("{} ({currency})", t!(agreement_plan.fees)),
        format!("{} ({currency})", t!(agreement_plan.services)),
        format!("{} ({currency})", t!(agreement_plan.to_pay)),
    ];
    let some = |amount: Option<Amount>| Cell::some(amount, |amount| Cell::amount(amount.minor()));
    let row = |row: &ScheduleRow| {
        vec![
            Cell::count(row.number),
            Cell::Day(row.due_on),
            Cell::text(kind(row.kind)),
            Cell::some(Some(row.period_from).filter(|_| row.total != Amount::ZERO), Cell::Day),
            Cell::some(Some(row.period_to).filter(|_| row.total != Amount::ZERO), Cell::Day),
            some(row.opening),
            some(row.interest),
            some(row.amortisation),
            Cell::amount(row.payment.minor()),
            some(row.closing),
            Cell::amount(row.fees.minor()),
            Cell::amount(row.services.minor()),
            Cell::amount(row.total.minor()),
        ]
    };
    Sheet {
        name: t!(agreement_page.tab.plan).to_owned(),
        headers: headers.into(),
        rows: schedule.rows.iter().map(row).collect(),
    }
}
