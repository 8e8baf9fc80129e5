//! Handlers.

mod bulk;
mod export;
mod history;
mod list;
mod preview;
mod query;
mod single;

use crate::http::Routes;

pub fn configure(routes: &mut Routes) {
    routes
        .service(list::list_agreements)
        .service(single::create_agreement)
        .service(preview::preview_agreement)
        .service(export::export_agreements)
        .service(bulk::edit_agreements)
        .service(bulk::undo_bulk_edit)
        .service(single::find_agreement)
        .service(single::delete_agreement)
        .service(single::correct_agreement)
        .service(single::amend_agreement)
        .service(single::end_agreement)
        .service(single::restore_agreement)
        .service(preview::preview_agreement_change)
        .service(history::list_activities)
        .service(history::list_agreement_events)
        .service(history::undo_agreement_event)
        .service(history::find_agreement_schedule);
}
