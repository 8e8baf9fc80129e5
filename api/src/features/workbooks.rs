//! A book of an agreement as a workbook whose cells compute: rates and payments on one sheet, the schedule on the next,
//! its postings on a third. Whoever changes a rate or a payment sees what follows from it, and every figure can be
//! followed by its formula. Rounded as the engine rounds, so that it comes to the same öre.

mod inputs;
mod journal;
mod payments;
mod routes;
mod schedule;
pub mod sheet;
mod words;

pub use routes::configure_agreement;

use chrono::NaiveDate;
use engine::books::Schedule;
use engine::books::outline::Outline;
use shared::books::{BookPolicy, BookRole, BookRounding, BookTreatment};
use shared::companies::Language;
use std::collections::BTreeMap;

/// What is written.
pub struct Contents {
    pub company: String,
    pub number: String,
    pub title: String,
    pub language: Language,
    /// Of every amount: the contract's.
    pub currency: &'static str,
    pub framework: &'static str,
    pub treatment: BookTreatment,
    pub policy: BookPolicy,
    pub as_of: NaiveDate,
    pub schedule: Schedule,
    pub outline: Outline,
    pub accounts: BTreeMap<&'static str, String>,
}

impl Contents {
    /// Whether rows can be computed from rates and payments: a liability along one curve, an asset written off evenly.
    pub fn computes(&self) -> bool {
        let straight =
            matches!(self.treatment, BookTreatment::Ifrs16 | BookTreatment::K3Finance | BookTreatment::Asc842Finance);
        // What comes from another company, or is kept of what was sold, is no sum of this schedule's payments.
        let is_its_own = self.schedule.initial.sold == 0
            && !self.schedule.rows.iter().any(|row| row.entry == engine::books::Entry::Transfer);
        straight && is_its_own && matches!(self.policy.rounding, BookRounding::Cumulative)
    }

    fn account(&self, role: BookRole) -> &str {
        self.accounts.get(words::role_code(role)).map_or("", String::as_str)
    }
}

pub fn write(contents: &Contents) -> anyhow::Result<Vec<u8>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let formats = sheet::Formats::default();
    let (inputs, places) = inputs::write(contents, &formats)?;
    let (payments, paid) = payments::write(contents, &formats, &places)?;
    let (schedule, rows) = schedule::write(contents, &formats, &places, &paid)?;
    let journal = journal::write(contents, &formats, &places, &rows)?;
    for sheet in [inputs, payments, schedule, journal] {
        book.push_worksheet(sheet);
    }
    Ok(book.save_to_buffer()?)
}

/// The account of each role for an agreement, as it stands today.
fn accounts(
    accounts: &shared::journals::Accounts,
    framework: shared::books::BookFramework,
    holding: &crate::features::books::service::BookHolding,
) -> BTreeMap<&'static str, String> {
    let terms = holding.original.terms();
    let account = |role: BookRole| {
        let posted = shared::journals::Posted {
            role,
            framework,
            kind: terms.kind,
            cost_center: terms.cost_center.as_deref(),
            project: terms.project.as_deref(),
        };
        Some((words::role_code(role), accounts.rule(&posted)?.0.account.clone()))
    };
    shared::journals::ROLES.into_iter().filter_map(account).collect()
}
