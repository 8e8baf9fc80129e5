//! The shape of what is on its way. It fades in late, so that what comes at once never flickers.

use leptos::prelude::*;

use crate::t;

/// A line of text to come.
#[component]
pub fn Skeleton(#[prop(default = 10.0)] width_em: f64) -> impl IntoView {
    view! { <span class="skeleton" style:inline-size=format!("{width_em}em") aria-hidden="true"></span> }
}

/// Several lines, with words for a screen reader.
#[component]
pub fn SkeletonLines(#[prop(default = 4)] lines: usize) -> impl IntoView {
    view! {
        <div class="skeleton-lines" role="status">
            <span class="visually-hidden">{t!(ui.loading)}</span>
            {(0..lines).map(|line| view! { <Skeleton width_em=18.0 - 3.0 * (line % 3) as f64 /> }).collect_view()}
        </div>
    }
}
