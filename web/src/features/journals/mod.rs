//! The books on the company's own accounts: vouchers, files to the ledger, closed time, and the accounts themselves.

mod accounts;
mod api;
mod closing;
mod exports;
mod vouchers;
mod words;

use leptos::prelude::*;

use crate::chunk;
use crate::chunk::Arrive;

pub use closing::Closings;
pub use vouchers::Journal;

chunk!(reports { accounts_page => accounts::AccountsPage });

/// Which account each role of the books is.
#[component]
pub fn AccountMappingPage() -> impl IntoView {
    view! { <Arrive page=accounts_page /> }
}
