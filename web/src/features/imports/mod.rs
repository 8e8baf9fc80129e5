//! Importing a spreadsheet: drop, match, mend, preview, apply, undo.

pub mod api;
mod bring;
mod columns;
mod finish;
mod mend;
mod preview;
mod refused;
mod show;
mod undo;
mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::chunk;
use crate::chunk::Arrive;

chunk!(import { bring_page => bring::BringPage, import_page => show::ImportPage });

#[component(transparent)]
pub fn ImportRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("import") view=|| view! { <Arrive page=bring_page /> } />
        <Route path=path!("import/:import") view=|| view! { <Arrive page=import_page /> } />
    }
    .into_inner()
    .into_any_nested_route()
}
