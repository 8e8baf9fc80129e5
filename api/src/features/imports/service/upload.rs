//! A file becomes an import.

use super::super::store;
use super::evaluate::evaluate;
use super::file::{OpenFile, Upload};
use super::matching::match_columns;
use super::show::find;
use crate::db::CompanyTx;
use crate::error::ApiResult;
use crate::features::companies;
use shared::ids::ImportId;
use shared::imports::Import;
use std::sync::Arc;

pub async fn create(tx: &CompanyTx, upload: &Upload, file: &OpenFile) -> ApiResult<Import> {
    let id = ImportId::fresh(tx.now());
    let choices = store::Choices::default();
    let remembered = store::remembered(tx).await?;
    let base = companies::service::base_currency(tx).await?;
    let matching = match_columns(file, &choices, remembered.as_ref(), base);
    store::insert(tx, id, &upload.file_name, &upload.content, &matching.matched).await?;
    let decisions = store::Decisions::default();
    let evaluation = evaluate(tx, id, Arc::clone(&file.sheet), &matching.mapping, &decisions).await?;
    store::replace_rows(tx, id, evaluation.rows).await?;
    store::update(tx, id, &choices, &matching.matched, &evaluation.totals).await?;
    find(tx, id).await
}
