//! A lease in the books: side by side in every framework, and one of them down to each row and voucher.

mod api;
mod beside;
mod chart;
mod company;
mod effect;
mod event_form;
mod facts;
mod facts_form;
mod facts_words;
pub mod figures;
mod journal;
mod mass;
mod parts;
mod period;
mod recorded;
mod review;
mod schedule;
mod seen;
mod tab;
pub mod words;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::agreements::Timing;
use shared::ids::AgreementId;
use shared::money::Currency;

use crate::chunk;
use crate::chunk::Arrive;
use crate::company::OpenCompany;
use crate::route::Address;

chunk!(reports { accounting_page => tab::AccountingTab, company_books_page => company::CompanyBooksPage, mass_form => mass::MassForm });

/// The agreement whose books are shown.
#[derive(Clone, Copy)]
pub struct Subject {
    pub id: Memo<Option<AgreementId>>,
    pub company: StoredValue<OpenCompany>,
    pub address: Address,
    /// The moment whose knowledge is shown; [`None`]: what is known now.
    pub known_at: Memo<Option<DateTime<Utc>>>,
    pub currency: Memo<Option<Currency>>,
    pub timing: Memo<Timing>,
    /// Follows the agreement, which is fetched whenever what it says may be another.
    pub fetched: Signal<()>,
}

impl Subject {
    fn company(self) -> OpenCompany {
        self.company.get_value()
    }
}

/// Travels in a file of its own: most who open an agreement do not ask for its books.
#[component]
pub fn Accounting(subject: Subject) -> impl IntoView {
    provide_context(subject);
    view! { <Arrive page=accounting_page /> }
}

/// Which books a company keeps, and by what policies.
#[component]
pub fn CompanyBooks() -> impl IntoView {
    view! { <Arrive page=company_books_page /> }
}

pub use api::company_books;
pub use mass::MassSubject;
pub use parts::line;
pub use period::Span;
pub use review::Review;

/// An index or a rate for the agreements that are selected in the list.
#[component]
pub fn MassChange(subject: MassSubject) -> impl IntoView {
    provide_context(subject);
    view! { <Arrive page=mass_form /> }
}
