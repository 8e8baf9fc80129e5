//! What a person wrote in place of cells, and which rows are left out or taken in.

use super::{of_word, word};
use crate::db::CompanyTx;
use crate::db::schema::{import_mend, import_row_choice};
use crate::error::ApiResult;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use shared::ids::ImportId;
use shared::imports::ImportField;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    pub mends: BTreeMap<(u32, ImportField), String>,
    pub skipped: BTreeSet<u32>,
    pub included: BTreeSet<u32>,
}

pub async fn decisions(tx: &CompanyTx, id: ImportId) -> ApiResult<Decisions> {
    let mends: Vec<(i32, String, String)> = import_mend::table
        .filter(import_mend::company_id.eq(tx.company_id().uuid()))
        .filter(import_mend::import_id.eq(id.uuid()))
        .select((import_mend::sheet_row, import_mend::field, import_mend::text))
        .load(&mut tx.connection())
        .await?;
    let choices: Vec<(i32, String)> = import_row_choice::table
        .filter(import_row_choice::company_id.eq(tx.company_id().uuid()))
        .filter(import_row_choice::import_id.eq(id.uuid()))
        .select((import_row_choice::sheet_row, import_row_choice::choice))
        .load(&mut tx.connection())
        .await?;
    let mut decisions = Decisions::default();
    for (row, field, text) in mends {
        decisions.mends.insert((row.unsigned_abs(), of_word(field)?), text);
    }
    for (row, choice) in choices {
        let rows = if choice == "skip" { &mut decisions.skipped } else { &mut decisions.included };
        rows.insert(row.unsigned_abs());
    }
    Ok(decisions)
}

pub async fn replace_decisions(tx: &CompanyTx, id: ImportId, decisions: &Decisions) -> ApiResult<()> {
    diesel::delete(import_mend::table)
        .filter(import_mend::company_id.eq(tx.company_id().uuid()))
        .filter(import_mend::import_id.eq(id.uuid()))
        .execute(&mut tx.connection())
        .await?;
    diesel::delete(import_row_choice::table)
        .filter(import_row_choice::company_id.eq(tx.company_id().uuid()))
        .filter(import_row_choice::import_id.eq(id.uuid()))
        .execute(&mut tx.connection())
        .await?;
    let rows: Vec<i32> = decisions.mends.keys().map(|(row, _)| signed(*row)).collect();
    let fields = decisions.mends.keys().map(|(_, field)| word(field)).collect::<ApiResult<Vec<String>>>()?;
    let texts: Vec<&str> = decisions.mends.values().map(String::as_str).collect();
    sql_query(
        "INSERT INTO import_mend (company_id, import_id, sheet_row, field, text)
         SELECT $1, $2, mend.* FROM unnest($3::int[], $4::text[], $5::text[]) AS mend",
    )
    .into_boxed::<Pg>()
    .bind::<SqlUuid, _>(tx.company_id().uuid())
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Array<Integer>, _>(rows)
    .bind::<Array<Text>, _>(fields)
    .bind::<Array<Text>, _>(texts)
    .execute(&mut tx.connection())
    .await?;
    let skipped = decisions.skipped.iter().map(|row| (signed(*row), "skip"));
    let included = decisions.included.iter().map(|row| (signed(*row), "include"));
    let (rows, choices): (Vec<i32>, Vec<&str>) = skipped.chain(included).unzip();
    sql_query(
        "INSERT INTO import_row_choice (company_id, import_id, sheet_row, choice)
         SELECT $1, $2, choice.* FROM unnest($3::int[], $4::text[]) AS choice",
    )
    .into_boxed::<Pg>()
    .bind::<SqlUuid, _>(tx.company_id().uuid())
    .bind::<SqlUuid, _>(id.uuid())
    .bind::<Array<Integer>, _>(rows)
    .bind::<Array<Text>, _>(choices)
    .execute(&mut tx.connection())
    .await?;
    Ok(())
}

fn signed(row: u32) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}
