//! The whole: what is provided to every page, and all routes.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::features::agreements::AgreementRoutes;
use crate::features::companies::NewCompanyPage;
use crate::features::identity::{SignInPage, SignUpPage};
use crate::features::imports::ImportRoutes;
use crate::features::overview::OverviewRoutes;
use crate::features::reports::ReportRoutes;
use crate::features::rooms::RoomRoutes;
use crate::features::settings::SettingsRoutes;
use crate::frame::{Frame, Home, NotFound};
use crate::i18n::{Language, LanguageSwitch};
use crate::session::Session;
use crate::ui::toast::{ToastStack, Toasts};

/// White label: the name beside the mark, in titles and in texts.
pub const PRODUCT_NAME: &str = "Leasify";

pub fn show(language: Language) {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    leptos::mount::mount_to_body(move || view! { <App language /> });
}

/// The texts do not follow the language one by one: the app is built anew, and the address keeps the place.
#[component]
fn App(language: Language) -> impl IntoView {
    let language = LanguageSwitch::provide(language);
    Toasts::provide();
    Session::provide().refresh();
    move || {
        language.get();
        view! {
            <Router>
                <AllRoutes />
            </Router>
            <ToastStack />
        }
    }
}

#[component]
fn AllRoutes() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/") view=Home />
            <Route path=path!("/sign-in") view=SignInPage />
            <Route path=path!("/sign-up") view=SignUpPage />
            <Route path=path!("/new-company") view=NewCompanyPage />
            <ParentRoute path=path!("/c/:company") view=Frame>
                <OverviewRoutes />
                <AgreementRoutes />
                <ImportRoutes />
                <ReportRoutes />
                <RoomRoutes />
                <SettingsRoutes />
            </ParentRoute>
        </Routes>
    }
}
