use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::account_menu::AccountMenu;
use super::company_menu::CompanyMenu;
use crate::company::use_company;
use crate::i18n::{Key, keys};
use crate::route::Page;
use crate::t;
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, MenuLink, Popover};

struct Room {
    page: Page,
    icon: Icon,
    name: Key,
}

/// In the order of the working day.
const ROOMS: [Room; 8] = [
    Room { page: Page::Overview, icon: Icon::Overview, name: keys::frame::rooms::overview },
    Room { page: Page::Agreements, icon: Icon::Agreements, name: keys::frame::rooms::agreements },
    Room { page: Page::ToDo, icon: Icon::ToDo, name: keys::frame::rooms::to_do },
    Room { page: Page::Savings, icon: Icon::Savings, name: keys::frame::rooms::savings },
    Room { page: Page::Reports, icon: Icon::Reports, name: keys::frame::rooms::reports },
    Room { page: Page::Signing, icon: Icon::Signing, name: keys::frame::rooms::signing },
    Room { page: Page::Procurement, icon: Icon::Procurement, name: keys::frame::rooms::procurement },
    Room { page: Page::Settings, icon: Icon::Settings, name: keys::frame::rooms::settings },
];

/// How many stand in the bottom bar of a phone; the rest are behind *More*.
const IN_BOTTOM_BAR: usize = 4;

#[component]
pub fn Rail() -> impl IntoView {
    view! {
        <nav class="rail" aria-label=t!(frame.menu)>
            <CompanyMenu />
            <ul class="rail-rooms">{ROOMS.iter().map(|room| view! { <li><RoomLink room class="rail-item" /></li> }).collect_view()}</ul>
            <div class="rail-foot"><AccountMenu /></div>
        </nav>
    }
}

#[component]
pub fn BottomBar() -> impl IntoView {
    let (bar, more) = ROOMS.split_at(IN_BOTTOM_BAR);
    let company = use_company();
    let more_link = move |room: &'static Room| {
        view! { <MenuLink icon=room.icon href=company.href_untracked(room.page)>{room.name.get()}</MenuLink> }
    };
    let button = || {
        view! {
            <IconView icon=Icon::More />
            <span>{t!(frame.more)}</span>
        }
    };
    view! {
        <nav class="bottom-bar" aria-label=t!(frame.menu)>
            <ul>
                {bar.iter().map(|room| view! { <li><RoomLink room class="bottom-item" /></li> }).collect_view()}
                <li>
                    <Popover class="bottom-item" align=Align::End button=button>
                        {more.iter().map(&more_link).collect_view()}
                        <hr class="menu-line" />
                        <AccountMenu />
                    </Popover>
                </li>
            </ul>
        </nav>
    }
}

#[component]
fn RoomLink(room: &'static Room, class: &'static str) -> impl IntoView {
    let company = use_company();
    let location = use_location();
    let path = room.page.path(company.id);
    let current = move || location.pathname.with(|here| here == &path || here.starts_with(&format!("{path}/")));
    view! {
        <a class=class href=move || company.href(room.page) aria-current=move || current().then_some("page")>
            <IconView icon=room.icon />
            <span>{room.name.get()}</span>
        </a>
    }
}
