//! What a book posts of one agreement: a part for each month, and one for each event.

use chrono::{Datelike, NaiveDate};
use engine::books::Entry;
use engine::books::journal::Voucher;
use shared::books::{BookEntry, BookRole, role_of};
use shared::ids::AgreementId;
use shared::journals::JournalCause;
use std::collections::HashMap;

/// Hundredths by role; debit is positive, and no role is there with nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts(Vec<(BookRole, i64)>);

/// What belongs together in a voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub agreement: AgreementId,
    /// Sets it apart from the agreement's other parts, and stays the same while its content changes.
    pub place: String,
    pub on: NaiveDate,
    pub cause: JournalCause,
    pub entry: Option<BookEntry>,
    pub amounts: Amounts,
}

impl Amounts {
    pub fn from_pairs(pairs: impl IntoIterator<Item = (BookRole, i64)>) -> Self {
        let mut sum = Self::default();
        for (role, amount) in pairs {
            sum.add(role, amount);
        }
        sum
    }

    fn add(&mut self, role: BookRole, amount: i64) {
        match self.0.binary_search_by_key(&(role as u8), |(other, _)| *other as u8) {
            Ok(at) => {
                let left = self.0.get_mut(at).map_or(0, |(_, sum)| {
                    *sum += amount;
                    *sum
                });
                if left == 0 {
                    self.0.remove(at);
                }
            }
            Err(at) if amount != 0 => self.0.insert(at, (role, amount)),
            Err(_) => {}
        }
    }

    pub fn plus(&mut self, other: &Self) {
        for (role, amount) in &other.0 {
            self.add(*role, *amount);
        }
    }

    pub fn minus(&self, other: &Self) -> Self {
        let mut left = self.clone();
        for (role, amount) in &other.0 {
            left.add(*role, -amount);
        }
        left
    }

    pub fn pairs(&self) -> impl Iterator<Item = (BookRole, i64)> {
        self.0.iter().copied()
    }

    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    pub fn balances(&self) -> bool {
        self.0.iter().map(|(_, amount)| amount).sum::<i64>() == 0
    }

    pub fn debit(&self) -> i64 {
        self.0.iter().map(|(_, amount)| (*amount).max(0)).sum()
    }
}

/// The journal of a schedule in parts, those of `from` to `to`, by day.
pub fn parts(agreement: AgreementId, journal: &[Voucher], derived: usize, from: NaiveDate, to: NaiveDate) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut months: HashMap<NaiveDate, usize> = HashMap::new();
    let mut before: HashMap<(NaiveDate, &'static str), u32> = HashMap::new();
    for voucher in journal.iter().filter(|voucher| (from..=to).contains(&voucher.on)) {
        let amounts = amounts(voucher);
        let Some((entry, name)) = event(voucher.entry, derived) else {
            let end = month_end(voucher.on);
            match months.get(&end).and_then(|at| parts.get_mut(*at)) {
                Some(part) => part.amounts.plus(&amounts),
                None => {
                    months.insert(end, parts.len());
                    let place = end.format("%Y-%m").to_string();
                    parts.push(Part { agreement, place, on: end, cause: JournalCause::Month, entry: None, amounts });
                }
            }
            continue;
        };
        let number = before.entry((voucher.on, name)).or_default();
        *number += 1;
        let place = format!("{} {name} {number}", voucher.on);
        let cause = JournalCause::Event;
        parts.push(Part { agreement, place, on: voucher.on, cause, entry: Some(entry), amounts });
    }
    parts.retain(|part| !part.amounts.is_nothing());
    parts.sort_by(|one, next| (one.on, &one.place).cmp(&(next.on, &next.place)));
    parts
}

/// Everything posted up to and including a day.
pub fn through(journal: &[Voucher], day: NaiveDate) -> Amounts {
    let mut sum = Amounts::default();
    for voucher in journal.iter().filter(|voucher| voucher.on <= day) {
        sum.plus(&amounts(voucher));
    }
    sum
}

pub fn month_end(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(chrono::Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(day)
}

fn amounts(voucher: &Voucher) -> Amounts {
    Amounts::from_pairs(voucher.lines.iter().map(|line| (role_of(line.role), line.amount)))
}

/// `None`: what every month has.
fn event(entry: Entry, derived: usize) -> Option<(BookEntry, &'static str)> {
    match entry {
        Entry::Payment | Entry::Closing => None,
        Entry::Commencement => Some((BookEntry::Commencement, "commencement")),
        Entry::Transition => Some((BookEntry::Transition, "transition")),
        Entry::Event(at) if at < derived => Some((BookEntry::Change, "change")),
        Entry::Event(_) => Some((BookEntry::Event, "event")),
        Entry::Transfer => Some((BookEntry::Transfer, "transfer")),
        Entry::Expiry => Some((BookEntry::Expiry, "expiry")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::books::journal::{Line, Role};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn voucher(on: &str, entry: Entry, lines: &[(Role, i64)]) -> Voucher {
        let lines = lines.iter().map(|(role, amount)| Line { role: *role, amount: *amount }).collect();
        Voucher { on: day(on), entry, lines }
    }

    fn journal() -> Vec<Voucher> {
        vec![
            voucher("2026-01-15", Entry::Commencement, &[(Role::RightOfUse, 900), (Role::LiabilityNoncurrent, -900)]),
            voucher("2026-01-31", Entry::Closing, &[(Role::Interest, 10), (Role::LiabilityNoncurrent, -10)]),
            voucher("2026-02-01", Entry::Payment, &[(Role::LiabilityNoncurrent, 100), (Role::Payment, -100)]),
            voucher("2026-02-10", Entry::Event(0), &[(Role::RightOfUse, 5), (Role::LiabilityNoncurrent, -5)]),
            voucher("2026-02-10", Entry::Event(1), &[(Role::RightOfUse, 7), (Role::LiabilityNoncurrent, -7)]),
            voucher("2026-02-28", Entry::Closing, &[(Role::Interest, 9), (Role::LiabilityNoncurrent, -9)]),
        ]
    }

    #[test]
    fn a_month_is_one_part_and_each_event_another() {
        let id = AgreementId::from_uuid(uuid::Uuid::nil());
        let parts = parts(id, &journal(), 1, day("2026-01-01"), day("2026-02-28"));
        let shown: Vec<_> = parts.iter().map(|part| (part.place.as_str(), part.entry, part.amounts.debit())).collect();
        let expected = [
            ("2026-01-15 commencement 1", Some(BookEntry::Commencement), 900),
            ("2026-01", None, 10),
            ("2026-02-10 change 1", Some(BookEntry::Change), 5),
            ("2026-02-10 event 1", Some(BookEntry::Event), 7),
            ("2026-02", None, 100),
        ];
        assert_eq!(shown, expected);
        assert!(parts.iter().all(|part| part.amounts.balances()));
        // 100 paid less 9 of interest.
        let month = parts.last().unwrap();
        assert_eq!(month.on, day("2026-02-28"));
        assert!(month.amounts.pairs().any(|pair| pair == (BookRole::LiabilityNoncurrent, 91)));
    }

    #[test]
    fn what_was_posted_adds_up_whatever_the_days() {
        let all = through(&journal(), day("2026-02-28"));
        let mut sum = through(&journal(), day("2026-01-31"));
        let id = AgreementId::from_uuid(uuid::Uuid::nil());
        for part in parts(id, &journal(), 1, day("2026-02-01"), day("2026-02-28")) {
            sum.plus(&part.amounts);
        }
        assert_eq!(sum, all);
        assert!(all.minus(&sum).is_nothing());
    }
}
