//! The ledgers of several companies as one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::books::BookPolicy;
use shared::money::Currency;
use shared::reports::{LeftOut, ReportCompanyLeftOut};

use super::super::answer::count;
use super::super::figures::Sums;
use super::super::ledger::{Entry, Ledger};
use super::super::maturity::{Buckets, Maturity, MaturitySums};
use super::super::question::{Question, Span};
use super::super::total::TooLarge;
use super::translate::Translation;
use super::{CompanyPart, GroupLedger, Identity};
use crate::features::exchange_rates::RateBook;

/// A company's own ledger, and how it comes into the group's.
pub struct Part {
    pub identity: Identity,
    pub translation: Translation,
    pub ledger: Arc<Ledger>,
}

impl Part {
    fn span(&self) -> &Span {
        &self.ledger.question.span
    }
}

/// `parts` begins with the parent. A total is the sum of the agreements of all of them, each translated by itself.
pub fn merge(
    question: Question,
    version: i32,
    parts: Vec<Part>,
    left_out: Vec<ReportCompanyLeftOut>,
    rates: &RateBook,
) -> Result<Ledger, TooLarge> {
    let policy = parts.first().map(|parent| parent.ledger.policy).unwrap_or_default();
    let mut tax: BTreeSet<Option<i64>> = BTreeSet::new();
    let mut ledger = Ledger {
        currency: rates.base(),
        policy,
        tax_percent: parts.first().and_then(|parent| parent.ledger.tax_percent),
        rows: Vec::with_capacity(parts.iter().map(|part| part.ledger.rows.len()).sum()),
        periods: vec![Sums::default(); question.span.periods().count()],
        left_out: Vec::new(),
        lessors: BTreeMap::new(),
        conversions: Vec::new(),
        rates: Vec::new(),
        buckets: parts
            .first()
            .map_or_else(|| Buckets::of(policy.maturity_months), |parent| parent.ledger.buckets.clone()),
        eliminated: Vec::new(),
        group: None,
        question,
    };
    let mut companies = Vec::with_capacity(parts.len());
    for part in &parts {
        companies.push(add(&mut ledger, part, &policy)?);
        tax.insert(part.ledger.tax_percent.map(|percent| percent.ppb()));
        let left_out = part.ledger.left_out.iter().cloned().map(|mut one: LeftOut| {
            one.agreement.company_id = Some(part.identity.id);
            one
        });
        ledger.left_out.extend(left_out);
        ledger.lessors.extend(part.ledger.lessors.iter().map(|(id, name)| (*id, name.clone())));
    }
    // One tax rate for all is the only one that the sum can be taxed at.
    if tax.len() > 1 {
        ledger.tax_percent = None;
    }
    ledger.rows.sort_by(|a, b| a.place().cmp(&b.place()));
    ledger.eliminated.sort_by(|(a, _), (b, _)| a.place().cmp(&b.place()));
    ledger.left_out.sort_by(|a, b| (&a.agreement.number, a.agreement.id).cmp(&(&b.agreement.number, b.agreement.id)));
    let to = ledger.question.span.to();
    let currencies: BTreeSet<Currency> = companies.iter().map(|company| company.currency).collect();
    ledger.conversions = currencies.into_iter().filter_map(|currency| rates.conversion(currency, to)).collect();
    ledger.group = Some(Box::new(GroupLedger { version, companies, left_out }));
    Ok(ledger)
}

fn add(into: &mut Ledger, part: &Part, policy: &BookPolicy) -> Result<CompanyPart, TooLarge> {
    let own = &part.ledger;
    let (whole, span) = (into.question.span.clone(), part.span());
    let (joins, leaves) = (whole.from() < span.from(), span.to() < whole.to());
    let mut translated = Sums::default();
    let (mut figures, mut maturity, mut commitments) =
        (Sums::default(), MaturitySums::default(), MaturitySums::default());
    for entry in &own.rows {
        let mut entry = taken(entry, part)?;
        translated.add(&entry.figures);
        come_and_go(&mut entry, joins, leaves);
        figures.add(&entry.figures);
        maturity.add(&entry.maturity, entry.figures.liability_closing);
        commitments.add_due(&entry.commitments);
        into.rows.push(entry);
    }
    for (entry, lessor) in &own.eliminated {
        let mut entry = taken(entry, part)?;
        come_and_go(&mut entry, joins, leaves);
        into.eliminated.push((entry, *lessor));
    }
    let mut periods = part.translation.periods(&own.periods, &translated);
    if let Some(first) = periods.first_mut().filter(|_| joins) {
        first.joins();
    }
    if let Some(last) = periods.last_mut().filter(|_| leaves) {
        last.leaves();
    }
    let ends: Vec<_> = whole.periods().map(|(_, to)| to).collect();
    for ((_, to), sums) in span.periods().zip(&periods) {
        let at = ends.partition_point(|end| *end < to);
        if let Some(sum) = into.periods.get_mut(at) {
            sum.add_all(sums);
        }
    }
    let uniform =
        BookPolicy { fiscal_year_ends: policy.fiscal_year_ends, maturity_months: policy.maturity_months, ..own.policy };
    Ok(CompanyPart {
        identity: part.identity.clone(),
        currency: own.currency,
        span: span.clone(),
        rates: part.translation.shown(),
        has_parents_policy: uniform == *policy,
        tax_percent: own.tax_percent,
        agreements: count(own.rows.len()),
        figures,
        maturity,
        commitments,
    })
}

/// An agreement in the currency of the group, under the name of its company.
fn taken(entry: &Entry, part: &Part) -> Result<Entry, TooLarge> {
    Ok(Entry {
        company: Some(part.identity.id),
        figures: part.translation.figures(&entry.figures)?,
        maturity: part.translation.due(&entry.maturity)?,
        commitments: part.translation.due(&entry.commitments)?,
        // They are into the company's currency, and stand in its own report.
        layers: Vec::new(),
        stretches: Vec::new(),
        ..entry.clone()
    })
}

fn come_and_go(entry: &mut Entry, joins: bool, leaves: bool) {
    if joins {
        entry.figures.joins();
    }
    if leaves {
        entry.figures.leaves();
        (entry.maturity, entry.commitments) = (Maturity::default(), Maturity::default());
    }
}
