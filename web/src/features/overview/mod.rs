//! The start page: what the company owes, what it costs, what runs on past its end.

mod api;
mod development;
mod notices;
mod page;
mod start;
mod tiles;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

#[component(transparent)]
pub fn OverviewRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("overview") view=page::OverviewPage /> }.into_inner().into_any_nested_route()
}
