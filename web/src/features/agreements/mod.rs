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

use crate::chunk;
use crate::chunk::Arrive;

chunk!(agreements { list_page => list::ListPage, new_page => form::NewPage, show_page => show::ShowPage, edit_page => form::EditPage });

#[component(transparent)]
pub fn AgreementRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("agreements") view=|| view! { <Arrive page=list_page /> } />
        <Route path=path!("agreements/new") view=|| view! { <Arrive page=new_page /> } />
        <Route path=path!("agreements/:id") view=|| view! { <Arrive page=show_page /> } />
        <Route path=path!("agreements/:id/edit") view=|| view! { <Arrive page=edit_page /> } />
    }
    .into_inner()
    .into_any_nested_route()
}
