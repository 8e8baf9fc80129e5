//! One figure: its name, its value, how it changed, what it covers, and where it comes from.

use leptos::prelude::*;

use crate::ui::Tone;
use crate::ui::skeleton::Skeleton;

/// What a figure says beside its value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TileFigure {
    pub value: String,
    /// `kr`, `% per år`; said once, smaller.
    pub unit: String,
    /// What the figure means in money, where it is a count.
    pub meaning: Option<(String, Tone)>,
    /// `+1,2 % sedan oktober`, or why there is no change to show.
    pub change: Option<String>,
    /// `38 av 41 avtal har känd ränta`
    pub coverage: Option<String>,
}

/// The whole tile opens `href`; `children` (usually a disclosure) stand below, outside the link.
#[component]
pub fn Tile(
    #[prop(into)] title: String,
    /// [`None`] while it is fetched.
    #[prop(into)]
    figure: Signal<Option<TileFigure>>,
    #[prop(optional, into)] href: Signal<Option<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let shown = move || match figure.get() {
        None => view! { <Skeleton width_em=6.0 /> }.into_any(),
        Some(figure) => view! {
            <p class="tile-figure">
                <span class="tile-value">{figure.value}</span>
                " "
                <span class="tile-unit">{figure.unit}</span>
            </p>
            {figure.meaning.map(|(text, tone)| view! { <p class="tile-meaning" data-tone=tone.name()>{text}</p> })}
            {figure.change.map(|text| view! { <p class="tile-change">{text}</p> })}
            {figure.coverage.map(|text| view! { <p class="tile-coverage">{text}</p> })}
        }
        .into_any(),
    };
    let heading = move || match href.get() {
        Some(href) => view! { <a class="tile-link" href=href>{title.clone()}</a> }.into_any(),
        None => view! { <span>{title.clone()}</span> }.into_any(),
    };
    view! {
        <section class="tile" aria-busy=move || figure.with(Option::is_none).then_some("true")>
            <h2 class="tile-title">{heading}</h2>
            {shown}
            {children.map(|children| view! { <div class="tile-more">{children()}</div> })}
        </section>
    }
}
