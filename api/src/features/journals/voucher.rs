//! Parts as vouchers on accounts: what has gone to the ledger, what is due, and by what key a ledger knows it.

use super::file;
use super::part::{Amounts, Part, month_end};
use crate::error::ApiResult;
use crate::features::books::service::BookHolding;
use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use shared::agreements::AgreementKind;
use shared::books::{BookFramework, BookRole};
use shared::companies::Language;
use shared::ids::{AgreementId, CompanyId};
use shared::journals::{
    Accounts, JournalAgreement, JournalCause, JournalExported, JournalGrouping, JournalLine, JournalVoucher, Posted,
};
use shared::money::Amount;
use std::collections::{BTreeMap, HashMap};

/// Ledgers cut longer ones off.
const TEXT_CHARS_MAX: usize = 100;

/// What earlier exports took of a place.
#[derive(Clone, Debug)]
pub struct Booked {
    pub on: NaiveDate,
    pub amounts: Amounts,
    /// How often.
    pub times: u32,
    pub last: JournalExported,
}

pub type Bookings = HashMap<(AgreementId, String), Booked>;

/// A part beside what the ledger has of it.
#[derive(Clone, Debug)]
pub struct Judged {
    pub part: Part,
    pub booked: Option<Booked>,
}

impl Judged {
    /// The export that has it as it is.
    pub fn exported(&self) -> Option<JournalExported> {
        self.booked.as_ref().filter(|booked| booked.amounts == self.part.amounts).map(|booked| booked.last)
    }

    /// What the ledger lacks of it.
    pub fn due(&self) -> Option<Part> {
        let Some(booked) = &self.booked else { return Some(self.part.clone()) };
        let amounts = self.part.amounts.minus(&booked.amounts);
        (!amounts.is_nothing()).then(|| Part { amounts, ..self.part.clone() })
    }
}

/// Every part, and those that went to the ledger and are no more.
pub fn judge(parts: Vec<Part>, mut bookings: Bookings) -> Vec<Judged> {
    let mut judged: Vec<Judged> = parts
        .into_iter()
        .map(|part| {
            let booked = bookings.remove(&(part.agreement, part.place.clone()));
            Judged { part, booked }
        })
        .collect();
    let gone = bookings.into_iter().filter(|(_, booked)| !booked.amounts.is_nothing());
    judged.extend(gone.map(|((agreement, place), booked)| {
        let (on, cause) = (booked.on, JournalCause::Correction);
        let part = Part { agreement, place, on, cause, entry: None, amounts: Amounts::default() };
        Judged { part, booked: Some(booked) }
    }));
    judged.sort_by(|one, next| {
        let place = |judged: &Judged| (judged.part.on, judged.part.agreement);
        place(one).cmp(&place(next)).then_with(|| one.part.place.cmp(&next.part.place))
    });
    judged
}

/// What vouchers are written with.
pub struct Writer<'a> {
    pub company: CompanyId,
    pub framework: BookFramework,
    pub language: Language,
    pub accounts: &'a Accounts,
    pub holdings: HashMap<AgreementId, &'a BookHolding>,
}

/// Account, cost centre, project.
type LinePlace = (String, Option<String>, Option<String>);

/// Where in the company a part belongs.
struct Owner {
    kind: AgreementKind,
    cost_center: Option<String>,
    project: Option<String>,
}

impl Writer<'_> {
    pub fn vouchers(&self, parts: &[(Part, &Judged)], by: JournalGrouping) -> ApiResult<Vec<JournalVoucher>> {
        match by {
            JournalGrouping::Agreement => parts.iter().map(|(part, judged)| self.single(part, judged)).collect(),
            JournalGrouping::Account => self.joined(parts),
        }
    }

    fn single(&self, part: &Part, judged: &Judged) -> ApiResult<JournalVoucher> {
        let agreement = self.agreement(part.agreement);
        let key = self.key(part, judged);
        let what = match (part.cause, part.entry) {
            (JournalCause::Correction, _) => file::correction_text(part.on, self.language),
            (_, Some(entry)) => format!("{} {}", file::entry_text(entry, self.language), part.on),
            (_, None) => file::month_text(part.on, self.language),
        };
        let text = format!("{key} {} {what} {}", agreement.number, agreement.title);
        let lines = self.lines(part)?;
        Ok(JournalVoucher {
            key,
            on: part.on,
            cause: part.cause,
            entry: part.entry,
            agreement: Some(agreement),
            text: shortened(&text),
            lines,
            exported: judged.exported(),
        })
    }

    /// One voucher for each month, and one for its corrections.
    fn joined(&self, parts: &[(Part, &Judged)]) -> ApiResult<Vec<JournalVoucher>> {
        let mut months: BTreeMap<(NaiveDate, bool), Vec<&(Part, &Judged)>> = BTreeMap::new();
        for one in parts {
            let correction = one.0.cause == JournalCause::Correction;
            let on = if correction { one.0.on } else { month_end(one.0.on) };
            months.entry((on, correction)).or_default().push(one);
        }
        let joined = |((on, correction), parts): ((NaiveDate, bool), Vec<&(Part, &Judged)>)| {
            let keys: Vec<String> = parts.iter().map(|(part, judged)| self.key(part, judged)).collect();
            let key = digest(keys.iter().map(String::as_str));
            let mut sums: BTreeMap<LinePlace, (Option<BookRole>, i64)> = BTreeMap::new();
            for (part, _) in &parts {
                for line in self.lines(part)? {
                    let minor = line.debit.map_or(0, Amount::minor) - line.credit.map_or(0, Amount::minor);
                    let place = (line.account, line.cost_center, line.project);
                    let (role, sum) = sums.entry(place).or_insert((line.role, 0));
                    *role = role.filter(|role| line.role == Some(*role));
                    *sum += minor;
                }
            }
            let lines = sums
                .into_iter()
                .filter(|(_, (_, sum))| *sum != 0)
                .map(|((account, cost_center, project), (role, sum))| line(account, role, cost_center, project, sum));
            let what = match correction {
                true => file::correction_text(on, self.language),
                false => file::totals_text(self.framework, on, self.language),
            };
            let exported: Option<Vec<_>> = parts.iter().map(|(_, judged)| judged.exported()).collect();
            Ok(JournalVoucher {
                text: format!("{key} {what}"),
                key,
                on,
                cause: if correction { JournalCause::Correction } else { JournalCause::Month },
                entry: None,
                agreement: None,
                lines: lines.collect(),
                exported: exported.and_then(|all| all.into_iter().max_by_key(|one| one.at)),
            })
        };
        let vouchers: ApiResult<Vec<JournalVoucher>> = months.into_iter().map(joined).collect();
        Ok(vouchers?.into_iter().filter(|voucher| !voucher.lines.is_empty()).collect())
    }

    pub fn agreement(&self, id: AgreementId) -> JournalAgreement {
        let holding = self.holdings.get(&id);
        let text = |of: fn(&BookHolding) -> &str| holding.map_or_else(String::new, |holding| of(holding).to_owned());
        JournalAgreement { id, number: text(BookHolding::number), title: text(BookHolding::title) }
    }

    /// The same for the same amounts of the same place. Where the ledger has something of the place already, what that
    /// was is part of it: the difference to and fro and to again is three vouchers.
    pub fn key(&self, part: &Part, judged: &Judged) -> String {
        let whole = judged.part.amounts == part.amounts;
        let before = judged.booked.as_ref().filter(|booked| !whole || booked.amounts != part.amounts);
        let amounts = |amounts: &Amounts| {
            let pairs: Vec<String> = amounts.pairs().map(|(role, amount)| format!("{role:?} {amount}")).collect();
            pairs.join(",")
        };
        digest([
            self.company.to_string().as_str(),
            &format!("{:?}", self.framework),
            &part.agreement.to_string(),
            &part.place,
            &amounts(&part.amounts),
            &before.map_or_else(String::new, |booked| format!("{} {}", booked.times, amounts(&booked.amounts))),
        ])
    }

    fn lines(&self, part: &Part) -> ApiResult<Vec<JournalLine>> {
        let owner = self.owner(part)?;
        let posted = |role| Posted {
            role,
            framework: self.framework,
            kind: owner.kind,
            cost_center: owner.cost_center.as_deref(),
            project: owner.project.as_deref(),
        };
        let lines = part.amounts.pairs().filter_map(|(role, amount)| {
            let (rule, _) = self.accounts.rule(&posted(role))?;
            let account = rule.account_for(amount > 0).to_owned();
            Some(line(account, Some(role), owner.cost_center.clone(), owner.project.clone(), amount))
        });
        Ok(lines.collect())
    }

    /// Default accounts that the parts are posted on and somebody should have confirmed.
    pub fn unconfirmed(&self, parts: &[Part]) -> ApiResult<BTreeMap<String, BookRole>> {
        let mut found = BTreeMap::new();
        for part in parts {
            let owner = self.owner(part)?;
            for (role, amount) in part.amounts.pairs() {
                let posted = Posted {
                    role,
                    framework: self.framework,
                    kind: owner.kind,
                    cost_center: owner.cost_center.as_deref(),
                    project: owner.project.as_deref(),
                };
                if let Some((rule, true)) = self.accounts.rule(&posted) {
                    found.insert(rule.account_for(amount > 0).to_owned(), role);
                }
            }
        }
        Ok(found)
    }

    fn owner(&self, part: &Part) -> ApiResult<Owner> {
        let Some(holding) = self.holdings.get(&part.agreement) else {
            return Ok(Owner { kind: AgreementKind::OperationalLease, cost_center: None, project: None });
        };
        let named =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        if holding.changes.is_empty() {
            let terms = holding.original.terms();
            let (cost_center, project) = (named(&terms.cost_center), named(&terms.project));
            return Ok(Owner { kind: terms.kind, cost_center, project });
        }
        let terms = holding.terms_on(part.on)?;
        Ok(Owner { kind: terms.kind, cost_center: named(&terms.cost_center), project: named(&terms.project) })
    }
}

fn line(
    account: String,
    role: Option<BookRole>,
    cost_center: Option<String>,
    project: Option<String>,
    minor: i64,
) -> JournalLine {
    let amount = |minor: i64| Amount::from_minor(minor).filter(|_| minor > 0);
    JournalLine { account, role, cost_center, project, debit: amount(minor), credit: amount(-minor) }
}

/// What all of it is, whatever the order: the hash of a closed time.
pub fn content(parts: &[Part]) -> [u8; 32] {
    let mut lines: Vec<String> = parts
        .iter()
        .map(|part| {
            let pairs: Vec<String> = part.amounts.pairs().map(|(role, amount)| format!("{role:?} {amount}")).collect();
            format!("{} {} {}", part.agreement, part.place, pairs.join(","))
        })
        .collect();
    lines.sort_unstable();
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line);
        hash.update(b"\n");
    }
    hash.finalize().into()
}

/// `L` and fifteen hexadecimal digits.
fn digest<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text);
        hash.update(b"\0");
    }
    let digits: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02X}")).collect();
    format!("L{}", digits.get(..15).unwrap_or_default())
}

fn shortened(text: &str) -> String {
    text.chars().take(TEXT_CHARS_MAX).collect::<String>().trim_end().to_owned()
}
