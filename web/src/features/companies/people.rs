use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::companies::{Member, NewMember, Role};
use shared::page;

use super::api;
use crate::client::{self, FormErrors};
use crate::company::{OpenCompany, use_company};
use crate::features::settings::above_settings;
use crate::session::use_session;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::empty::Failed;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::TextInput;
use crate::ui::page::Page;
use crate::ui::select::Select;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::{Toasts, use_toasts};
use crate::{format, t};

/// Who belongs to the company, and what each may do.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let company = use_company();
    let adding = RwSignal::new(false);
    let members = {
        let company = company.clone();
        LocalResource::new(move || {
            let company = company.clone();
            async move { api::members(&company).await }
        })
    };
    let refetch = move || members.refetch();
    let owner = company.is_owner();
    let actions = move || {
        owner.then(|| {
            view! {
                <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move || adding.set(true)>
                    {t!(settings.people.add)}
                </Button>
            }
        })
    };
    view! {
        <Page above=above_settings() title=t!(settings.people.title).to_owned() lead=t!(settings.people.lead).to_owned() actions=actions>
            {move || match members.get() {
                None => view! { <SkeletonLines /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=refetch /> }.into_any(),
                Some(Ok(page::Page { data, .. })) => view! { <People members=data on_change=refetch /> }.into_any(),
            }}
            <RoleTexts />
            <Dialog open=adding title=t!(settings.people.add)>
                <AddForm on_done=move || {
                    adding.set(false);
                    refetch();
                } />
            </Dialog>
        </Page>
    }
}

#[component]
fn People(members: Vec<Member>, on_change: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let headings = vec![
        Heading::text(t!(settings.people.name)),
        Heading::text(t!(identity.email.label)),
        Heading::text(t!(settings.people.role)),
        Heading::text(t!(settings.people.since)),
        Heading::unseen(t!(ui.actions)),
    ];
    view! {
        <Table caption=t!(settings.people.title) headings>
            {members.into_iter().map(|member| view! { <PersonRow member on_change /> }).collect_view()}
        </Table>
    }
}

#[component]
fn PersonRow(member: Member, on_change: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let me = use_session().me_untracked().is_some_and(|me| me.account.id == member.account_id);
    let owner = company.is_owner();
    let role = if owner {
        view! { <RoleSelect member=member.clone() on_change /> }.into_any()
    } else {
        role_name(member.role).into_any()
    };
    let remove = owner.then(|| view! { <RemoveButton member=member.clone() on_change /> });
    view! {
        <tr>
            <th scope="row">
                {member.name.clone()}
                {me.then(|| view! { " " <span class="unit">{t!(settings.people.you)}</span> })}
            </th>
            <td>{member.email.clone()}</td>
            <td>{role}</td>
            <td class="number-start">{format::date(member.since.date_naive())}</td>
            <td class="actions">{remove}</td>
        </tr>
    }
}

#[component]
fn RoleSelect(member: Member, on_change: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let role = RwSignal::new(member.role);
    let name = t!(settings.people.role_of, name = &member.name);
    let change = move |code: String| {
        let Ok(wanted) = code.parse::<Role>() else { return };
        let (company, before) = (company.clone(), member.clone());
        role.set(wanted);
        spawn_local(async move {
            match api::change_role(&company, &before, wanted).await {
                Ok(after) => {
                    let text = t!(settings.people.role_changed, name = &after.name, role = role_name(wanted));
                    toasts.say_with_undo(text, move || {
                        give_role(company.clone(), after.clone(), before.role, toasts, on_change)
                    });
                }
                Err(error) => {
                    let _ = role.try_set(before.role);
                    toasts.say_failed(error.text());
                }
            }
            on_change();
        });
    };
    view! {
        <Select
            label=name
            value=Signal::derive(move || role.get().as_str().to_owned())
            options=Signal::stored(role_options())
            on_change=change
        />
    }
}

fn give_role(company: OpenCompany, member: Member, role: Role, toasts: Toasts, on_change: impl Fn() + Copy + 'static) {
    spawn_local(async move {
        if let Err(error) = api::change_role(&company, &member, role).await {
            toasts.say_failed(error.text());
        }
        on_change();
    });
}

#[component]
fn RemoveButton(member: Member, on_change: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let name = member.name.clone();
    let act = move || {
        let (company, member) = (company.clone(), member.clone());
        busy.set(true);
        spawn_local(async move {
            match api::remove_member(&company, &member).await {
                Ok(()) => {
                    let text = t!(settings.people.removed, name = &member.name);
                    toasts.say_with_undo(text, move || put_back(company.clone(), member.clone(), toasts, on_change));
                    on_change();
                }
                Err(error) => toasts.say_failed(error.text()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Button kind=ButtonKind::Quiet busy on_press=act label=t!(settings.people.remove_named, name = name)>
            {t!(settings.people.remove)}
        </Button>
    }
}

fn put_back(company: OpenCompany, member: Member, toasts: Toasts, on_change: impl Fn() + Copy + 'static) {
    spawn_local(async move {
        let body = NewMember { email: member.email, role: member.role };
        if let Err(error) = api::add_member(&company, &body, &client::idempotency_key()).await {
            toasts.say_failed(error.text());
        }
        on_change();
    });
}

#[component]
fn AddForm(on_done: impl Fn() + Copy + 'static) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let errors = FormErrors::new();
    let email = RwSignal::new(String::new());
    let role = RwSignal::new(Role::Editor);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let address = email.get_untracked().trim().to_owned();
        if !address.contains('@') {
            errors.add("/email", t!(errors.field.invalid_email));
            return;
        }
        let (company, body) = (company.clone(), NewMember { email: address, role: role.get_untracked() });
        busy.set(true);
        spawn_local(async move {
            match api::add_member(&company, &body, &client::idempotency_key()).await {
                Ok(member) => {
                    toasts.say(t!(settings.people.added, name = &member.name));
                    on_done();
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors />
            <Field label=t!(identity.email.label) pointer="/email" hint=t!(settings.people.email_hint) errors required=true>
                <TextInput value=email kind="email" autofocus=true />
            </Field>
            <Field label=t!(settings.people.role) pointer="/role" errors>
                <Select
                    value=Signal::derive(move || role.get().as_str().to_owned())
                    on_change=move |code| {
                        if let Ok(wanted) = code.parse() {
                            role.set(wanted);
                        }
                    }
                    options=Signal::stored(role_options())
                />
            </Field>
            <div class="dialog-foot">
                <Button submit=true kind=ButtonKind::Primary busy>{t!(settings.people.add)}</Button>
            </div>
        </form>
    }
}

#[component]
fn RoleTexts() -> impl IntoView {
    let line = |role: Role, text: &'static str| {
        view! {
            <div>
                <dt>{role_name(role)}</dt>
                <dd>{text}</dd>
            </div>
        }
    };
    view! {
        <dl class="definitions">
            {line(Role::Owner, t!(settings.people.owner_text))}
            {line(Role::Editor, t!(settings.people.editor_text))}
            {line(Role::Reader, t!(settings.people.reader_text))}
        </dl>
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => t!(settings.people.owner),
        Role::Editor => t!(settings.people.editor),
        Role::Reader => t!(settings.people.reader),
    }
}

fn role_options() -> Vec<(String, String)> {
    [Role::Owner, Role::Editor, Role::Reader]
        .into_iter()
        .map(|role| (role.as_str().to_owned(), role_name(role).to_owned()))
        .collect()
}
