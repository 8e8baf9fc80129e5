//! Leasify in the browser.
//!
//! - [`features`]: one folder per feature, named as in the API; each owns its routes.
//! - [`ui`]: our own components on native elements, each with its CSS beside it.
//! - [`files`]: what the reader sees, as CSV or XLSX.
//! - [`client`] talks to the API, [`session`] knows who is signed in, [`company`] whose books are open,
//!   [`i18n`] and [`format`] speak the reader's language, [`today`] knows the day, [`route`] makes addresses.
//!
//! Under a strict content security policy: styles are set by `style:property=`, never by a `style` attribute.

pub mod app;
pub mod browser;
pub mod chunk;
pub mod client;
pub mod codes;
pub mod company;
pub mod features;
pub mod files;
pub mod format;
pub mod frame;
pub mod i18n;
pub mod route;
pub mod session;
pub mod theme;
pub mod today;
pub mod ui;

use wasm_bindgen::prelude::*;

/// Shows the app. Fails when the texts cannot be fetched; `boot.js` then says so.
#[wasm_bindgen]
pub async fn start() -> Result<(), JsValue> {
    let language = i18n::preferred();
    i18n::load(language).await.map_err(|_| JsValue::from_str("the texts could not be loaded"))?;
    app::show(language);
    Ok(())
}
