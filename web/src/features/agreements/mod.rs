//! The register of agreements: the list, one agreement, and the form.

pub mod api;
pub mod difference;
mod list;
pub mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

#[component(transparent)]
pub fn AgreementRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("agreements") view=list::ListPage /> }.into_inner().into_any_nested_route()
}
