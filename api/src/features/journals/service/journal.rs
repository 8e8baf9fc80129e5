//! The vouchers of a time.

use super::super::file::Head;
use super::super::ledger::{Posted, Slice, corrections, slices};
use super::super::part::{Part, month_end, parts, through};
use super::super::store::{closings, exports};
use super::super::voucher::{Bookings, Judged, Writer, judge};
use super::accounts;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{BookHolding, Holdings, Selection, Unsound, holdings};
use crate::features::companies::service as companies;
use crate::http::{day_within_reach, known_by};
use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use engine::books::Finding;
use engine::books::journal::journal;
use shared::books::{BookFinding, BookFramework, schedule_of};
use shared::companies::{Company, Role};
use shared::ids::AgreementId;
use shared::journals::{
    Accounts, JOURNAL_MONTHS_MAX, JournalAccount, JournalAgreement, JournalEncoding, JournalFinding, JournalLeftOut,
    JournalOmission, JournalVoucher,
};
use shared::money::Amount;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::collections::{BTreeMap, BTreeSet};

const FINDINGS_MAX: usize = 1_000;
/// Parts that are held at once, of all agreements and months.
const PARTS_MAX: usize = 1_000_000;

/// Which book, and which months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
    /// Only this agreement.
    pub agreement: Option<AgreementId>,
}

impl Question {
    /// Whole months, and not too many. Places are told as parameters or as fields.
    pub fn checked(self, from_at: &str, to_at: &str) -> ApiResult<Self> {
        day_within_reach(from_at, self.from)?;
        day_within_reach(to_at, self.to)?;
        let fault = |place: &str, day: NaiveDate, expected: &str| {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&day.to_string()).expected(expected);
            ApiError::new(ErrorCode::ValidationFailed).at(place, fault)
        };
        if self.from.day() != 1 {
            return Err(fault(from_at, self.from, "the first day of a month"));
        }
        if self.to != month_end(self.to) {
            return Err(fault(to_at, self.to, "the last day of a month"));
        }
        let last = self.from.checked_add_months(Months::new(JOURNAL_MONTHS_MAX)).unwrap_or(NaiveDate::MAX);
        if self.to < self.from || self.to >= last {
            let expected = format!("after the first day, and at most {JOURNAL_MONTHS_MAX} months");
            return Err(fault(to_at, self.to, &expected));
        }
        Ok(self)
    }
}

/// Everything that a journal is made from, so that it can be made without a connection.
pub struct Material {
    pub question: Question,
    pub company: Company,
    pub accounts: Accounts,
    pub mapping_version: i32,
    pub series: Option<String>,
    pub closed_through: Option<NaiveDate>,
    bookings: Bookings,
    /// By day; the last is what is known now.
    looks: Vec<Look>,
}

/// The register at a moment, and what is wanted of it.
struct Look {
    holdings: Holdings,
    /// Whose parts are wanted.
    window: Option<(NaiveDate, NaiveDate)>,
    /// The last closed day before it, where a correction belongs to the time.
    corrected: Option<NaiveDate>,
}

pub async fn gather(tx: &CompanyTx, question: Question) -> ApiResult<Material> {
    let known_at = known_by(question.known_at, tx.now())?.unwrap_or(tx.now());
    let company = companies::find(tx, Role::Reader).await?;
    let (accounts, mapping_version, series) = accounts::in_force(tx, question.known_at).await?;
    let closed = closings::in_force(tx, question.framework, known_at).await?;
    let bookings = exports::booked(tx, question.framework, question.from, question.to, known_at).await?;
    let all = slices(&closed, known_at);
    let mut looks = Vec::new();
    let wanted = |slice: &Slice| slice.within(question.from, question.to);
    let corrected = |slice: &Slice| {
        let begins = slice.from.filter(|from| (question.from..=question.to).contains(from));
        begins.and_then(|from| from.pred_opt())
    };
    for (at, slice) in all.iter().enumerate() {
        let next = all.get(at + 1).and_then(corrected);
        let (window, before) = (wanted(slice), corrected(slice));
        if window.is_none() && before.is_none() && next.is_none() {
            continue;
        }
        let ids = question.agreement.map(|id| [id]);
        let selection = ids.as_ref().map_or(Selection::All, |ids| Selection::These(ids));
        let moment = if slice.through.is_some() { Some(slice.known_at) } else { question.known_at };
        let holdings = holdings(tx, selection, moment).await?;
        looks.push(Look { holdings, window, corrected: before });
    }
    let bookings = match question.agreement {
        None => bookings,
        Some(id) => bookings.into_iter().filter(|((agreement, _), _)| *agreement == id).collect(),
    };
    Ok(Material {
        question,
        company,
        accounts,
        mapping_version,
        series,
        closed_through: closed.last().map(|(through, _)| *through),
        bookings,
        looks,
    })
}

/// The parts of a time beside what the ledger has, and what is to be said about them.
pub struct Told {
    pub judged: Vec<Judged>,
    pub left_out: Vec<JournalLeftOut>,
    pub findings: Vec<JournalFinding>,
}

impl Material {
    pub fn writer(&self) -> Writer<'_> {
        let holdings = self.looks.iter().flat_map(|look| &look.holdings.leases);
        Writer {
            company: self.company.id,
            framework: self.question.framework,
            language: self.company.language,
            accounts: &self.accounts,
            holdings: holdings.map(|holding| (holding.id, holding)).collect(),
        }
    }

    /// Heavy.
    pub fn tell(&mut self) -> ApiResult<Told> {
        let mut told = Told { judged: Vec::new(), left_out: Vec::new(), findings: Vec::new() };
        let mut all = Vec::new();
        let mut closed: Option<Posted> = None;
        for (at, look) in self.looks.iter().enumerate() {
            let next = self.looks.get(at + 1).and_then(|next| next.corrected);
            let mut known = Known::of(look, self.question, next);
            if let (Some(day), Some(closed)) = (look.corrected, &closed)
                && let Some(on) = day.succ_opt()
            {
                all.extend(corrections(on, closed, &known.before));
            }
            all.append(&mut known.parts);
            if all.len() > PARTS_MAX {
                let fault = FieldFault::new(FieldCode::OutOfRange).found(&self.question.to.to_string());
                let fault = fault.expected("a shorter time: there are too many agreements for so many months at once");
                return Err(ApiError::new(ErrorCode::ValidationFailed).at("/to", fault));
            }
            closed = Some(known.through);
            if at + 1 == self.looks.len() {
                told.left_out = known.left_out;
                told.findings = known.findings;
            }
        }
        let unknown: BTreeSet<AgreementId> = told.left_out.iter().map(|left_out| left_out.agreement.id).collect();
        let mut bookings = std::mem::take(&mut self.bookings);
        // What cannot be calculated now is not taken back from the ledger.
        bookings.retain(|(agreement, place), _| {
            let known = |part: &Part| part.agreement == *agreement && part.place == *place;
            !unknown.contains(agreement) || all.iter().any(known)
        });
        told.judged = judge(all, bookings);
        Ok(told)
    }

    pub fn head(&self, names: BTreeMap<String, String>, made_on: NaiveDate, encoding: JournalEncoding) -> Head {
        Head {
            company: self.company.name.clone(),
            org_number: self.company.org_number.to_string(),
            currency: self.company.base_currency,
            language: self.company.language,
            framework: self.question.framework,
            from: self.question.from,
            to: self.question.to,
            made_on,
            series: self.series.clone(),
            encoding,
            account_names: names,
        }
    }
}

/// What a moment knows.
struct Known {
    parts: Vec<Part>,
    /// Posted before its time.
    before: Posted,
    /// Posted until the end of it.
    through: Posted,
    left_out: Vec<JournalLeftOut>,
    findings: Vec<JournalFinding>,
}

impl Known {
    /// `next`: the last day of its time, where the one after is corrected.
    fn of(look: &Look, question: Question, next: Option<NaiveDate>) -> Self {
        let (before, through, left_out, findings) = Default::default();
        let mut known = Self { parts: Vec::new(), before, through, left_out, findings };
        for Unsound { id, original, .. } in &look.holdings.unsound {
            known.before.unknown.insert(*id);
            known.through.unknown.insert(*id);
            let agreement = JournalAgreement {
                id: *id,
                number: original.number.clone().unwrap_or_default(),
                title: original.title.clone(),
            };
            known.left_out.push(JournalLeftOut { agreement, reason: JournalOmission::NotCalculable });
        }
        for holding in &look.holdings.leases {
            match known.add(look, holding, question, next) {
                Ok(()) => {}
                Err(reason) => {
                    known.before.unknown.insert(holding.id);
                    known.through.unknown.insert(holding.id);
                    known.left_out.push(JournalLeftOut { agreement: named(holding), reason });
                }
            }
        }
        known
    }

    fn add(
        &mut self,
        look: &Look,
        holding: &BookHolding,
        question: Question,
        next: Option<NaiveDate>,
    ) -> Result<(), JournalOmission> {
        let held = look.holdings.lease(holding, question.framework);
        if held.currency != look.holdings.own_currency {
            return Err(JournalOmission::ExchangeRateMissing);
        }
        let schedule = schedule_of(&held.lease, &held.book, 1, &closings(question));
        let schedule = schedule.map_err(|_| JournalOmission::NotCalculable)?;
        if schedule.own.findings.contains(&Finding::RateMissing) {
            return Err(JournalOmission::RateMissing);
        }
        let vouchers = journal(&schedule.own);
        if let Some((from, to)) = look.window {
            self.parts.extend(parts(holding.id, &vouchers, schedule.derived, from, to));
        }
        if let Some(day) = look.corrected {
            self.before.amounts.insert(holding.id, through(&vouchers, day));
        }
        if let Some(day) = next {
            self.through.amounts.insert(holding.id, through(&vouchers, day));
        }
        for BookFinding { code, remedy, on, found_on, event_id, .. } in schedule.findings {
            if self.findings.len() < FINDINGS_MAX {
                self.findings.push(JournalFinding { agreement: named(holding), code, remedy, on, found_on, event_id });
            }
        }
        Ok(())
    }
}

/// The last day of the months of a time, at most of its last year: what was closed before is looked at no more.
fn closings(question: Question) -> Vec<NaiveDate> {
    let year_before = question.to.checked_sub_months(Months::new(12)).unwrap_or(question.to);
    let mut ends = vec![question.to];
    let mut first = question.to.with_day(1);
    while let Some(end) = first.and_then(|first| first.pred_opt()).filter(|end| *end > year_before.max(question.from)) {
        ends.push(end);
        first = end.with_day(1);
    }
    ends.reverse();
    ends
}

fn named(holding: &BookHolding) -> JournalAgreement {
    JournalAgreement { id: holding.id, number: holding.number().to_owned(), title: holding.title().to_owned() }
}

/// What each account moves by.
pub fn totals(vouchers: &[JournalVoucher], accounts: &Accounts) -> Vec<JournalAccount> {
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for line in vouchers.iter().flat_map(|voucher| &voucher.lines) {
        let (debit, credit) = sums.entry(&line.account).or_default();
        *debit += line.debit.map_or(0, Amount::minor);
        *credit += line.credit.map_or(0, Amount::minor);
    }
    let amount = |minor: i64| Amount::from_minor(minor).unwrap_or(Amount::ZERO);
    let total = |(account, (debit, credit)): (&str, (i64, i64))| JournalAccount {
        account: account.to_owned(),
        name: accounts.name(account),
        debit: amount(debit),
        credit: amount(credit),
    };
    sums.into_iter().map(total).collect()
}

/// What the accounts are called.
pub fn names(totals: &[JournalAccount]) -> BTreeMap<String, String> {
    totals.iter().filter_map(|one| Some((one.account.clone(), one.name.clone()?))).collect()
}

/// Parts of the whole time as they are now, each beside itself as judged.
pub fn as_now(judged: &[Judged]) -> Vec<(Part, &Judged)> {
    judged.iter().filter(|one| !one.part.amounts.is_nothing()).map(|one| (one.part.clone(), one)).collect()
}

/// What the ledger lacks.
pub fn due(judged: &[Judged]) -> Vec<(Part, &Judged)> {
    judged.iter().filter_map(|one| Some((one.due()?, one))).collect()
}
