//! Settings: one page per subject, and the list of them.

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::chunk;
use crate::chunk::Arrive;

use crate::company::use_company;
use crate::features::books::CompanyBooks;
use crate::features::companies::{CompanySettingsPage, PeoplePage};
use crate::features::exchange_rates::ExchangeRatesPage;
use crate::features::identity::AccountPage;
use crate::features::journals::AccountMappingPage;
use crate::features::parties::PartiesPage;
use crate::route::Page as Place;
use crate::t;
use crate::ui::icon::{Icon, IconView};
use crate::ui::page::Page;

chunk!(settings { settings_page => SettingsPage, company_page => CompanySettingsPage, people_page => PeoplePage, exchange_rates_page => ExchangeRatesPage, parties_page => PartiesPage, account_page => AccountPage });

#[component(transparent)]
pub fn SettingsRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("settings") view=|| view! { <Arrive page=settings_page /> } />
        <Route path=path!("settings/company") view=|| view! { <Arrive page=company_page /> } />
        <Route path=path!("settings/people") view=|| view! { <Arrive page=people_page /> } />
        <Route path=path!("settings/exchange-rates") view=|| view! { <Arrive page=exchange_rates_page /> } />
        <Route path=path!("settings/books") view=|| view! { <CompanyBooks /> } />
        <Route path=path!("settings/accounts") view=|| view! { <AccountMappingPage /> } />
        <Route path=path!("settings/parties") view=|| view! { <Arrive page=parties_page /> } />
        <Route path=path!("settings/account") view=|| view! { <Arrive page=account_page /> } />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The way back from one subject to the list of them.
pub fn above_settings() -> (String, String) {
    (t!(frame.rooms.settings).to_owned(), use_company().href_untracked(Place::Settings))
}

#[component]
fn SettingsPage() -> impl IntoView {
    let company = use_company();
    let subjects = [
        (Place::CompanySettings, Icon::Building, t!(settings.company.title), t!(settings.company.lead)),
        (Place::People, Icon::People, t!(settings.people.title), t!(settings.people.lead)),
        (Place::ExchangeRates, Icon::Exchange, t!(settings.exchange_rates.title), t!(settings.exchange_rates.lead)),
        (Place::CompanyBooks, Icon::Reports, t!(settings.books.title), t!(settings.books.lead)),
        (Place::Accounts, Icon::Table, t!(settings.accounts.title), t!(settings.accounts.lead)),
        (Place::Parties, Icon::Agreements, t!(settings.parties.title), t!(settings.parties.lead)),
        (Place::Account, Icon::Person, t!(settings.account.title), t!(settings.account.lead)),
    ];
    let subject = move |(page, icon, title, lead)| {
        let company = company.clone();
        view! {
            <li>
                <a class="subject" href=move || company.href(page)>
                    <span class="subject-icon"><IconView icon /></span>
                    <span class="subject-text">
                        <span class="subject-title">{title}</span>
                        <span class="subject-lead">{lead}</span>
                    </span>
                    <IconView icon=Icon::ChevronRight />
                </a>
            </li>
        }
    };
    view! {
        <Page title=t!(frame.rooms.settings).to_owned()>
            <ul class="subjects">{subjects.into_iter().map(subject).collect_view()}</ul>
        </Page>
    }
}
