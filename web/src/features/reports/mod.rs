//! Reports of the books: what all agreements come to between two days, each figure down to the agreement.

mod agreements;
mod api;
mod asked;
mod choose;
mod closed;
mod difference;
mod explanation;
mod fetched;
mod figures;
mod left_out;
mod lines;
mod note;
mod page;
mod roll;
mod sealed;
mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::chunk;
use crate::chunk::Arrive;

chunk!(reports { reports_page => page::ReportsPage });

#[component(transparent)]
pub fn ReportRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("reports") view=|| view! { <Arrive page=reports_page /> } /> }
        .into_inner()
        .into_any_nested_route()
}
