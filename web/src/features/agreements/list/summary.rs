//! What the list adds up to, said once above it.

use leptos::prelude::*;
use shared::money::Amount;

use super::List;
use super::filter::Figure;
use super::row::Row;
use crate::format;
use crate::t;
use crate::ui::icon::{Icon, IconView};

#[derive(Debug, Clone, PartialEq, Default)]
struct Sums {
    agreements: usize,
    debt: i64,
    debt_unknown: usize,
    extended_cost: i64,
    extended_unknown: usize,
    /// Debt with a known rate, and that debt times the effective rate.
    rated: usize,
    rate_unknown: usize,
    weighted: f64,
    weight: f64,
}

impl Sums {
    fn add(mut self, row: &Row) -> Self {
        self.agreements += 1;
        let Some(figures) = &row.figures else { return self };
        match figures.debt_base {
            Some(debt) => {
                self.debt += debt.minor();
                if debt.minor() > 0 {
                    match figures.rate {
                        Some(rate) => {
                            self.rated += 1;
                            self.weighted += debt.minor() as f64 * rate.effective_percent.fraction();
                            self.weight += debt.minor() as f64;
                        }
                        None => self.rate_unknown += 1,
                    }
                }
            }
            None => {
                self.debt_unknown += 1;
                self.rate_unknown += 1;
            }
        }
        match figures.extended_yearly_cost {
            Some(cost) => self.extended_cost += cost.minor(),
            None => self.extended_unknown += 1,
        }
        self
    }
}

#[component]
pub(super) fn Summary(list: List) -> impl IntoView {
    let sums = Memo::new(move |_| {
        let rows = list.register.rows().get();
        list.shown.with(|shown| shown.iter().filter_map(|at| rows.get(*at)).fold(Sums::default(), Sums::add))
    });
    let text = move || {
        let sums = sums.get();
        // Nothing has come yet, which is not the same as nothing there.
        if sums.agreements == 0 && !list.register.is_complete() {
            return String::new();
        }
        let count = t!(agreements.count, n = sums.agreements);
        let Some(base) = list.register.base() else { return count };
        let money = |minor: i64| match Amount::from_minor(minor) {
            Some(_) => format::money(minor, base.code()),
            None => String::new(),
        };
        let figure = list.filter.with(|filter| filter.figure);
        let mut parts = vec![count];
        match figure {
            Some(Figure::Extended) => parts.push(t!(agreement_list.sum.extended, cost = money(sums.extended_cost))),
            Some(Figure::Rate) if sums.weight > 0.0 => {
                parts.push(t!(agreement_list.sum.rate, rate = format::percent(sums.weighted / sums.weight)));
            }
            Some(Figure::Debt | Figure::Rate) | None => {
                parts.push(t!(agreement_list.sum.debt, debt = money(sums.debt)))
            }
        }
        let unknown = match figure {
            Some(Figure::Extended) => sums.extended_unknown,
            Some(Figure::Rate) => sums.rate_unknown,
            Some(Figure::Debt) | None => sums.debt_unknown,
        };
        if unknown > 0 {
            parts.push(match figure {
                Some(Figure::Rate) => t!(agreement_list.sum.rate_unknown, n = unknown),
                Some(Figure::Extended) => t!(agreement_list.sum.cost_unknown, n = unknown),
                Some(Figure::Debt) | None => t!(agreement_list.sum.debt_unknown, n = unknown),
            });
        }
        parts.join(" · ")
    };
    let explanation = move || {
        let figure = list.filter.with(|filter| filter.figure)?;
        let day = format::date_long(list.company().as_of.date());
        let text = match figure {
            Figure::Debt => t!(agreement_list.makes_up.debt, day = day),
            Figure::Rate => t!(agreement_list.makes_up.rate, day = day),
            Figure::Extended => t!(agreement_list.makes_up.extended, day = day),
        };
        Some(view! { <p class="list-figure"><IconView icon=Icon::Info />{text}</p> })
    };
    view! {
        {explanation}
        <p class="list-summary" role="status">
            {text}
            {move || (!list.register.is_complete()).then(|| view! { <span class="list-more">{t!(agreement_list.loading_more)}</span> })}
        </p>
    }
}
