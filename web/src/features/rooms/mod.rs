//! Rooms that are drawn and not yet furnished. Each says what it will do and what can be done meanwhile, so that the
//! house looks as it will and nobody waits for a button that does nothing.

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::company::use_company;
use crate::route::Page as Place;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::ButtonLink;
use crate::ui::icon::{Icon, IconView};
use crate::ui::page::Page;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Agreement,
    ToDo,
    Savings,
    Signing,
    Procurement,
}

struct Description {
    title: &'static str,
    lead: &'static str,
    will: [&'static str; 3],
    icon: Icon,
}

impl Room {
    fn description(self) -> Description {
        match self {
            Self::ToDo => Description {
                title: t!(frame.rooms.to_do),
                lead: t!(rooms.to_do.lead),
                will: [t!(rooms.to_do.first), t!(rooms.to_do.second), t!(rooms.to_do.third)],
                icon: Icon::ToDo,
            },
            Self::Savings => Description {
                title: t!(frame.rooms.savings),
                lead: t!(rooms.savings.lead),
                will: [t!(rooms.savings.first), t!(rooms.savings.second), t!(rooms.savings.third)],
                icon: Icon::Savings,
            },
            Self::Signing => Description {
                title: t!(frame.rooms.signing),
                lead: t!(rooms.signing.lead),
                will: [t!(rooms.signing.first), t!(rooms.signing.second), t!(rooms.signing.third)],
                icon: Icon::Signing,
            },
            Self::Procurement => Description {
                title: t!(frame.rooms.procurement),
                lead: t!(rooms.procurement.lead),
                will: [t!(rooms.procurement.first), t!(rooms.procurement.second), t!(rooms.procurement.third)],
                icon: Icon::Procurement,
            },
            Self::Agreement => Description {
                title: t!(frame.rooms.agreements),
                lead: t!(rooms.to_do.lead),
                will: [t!(rooms.to_do.first), t!(rooms.to_do.second), t!(rooms.to_do.third)],
                icon: Icon::Agreements,
            },
        }
    }
}

#[component(transparent)]
pub fn RoomRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("to-do") view=|| view! { <Coming room=Room::ToDo /> } />
        <Route path=path!("savings") view=|| view! { <Coming room=Room::Savings /> } />
        <Route path=path!("signing") view=|| view! { <Coming room=Room::Signing /> } />
        <Route path=path!("procurement") view=|| view! { <Coming room=Room::Procurement /> } />
    }
    .into_inner()
    .into_any_nested_route()
}

/// What the room will do, in three sentences.
#[component]
pub fn Coming(room: Room) -> impl IntoView {
    let company = use_company();
    let Description { title, lead, will, icon } = room.description();
    view! {
        <Page title=title.to_owned() lead=lead.to_owned()>
            <section class="coming">
                <p class="coming-state">
                    <span class="empty-icon"><IconView icon /></span>
                    <Badge tone=Tone::Accent>{t!(rooms.coming)}</Badge>
                </p>
                <h2>{t!(rooms.will)}</h2>
                <ul>{will.into_iter().map(|text| view! { <li><IconView icon=Icon::Check />{text}</li> }).collect_view()}</ul>
                <p class="coming-meanwhile">{t!(rooms.meanwhile)}</p>
                <div class="button-row">
                    <ButtonLink href=Signal::derive(move || company.href(Place::Agreements))>{t!(rooms.to_agreements)}</ButtonLink>
                </div>
            </section>
        </Page>
    }
}
