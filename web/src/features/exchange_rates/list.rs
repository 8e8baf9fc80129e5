use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::exchange_rates::{ExchangeRate, NewExchangeRate};

use super::api;
use super::form::ExchangeRateForm;
use crate::client;
use crate::company::{OpenCompany, use_company};
use crate::features::settings::above_settings;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::{Toasts, use_toasts};
use crate::{format, t};

/// The rates in force, latest day first.
#[component]
pub fn ExchangeRatesPage() -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let adding = RwSignal::new(false);
    let editor = company.may_edit();
    let rates = LocalResource::new(move || {
        let company = company.clone();
        async move { api::list(&company).await }
    });
    let refetch = move || rates.refetch();
    let add_button = move || {
        editor.then(|| {
            view! {
                <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move || adding.set(true)>
                    {t!(exchange_rates.add)}
                </Button>
            }
        })
    };
    let done = move |rate: ExchangeRate| {
        adding.set(false);
        toasts.say(t!(exchange_rates.added, currency = rate.currency.code(), on = format::date_long(rate.on)));
        refetch();
    };
    view! {
        <Page
            above=above_settings() title=t!(settings.exchange_rates.title).to_owned()
            lead=t!(settings.exchange_rates.lead).to_owned()
            actions=add_button
        >
            {move || match rates.get() {
                None => view! { <SkeletonLines /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=refetch /> }.into_any(),
                Some(Ok(page)) if page.data.is_empty() => {
                    view! {
                        <Empty
                            icon=Icon::Exchange
                            title=t!(exchange_rates.empty.title)
                            text=t!(exchange_rates.empty.text)
                        />
                    }
                        .into_any()
                }
                Some(Ok(page)) => view! { <Rates rates=page.data on_change=refetch /> }.into_any(),
            }}
            <Dialog open=adding title=t!(exchange_rates.add)>
                <ExchangeRateForm on_done=done />
            </Dialog>
        </Page>
    }
}

#[component]
fn Rates(rates: Vec<ExchangeRate>, on_change: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let toasts = use_toasts();
    let headings = vec![
        Heading::text(t!(exchange_rates.currency)),
        Heading::text(t!(exchange_rates.on)),
        Heading::number(t!(exchange_rates.rate)),
        Heading::text(t!(exchange_rates.source)),
        Heading::text(t!(exchange_rates.recorded_by)),
        Heading::unseen(t!(ui.actions)),
    ];
    let row = move |rate: ExchangeRate| {
        let remove = company.may_edit().then(|| {
            let name = t!(exchange_rates.remove_named, currency = rate.currency.code(), on = format::date(rate.on));
            let (company, rate) = (company.clone(), rate.clone());
            let act = move || remove(company.clone(), rate.clone(), toasts, on_change);
            view! {
                <Button kind=ButtonKind::Quiet on_press=act label=name>{t!(exchange_rates.remove)}</Button>
            }
        });
        view! {
            <tr>
                <th scope="row">{rate.currency.code()}</th>
                <td class="number-start">{format::date(rate.on)}</td>
                <td class="number">
                    {format::exchange_rate(rate.rate.e8() as f64 / 1e8)} " "
                    <span class="unit">{rate.base.code()}</span>
                </td>
                <td>{rate.source.clone()}</td>
                <td>{rate.recorded_by_name.clone()}</td>
                <td class="actions">{remove}</td>
            </tr>
        }
    };
    view! {
        <Table caption=t!(settings.exchange_rates.title) headings>
            {rates.into_iter().map(row).collect_view()}
        </Table>
    }
}

fn remove(
    company: OpenCompany,
    rate: ExchangeRate,
    toasts: Toasts,
    on_change: impl Fn() + Copy + Send + Sync + 'static,
) {
    spawn_local(async move {
        if let Err(error) = api::remove(&company, rate.id).await {
            toasts.say_failed(error.text());
            return;
        }
        on_change();
        let text = t!(exchange_rates.removed, currency = rate.currency.code(), on = format::date_long(rate.on));
        let back = NewExchangeRate { currency: rate.currency, on: rate.on, rate: rate.rate, source: rate.source };
        toasts.say_with_undo(text, move || {
            let (company, back) = (company.clone(), back.clone());
            spawn_local(async move {
                if let Err(error) = api::create(&company, &back, &client::idempotency_key()).await {
                    toasts.say_failed(error.text());
                }
                on_change();
            });
        });
    });
}
