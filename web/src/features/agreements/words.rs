//! What the codes of an agreement are called.

use shared::agreements::{
    AgreementKind, AgreementStatus, EventSource, OptionKind, ResidualCarrier, Timing, Warning, WarningCode,
};
use shared::debt::{RateReport, Unknown};
use shared::money::{Amount, ComputedPercent, Currency, RatePercent};

use crate::format;
use crate::t;
use crate::ui::Tone;

pub fn kind(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::FinancialLease => t!(agreements.kind.financial_lease),
        AgreementKind::OperationalLease => t!(agreements.kind.operational_lease),
        AgreementKind::Rental => t!(agreements.kind.rental),
        AgreementKind::Premises => t!(agreements.kind.premises),
        AgreementKind::Car => t!(agreements.kind.car),
    }
}

pub fn status(status: AgreementStatus) -> &'static str {
    match status {
        AgreementStatus::NotStarted => t!(agreements.status.not_started),
        AgreementStatus::Running => t!(agreements.status.running),
        AgreementStatus::Extended => t!(agreements.status.extended),
        AgreementStatus::Ended => t!(agreements.status.ended),
        AgreementStatus::Deleted => t!(agreements.status.deleted),
    }
}

/// An extended agreement waits for a decision; the others need no colour.
pub fn status_tone(status: AgreementStatus) -> Tone {
    match status {
        AgreementStatus::Extended => Tone::Due,
        AgreementStatus::NotStarted | AgreementStatus::Running | AgreementStatus::Ended | AgreementStatus::Deleted => {
            Tone::Neutral
        }
    }
}

pub fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::Advance => t!(agreements.timing.advance),
        Timing::Arrears => t!(agreements.timing.arrears),
    }
}

pub fn carrier(carrier: ResidualCarrier) -> &'static str {
    match carrier {
        ResidualCarrier::Lessee => t!(agreements.carrier.lessee),
        ResidualCarrier::Lessor => t!(agreements.carrier.lessor),
        ResidualCarrier::ThirdParty => t!(agreements.carrier.third_party),
    }
}

pub fn option(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::Extension => t!(agreements.option.extension),
        OptionKind::Termination => t!(agreements.option.termination),
        OptionKind::Purchase => t!(agreements.option.purchase),
    }
}

/// `per månad`, `per kvartal`, `var 2:e månad`.
pub fn per_interval(months: u32) -> String {
    match months {
        1 => t!(agreements.per.month).to_owned(),
        3 => t!(agreements.per.quarter).to_owned(),
        6 => t!(agreements.per.half_year).to_owned(),
        12 => t!(agreements.per.year).to_owned(),
        months => t!(agreements.per.months, n = months),
    }
}

pub fn unknown(reason: Unknown) -> &'static str {
    match reason {
        Unknown::PriceAndRateMissing => t!(agreements.unknown.price_and_rate_missing),
        Unknown::NoRateFits => t!(agreements.unknown.no_rate_fits),
        Unknown::ExchangeRateMissing => t!(agreements.unknown.exchange_rate_missing),
        Unknown::TermsNotCalculable => t!(agreements.unknown.terms_not_calculable),
        Unknown::ImplausibleRate => t!(agreements.unknown.implausible_rate),
    }
}

pub fn source(source: &EventSource) -> &'static str {
    match source {
        EventSource::App {} => t!(agreements.source.app),
        EventSource::Api {} => t!(agreements.source.api),
        EventSource::Import { .. } => t!(agreements.source.import),
        EventSource::BulkEdit { .. } => t!(agreements.source.bulk_edit),
        EventSource::Demo {} => t!(agreements.source.demo),
    }
}

/// `4 593 kr`, or with öre where there are any.
pub fn money(amount: Amount, currency: Currency) -> String {
    if amount.minor() % 100 == 0 {
        format::whole_money(amount.minor(), currency.code())
    } else {
        format::money(amount.minor(), currency.code())
    }
}

/// `4,36 %`.
pub fn percent(rate: ComputedPercent) -> String {
    format::percent(rate.fraction())
}

pub fn stated_percent(rate: RatePercent) -> String {
    format::percent(rate.ppb() as f64 / 1e9)
}

/// A warning in words; the figures in it come from the computed rate and the one that the paper states.
pub fn warning(warning: &Warning, rate: &RateReport, stated: Option<RatePercent>) -> String {
    let computed = || rate.pure.map(|pair| percent(pair.nominal_percent)).unwrap_or_default();
    match warning.code {
        WarningCode::ImplausibleRate => t!(agreements.warning.implausible_rate, rate = computed()),
        WarningCode::NegativeRate => t!(agreements.warning.negative_rate).to_owned(),
        WarningCode::RateDisagrees => {
            let stated = stated.map(stated_percent).unwrap_or_default();
            t!(agreements.warning.rate_disagrees, computed = computed(), stated = stated)
        }
        WarningCode::ResidualAbovePrice => t!(agreements.warning.residual_above_price).to_owned(),
        WarningCode::FirstFeeAbovePrice => t!(agreements.warning.first_fee_above_price).to_owned(),
        WarningCode::FeeIsZero => t!(agreements.warning.fee_is_zero).to_owned(),
        WarningCode::OddTerm => t!(agreements.warning.odd_term).to_owned(),
    }
}

/// The label of a field of the terms, by its name.
pub fn field(name: &str) -> String {
    let label = match name {
        "number" => t!(agreements.field.number),
        "title" => t!(agreements.field.title),
        "kind" => t!(agreements.field.kind),
        "lessor_id" | "lessor_name" => t!(agreements.field.lessor),
        "supplier_id" | "supplier_name" => t!(agreements.field.supplier),
        "start_on" => t!(agreements.field.start_on),
        "end_on" => t!(agreements.field.end_on),
        "term_months" => t!(agreements.field.term_months),
        "currency" => t!(agreements.field.currency),
        "fee" => t!(agreements.field.fee),
        "interval_months" => t!(agreements.field.interval_months),
        "timing" => t!(agreements.field.timing),
        "fee_steps" => t!(agreements.field.fee_steps),
        "fee_basis" => t!(agreements.field.fee_basis),
        "price" => t!(agreements.field.price),
        "first_increased_fee" => t!(agreements.field.first_increased_fee),
        "first_increased_replaces" => t!(agreements.field.first_increased_replaces),
        "interim_from" => t!(agreements.field.interim_from),
        "interim_daily" => t!(agreements.field.interim_daily),
        "residual_value" => t!(agreements.field.residual_value),
        "residual_carrier" => t!(agreements.field.residual_carrier),
        "invoice_fee" => t!(agreements.field.invoice_fee),
        "arrangement_fee" => t!(agreements.field.arrangement_fee),
        "service_fee" => t!(agreements.field.service_fee),
        "vat_restricted" => t!(agreements.field.vat_restricted),
        "nominal_rate_percent" => t!(agreements.field.nominal_rate_percent),
        "notice_months" => t!(agreements.field.notice_months),
        "extension" => t!(agreements.field.extension),
        "options" => t!(agreements.field.options),
        "object_type" => t!(agreements.field.object_type),
        "objects" => t!(agreements.field.objects),
        "department" => t!(agreements.field.department),
        "cost_center" => t!(agreements.field.cost_center),
        "project" => t!(agreements.field.project),
        "responsible" => t!(agreements.field.responsible),
        "notes" => t!(agreements.field.notes),
        "custom" => t!(agreements.field.custom),
        // A field of a newer server: its own name says more than nothing.
        other => return other.to_owned(),
    };
    label.to_owned()
}
