//! Numbers, money and dates as the reader's language writes them, by the browser's own Intl.

pub mod input;
mod intl;

use std::cell::RefCell;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::i18n::{self, Language};
use intl::{Dates, Numbers};

/// Made once per language: an Intl formatter costs far more to make than to use.
struct Formats {
    language: Language,
    integer: Numbers,
    amount: Numbers,
    percent: Numbers,
    rate: Numbers,
    exchange_rate: Numbers,
    money: Vec<(String, bool, Numbers)>,
    decimals: Vec<(u32, Numbers)>,
    date_long: Dates,
    date_short: Dates,
    month_long: Dates,
    month_short: Dates,
    month_name: Dates,
    month_alone: Dates,
    weekday_date: Dates,
    instant: Dates,
    plural: js_sys::Intl::PluralRules,
    collator: js_sys::Intl::Collator,
}

thread_local! {
    static FORMATS: RefCell<Option<Formats>> = const { RefCell::new(None) };
}

/// From now on everything is written as `language` writes it.
pub fn use_locale(language: Language) {
    FORMATS.replace(Some(Formats::new(language)));
}

impl Formats {
    fn new(language: Language) -> Self {
        let locale = i18n::locale(language);
        Self {
            language,
            integer: Numbers::new(locale, &[("maximumFractionDigits", 0.into())]),
            amount: Numbers::decimals(locale, 2),
            percent: Numbers::new(locale, &[("style", "percent".into()), ("minimumFractionDigits", 2.into())]),
            rate: Numbers::new(locale, &[("minimumFractionDigits", 2.into()), ("maximumFractionDigits", 7.into())]),
            exchange_rate: Numbers::new(
                locale,
                &[("minimumFractionDigits", 4.into()), ("maximumFractionDigits", 8.into())],
            ),
            money: Vec::new(),
            decimals: Vec::new(),
            date_long: Dates::new(locale, &[("year", "numeric"), ("month", "long"), ("day", "numeric")]),
            date_short: Dates::new(locale, &[("month", "short"), ("day", "numeric")]),
            month_long: Dates::new(locale, &[("year", "numeric"), ("month", "long")]),
            month_short: Dates::new(locale, &[("year", "numeric"), ("month", "short")]),
            month_name: Dates::new(locale, &[("month", "short")]),
            month_alone: Dates::new(locale, &[("month", "long")]),
            weekday_date: Dates::new(
                locale,
                &[("weekday", "long"), ("year", "numeric"), ("month", "long"), ("day", "numeric")],
            ),
            instant: Dates::local(locale),
            plural: intl::plural(locale),
            collator: intl::collator(locale),
        }
    }
}

fn with<T: Default>(write: impl FnOnce(&mut Formats) -> T) -> T {
    FORMATS.with_borrow_mut(|formats| formats.as_mut().map(write).unwrap_or_default())
}

/// `1 234`
pub fn integer(number: i64) -> String {
    with(|formats| formats.integer.write(number as f64))
}

/// `1 234,5` with exactly so many decimals.
pub fn decimal(number: f64, places: u32) -> String {
    with(|formats| {
        let at = match formats.decimals.iter().position(|(each, _)| *each == places) {
            Some(at) => at,
            None => {
                let locale = i18n::locale(formats.language);
                formats.decimals.push((places, Numbers::decimals(locale, places)));
                formats.decimals.len() - 1
            }
        };
        formats.decimals.get(at).map(|(_, numbers)| numbers.write(number)).unwrap_or_default()
    })
}

/// `27 925,00` from `27925.00`, with the decimals it has; [`None`] where the text is anything but such a number.
pub fn plain_number(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let is_plain = digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction) && text.len() <= 15;
    let places = u32::try_from(fraction.len()).ok().filter(|_| is_plain)?;
    Some(decimal(text.parse().ok()?, places))
}

/// `1 234,50` from hundredths; the unit stands in the column's header.
pub fn amount(minor: i64) -> String {
    with(|formats| formats.amount.write(major(minor)))
}

/// `1 235` from hundredths, rounded to whole units: for tiles and axes, never for books.
pub fn whole_amount(minor: i64) -> String {
    with(|formats| formats.integer.write(major(minor)))
}

/// `1 234,50 kr` from hundredths.
pub fn money(minor: i64, currency: &str) -> String {
    in_currency(minor, currency, false)
}

/// `1 235 kr` from hundredths, rounded to whole units.
pub fn whole_money(minor: i64, currency: &str) -> String {
    in_currency(minor, currency, true)
}

fn in_currency(minor: i64, currency: &str, whole: bool) -> String {
    with(|formats| {
        let at = match formats.money.iter().position(|(code, rounded, _)| code == currency && *rounded == whole) {
            Some(at) => at,
            None => {
                let numbers = Numbers::money(i18n::locale(formats.language), currency, whole);
                formats.money.push((currency.to_owned(), whole, numbers));
                formats.money.len() - 1
            }
        };
        formats.money.get(at).map(|(_, _, numbers)| numbers.write(major(minor))).unwrap_or_default()
    })
}

/// `kr`, `€`: how the currency is written beside an amount.
pub fn currency_sign(currency: &str) -> String {
    let sample = whole_money(0, currency);
    sample.replace('0', "").trim().to_owned()
}

/// `5,35 %` from a share of one, always two decimals.
pub fn percent(share: f64) -> String {
    with(|formats| formats.percent.write(share))
}

/// `5,35` from a share of one: in percent without the sign, as many decimals as it has, at least two.
pub fn percent_number(share: f64) -> String {
    with(|formats| formats.rate.write(share * 100.0))
}

/// `10,8190`: at least four decimals, as banks write them.
pub fn exchange_rate(rate: f64) -> String {
    with(|formats| formats.exchange_rate.write(rate))
}

/// `2026-03-05`: in tables and fields, the same in every language.
pub fn date(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// `5 mars 2026`: in running text.
pub fn date_long(day: NaiveDate) -> String {
    with(|formats| formats.date_long.write(day))
}

/// `5 mars`: where the year is plain from the place.
pub fn date_short(day: NaiveDate) -> String {
    with(|formats| formats.date_short.write(day))
}

/// `torsdag 5 mars 2026`
pub fn date_with_weekday(day: NaiveDate) -> String {
    with(|formats| formats.weekday_date.write(day))
}

/// `mars 2026`
pub fn month(day: NaiveDate) -> String {
    with(|formats| formats.month_long.write(day))
}

/// `mars 2026` in the shortest form the language has.
pub fn month_short(day: NaiveDate) -> String {
    with(|formats| formats.month_short.write(day))
}

/// `mar`: the month alone, where the year is plain from the place.
pub fn month_name(day: NaiveDate) -> String {
    with(|formats| formats.month_name.write(day))
}

/// `mars`
pub fn month_alone(day: NaiveDate) -> String {
    with(|formats| formats.month_alone.write(day))
}

/// `5 mars 2026 14:02`, in the reader's time zone.
pub fn instant(at: DateTime<Utc>) -> String {
    with(|formats| formats.instant.write_instant(at))
}

/// The plural category of a count: `one`, `other`, …
pub fn plural_category(count: i64) -> String {
    with(|formats| String::from(formats.plural.select(count as f64)))
}

/// The order in which the reader's language sorts names.
pub fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    with(|formats| {
        let order = formats.collator.compare();
        let answer = order.call2(&wasm_bindgen::JsValue::UNDEFINED, &a.into(), &b.into());
        Some(answer.ok().and_then(|number| number.as_f64()).unwrap_or_default().total_cmp(&0.0))
    })
    .unwrap_or_else(|| a.cmp(b))
}

fn major(minor: i64) -> f64 {
    minor as f64 / 100.0
}

/// Midnight UTC of a day, in the milliseconds that JavaScript counts.
fn utc_milliseconds(day: NaiveDate) -> f64 {
    f64::from(day.num_days_from_ce() - UNIX_EPOCH_FROM_CE) * 86_400_000.0
}

const UNIX_EPOCH_FROM_CE: i32 = 719_163;
