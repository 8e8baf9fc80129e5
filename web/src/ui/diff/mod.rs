//! What changed, field by field: before and after, in words as well as in colour.

use leptos::prelude::*;

use crate::t;

/// One field. Nothing before is new, nothing after is taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[component]
pub fn DiffView(#[prop(into)] caption: String, differences: Vec<Difference>) -> impl IntoView {
    let row = |difference: Difference| {
        let blank = || view! { <span class="diff-blank">{t!(ui.blank)}</span> };
        let before = match difference.before {
            Some(text) => {
                let short = is_short(&text);
                view! { <del class:short=short>{text}</del> }.into_any()
            }
            None => blank().into_any(),
        };
        let after = match difference.after {
            Some(text) => {
                let short = is_short(&text);
                view! { <ins class:short=short>{text}</ins> }.into_any()
            }
            None => blank().into_any(),
        };
        view! {
            <tr>
                <th scope="row">{difference.field}</th>
                <td>{before}</td>
                <td>{after}</td>
            </tr>
        }
    };
    view! {
        <table class="diff">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(ui.diff.field)}</th>
                    <th scope="col">{t!(ui.diff.before)}</th>
                    <th scope="col">{t!(ui.diff.after)}</th>
                </tr>
            </thead>
            <tbody>{differences.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// An amount, a day, a word: it stays in one piece.
fn is_short(text: &str) -> bool {
    text.chars().count() <= 18
}
