//! Handlers of accounts, vouchers, exports and closings.

mod accounts;
mod closings;
mod exports;
mod vouchers;

use crate::http::Routes;

pub fn configure(routes: &mut Routes) {
    routes
        .service(vouchers::find_journal)
        .service(exports::list_journal_exports)
        .service(exports::create_journal_export)
        .service(exports::find_journal_export)
        .service(exports::download_journal_export)
        .service(exports::withdraw_journal_export);
}

pub fn configure_accounts(routes: &mut Routes) {
    routes.service(accounts::find_account_mapping).service(accounts::update_account_mapping);
}

pub fn configure_closings(routes: &mut Routes) {
    routes
        .service(closings::check_closing)
        .service(closings::list_closings)
        .service(closings::create_closing)
        .service(closings::find_closing)
        .service(closings::reopen_closing);
}
