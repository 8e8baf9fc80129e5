//! Accounting facts in words: only what somebody has said.

use shared::books::{AccountingFacts, LeaseClassification, LeaseExemption, LeaseOption, LeaseRate, LeaseRateBasis};
use shared::money::{Amount, Currency};

use super::words;
use crate::features::agreements::words as agreement_words;
use crate::format;
use crate::t;

pub fn lines(facts: &AccountingFacts, currency: Option<Currency>) -> Vec<(String, String)> {
    let said = &facts.accounting;
    let money = |amount: Amount| match currency {
        Some(currency) => agreement_words::money(amount, currency),
        None => format::amount(amount.minor()),
    };
    let mut out = Vec::new();
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push((name.to_owned(), value));
        }
    };
    let some = |amount: Amount| Some(amount).filter(|amount| *amount != Amount::ZERO).map(money);
    line(t!(books.fact.commencement), said.commencement_on.map(format::date_long));
    line(t!(books.fact.end), said.end_on.map(format::date_long));
    line(t!(books.policy.rate), said.discount_rate.map(rate));
    line(t!(books.fact.revised_rate), said.revised_discount_rate.map(rate));
    line(t!(books.fact.classification), said.classification.map(|one| classification(one).to_owned()));
    line(t!(books.fact.direct_costs), said.initial_direct_costs.map(money));
    line(t!(books.fact.incentives), some(said.incentives_received));
    line(t!(books.fact.prepaid), some(said.prepaid));
    line(t!(books.fact.restoration), some(said.restoration));
    line(t!(books.fact.fair_value), said.fair_value.map(money));
    line(t!(books.fact.useful_until), said.useful_until.map(format::date_long));
    line(t!(books.fact.residual_when_owned), some(said.residual_when_owned));
    line(t!(books.fact.guarantee), said.guarantee.map(|guarantee| money(guarantee.expected)));
    line(t!(books.fact.becomes_owned), said.becomes_owned.then(|| t!(agreements.yes).to_owned()));
    for each in &said.options {
        line(agreement_words::option(each.kind), Some(option(each)));
    }
    for book in &facts.books {
        if let Some(exemption) = book.exemption {
            let name = format!("{}, {}", t!(books.policy.exemption_label), words::framework(book.framework));
            line(&name, Some(self::exemption(exemption).to_owned()));
        }
    }
    out
}

pub fn rate(rate: LeaseRate) -> String {
    let percent = format::percent(rate.percent.ppb() as f64 / 1e9);
    match (rate.basis, rate.times_a_year) {
        (LeaseRateBasis::Nominal, Some(times)) => t!(books.fact.nominal, rate = percent, n = times),
        _ => t!(books.fact.effective, rate = percent),
    }
}

pub fn classification(classification: LeaseClassification) -> &'static str {
    match classification {
        LeaseClassification::Finance => t!(books.treatment.k3_finance),
        LeaseClassification::Operating => t!(books.treatment.k3_operating),
    }
}

pub fn exemption(exemption: LeaseExemption) -> &'static str {
    match exemption {
        LeaseExemption::None => t!(books.fact.capitalised),
        LeaseExemption::ShortTerm => t!(books.policy.exemption.short_term),
        LeaseExemption::LowValue => t!(books.policy.exemption.low_value),
    }
}

fn option(option: &LeaseOption) -> String {
    let certain = if option.reasonably_certain { t!(books.fact.certain) } else { t!(books.fact.not_certain) };
    let parts = [
        Some(certain.to_owned()),
        option.ends_on.map(|day| t!(books.fact.ends, day = format::date_long(day))),
        option.assessed_on.map(|day| t!(books.fact.assessed, day = format::date_long(day))),
        option.reviewer.clone().map(|name| t!(books.fact.reviewed, name = name)),
        option.reason.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
