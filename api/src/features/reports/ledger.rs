//! The agreements of a question, each with its figures: what every answer is a sum of.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::Minor;
use engine::books::Treatment;
use shared::agreements::AgreementKind;
use shared::books::{BookPolicy, BookTreatment};
use shared::debt::Conversion;
use shared::ids::{AgreementId, CompanyId, PartyId};
use shared::money::{Currency, RatePercent};
use shared::reports::{LeftOut, ReportAgreement, ReportCause, ReportFinding, ReportLineKey, ReportRate, ReportSplit};

use super::figures::{Figures, Sums};
use super::group::GroupLedger;
use super::maturity::{Buckets, Maturity};
use super::question::Question;

#[derive(Debug)]
pub struct Ledger {
    pub question: Question,
    pub currency: Currency,
    pub policy: BookPolicy,
    pub tax_percent: Option<RatePercent>,
    /// Of `maturity` and `commitments`.
    pub buckets: Buckets,
    /// Agreements with a balance or a movement, by number.
    pub rows: Vec<Entry>,
    /// One for each period of the question.
    pub periods: Vec<Sums>,
    /// By number.
    pub left_out: Vec<LeftOut>,
    /// The names of today.
    pub lessors: BTreeMap<PartyId, Box<str>>,
    /// How foreign currencies in it are converted on the last day.
    pub conversions: Vec<Conversion>,
    /// Leases from another company of the group, in neither `rows` nor `periods`, by number.
    pub eliminated: Vec<(Entry, CompanyId)>,
    /// Where it is put together from the ledgers of several companies.
    pub group: Option<Box<GroupLedger>>,
    /// That liabilities and assets rest on, by currency and day.
    pub rates: Vec<ReportRate>,
}

/// One agreement's part.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: AgreementId,
    /// Whose it is, in the ledger of a group.
    pub company: Option<CompanyId>,
    pub number: Box<str>,
    pub title: Box<str>,
    pub kind: AgreementKind,
    pub currency: Currency,
    /// On the last day.
    pub lessor: Option<PartyId>,
    pub cost_center: Option<Box<str>>,
    pub treatment: Treatment,
    pub commencement: NaiveDate,
    pub figures: Figures,
    pub maturity: Maturity,
    /// Of a lease that is not capitalised.
    pub commitments: Maturity,
    pub findings: Vec<ReportFinding>,
    /// Exchange rates of its asset.
    pub layers: Vec<ReportRate>,
    /// Of its liability and asset, where the question goes that deep.
    pub changes: Vec<Change>,
    /// One for each period, where the question goes that deep.
    pub stretches: Vec<Figures>,
}

/// Hundredths of the base currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub cause: ReportCause,
    pub on: NaiveDate,
    pub liability: Minor,
    pub asset: Minor,
}

impl Entry {
    pub fn named(&self) -> ReportAgreement {
        ReportAgreement {
            id: self.id,
            number: self.number.as_ref().to_owned(),
            title: self.title.as_ref().to_owned(),
            kind: self.kind,
            currency: self.currency,
            company_id: self.company,
        }
    }

    /// Where the entry stands among the others.
    pub fn place(&self) -> (&str, AgreementId) {
        (&self.number, self.id)
    }

    pub fn line(&self, split: ReportSplit, ledger: &Ledger) -> ReportLineKey {
        match split {
            ReportSplit::Kind => ReportLineKey::Kind(self.kind),
            ReportSplit::Treatment => ReportLineKey::Treatment(self.shown_treatment()),
            ReportSplit::Currency => ReportLineKey::Currency(self.currency),
            ReportSplit::Lessor => self.lessor.map_or(ReportLineKey::Without, |id| {
                let name = ledger.lessors.get(&id).map(|name| name.as_ref().to_owned()).unwrap_or_default();
                ReportLineKey::Lessor { name, id }
            }),
            ReportSplit::CostCenter => match &self.cost_center {
                Some(name) => ReportLineKey::CostCenter(name.as_ref().to_owned()),
                None => ReportLineKey::Without,
            },
        }
    }

    pub fn shown_treatment(&self) -> BookTreatment {
        shared::books::treatment_of(self.treatment)
    }
}

impl Ledger {
    /// Roughly what it takes in memory.
    pub fn bytes(&self) -> usize {
        let entry = |entry: &Entry| {
            let texts =
                entry.number.len() + entry.title.len() + entry.cost_center.as_ref().map_or(0, |name| name.len());
            size_of::<Entry>()
                + texts
                + entry.findings.len() * size_of::<ReportFinding>()
                + entry.changes.len() * size_of::<Change>()
                + entry.stretches.len() * size_of::<Figures>()
                + entry.layers.len() * size_of::<ReportRate>()
        };
        let left_out = |one: &LeftOut| size_of::<LeftOut>() + one.agreement.number.len() + one.agreement.title.len();
        size_of::<Self>()
            + self.rows.iter().map(entry).sum::<usize>()
            + self.eliminated.iter().map(|(one, _)| entry(one)).sum::<usize>()
            + self.left_out.iter().map(left_out).sum::<usize>()
            + self.periods.len() * size_of::<Sums>()
            + self.rates.len() * size_of::<ReportRate>()
    }
}
