//! An empty page teaches: one sentence on what will stand here, and the way to get it.

use leptos::prelude::*;

use crate::client::ClientError;
use crate::t;
use crate::ui::button::Button;
use crate::ui::icon::{Icon, IconView};

#[component]
pub fn Empty(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><IconView icon /></span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="button-row">{children()}</div> })}
        </div>
    }
}

/// What could not be fetched, why, and a way to try again.
#[component]
pub fn Failed(error: ClientError, on_retry: impl Fn() + 'static) -> impl IntoView {
    view! {
        <div class="notice" data-tone="loss" role="alert">
            <IconView icon=Icon::Failure />
            <p>{error.text()}</p>
            <Button on:click=move |_| on_retry()>{t!(ui.try_again)}</Button>
        </div>
    }
}
