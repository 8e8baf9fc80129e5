//! Accounting facts in words: only what somebody has said.

use shared::books::{
    AccountingFacts, BookTransition, LeaseChangeView, LeaseClassification, LeaseExemption, LeaseOption, LeasePolicy,
    LeaseRate, LeaseRateBasis,
};
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
    line(t!(books.fact.specialised), said.specialised.then(|| t!(agreements.yes).to_owned()));
    for each in &said.options {
        line(agreement_words::option(each.kind), Some(option(each)));
    }
    for each in &facts.changes {
        line(t!(books.form.change_day), Some(change(each)));
    }
    for book in &facts.books {
        let name = words::framework(book.framework);
        if let Some(exemption) = book.exemption {
            line(&format!("{}, {name}", t!(books.policy.exemption_label)), Some(self::exemption(exemption).to_owned()));
        }
        line(&format!("{}, {name}", t!(books.policies)), policy(&book.policy));
        line(&format!("{}, {name}", t!(books.transition.title)), book.transition.as_ref().map(transition));
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

pub fn option(option: &LeaseOption) -> String {
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

fn change(change: &LeaseChangeView) -> String {
    let parts = [
        Some(format::date_long(change.on)),
        Some(words::change(change.kind).to_owned()),
        change.scope.map(|scope| words::lease_scope(scope).to_owned()),
        change.remaining.map(|left| t!(books.fact.left, part = left.part, of = left.of)),
        change.discount_rate.map(rate),
        change.amount.map(|amount| format::amount(amount.minor())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Only what is not as the company has it.
fn policy(policy: &LeasePolicy) -> Option<String> {
    let first = |inside: bool| if inside { t!(books.policy.first_in) } else { t!(books.policy.first_out) };
    let parts = [
        policy.discounting.map(|one| words::discounting(one).to_owned()),
        policy.day_count.map(|one| words::day_count(one).to_owned()),
        policy.compounding_months.map(|n| format!("{} {n}", t!(books.policy.compounding))),
        policy.month_cutoff.map(|one| words::month_cutoff(one).to_owned()),
        policy.depreciation.map(|one| words::depreciation(one).to_owned()),
        policy.first_payment_in_liability.map(|inside| first(inside).to_owned()),
        policy.current_split.map(|one| words::current_split(one).to_owned()),
        policy.scope_proportion.map(|one| words::scope(one).to_owned()),
        policy.rounding.map(|one| words::rounding(one).to_owned()),
    ];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn transition(first: &BookTransition) -> String {
    let prepaid = Some(first.prepaid).filter(|amount| *amount != Amount::ZERO);
    let parts = [
        Some(format::date_long(first.on)),
        Some(words::transition(first.method).to_owned()),
        Some(rate(first.discount_rate)),
        prepaid.map(|amount| format!("{} {}", t!(books.transition.prepaid), format::amount(amount.minor()))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
