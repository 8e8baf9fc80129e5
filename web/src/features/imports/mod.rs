//! Importing a spreadsheet: drop, match, mend, preview, apply, undo.

pub mod api;
mod bring;
mod columns;
mod finish;
mod mend;
mod preview;
mod show;
mod words;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

#[component(transparent)]
pub fn ImportRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("import") view=bring::BringPage />
        <Route path=path!("import/:import") view=show::ImportPage />
    }
    .into_inner()
    .into_any_nested_route()
}
