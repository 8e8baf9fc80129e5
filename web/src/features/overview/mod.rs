use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::features::rooms::{Coming, Room};

#[component(transparent)]
pub fn OverviewRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("overview") view=|| view! { <Coming room=Room::Overview /> } /> }
        .into_inner()
        .into_any_nested_route()
}
