use chrono::NaiveDate;
use leptos::task::spawn_local;

use super::matching::{self, Fitting};
use crate::company::{AsOf, OpenCompany, use_company};
use crate::format::input;
use crate::i18n::{Key, keys};
use crate::route::{self, Page};
use crate::session::{Session, SignOut, use_session};
use crate::theme::Theme;
use crate::ui::icon::Icon;
use crate::ui::toast::{Toasts, use_toasts};
use crate::{format, t, today};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Date,
    Acts,
    Pages,
    Agreements,
    Parties,
    Companies,
}

impl Group {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Date => t!(palette.groups.date),
            Self::Acts => t!(palette.groups.acts),
            Self::Pages => t!(palette.groups.pages),
            Self::Agreements => t!(palette.groups.agreements),
            Self::Parties => t!(palette.groups.parties),
            Self::Companies => t!(palette.groups.companies),
        }
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Date => "palette-dates",
            Self::Acts => "palette-acts",
            Self::Pages => "palette-pages",
            Self::Agreements => "palette-agreements",
            Self::Parties => "palette-parties",
            Self::Companies => "palette-companies",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    Go(String),
    Do(Act),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Act {
    ShowAsOf(NaiveDate),
    Look(Theme),
    SignOut,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) group: Group,
    pub(super) icon: Icon,
    pub(super) text: String,
    pub(super) detail: String,
    pub(super) target: Target,
}

impl Entry {
    pub(super) fn fitting(&self, query: &str) -> Option<Fitting> {
        matching::score(query, &self.text).map(|score| Fitting { score, entry: self.clone() })
    }
}

/// What can be done and where one can go without asking the server.
pub(super) fn known(company: &OpenCompany) -> Vec<Entry> {
    let page = |page, icon, name: Key| Entry {
        group: Group::Pages,
        icon,
        text: name.get().to_owned(),
        detail: String::new(),
        target: Target::Go(company.href_untracked(page)),
    };
    let act = |icon, text: &str, target| Entry {
        group: Group::Acts,
        icon,
        text: text.to_owned(),
        detail: String::new(),
        target,
    };

    let mut entries = Vec::new();
    if company.may_edit() {
        let go = |page| Target::Go(company.href_untracked(page));
        entries.push(act(Icon::Plus, t!(palette.acts.new_agreement), go(Page::NewAgreement)));
        entries.push(act(Icon::Upload, t!(palette.acts.import), go(Page::Import)));
    }
    entries.extend([
        page(Page::Overview, Icon::Overview, keys::frame::rooms::overview),
        page(Page::Agreements, Icon::Agreements, keys::frame::rooms::agreements),
        page(Page::ToDo, Icon::ToDo, keys::frame::rooms::to_do),
        page(Page::Savings, Icon::Savings, keys::frame::rooms::savings),
        page(Page::Reports, Icon::Reports, keys::frame::rooms::reports),
        page(Page::Signing, Icon::Signing, keys::frame::rooms::signing),
        page(Page::Procurement, Icon::Procurement, keys::frame::rooms::procurement),
        page(Page::Settings, Icon::Settings, keys::frame::rooms::settings),
        page(Page::CompanySettings, Icon::Building, keys::settings::company::title),
        page(Page::People, Icon::People, keys::settings::people::title),
        page(Page::ExchangeRates, Icon::Exchange, keys::settings::exchange_rates::title),
        page(Page::Account, Icon::Person, keys::settings::account::title),
    ]);
    entries.extend([
        act(Icon::Sun, t!(palette.acts.light), Target::Do(Act::Look(Theme::Light))),
        act(Icon::Moon, t!(palette.acts.dark), Target::Do(Act::Look(Theme::Dark))),
        act(Icon::Screen, t!(palette.acts.system), Target::Do(Act::Look(Theme::System))),
        act(Icon::SignOut, t!(frame.sign_out), Target::Do(Act::SignOut)),
    ]);
    entries.extend(other_companies(company));
    entries
}

fn other_companies(company: &OpenCompany) -> Vec<Entry> {
    let memberships = use_session().me_untracked().map(|me| me.memberships).unwrap_or_default();
    let others = memberships.into_iter().filter(|membership| membership.company_id != company.id);
    let entry = |name: String, target| Entry {
        group: Group::Companies,
        icon: Icon::Building,
        text: name,
        detail: String::new(),
        target: Target::Go(target),
    };
    others
        .map(|membership| entry(membership.company_name, Page::Overview.path(membership.company_id)))
        .chain([entry(t!(frame.new_company).to_owned(), route::NEW_COMPANY.to_owned())])
        .collect()
}

/// A date typed in the palette is the date to show everything as of.
pub(super) fn asked_for(query: &str) -> Vec<Entry> {
    let digits = query.chars().filter(char::is_ascii_digit).count();
    let day = if digits >= 3 { input::date(query, today::today()).ok() } else { None };
    let entry = |day| Entry {
        group: Group::Date,
        icon: Icon::Calendar,
        text: t!(palette.acts.as_of, date = format::date_long(day)),
        detail: format::date(day),
        target: Target::Do(Act::ShowAsOf(day)),
    };
    day.map(entry).into_iter().collect()
}

/// The entries in their groups, each with its place in the whole list.
pub(super) fn grouped(entries: Vec<Entry>) -> Vec<(Group, Vec<(usize, Entry)>)> {
    let mut groups: Vec<(Group, Vec<(usize, Entry)>)> = Vec::new();
    for (at, entry) in entries.into_iter().enumerate() {
        match groups.last_mut() {
            Some((group, members)) if *group == entry.group => members.push((at, entry)),
            _ => groups.push((entry.group, vec![(at, entry)])),
        }
    }
    groups
}

/// What the acts need, taken while the palette is built.
#[derive(Clone, Copy)]
pub(super) struct Doer {
    as_of: AsOf,
    session: Session,
    toasts: Toasts,
}

impl Doer {
    pub(super) fn here() -> Self {
        Self { as_of: use_company().as_of, session: use_session(), toasts: use_toasts() }
    }

    pub(super) fn perform(self, act: Act) {
        match act {
            Act::ShowAsOf(day) => self.as_of.set(Some(day)),
            Act::Look(theme) => theme.choose(),
            Act::SignOut => spawn_local(async move {
                if let Err(error) = self.session.sign_out(SignOut::Here).await {
                    self.toasts.say_failed(error.text());
                }
            }),
        }
    }
}
