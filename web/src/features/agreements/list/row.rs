//! A row of the list: the stored fields and the figures of one agreement, and how rows compare.

use std::cmp::Ordering;

use chrono::NaiveDate;
use shared::agreements::{AgreementListItem, AgreementStatus};
use shared::debt::{AgreementFigures, RatePair};
use shared::money::{Amount, ComputedPercent};
use shared::terms;

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub item: AgreementListItem,
    /// Absent until they have been fetched, and for what was deleted.
    pub figures: Option<AgreementFigures>,
    /// What the quick search looks through, in lower case.
    pub haystack: String,
}

impl Row {
    pub fn new(item: AgreementListItem, figures: Option<AgreementFigures>) -> Self {
        let words = [
            Some(item.number.as_str()),
            Some(item.title.as_str()),
            item.lessor_name.as_deref(),
            item.object_type.as_deref(),
            item.cost_center.as_deref(),
            item.department.as_deref(),
            item.responsible.as_deref(),
        ];
        let haystack = words.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase();
        Self { item, figures, haystack }
    }

    pub fn key(&self) -> u128 {
        self.item.id.uuid().as_u128()
    }

    /// On the day that the figures are for; as the register has it today until they are there.
    pub fn status(&self) -> AgreementStatus {
        match &self.figures {
            Some(figures) => figures.status,
            None => self.item.status,
        }
    }

    /// Fee × 12 / months between payments, rounded half up.
    pub fn yearly_cost(&self) -> Option<Amount> {
        let months = i64::from(self.item.interval_months.max(1));
        let twelve_fees = self.item.fee.minor().checked_mul(12)?;
        Amount::from_minor((twelve_fees + months / 2).div_euclid(months))
    }

    pub fn rate(&self) -> Option<RatePair> {
        self.figures.as_ref().and_then(|figures| figures.rate)
    }

    pub fn all_in(&self) -> Option<RatePair> {
        self.figures.as_ref().and_then(|figures| figures.all_in)
    }

    pub fn debt(&self) -> Option<Amount> {
        self.figures.as_ref().and_then(|figures| figures.debt)
    }

    pub fn debt_base(&self) -> Option<Amount> {
        self.figures.as_ref().and_then(|figures| figures.debt_base)
    }

    /// The last day to give notice so that the agreement ends when it says; nothing once it has ended or runs on.
    pub fn notice_by(&self) -> Option<NaiveDate> {
        let waits = matches!(self.status(), AgreementStatus::NotStarted | AgreementStatus::Running);
        let months = self.item.notice_months.filter(|_| waits)?;
        terms::agreed_notice(self.item.end_on, months).map(|notice| notice.by)
    }
}

/// What a column sorts by. Nothing sorts last, whichever way the column is turned.
#[derive(Debug, Clone, PartialEq)]
pub enum SortValue {
    Nothing,
    Text(String),
    Number(i64),
    Day(NaiveDate),
}

impl SortValue {
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text_order(text)))
    }

    pub fn amount(amount: Option<Amount>) -> Self {
        amount.map_or(Self::Nothing, |amount| Self::Number(amount.minor()))
    }

    pub fn percent(rate: Option<ComputedPercent>) -> Self {
        rate.map_or(Self::Nothing, |rate| Self::Number(rate.scaled()))
    }

    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    pub fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Nothing, Self::Nothing) => return Ordering::Equal,
            (Self::Nothing, _) => return Ordering::Greater,
            (_, Self::Nothing) => return Ordering::Less,
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            // A column holds one kind of value.
            _ => Ordering::Equal,
        };
        if descending { order.reverse() } else { order }
    }
}

/// A text that sorts bytewise as a Swedish reader sorts: case aside, å ä ö last, accents aside, numbers by size.
/// (The browser's own collator takes a call out of WebAssembly for each of a hundred thousand comparisons.)
pub fn text_order(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut digits = String::new();
    let flush = |digits: &mut String, out: &mut String| {
        if !digits.is_empty() {
            let number = digits.trim_start_matches('0');
            // Longer numbers are larger: their length goes first.
            out.push(char::from_u32(0x30 + u32::try_from(number.len().min(40)).unwrap_or(0)).unwrap_or('0'));
            out.push_str(number);
            digits.clear();
        }
    };
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        flush(&mut digits, &mut out);
        match c {
            // The signs that follow z.
            'å' => out.push('{'),
            'ä' | 'æ' => out.push('|'),
            'ö' | 'ø' => out.push('}'),
            'á' | 'à' | 'â' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'ü' => out.push('y'),
            c => out.push(c),
        }
    }
    flush(&mut digits, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_a_swede_sorts_them() {
        let mut names = ["Östra", "zebra", "A-10", "Äpple", "Åre", "a-9", "Zorn", "Ängen 2", "Ängen 10", "B"];
        names.sort_by_key(|name| text_order(name));
        assert_eq!(names, ["a-9", "A-10", "B", "zebra", "Zorn", "Åre", "Ängen 2", "Ängen 10", "Äpple", "Östra"]);
    }

    #[test]
    fn nothing_sorts_last_both_ways() {
        for descending in [false, true] {
            assert_eq!(SortValue::Nothing.compare(&SortValue::Number(5), descending), Ordering::Greater);
        }
        assert_eq!(SortValue::Number(1).compare(&SortValue::Number(5), true), Ordering::Greater);
    }
}
