//! The register of agreements: the list, one agreement, and the form.

pub mod api;
mod changed;
pub mod difference;
mod form;
mod list;
mod plan_chart;
mod rate_view;
mod show;
pub mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

#[component(transparent)]
pub fn AgreementRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("agreements") view=list::ListPage />
        <Route path=path!("agreements/new") view=form::NewPage />
        <Route path=path!("agreements/:id") view=show::ShowPage />
        <Route path=path!("agreements/:id/edit") view=form::EditPage />
    }
    .into_inner()
    .into_any_nested_route()
}
