//! The one road from terms to the engine and back, for the server and the form's preview alike.
//!
//! [`Calculation::new`] turns checked terms and what happened afterwards into a compiled plan; its methods answer
//! with the DTOs of [`crate::debt`].

use chrono::{Months, NaiveDate};

use crate::agreements::{
    AgreementChange, AgreementKind, AgreementStatus, AgreementTerms, EndingHow, FeeStep, ResidualCarrier, Timing,
    Warning, WarningCode,
};
use crate::debt::{Extended, FeeKind, FeeShare, Figures, RatePair, RateReport, RateSource, Unknown};
use crate::money::{Amount, ComputedPercent, RatePercent};
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{self, CheckedTerms, TermsFault};

mod plan;

/// An agreement made ready to be asked about any day.
#[derive(Clone, Debug)]
pub struct Calculation {
    original: CheckedTerms,
    contract: engine::Contract,
    plan: engine::Plan,
}

impl Calculation {
    /// The terms as agreed at the start and the changes in force, in the order they hold.
    pub fn new(original: &CheckedTerms, changes: &[AgreementChange]) -> Result<Self, Vec<TermsFault>> {
        let contract = contract(original);
        let changes = engine_changes(original, changes)?;
        let plan = engine::Plan::compile(&contract, &changes).map_err(|error| vec![engine_fault(&error)])?;
        Ok(Self { original: original.clone(), contract, plan })
    }

    /// The compiled plan, for sums over many agreements.
    pub fn plan(&self) -> &engine::Plan {
        &self.plan
    }

    /// As [`Self::plan`], for those who keep nothing else.
    pub fn into_plan(self) -> engine::Plan {
        self.plan
    }

    pub fn status_on(&self, day: NaiveDate) -> AgreementStatus {
        match self.plan.status_on(day) {
            engine::Status::NotStarted => AgreementStatus::NotStarted,
            engine::Status::Running => AgreementStatus::Running,
            engine::Status::Extended { .. } => AgreementStatus::Extended,
            engine::Status::Ended { .. } => AgreementStatus::Ended,
        }
    }

    pub fn figures(&self, as_of: NaiveDate) -> Figures {
        let debt = self.plan.debt_on(as_of).map(amount);
        let rate = self.rate_report(as_of);
        let horizon = self.horizon(as_of);
        let rows = self.plan.rows(horizon);
        let unpaid = |row: &&engine::Row| row.due > as_of && row.payment > 0;
        let agreed = |row: &&engine::Row| !matches!(row.kind, engine::RowKind::Extended | engine::RowKind::Residual);
        let extended = match self.plan.status_on(as_of) {
            engine::Status::Extended { since } => Some(Extended {
                since,
                yearly_cost: amount(self.plan.yearly_cost_on(as_of).unwrap_or(0)),
                // The fee goes on in full when there is no debt left for it to pay down.
                paid_since_end: sum(self
                    .plan
                    .flows(as_of)
                    .iter()
                    .filter(|flow| flow.kind == engine::RowKind::Extended && flow.due <= as_of)
                    .map(|flow| flow.payment)),
            }),
            _ => None,
        };
        Figures {
            as_of,
            debt_unknown: if debt.is_none() { rate.unknown.or(Some(Unknown::PriceAndRateMissing)) } else { None },
            debt,
            rate,
            remaining_payments: sum(rows.iter().filter(unpaid).filter(agreed).map(|row| row.payment)),
            // The rows end where the debt does; the fee goes on.
            next_payment_on: self
                .plan
                .flows(horizon)
                .iter()
                .filter(|flow| flow.due > as_of && flow.payment > 0)
                .map(|flow| flow.due)
                .min(),
            extended,
        }
    }

    /// The rate in force on a day, and what the fees add to the rate as agreed.
    pub fn rate_report(&self, as_of: NaiveDate) -> RateReport {
        let outcome = self.plan.rate_on(as_of);
        let source = self
            .plan
            .segments()
            .iter()
            .rev()
            .find(|segment| segment.from <= as_of)
            .or(self.plan.segments().first())
            .and_then(|segment| rate_source(segment.source));
        let all_in = engine::all_in(&self.contract).ok();
        RateReport {
            pure: outcome.rate().and_then(rate_pair),
            source,
            all_in: all_in.as_ref().and_then(|all_in| all_in.rate.rate()).and_then(rate_pair),
            fee_shares: all_in.map_or_else(Vec::new, |all_in| all_in.shares.iter().map(fee_share).collect()),
            unknown: unknown(outcome),
            implausible: outcome.rate().is_some_and(|rate| !rate.is_plausible()),
            candidates: match outcome {
                engine::RateOutcome::Several { roots, .. } => roots.iter().copied().filter_map(rate_pair).collect(),
                _ => Vec::new(),
            },
        }
    }

    /// What is worth a second look. None of it blocks.
    pub fn warnings(&self) -> Vec<Warning> {
        let terms = self.original.terms();
        let mut warnings = Vec::new();
        let mut warn = |code, field: &str| warnings.push(Warning { code, field: field.to_owned() });
        if terms.fee == Amount::ZERO {
            warn(WarningCode::FeeIsZero, "fee");
        }
        if let Some(price) = terms.price {
            if terms.residual_value.is_some_and(|residual| residual > price) {
                warn(WarningCode::ResidualAbovePrice, "residual_value");
            }
            if terms.first_increased_fee.is_some_and(|first| first > price) {
                warn(WarningCode::FirstFeeAbovePrice, "first_increased_fee");
            }
            if let Some(rate) = self.plan.rate().rate() {
                if rate.nominal < 0.0 {
                    warn(WarningCode::NegativeRate, "fee");
                }
                let stated = terms.nominal_rate_percent.map(|stated| stated.ppb() as f64 / 1e9);
                if stated.is_some_and(|stated| (stated - rate.nominal).abs() > 0.0025) {
                    warn(WarningCode::RateDisagrees, "nominal_rate_percent");
                }
            }
        }
        if matches!(self.plan.rate(), engine::RateOutcome::Implausible(_)) {
            warn(WarningCode::ImplausibleRate, "price");
        }
        if !self.original.term_months().is_multiple_of(terms.interval_months.max(1)) {
            warn(WarningCode::OddTerm, "term_months");
        }
        warnings
    }

    /// Far enough to show the whole plan, and a year more once the agreement is extended, or to the next fee.
    fn horizon(&self, as_of: NaiveDate) -> NaiveDate {
        let end = self.plan.end_on(as_of).max(self.original.end_on());
        let months = Months::new(self.original.terms().interval_months.max(12));
        let year_on = as_of.checked_add_months(months).unwrap_or(as_of);
        if as_of > end { year_on } else { end }
    }
}

/// Checked terms as the engine reads them.
pub fn contract(checked: &CheckedTerms) -> engine::Contract {
    let terms = checked.terms();
    engine::Contract {
        kind: match terms.kind {
            AgreementKind::FinancialLease => engine::Kind::FinancialLease,
            AgreementKind::OperationalLease => engine::Kind::OperationalLease,
            AgreementKind::Rental => engine::Kind::Rental,
            AgreementKind::Premises => engine::Kind::Premises,
            AgreementKind::Car => engine::Kind::Car,
        },
        start: terms.start_on,
        end: checked.end_on(),
        interval_months: terms.interval_months,
        timing: match terms.timing {
            Timing::Advance => engine::Timing::Advance,
            Timing::Arrears => engine::Timing::Arrears,
        },
        fee: terms.fee.minor(),
        steps: terms.fee_steps.iter().map(fee_step).collect(),
        price: terms.price.map(Amount::minor),
        stated_rate: terms.nominal_rate_percent.map(nominal_rate),
        first_increased: terms.first_increased_fee.filter(|fee| *fee != Amount::ZERO).map(|fee| {
            engine::FirstIncreased { amount: fee.minor(), replaces_first_fee: terms.first_increased_replaces }
        }),
        residual: minor(terms.residual_value),
        residual_carrier: match (terms.residual_carrier, terms.kind) {
            (Some(ResidualCarrier::Lessee), _) => engine::ResidualCarrier::Lessee,
            (Some(ResidualCarrier::Lessor), _) => engine::ResidualCarrier::Lessor,
            (Some(ResidualCarrier::ThirdParty), _) => engine::ResidualCarrier::ThirdParty,
            // Unsaid: the habit of the kind.
            (None, AgreementKind::FinancialLease | AgreementKind::Car) => engine::ResidualCarrier::Lessee,
            (None, _) => engine::ResidualCarrier::Lessor,
        },
        interim: terms
            .interim_from
            .map(|from| engine::InterimRent { from, daily: terms.interim_daily.map(Amount::minor) }),
        invoice_fee: minor(terms.invoice_fee),
        arrangement_fee: minor(terms.arrangement_fee),
        service_fee: minor(terms.service_fee),
        convention: engine::Convention::default(),
    }
}

/// Each amendment as the terms it moves. What the engine does not compute with (cost centre, notes …) moves nothing.
pub(crate) fn engine_changes(
    original: &CheckedTerms,
    changes: &[AgreementChange],
) -> Result<Vec<engine::Change>, Vec<TermsFault>> {
    let mut before = original.clone();
    let mut moved = Vec::new();
    for change in changes {
        match change {
            AgreementChange::Amended { effective_on, patch, .. } => {
                let after = terms::check(&terms::amend(before.terms(), patch, *effective_on)?)?;
                let terms = amended(&before, &after, *effective_on);
                if terms != engine::AmendedTerms::default() {
                    moved.push(engine::Change::Amended { on: *effective_on, terms });
                }
                before = after;
            }
            AgreementChange::Ended { effective_on, how, price, .. } => {
                let how = match how {
                    EndingHow::Terminated => engine::Ending::Terminated,
                    EndingHow::BoughtOut => engine::Ending::BoughtOut { price: minor(*price) },
                };
                moved.push(engine::Change::Ended { on: *effective_on, how });
            }
        }
    }
    Ok(moved)
}

fn amended(before: &CheckedTerms, after: &CheckedTerms, on: NaiveDate) -> engine::AmendedTerms {
    let (old, new) = (before.terms(), after.terms());
    let fee = Some(terms::fee_on(new, on)).filter(|fee| *fee != terms::fee_on(old, on)).map(Amount::minor);
    let later = |terms: &AgreementTerms| -> Vec<_> { terms::steps_after(&terms.fee_steps, on).map(fee_step).collect() };
    let steps = later(new);
    // A new fee alone replaces the steps that were left.
    let says_steps = if fee.is_some() { !steps.is_empty() } else { steps != later(old) };
    let moved = |old: Option<Amount>, new: Option<Amount>| (minor(old) != minor(new)).then(|| minor(new));
    engine::AmendedTerms {
        fee,
        steps: says_steps.then_some(steps),
        residual: moved(old.residual_value, new.residual_value),
        end: (before.end_on() != after.end_on()).then(|| after.end_on()),
        interval_months: (old.interval_months != new.interval_months).then_some(new.interval_months),
        invoice_fee: moved(old.invoice_fee, new.invoice_fee),
        service_fee: moved(old.service_fee, new.service_fee),
        stated_rate: new.nominal_rate_percent.filter(|rate| old.nominal_rate_percent != Some(*rate)).map(nominal_rate),
    }
}

fn fee_step(step: &FeeStep) -> engine::FeeStep {
    engine::FeeStep { from: step.from, fee: step.fee.minor() }
}

fn engine_fault(error: &engine::EngineError) -> TermsFault {
    let path = match error.field {
        "start" => "start_on",
        "end" => "end_on",
        "steps" => "fee_steps",
        "stated_rate" => "nominal_rate_percent",
        "first_increased" => "first_increased_fee",
        "residual" => "residual_value",
        "interim" => "interim_from",
        same => same,
    };
    let fault = FieldFault::new(FieldCode::OutOfRange).found(&error.found.to_string()).expected(&error.to_string());
    TermsFault { path: path.to_owned(), fault }
}

/// Why there is no rate, or not one.
pub fn unknown(outcome: &engine::RateOutcome) -> Option<Unknown> {
    match outcome {
        engine::RateOutcome::None(engine::NoRate::PriceUnknown) => Some(Unknown::PriceAndRateMissing),
        engine::RateOutcome::None(_) => Some(Unknown::NoRateFits),
        _ => None,
    }
}

fn rate_source(source: engine::RateSource) -> Option<RateSource> {
    match source {
        engine::RateSource::Price => Some(RateSource::Solved),
        engine::RateSource::Stated | engine::RateSource::FeeFromRate => Some(RateSource::Stated),
        engine::RateSource::Carried => Some(RateSource::Carried),
        engine::RateSource::Resolved => Some(RateSource::Repriced),
        engine::RateSource::Unknown => None,
    }
}

/// A rate in its two published forms.
pub fn rate_pair(rate: engine::EffectiveRate) -> Option<RatePair> {
    Some(RatePair {
        nominal_percent: ComputedPercent::from_fraction(rate.nominal)?,
        effective_percent: ComputedPercent::from_fraction(rate.effective)?,
    })
}

fn fee_share(share: &engine::FeeShare) -> FeeShare {
    FeeShare {
        fee: match share.fee {
            engine::FeeKind::Invoice => FeeKind::InvoiceFee,
            engine::FeeKind::Arrangement => FeeKind::ArrangementFee,
            engine::FeeKind::Interim => FeeKind::InterimRent,
        },
        basis_points: format!("{:.2}", share.basis_points),
    }
}

fn nominal_rate(rate: RatePercent) -> engine::NominalRate {
    engine::NominalRate::from_parts_per_billion(rate.ppb())
}

fn minor(amount: Option<Amount>) -> engine::Minor {
    amount.map_or(0, Amount::minor)
}

/// The engine keeps single amounts within its limits; a sum beyond them stops at the largest that can be written.
fn amount(minor: engine::Minor) -> Amount {
    let kept = minor.clamp(-Amount::MAX_MINOR, Amount::MAX_MINOR);
    Amount::from_minor(kept).unwrap_or(Amount::ZERO)
}

fn sum(parts: impl Iterator<Item = engine::Minor>) -> Amount {
    amount(parts.fold(0, engine::Minor::saturating_add))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::debt::DebtRule;
    use crate::ids::EventId;
    use serde_json::json;

    /// The fourth row of the portfolio used in the engine's tests: 349 000 kr, half-yearly in advance.
    fn lift_truck() -> CheckedTerms {
        let terms: AgreementTerms = serde_json::from_value(json!({
            "title": "Skjutstativtruck", "kind": "financial_lease", "lessor_name": "Leasaren",
            "start_on": "2025-07-01", "term_months": 48, "currency": "SEK", "fee": "39079.49", "interval_months": 6,
            "price": "349000", "residual_value": "69800", "arrangement_fee": "995",
        }))
        .unwrap();
        terms::check(&terms).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn figures_come_through_to_the_last_decimal() {
        let calculation = Calculation::new(&lift_truck(), &[]).unwrap();
        let figures = calculation.figures(day("2025-12-31"));
        assert_eq!(figures.debt.unwrap().to_string(), "316676.77");
        assert_eq!(figures.rate.pure.unwrap().nominal_percent.to_string(), "4.35999587");
        assert_eq!(figures.rate.all_in.unwrap().effective_percent.to_string(), "4.55090550");
        assert_eq!(figures.rate.fee_shares[0].fee, FeeKind::ArrangementFee);
        assert_eq!(figures.next_payment_on, Some(day("2026-01-01")));
        assert_eq!(figures.remaining_payments.to_string(), "273556.43");
    }

    #[test]
    fn the_plan_ties_row_by_row_and_ends_at_the_residual() {
        let schedule = Calculation::new(&lift_truck(), &[]).unwrap().schedule(day("2025-12-31"));
        for row in &schedule.rows {
            let minor = |amount: Option<Amount>| amount.unwrap().minor();
            assert_eq!(
                minor(row.opening) + minor(row.interest) - row.payment.minor() + minor(row.adjustment),
                minor(row.closing),
                "{row:?}"
            );
        }
        assert_eq!(schedule.rows.last().unwrap().closing.unwrap().to_string(), "69800.00");
    }

    #[test]
    fn a_payment_has_its_days_and_its_interest_has_others() {
        let rows = |timing: &str| {
            let mut terms = lift_truck().into_terms();
            terms.timing = serde_json::from_value(json!(timing)).unwrap();
            Calculation::new(&terms::check(&terms).unwrap(), &[]).unwrap().schedule(day("2025-12-31")).rows
        };
        let (advance, arrears) = (rows("advance"), rows("arrears"));
        for rows in [&advance, &arrears] {
            let mut struck = day("2025-07-01");
            for row in rows {
                assert_eq!(row.interest_from, struck, "interest grows without a gap and never twice");
                assert_eq!(i64::from(row.interest_days), (row.due_on - struck).num_days());
                assert_eq!(row.interest_days == 0, row.interest.unwrap() == Amount::ZERO, "{row:?}");
                struck = row.due_on;
            }
        }
        let second = &advance[1];
        assert_eq!((second.due_on, second.period_from), (day("2026-01-01"), day("2026-01-01")), "paid for what comes");
        assert_eq!((second.period_to, second.days), (day("2026-06-30"), 181));
        assert_eq!((second.interest_from, second.interest_days), (day("2025-07-01"), 184), "for what was owed before");
        let first = &arrears[0];
        assert_eq!((first.due_on, first.period_from), (day("2026-01-01"), day("2025-07-01")), "paid for what was");
        assert_eq!((first.interest_from, first.interest_days), (first.period_from, first.days));
    }

    #[test]
    fn an_extended_agreement_goes_on_being_paid() {
        let next = |terms: &AgreementTerms, on: &str| {
            let calculation = Calculation::new(&terms::check(terms).unwrap(), &[]).unwrap();
            calculation.figures(day(on)).next_payment_on
        };
        let mut terms = lift_truck().into_terms();
        terms.residual_value = Some("10000".parse().unwrap());
        assert_eq!(next(&terms, "2029-06-30"), None, "its end is agreed");
        assert_eq!(
            next(&terms, "2029-07-01"),
            Some(day("2030-01-01")),
            "the residual is paid down and the fee goes on"
        );
        assert_eq!(next(&terms, "2034-03-15"), Some(day("2034-07-01")));
        terms.kind = AgreementKind::Rental;
        assert_eq!(next(&terms, "2034-03-15"), Some(day("2034-07-01")));
        terms.interval_months = 24;
        assert!(next(&terms, "2034-03-15").is_some(), "more than a year lies between its fees");
        let ended = AgreementChange::Ended {
            event_id: EventId::from_uuid(uuid::Uuid::nil()),
            effective_on: day("2034-01-31"),
            how: EndingHow::Terminated,
            price: None,
        };
        let calculation = Calculation::new(&terms::check(&terms).unwrap(), &[ended]).unwrap();
        assert_eq!(calculation.figures(day("2034-03-15")).next_payment_on, None);
    }

    #[test]
    fn the_explanation_adds_up() {
        let explained = Calculation::new(&lift_truck(), &[]).unwrap().explain(day("2025-12-31"));
        assert_eq!(explained.rule, DebtRule::WithinInterval);
        let number = |text: &Option<String>| text.as_ref().unwrap().parse::<f64>().unwrap();
        let sum = number(&explained.balance) + number(&explained.accrued_interest);
        assert!((sum - number(&explained.unrounded)).abs() < 2e-6);
        assert_eq!(explained.days_elapsed, Some(184));
        assert_eq!(explained.row, Some(1));
    }

    #[test]
    fn a_fee_from_a_date_prices_the_rest_anew() {
        let change = AgreementChange::Amended {
            event_id: EventId::from_uuid(uuid::Uuid::nil()),
            effective_on: day("2027-01-01"),
            patch: serde_json::from_value(json!({"fee": "41000", "cost_center": "4200"})).unwrap(),
        };
        let before = Calculation::new(&lift_truck(), &[]).unwrap();
        let after = Calculation::new(&lift_truck(), &[change]).unwrap();
        assert_eq!(after.figures(day("2026-12-31")).debt, before.figures(day("2026-12-31")).debt);
        let changed = after.figures(day("2027-06-30"));
        assert!(
            changed.rate.pure.unwrap().nominal_percent
                > before.figures(day("2027-06-30")).rate.pure.unwrap().nominal_percent
        );
        assert_eq!(changed.rate.source, Some(RateSource::Repriced));
    }

    #[test]
    fn a_fee_plan_in_steps_is_amended_from_a_day() {
        let mut terms = lift_truck().into_terms();
        terms.fee_steps = serde_json::from_value(json!([{"from": "2027-01-01", "fee": "42000"}])).unwrap();
        let original = terms::check(&terms).unwrap();
        let paid = |patch: serde_json::Value| -> Vec<String> {
            let change = AgreementChange::Amended {
                event_id: EventId::from_uuid(uuid::Uuid::nil()),
                effective_on: day("2026-07-01"),
                patch: serde_json::from_value(patch).unwrap(),
            };
            let schedule = Calculation::new(&original, &[change]).unwrap().schedule(day("2026-12-31"));
            let later =
                schedule.rows.into_iter().filter(|row| row.due_on >= day("2026-07-01") && row.total.minor() > 0);
            later.map(|row| row.payment.to_string()).take(5).collect()
        };
        let steps = json!([{"from": "2028-01-01", "fee": "43000"}]);
        assert_eq!(paid(json!({"cost_center": "1"})), ["39079.49", "42000.00", "42000.00", "42000.00", "42000.00"]);
        assert_eq!(paid(json!({"fee": "40000"})), ["40000.00"; 5]);
        assert_eq!(paid(json!({"fee_steps": steps})), ["39079.49", "39079.49", "39079.49", "43000.00", "43000.00"]);
        assert_eq!(
            paid(json!({"fee": "40000", "fee_steps": steps})),
            ["40000.00", "40000.00", "40000.00", "43000.00", "43000.00"]
        );
        assert_eq!(paid(json!({"fee_steps": []})), ["39079.49"; 5]);
    }

    #[test]
    fn what_cannot_be_known_is_not_zero() {
        let mut terms = lift_truck().into_terms();
        terms.price = None;
        let figures = Calculation::new(&terms::check(&terms).unwrap(), &[]).unwrap().figures(day("2026-12-31"));
        assert_eq!((figures.debt, figures.debt_unknown), (None, Some(Unknown::PriceAndRateMissing)));
    }

    #[test]
    fn what_is_paid_after_the_end_is_the_fee_and_not_only_the_residual() {
        let mut terms = lift_truck().into_terms();
        terms.residual_value = Some("10000".parse().unwrap());
        let calculation = Calculation::new(&terms::check(&terms).unwrap(), &[]).unwrap();
        let paid = |on: &str| calculation.figures(day(on)).extended.unwrap().paid_since_end.to_string();
        assert_eq!(paid("2029-07-01"), "39079.49");
        assert_eq!(paid("2030-12-31"), "117238.47");
    }

    #[test]
    fn odd_terms_are_pointed_out() {
        let mut terms = lift_truck().into_terms();
        terms.price = Some("100000".parse().unwrap());
        terms.residual_value = Some("120000".parse().unwrap());
        let codes: Vec<_> = Calculation::new(&terms::check(&terms).unwrap(), &[])
            .unwrap()
            .warnings()
            .into_iter()
            .map(|warning| warning.code)
            .collect();
        assert!(
            codes.contains(&WarningCode::ResidualAbovePrice) && codes.contains(&WarningCode::ImplausibleRate),
            "{codes:?}"
        );
    }
}
