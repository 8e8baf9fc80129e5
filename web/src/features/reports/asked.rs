//! Which report is asked for. All of it stands in the address, so that a colleague sees the same.

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use shared::agreements::AgreementKind;
use shared::books::BookFramework;
use shared::ids::PartyId;
use shared::money::Currency;
use shared::reports::{ReportPeriod, ReportSplit};

use crate::codes::of_code;
use crate::company::OpenCompany;
use crate::route::Address;

#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub framework: BookFramework,
    /// [`None`]: the beginning of the fiscal year.
    pub from: Option<NaiveDate>,
    /// The one date of the app.
    pub to: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
    pub period: ReportPeriod,
    pub split: ReportSplit,
    pub kind: Option<AgreementKind>,
    pub lessor: Option<PartyId>,
    pub currency: Option<Currency>,
    /// Empty: those without one.
    pub cost_center: Option<String>,
}

impl Asked {
    pub fn follow(address: Address, company: OpenCompany) -> Memo<Self> {
        Memo::new(move |_| Self {
            framework: read(address, "framework").unwrap_or(BookFramework::Ifrs16),
            from: read(address, "from"),
            to: company.as_of.date(),
            known_at: read(address, "known_at"),
            period: read(address, "period").unwrap_or(ReportPeriod::Whole),
            split: read(address, "split").unwrap_or(ReportSplit::Kind),
            kind: read(address, "kind"),
            lessor: read(address, "lessor"),
            currency: read(address, "currency"),
            cost_center: match address.get("without").as_deref() {
                Some("cost_center") => Some(String::new()),
                _ => address.get("cost_center"),
            },
        })
    }
}

fn read<T: DeserializeOwned>(address: Address, name: &str) -> Option<T> {
    of_code(&address.get(name)?)
}
