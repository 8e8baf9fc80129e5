//! A number or a date while it is typed: the text as it stands, and what it says.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::format::input::{self, DecimalMark, Unreadable};
use crate::i18n::Language;
use crate::{format, i18n, t, today};

/// How the text of an [`Entry`] is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// Hundredths of the currency.
    Amount,
    /// Parts per billion, shown in percent.
    Percent,
    /// Hundred-millionths of the other currency.
    ExchangeRate,
    Integer,
    /// Read with [`Entry::day`].
    Date,
}

/// Blank is [`None`]: empty is not zero.
#[derive(Clone, Copy)]
pub struct Entry {
    pub kind: EntryKind,
    pub text: RwSignal<String>,
    /// The person has left the field: only then is a fault said.
    left: RwSignal<bool>,
}

impl Entry {
    pub fn new(kind: EntryKind) -> Self {
        Self { kind, text: RwSignal::new(String::new()), left: RwSignal::new(false) }
    }

    pub fn amount(minor: Option<i64>) -> Self {
        Self::new(EntryKind::Amount).with(minor)
    }

    /// From parts per billion of one.
    pub fn percent(ppb: Option<i64>) -> Self {
        Self::new(EntryKind::Percent).with(ppb)
    }

    pub fn integer(number: Option<i64>) -> Self {
        Self::new(EntryKind::Integer).with(number)
    }

    pub fn date(day: Option<NaiveDate>) -> Self {
        let entry = Self::new(EntryKind::Date);
        entry.set_day(day);
        entry
    }

    fn with(self, number: Option<i64>) -> Self {
        self.set(number);
        self
    }

    /// What the text says; the fault when it says nothing that can be read.
    pub fn value(self) -> Result<Option<i64>, Unreadable> {
        self.text.with(|text| self.read(text))
    }

    pub fn value_untracked(self) -> Result<Option<i64>, Unreadable> {
        self.text.with_untracked(|text| self.read(text))
    }

    pub fn day(self) -> Result<Option<NaiveDate>, Unreadable> {
        self.text.with(|text| read_day(text))
    }

    pub fn day_untracked(self) -> Result<Option<NaiveDate>, Unreadable> {
        self.text.with_untracked(|text| read_day(text))
    }

    pub fn set(self, number: Option<i64>) {
        self.text.set(number.map(|number| self.write(number)).unwrap_or_default());
    }

    pub fn set_day(self, day: Option<NaiveDate>) {
        self.text.set(day.map(format::date).unwrap_or_default());
    }

    /// Why the text cannot be read, in words. Nothing while it can, or is blank.
    pub fn fault(self) -> Option<String> {
        let fault = match self.kind {
            EntryKind::Date => self.day().err()?,
            _ => self.value().err()?,
        };
        Some(match fault {
            Unreadable::NotANumber => t!(ui.entry.not_a_number, example = self.example()),
            Unreadable::TooManyDecimals if self.kind == EntryKind::Integer => t!(ui.entry.not_whole).to_owned(),
            Unreadable::TooManyDecimals => t!(errors.field.too_many_decimals).to_owned(),
            Unreadable::TooLarge => t!(ui.entry.too_large).to_owned(),
            Unreadable::NoSuchDay => t!(ui.entry.no_such_day).to_owned(),
            Unreadable::NotADate => t!(ui.entry.not_a_date, example = format::date(today::today())),
        })
    }

    /// The fault, once the person has left the field.
    pub fn shown_fault(self) -> Option<String> {
        self.left.get().then(|| self.fault()).flatten()
    }

    /// Writes what was typed as the language writes it, once the person has left the field.
    pub(super) fn tidy(self) {
        self.left.set(true);
        if self.kind == EntryKind::Date {
            if let Ok(Some(day)) = self.text.with_untracked(|text| read_day(text)) {
                self.set_day(Some(day));
            }
        } else if let Ok(Some(number)) = self.value_untracked() {
            self.set(Some(number));
        }
    }

    fn read(self, text: &str) -> Result<Option<i64>, Unreadable> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let mark = decimal_mark();
        match self.kind {
            EntryKind::Amount => input::amount(text, mark),
            EntryKind::Percent => input::percent(text, mark),
            EntryKind::ExchangeRate => input::scaled(text, mark, 8),
            EntryKind::Integer => input::integer(text, mark),
            EntryKind::Date => return Ok(None),
        }
        .map(Some)
    }

    fn write(self, number: i64) -> String {
        match self.kind {
            EntryKind::Amount => format::amount(number),
            EntryKind::Percent => format::percent_number(number as f64 / 1e9),
            EntryKind::ExchangeRate => format::exchange_rate(number as f64 / 1e8),
            EntryKind::Integer | EntryKind::Date => format::integer(number),
        }
    }

    fn example(self) -> String {
        match self.kind {
            EntryKind::Amount => format::amount(123_450),
            EntryKind::Percent => format::percent_number(0.0535),
            EntryKind::ExchangeRate => format::exchange_rate(10.819),
            EntryKind::Integer | EntryKind::Date => format::integer(36),
        }
    }
}

fn read_day(text: &str) -> Result<Option<NaiveDate>, Unreadable> {
    if text.trim().is_empty() { Ok(None) } else { input::date(text, today::today()).map(Some) }
}

fn decimal_mark() -> DecimalMark {
    match i18n::current() {
        Language::Sv => DecimalMark::Comma,
        Language::En => DecimalMark::Point,
    }
}
