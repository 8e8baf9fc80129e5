use leptos::prelude::*;
use shared::identity::Membership;

use super::outside::Brand;
use crate::company::use_company;
use crate::route::{self, Page};
use crate::session::use_session;
use crate::t;
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{MenuLink, Popover};

/// Which company's books are open, and the way to another.
#[component]
pub fn CompanyMenu() -> impl IntoView {
    let session = use_session();
    let company = use_company();
    let (name, current) = (company.name.clone(), company.id);
    let button = move || {
        view! {
            <Brand />
            <span class="company-name">{name.clone()}</span>
            <span class="visually-hidden">{t!(frame.switch_company)}</span>
            <IconView icon=Icon::ChevronUpDown />
        }
    };
    let memberships = move || session.me().map(|me| me.memberships).unwrap_or_default();
    let link = move |membership: Membership| {
        view! {
            <MenuLink
                icon=Icon::Building
                href=Page::Overview.path(membership.company_id)
                current=membership.company_id == current
            >
                {membership.company_name}
            </MenuLink>
        }
    };
    view! {
        <Popover class="company-button" button=button>
            <p class="menu-title">{t!(frame.companies)}</p>
            {move || memberships().into_iter().map(link).collect_view()}
            <hr class="menu-line" />
            <MenuLink icon=Icon::Plus href=route::NEW_COMPANY>{t!(frame.new_company)}</MenuLink>
        </Popover>
    }
}
