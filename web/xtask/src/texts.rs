//! One file per language: the texts in the order of the keys that the app was compiled with.

use std::path::Path;

use anyhow::{Result, bail};
use locales::Catalog;

use crate::dist::Texts;

pub(crate) fn collect(web: &Path) -> Result<Vec<Texts>> {
    let catalog = match Catalog::read(&web.join("locales")) {
        Ok(catalog) => catalog,
        Err(faults) => bail!("the texts in web/locales are not complete:\n  {}", faults.join("\n  ")),
    };
    let tables = catalog
        .languages()
        .map(|language| Texts { name: format!("texts-{}", language.code()), json: catalog.table(language) });
    Ok(tables.collect())
}
