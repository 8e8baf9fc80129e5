//! Arithmetic with its numbers put in: how a figure comes about, line by line.

use leptos::prelude::*;

/// A step of the arithmetic: what it is called, and how it is worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaLine {
    pub label: String,
    pub formula: String,
    pub result: String,
}

#[component]
pub fn Formula(lines: Vec<FormulaLine>) -> impl IntoView {
    let line = |line: FormulaLine| {
        view! {
            <tr>
                <th scope="row">{line.label}</th>
                <td class="explain-formula">{line.formula}</td>
                <td class="number">{line.result}</td>
            </tr>
        }
    };
    view! { <table class="explain-table"><tbody>{lines.into_iter().map(line).collect_view()}</tbody></table> }
}
