//! The register as it has been fetched. Kept while one moves between the list and its agreements, so that coming back
//! is instant; it is then fetched anew behind what is shown.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::AgreementListItem;
use shared::debt::AgreementFigures;
use shared::money::Currency;

use super::row::Row;
use crate::client::ClientError;
use crate::company::OpenCompany;
use crate::features::agreements::api::{self, Extent};

#[derive(Clone, Copy)]
pub struct Register {
    items: RwSignal<Arc<Vec<AgreementListItem>>>,
    figures: RwSignal<Option<Arc<Fetched>>>,
    /// Which part of the register `items` holds.
    extent: StoredValue<Option<Extent>>,
    complete: RwSignal<bool>,
    error: RwSignal<Option<ClientError>>,
    /// Answers to earlier questions are thrown away.
    turn: StoredValue<u32>,
    rows: Memo<Arc<Vec<Row>>>,
}

#[derive(Debug, PartialEq)]
struct Fetched {
    as_of: NaiveDate,
    base: Currency,
    by_id: HashMap<u128, AgreementFigures>,
}

impl Register {
    pub fn new() -> Self {
        let items = RwSignal::new(Arc::new(Vec::<AgreementListItem>::new()));
        let figures = RwSignal::new(None::<Arc<Fetched>>);
        let rows = Memo::new(move |_| {
            let figures = figures.get();
            let figures_of = |item: &AgreementListItem| figures.as_ref()?.by_id.get(&item.id.uuid().as_u128()).cloned();
            items.with(|items| Arc::new(items.iter().map(|item| Row::new(item.clone(), figures_of(item))).collect()))
        });
        Self {
            items,
            figures,
            extent: StoredValue::new(None),
            complete: RwSignal::new(false),
            error: RwSignal::new(None),
            turn: StoredValue::new(0),
            rows,
        }
    }

    pub fn rows(self) -> Memo<Arc<Vec<Row>>> {
        self.rows
    }

    /// Everything is here.
    pub fn is_complete(self) -> bool {
        self.complete.get()
    }

    pub fn error(self) -> Option<ClientError> {
        self.error.get()
    }

    /// The currency that totals are in, once the figures are here.
    pub fn base(self) -> Option<Currency> {
        self.figures.with(|figures| figures.as_ref().map(|figures| figures.base))
    }

    /// Fetches the list and the figures of a day. What is shown stays until the new is whole, unless it is another
    /// part of the register.
    pub fn fetch(self, company: OpenCompany, extent: Extent, as_of: NaiveDate) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.error.set(None);
        if self.extent.get_value().as_ref() != Some(&extent) {
            self.extent.set_value(Some(extent.clone()));
            self.items.set(Arc::default());
            self.complete.set(false);
        }
        if self.figures.with_untracked(|figures| figures.as_ref().is_some_and(|figures| figures.as_of != as_of)) {
            self.figures.set(None);
        }
        let of_figures = company.clone();
        spawn_local(async move { self.fetch_list(company, extent, turn).await });
        spawn_local(async move { self.fetch_figures(of_figures, as_of, turn).await });
    }

    fn is_current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    async fn fetch_list(self, company: OpenCompany, extent: Extent, turn: u32) {
        let grows = !self.complete.get_untracked();
        let mut found = Vec::new();
        let mut cursor = None::<String>;
        loop {
            let page = match api::list(&company, &extent, cursor.as_deref()).await {
                Ok(page) => page,
                Err(error) => {
                    if self.is_current(turn) {
                        self.error.set(Some(error));
                    }
                    return;
                }
            };
            if !self.is_current(turn) {
                return;
            }
            found.extend(page.data);
            let next = page.next_cursor.filter(|_| page.has_more);
            if grows || next.is_none() {
                self.items.set(Arc::new(found.clone()));
            }
            match next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        self.complete.set(true);
    }

    async fn fetch_figures(self, company: OpenCompany, as_of: NaiveDate, turn: u32) {
        let fetched = api::figures(&company, as_of).await;
        if !self.is_current(turn) {
            return;
        }
        match fetched {
            Ok(list) => {
                let by_id = list.data.into_iter().map(|each| (each.id.uuid().as_u128(), each)).collect();
                self.figures.set(Some(Arc::new(Fetched { as_of, base: list.base_currency, by_id })));
            }
            Err(error) => self.error.set(Some(error)),
        }
    }
}
