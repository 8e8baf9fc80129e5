//! Files made in the browser from what the reader sees: CSV and XLSX, and handing them over.

pub mod csv;
pub mod sheet;
pub mod xlsx;
pub mod zip;

pub use sheet::{Cell, Sheet};

use leptos::prelude::*;
use shared::companies::Language;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::format::input::DecimalMark;
use crate::i18n;

/// Gives the reader `blob` as a file.
pub fn save(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let anchor = document().create_element("a").ok().and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    // The download reads the address after the click has returned.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(30),
    );
}

pub fn save_bytes(name: &str, bytes: &[u8], media_type: &str) {
    let parts = js_sys::Array::of1(&JsValue::from(js_sys::Uint8Array::from(bytes)));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) {
        save(name, &blob);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

/// Gives the reader the sheet as a file called `stem` and the format's ending.
pub fn save_sheet(stem: &str, sheet: &Sheet, format: Format) {
    match format {
        Format::Csv => {
            save_bytes(&format!("{stem}.csv"), csv::write(sheet, decimal_mark()).as_bytes(), "text/csv;charset=utf-8")
        }
        Format::Xlsx => save_bytes(
            &format!("{stem}.xlsx"),
            &xlsx::write(sheet),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    }
}

fn decimal_mark() -> DecimalMark {
    match i18n::current() {
        Language::Sv => DecimalMark::Comma,
        Language::En => DecimalMark::Point,
    }
}
