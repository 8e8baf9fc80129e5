//! The start page: what the company owes, what it costs, what runs on past its end.

mod api;
mod development;
mod notices;
mod page;
mod recent;
mod start;
mod tiles;
mod timeline;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::chunk;
use crate::chunk::Arrive;

chunk!(overview { overview_page => page::OverviewPage });

#[component(transparent)]
pub fn OverviewRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("overview") view=|| view! { <Arrive page=overview_page /> } /> }
        .into_inner()
        .into_any_nested_route()
}
