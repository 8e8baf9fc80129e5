//! Writing the register to a file, a page of agreements at a time.

use chrono::NaiveDate;
use shared::ids::AgreementId;
use shared::imports::ImportField;
use std::collections::{BTreeSet, HashMap};

use super::super::export::{Column, Exported, File, Format, Lang, cell};
use super::super::history::State;
use super::super::store::{self, AgreementRow, Filter, ListRow, Order, Place};
use super::read::named;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::parties::service as parties;
use crate::features::parties::service::Directory;

const ROWS_AT_ONCE: i64 = 1_000;

/// A file that has all its rows and only needs to be closed, which is heavy work for some formats.
pub async fn export(
    tx: &CompanyTx,
    filter: &Filter,
    order: Order,
    format: Format,
    lang: Lang,
    columns: Option<Vec<Column>>,
) -> ApiResult<File> {
    let directory = parties::everyone(tx).await?;
    let columns = match columns {
        Some(columns) => columns,
        None => every_column(tx, filter, order, &directory).await?,
    };
    let mut file = File::begin(format, &columns, lang)?;
    let mut pages = Pages::new(filter, order);
    while let Some(page) = pages.next(tx).await? {
        for row in exported(tx, &page, &directory).await? {
            let cells: Vec<_> = columns.iter().map(|column| cell(&row, column, lang)).collect();
            file.row(&cells)?;
        }
    }
    Ok(file)
}

/// What an import can fill, and every own field that some of the agreements have.
async fn every_column(tx: &CompanyTx, filter: &Filter, order: Order, directory: &Directory) -> ApiResult<Vec<Column>> {
    let mut own = BTreeSet::new();
    let mut pages = Pages::new(filter, order);
    while let Some(page) = pages.next(tx).await? {
        for row in exported(tx, &page, directory).await? {
            own.extend(row.terms.custom.into_keys());
        }
    }
    Ok(ImportField::ALL.into_iter().map(Column::Field).chain(own.into_iter().map(Column::Custom)).collect())
}

struct Pages<'a> {
    filter: &'a Filter,
    order: Order,
    place: Option<Place>,
    done: bool,
}

impl<'a> Pages<'a> {
    fn new(filter: &'a Filter, order: Order) -> Self {
        Self { filter, order, place: None, done: false }
    }

    async fn next(&mut self, tx: &CompanyTx) -> ApiResult<Option<Vec<ListRow>>> {
        if self.done {
            return Ok(None);
        }
        let rows = store::list(tx, self.filter, self.order, self.place.as_ref(), ROWS_AT_ONCE, tx.today()).await?;
        self.done = i64::try_from(rows.len()).unwrap_or(0) < ROWS_AT_ONCE;
        self.place = rows.last().map(|row| row.place(self.order.by));
        Ok((!rows.is_empty()).then_some(rows))
    }
}

/// The agreements of a page, in its order.
async fn exported(tx: &CompanyTx, page: &[ListRow], directory: &Directory) -> ApiResult<Vec<Exported>> {
    let ids: Vec<AgreementId> = page.iter().map(|row| row.id.into()).collect();
    let mut states: HashMap<AgreementId, State> =
        store::find_all(tx, &ids).await?.into_iter().map(|row| (row.id(), AgreementRow::state(row))).collect();
    ids.iter().filter_map(|id| states.remove(id)).map(|state| of_state(state, directory, tx.today())).collect()
}

fn of_state(state: State, directory: &Directory, today: NaiveDate) -> ApiResult<Exported> {
    let status = state.status_on(today).map_err(ApiError::from)?;
    let ending = state.ending();
    Ok(Exported { terms: named(state.terms_on(today)?, directory), status, ending })
}
