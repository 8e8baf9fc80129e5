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
    /// The page has no other heading.
    #[prop(optional)]
    whole_page: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><IconView icon /></span>
            {if whole_page { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() }}
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
            <Button on_press=move || on_retry()>{t!(ui.try_again)}</Button>
        </div>
    }
}
