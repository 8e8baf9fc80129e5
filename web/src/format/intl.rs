//! Thin holds on the browser's Intl: what each formatter needs, and how it is called.

use chrono::{DateTime, NaiveDate, Utc};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

pub(super) struct Numbers(Function);

impl Numbers {
    pub(super) fn new(locale: &str, options: &[(&str, JsValue)]) -> Self {
        Self(Intl::NumberFormat::new(&locales(locale), &object(options)).format())
    }

    pub(super) fn decimals(locale: &str, places: u32) -> Self {
        Self::new(locale, &[("minimumFractionDigits", places.into()), ("maximumFractionDigits", places.into())])
    }

    pub(super) fn money(locale: &str, currency: &str, whole: bool) -> Self {
        let mut options = vec![("style", "currency".into()), ("currency", currency.into())];
        if whole {
            options.extend([("minimumFractionDigits", 0.into()), ("maximumFractionDigits", 0.into())]);
        }
        Self::new(locale, &options)
    }

    pub(super) fn write(&self, number: f64) -> String {
        // English locales write a hyphen, Swedish a minus sign: here it is always the sign.
        call(&self.0, &number.into()).replace('-', "\u{2212}")
    }
}

pub(super) struct Dates(Function);

impl Dates {
    pub(super) fn new(locale: &str, parts: &[(&str, &str)]) -> Self {
        let mut options: Vec<(&str, JsValue)> = parts.iter().map(|(name, value)| (*name, (*value).into())).collect();
        options.push(("timeZone", "UTC".into()));
        Self(Intl::DateTimeFormat::new(&locales(locale), &object(&options)).format())
    }

    /// Date and time on the reader's own clock.
    pub(super) fn local(locale: &str) -> Self {
        let options = [("dateStyle", "long".into()), ("timeStyle", "short".into())];
        Self(Intl::DateTimeFormat::new(&locales(locale), &object(&options)).format())
    }

    pub(super) fn write(&self, day: NaiveDate) -> String {
        call(&self.0, &super::utc_milliseconds(day).into())
    }

    pub(super) fn write_instant(&self, at: DateTime<Utc>) -> String {
        call(&self.0, &(at.timestamp_millis() as f64).into())
    }
}

pub(super) fn plural(locale: &str) -> Intl::PluralRules {
    Intl::PluralRules::new(&locales(locale), &Object::new())
}

pub(super) fn collator(locale: &str) -> Intl::Collator {
    Intl::Collator::new(&locales(locale), &object(&[("numeric", true.into())]))
}

fn call(format: &Function, value: &JsValue) -> String {
    format.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn locales(locale: &str) -> Array {
    Array::of1(&locale.into())
}

fn object(options: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
