//! A ledger as a report.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::books::MaturityMonths;
use shared::ids::CompanyId;
use shared::money::RatePercent;
use shared::reports::{
    AgreementReport, BookReport, FINDINGS_MAX, ReportAssumption, ReportCompany, ReportDeferredTax, ReportEliminated,
    ReportGroup, ReportLine, ReportLineKey, ReportPeriodFigures, ReportSplit,
};

use super::figures::Sums;
use super::group::{CompanyPart, GroupLedger};
use super::ledger::{Entry, Ledger};
use super::maturity::MaturitySums;
use super::total::{TooLarge, amount};

#[derive(Default)]
struct Line {
    agreements: u32,
    figures: Sums,
    maturity: MaturitySums,
    commitments: MaturitySums,
}

impl Line {
    fn add(&mut self, entry: &Entry) {
        self.agreements += 1;
        self.figures.add(&entry.figures);
        self.maturity.add(&entry.maturity, entry.figures.liability_closing);
        self.commitments.add_due(&entry.commitments);
    }
}

pub fn report(ledger: &Ledger, split: ReportSplit, known_at: Option<DateTime<Utc>>) -> Result<BookReport, TooLarge> {
    report_by(ledger, split, ledger.policy.maturity_months, known_at)
}

/// With other buckets of what falls due than the company has chosen: bounds of its own, or those of notes.
pub fn report_by(
    ledger: &Ledger,
    split: ReportSplit,
    months: MaturityMonths,
    known_at: Option<DateTime<Utc>>,
) -> Result<BookReport, TooLarge> {
    let mut total = Line::default();
    let mut lines: BTreeMap<ReportLineKey, Line> = BTreeMap::new();
    for entry in &ledger.rows {
        total.add(entry);
        lines.entry(entry.line(split, ledger)).or_default().add(entry);
    }
    let line = |(key, line): (ReportLineKey, Line)| {
        let (figures, maturity) = (line.figures.shown()?, line.maturity.shown(&ledger.buckets, months)?);
        Ok(ReportLine { key, agreements: line.agreements, figures, maturity })
    };
    let span = &ledger.question.span;
    let periods = span
        .periods()
        .zip(&ledger.periods)
        .map(|((from, to), sums)| Ok(ReportPeriodFigures { from, to, figures: sums.shown()? }));
    let assumed = || ledger.rows.iter().filter(|entry| !entry.findings.is_empty());
    let assumption = |entry: &Entry| ReportAssumption { agreement: entry.named(), findings: entry.findings.clone() };
    Ok(BookReport {
        framework: ledger.question.framework,
        from: span.from(),
        to: span.to(),
        period: span.period,
        known_at,
        currency: ledger.currency,
        policy: ledger.policy,
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        agreements: total.agreements,
        deferred_tax: deferred_tax(ledger.tax_percent, &total.figures)?,
        total: total.figures.shown()?,
        maturity: total.maturity.shown(&ledger.buckets, months)?,
        commitments: total.commitments.shown(&ledger.buckets, months)?,
        periods: periods.collect::<Result<_, TooLarge>>()?,
        lines: lines.into_iter().map(line).collect::<Result<_, TooLarge>>()?,
        conversions: ledger.conversions.clone(),
        rates: ledger.rates.iter().take(FINDINGS_MAX).cloned().collect(),
        rates_count: count(ledger.rates.len()),
        left_out: ledger.left_out.iter().take(FINDINGS_MAX).cloned().collect(),
        left_out_count: count(ledger.left_out.len()),
        assumed: assumed().take(FINDINGS_MAX).map(assumption).collect(),
        assumed_count: count(assumed().count()),
        closed: None,
        group: ledger.group.as_deref().map(|of| group(of, ledger, months)).transpose()?.map(Box::new),
    })
}

fn group(of: &GroupLedger, ledger: &Ledger, months: MaturityMonths) -> Result<ReportGroup, TooLarge> {
    let company = |part: &CompanyPart| {
        Ok(ReportCompany {
            id: part.identity.id,
            name: part.identity.name.clone(),
            org_number: part.identity.org_number,
            currency: part.currency,
            from: part.span.from(),
            to: part.span.to(),
            rates: part.rates,
            has_parents_policy: part.has_parents_policy,
            agreements: part.agreements,
            total: part.figures.shown()?,
            maturity: part.maturity.shown(&ledger.buckets, months)?,
            commitments: part.commitments.shown(&ledger.buckets, months)?,
            deferred_tax: deferred_tax(part.tax_percent, &part.figures)?,
        })
    };
    let eliminated = |(entry, lessor): &(Entry, CompanyId)| {
        let (agreement, figures) = (entry.named(), entry.figures.shown()?);
        Ok(ReportEliminated { agreement, lessor_company_id: *lessor, figures })
    };
    Ok(ReportGroup {
        version: of.version,
        companies: of.companies.iter().map(company).collect::<Result<_, TooLarge>>()?,
        left_out: of.left_out.clone(),
        eliminated: ledger.eliminated.iter().take(FINDINGS_MAX).map(eliminated).collect::<Result<_, TooLarge>>()?,
        eliminated_count: count(ledger.eliminated.len()),
    })
}

pub fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn deferred_tax(tax_percent: Option<RatePercent>, total: &Sums) -> Result<Option<ReportDeferredTax>, TooLarge> {
    let Some(tax_percent) = tax_percent else { return Ok(None) };
    let (difference_opening, difference_closing) = total.net_assets();
    let tax = |difference: i128| share(-difference, i128::from(tax_percent.ppb()));
    let (opening, closing) = (tax(difference_opening), tax(difference_closing));
    Ok(Some(ReportDeferredTax {
        tax_percent,
        difference_opening: amount(difference_opening)?,
        difference_closing: amount(difference_closing)?,
        opening: amount(opening)?,
        closing: amount(closing)?,
        change: amount(closing - opening)?,
    }))
}

/// Parts per billion of a sum, half away from zero.
fn share(sum: i128, parts: i128) -> i128 {
    const BILLION: i128 = 1_000_000_000;
    let whole = sum * parts;
    let away = if whole < 0 { -BILLION / 2 } else { BILLION / 2 };
    (whole + away) / BILLION
}

pub fn agreement(entry: &Entry, ledger: &Ledger) -> Result<AgreementReport, TooLarge> {
    let (buckets, months) = (&ledger.buckets, ledger.policy.maturity_months);
    let (mut maturity, mut commitments) = (MaturitySums::default(), MaturitySums::default());
    maturity.add(&entry.maturity, entry.figures.liability_closing);
    commitments.add_due(&entry.commitments);
    Ok(AgreementReport {
        agreement: entry.named(),
        lessor_id: entry.lessor,
        cost_center: entry.cost_center.as_ref().map(|name| name.as_ref().to_owned()),
        treatment: entry.shown_treatment(),
        commencement_on: entry.commencement,
        figures: entry.figures.shown()?,
        maturity: maturity.shown(buckets, months)?,
        commitments: commitments.shown(buckets, months)?,
        findings: entry.findings.clone(),
        layers: entry.layers.clone(),
    })
}
