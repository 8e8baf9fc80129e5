//! A plain table, for up to a few hundred rows. Above that take the virtual table.

use leptos::prelude::*;

/// One column's heading. Numbers stand to the right, in figures of one width; their unit stands here, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub text: String,
    pub unit: Option<String>,
    pub number: bool,
    /// Said by a screen reader only: over buttons that name themselves.
    pub unseen: bool,
    /// The total of a row: stays in view where the table is `pinned`.
    pub sum: bool,
}

impl Heading {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), unit: None, number: false, unseen: false, sum: false }
    }

    pub fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), unit: None, number: true, unseen: false, sum: false }
    }

    pub fn unseen(text: impl Into<String>) -> Self {
        Self { unseen: true, ..Self::text(text) }
    }

    pub fn sum(self) -> Self {
        Self { sum: true, ..self }
    }

    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

/// `children` are the rows: `<tr>` with a `<th scope="row">` or `<td>`s; number cells carry the class `number`.
#[component]
pub fn Table(
    /// What the table holds, for a screen reader; shown when `show_caption`.
    #[prop(into)]
    caption: String,
    #[prop(optional)] show_caption: bool,
    headings: Vec<Heading>,
    /// May be wider than the page: its first column stays in view.
    #[prop(optional)]
    pinned: bool,
    children: Children,
) -> impl IntoView {
    let heading = |heading: Heading| {
        view! {
            <th scope="col" class:number=heading.number class:sum=heading.sum>
                <span class:visually-hidden=heading.unseen>{heading.text}</span>
                {heading.unit.map(|unit| view! { " "<span class="unit">{unit}</span> })}
            </th>
        }
    };
    let label = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="table" class:pinned=pinned>
                <caption class:visually-hidden=!show_caption>{caption}</caption>
                <thead>
                    <tr>{headings.into_iter().map(heading).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
