//! What an agreement costs in interest, explained fee by fee.

use leptos::prelude::*;
use shared::debt::{FeeKind, RateReport, RateSource};

use super::words;
use crate::format;
use crate::t;
use crate::ui::icon::{Icon, IconView};

/// The pure rate, what each fee adds, and the rate with everything inside.
#[component]
pub fn RateSteps(rate: RateReport) -> impl IntoView {
    let Some(pure) = rate.pure else {
        let why = rate.unknown.map(words::unknown);
        return view! { <p class="rate-unknown"><IconView icon=Icon::Info />{t!(agreement_rate.unknown)}" "{why}</p> }
            .into_any();
    };
    let most = rate.fee_shares.iter().map(|share| points(&share.basis_points).abs()).fold(0.0, f64::max);
    let shares = rate.fee_shares.iter().map(|share| {
        let points = points(&share.basis_points);
        let width = if most > 0.0 { points.abs() / most * 100.0 } else { 0.0 };
        view! {
            <li class="rate-share">
                <span>{fee(share.fee)}</span>
                <span class="rate-bar" aria-hidden="true"><span style:inline-size=format!("{width:.1}%")></span></span>
                <span class="number">{t!(agreement_rate.points, points = format::decimal(points, 1))}</span>
            </li>
        }
    });
    let line = |label: &'static str, pair: shared::debt::RatePair| {
        let nominal = t!(agreement_rate.nominal, rate = words::percent(pair.nominal_percent));
        view! {
            <p class="rate-line">
                <span>{label}</span>
                <strong class="number">{words::percent(pair.effective_percent)}</strong>
                <span class="rate-nominal number">{nominal}</span>
            </p>
        }
    };
    // The fees are weighed in the agreement as it was signed; a rate that has been solved anew since is another one.
    let moved = matches!(rate.source, Some(RateSource::Repriced));
    let all_in_label = if moved { t!(agreement_rate.all_in_at_start) } else { t!(agreement_rate.all_in) };
    let all_in = rate.all_in.filter(|_| !rate.fee_shares.is_empty()).map(|pair| line(all_in_label, pair));
    let candidates = (!rate.candidates.is_empty()).then(|| {
        let all: Vec<_> = rate.candidates.iter().map(|pair| words::percent(pair.effective_percent)).collect();
        view! { <p class="rate-note">{t!(agreement_rate.several, rates = all.join(", "))}</p> }
    });
    view! {
        <div class="rate-steps">
            {line(t!(agreement_rate.pure), pure)}
            {moved.then(|| view! { <p class="rate-note">{t!(agreement_rate.source.repriced)}</p> })}
            <ul class="rate-shares">{shares.collect_view()}</ul>
            {all_in}
            {rate.source.filter(|_| !moved).map(|source| view! { <p class="rate-note">{source_text(source)}</p> })}
            {candidates}
        </div>
    }
    .into_any()
}

fn points(text: &str) -> f64 {
    text.parse().unwrap_or_default()
}

fn fee(kind: FeeKind) -> &'static str {
    match kind {
        FeeKind::InvoiceFee => t!(agreements.field.invoice_fee),
        FeeKind::ArrangementFee => t!(agreements.field.arrangement_fee),
        FeeKind::InterimRent => t!(agreements.field.interim_daily),
    }
}

fn source_text(source: RateSource) -> &'static str {
    match source {
        RateSource::Solved => t!(agreement_rate.source.solved),
        RateSource::Stated => t!(agreement_rate.source.stated),
        RateSource::Repriced => t!(agreement_rate.source.repriced),
        RateSource::Carried => t!(agreement_rate.source.carried),
    }
}
