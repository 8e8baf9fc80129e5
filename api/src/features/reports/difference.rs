//! One book beside another.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use shared::ids::AgreementId;
use shared::reports::{AgreementDifference, BookStanding, DifferenceTotal, FINDINGS_MAX, LeftOut, ReportDifference};

use super::answer::count;
use super::figures::{Figures, Sums};
use super::ledger::{Entry, Ledger};
use super::page::{Place, page};
use super::total::{TooLarge, amount};
use crate::error::ApiResult;
use crate::http::PageLimit;

const LIST: &str = "reports:difference";

/// An agreement as each book has it; `None`: nothing at all.
struct Pair<'a> {
    book: Option<&'a Entry>,
    other: Option<&'a Entry>,
}

impl Pair<'_> {
    fn place(&self) -> (&str, AgreementId) {
        self.book.or(self.other).map_or(("", AgreementId::from_uuid(uuid::Uuid::nil())), Entry::place)
    }
}

/// Of two ledgers over the same days.
pub fn difference<const MAX: u16>(
    book: &Ledger,
    other: &Ledger,
    known_at: Option<DateTime<Utc>>,
    cursor: Option<&str>,
    limit: PageLimit<MAX>,
) -> ApiResult<ReportDifference> {
    // What one book cannot say anything of cannot be compared.
    let left_out: BTreeMap<(&str, AgreementId), &LeftOut> = other
        .left_out
        .iter()
        .chain(&book.left_out)
        .map(|one| ((one.agreement.number.as_str(), one.agreement.id), one))
        .collect();
    let unknown: BTreeSet<AgreementId> = left_out.keys().map(|(_, id)| *id).collect();
    let mut pairs: BTreeMap<(&str, AgreementId), Pair<'_>> = BTreeMap::new();
    let known = |entry: &&Entry| !unknown.contains(&entry.id);
    for entry in book.rows.iter().filter(known) {
        pairs.insert(entry.place(), Pair { book: Some(entry), other: None });
    }
    for entry in other.rows.iter().filter(known) {
        pairs.entry(entry.place()).or_insert(Pair { book: None, other: None }).other = Some(entry);
    }
    let pairs: Vec<Pair<'_>> = pairs.into_values().collect();
    let (mut sum, mut other_sum) = (Sums::default(), Sums::default());
    for pair in &pairs {
        for (sum, entry) in [(&mut sum, pair.book), (&mut other_sum, pair.other)] {
            sum.add(&figures(entry));
        }
    }
    let page = page(&pairs, Place::read(LIST, cursor)?, limit, LIST, Pair::place)?;
    let span = &book.question.span;
    Ok(ReportDifference {
        framework: book.question.framework,
        other: other.question.framework,
        from: span.from(),
        as_of: span.to(),
        known_at,
        currency: book.currency,
        agreements: count(pairs.len()),
        total: compared(&sum, &other_sum)?,
        data: page.data.iter().filter_map(|pair| agreement(pair).transpose()).collect::<Result<_, TooLarge>>()?,
        next_cursor: page.next_cursor,
        has_more: page.has_more,
        left_out_count: count(left_out.len()),
        left_out: left_out.into_values().take(FINDINGS_MAX).cloned().collect(),
    })
}

fn figures(entry: Option<&Entry>) -> Figures {
    entry.map_or_else(Figures::default, |entry| entry.figures)
}

fn agreement(pair: &Pair<'_>) -> Result<Option<AgreementDifference>, TooLarge> {
    let Some(one) = pair.book.or(pair.other) else { return Ok(None) };
    let (mut sum, mut other_sum) = (Sums::default(), Sums::default());
    sum.add(&figures(pair.book));
    other_sum.add(&figures(pair.other));
    let DifferenceTotal { book, other, difference } = compared(&sum, &other_sum)?;
    Ok(Some(AgreementDifference {
        agreement: one.named(),
        treatment: pair.book.map(Entry::shown_treatment),
        other_treatment: pair.other.map(Entry::shown_treatment),
        book,
        other,
        difference,
    }))
}

fn compared(sum: &Sums, other: &Sums) -> Result<DifferenceTotal, TooLarge> {
    let (book, other) = (Standing::of(sum), Standing::of(other));
    Ok(DifferenceTotal { book: book.shown()?, other: other.shown()?, difference: book.less(&other).shown()? })
}

/// Liability, asset, deferral, expense, interest and cash.
struct Standing([i128; 6]);

impl Standing {
    fn of(sums: &Sums) -> Self {
        Self(sums.standing())
    }

    fn less(&self, other: &Self) -> Self {
        let mut rest = self.0;
        for (mine, theirs) in rest.iter_mut().zip(other.0) {
            *mine -= theirs;
        }
        Self(rest)
    }

    fn shown(&self) -> Result<BookStanding, TooLarge> {
        let [liability, asset, deferral, expense, interest, cash] = self.0;
        Ok(BookStanding {
            liability: amount(liability)?,
            asset: amount(asset)?,
            deferral: amount(deferral)?,
            net: amount(asset + deferral - liability)?,
            expense: amount(expense)?,
            interest: amount(interest)?,
            cash: amount(cash)?,
        })
    }
}
