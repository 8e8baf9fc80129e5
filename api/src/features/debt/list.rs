//! All agreements in the company's figures on a day, compactly.

use shared::agreements::AgreementStatus;
use shared::calculation::rate_pair;
use shared::debt::{AgreementFigures, FiguresList, FiguresMetric};
use shared::money::Amount;

use super::portfolio::{Day, Position};

fn shows(metric: FiguresMetric, position: &Position) -> bool {
    match metric {
        FiguresMetric::Debt => position.debt_base != Some(0),
        FiguresMetric::AverageRate => position.debt_base.is_none_or(|debt| debt > 0),
        FiguresMetric::Extended => position.status == AgreementStatus::Extended,
    }
}

pub fn list(day: &Day, metric: Option<FiguresMetric>) -> FiguresList {
    let shown = day.positions.iter().filter(|position| metric.is_none_or(|metric| shows(metric, position)));
    FiguresList { as_of: day.on, base_currency: day.rates.base(), data: shown.map(figures).collect() }
}

fn figures(position: &Position) -> AgreementFigures {
    let agreement = position.agreement;
    AgreementFigures {
        id: agreement.id,
        number: agreement.number.clone().into(),
        title: agreement.title.clone().into(),
        kind: agreement.kind,
        status: position.status,
        currency: agreement.currency,
        debt: position.debt.and_then(Amount::from_minor),
        debt_base: position.debt_base.and_then(Amount::from_minor),
        unknown: position.unknown,
        rate: position.rate.and_then(rate_pair),
        all_in: agreement.all_in.and_then(rate_pair),
        extended_yearly_cost: position.extended.and_then(|cost| cost.yearly_base).and_then(Amount::from_minor),
    }
}
