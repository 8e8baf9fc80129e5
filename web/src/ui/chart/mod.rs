//! Charts of money over time: SVG of our own, read by pointer, by keyboard and as a table, saved as PNG or CSV.
//!
//! History is solid, forecast dashed, today marked. The picture and the screen draw the same [`marks`].

mod axis;
mod data;
mod day_labels;
mod legend;
mod marks;
mod picture;
mod table;
mod words;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

pub use data::{ChartData, Series, Shape, gather_small};

use crate::t;
use legend::Legend;
use marks::{Anchor, Drawing, Ink, Mark, Plot};
use table::FigureTable;

/// `file_name` is what saved files are called, without ending. `on_pick` gets the point that is clicked or entered.
#[component]
pub fn Chart(
    #[prop(into)] data: Signal<ChartData>,
    #[prop(into)] file_name: String,
    #[prop(default = 280.0)] height: f64,
    /// Only the picture: for a small chart beside its own figures.
    #[prop(optional)]
    plain: bool,
    #[prop(optional)] on_pick: Option<Callback<usize>>,
) -> impl IntoView {
    let width = RwSignal::new(720.0);
    let as_table = RwSignal::new(false);
    let point = RwSignal::new(None::<usize>);
    let drawing = Memo::new(move |_| data.with(|data| Drawing::new(data, Plot::new(width.get(), height))));
    // Other data may have fewer points.
    Effect::new(move |_| {
        data.track();
        point.set(None);
    });

    let plot = NodeRef::<html::Div>::new();
    watch_width(plot, width);

    view! {
        <figure class="chart">
            {(!plain).then(|| view! {
                <div class="chart-head">
                    <Legend data />
                    <Actions data file_name as_table plot />
                </div>
            })}
            <div class="chart-plot" node_ref=plot hidden=move || as_table.get() style:height=format!("{height}px")>
                <Picture data drawing point on_pick />
                <ReadOut data drawing point />
            </div>
            <Show when=move || as_table.get()>
                <FigureTable data />
            </Show>
        </figure>
    }
}

fn watch_width(plot: NodeRef<html::Div>, width: RwSignal<f64>) {
    Effect::new(move |_| {
        let Some(element) = plot.get() else { return };
        let measured = element.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            let now = f64::from(measured.client_width());
            // Hidden behind the table it measures nothing.
            if now > 0.0 {
                width.set(now.max(240.0));
            }
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            let kept = StoredValue::new_local((observer, changed));
            on_cleanup(move || {
                kept.with_value(|(observer, _)| observer.disconnect());
            });
        }
    });
}

#[component]
fn Actions(
    data: Signal<ChartData>,
    file_name: String,
    as_table: RwSignal<bool>,
    plot: NodeRef<html::Div>,
) -> impl IntoView {
    let name = StoredValue::new(file_name);
    let save_picture = move |_| {
        if let Some(plot) = plot.get_untracked() {
            data.with_untracked(|data| picture::save(data, &name.get_value(), &plot));
        }
    };
    let save_csv = move |_| {
        let sheet = data.with_untracked(words::sheet);
        crate::files::save_sheet(&name.get_value(), &sheet, crate::files::Format::Csv);
    };
    view! {
        <div class="chart-actions">
            <button type="button" class="chart-action" aria-pressed=move || as_table.get().to_string()
                on:click=move |_| as_table.update(|on| *on = !*on)>{t!(chart.as_table)}</button>
            <button type="button" class="chart-action" on:click=save_picture>{t!(chart.save_png)}</button>
            <button type="button" class="chart-action" on:click=save_csv>{t!(chart.save_csv)}</button>
        </div>
    }
}

/// A slider over the points: arrow keys walk, Enter picks, and a screen reader says each point in a sentence.
#[component]
fn Picture(
    data: Signal<ChartData>,
    drawing: Memo<Drawing>,
    point: RwSignal<Option<usize>>,
    on_pick: Option<Callback<usize>>,
) -> impl IntoView {
    let last = move || data.with(|data| data.days.len().saturating_sub(1));
    let from_key = move |event: KeyboardEvent| {
        let at = point.get_untracked();
        let end = data.with_untracked(|data| data.days.len().saturating_sub(1));
        let start = data.with_untracked(|data| data.last_of_history()).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => at.map_or(start, |at| (at + 1).min(end)),
            "ArrowLeft" | "ArrowDown" => at.map_or(start, |at| at.saturating_sub(1)),
            "PageUp" => at.map_or(start, |at| (at + 12).min(end)),
            "PageDown" => at.map_or(start, |at| at.saturating_sub(12)),
            "Home" => 0,
            "End" => end,
            "Enter" => {
                if let (Some(at), Some(pick)) = (at, on_pick) {
                    pick.run(at);
                }
                return;
            }
            "Escape" => return point.set(None),
            _ => return,
        };
        event.prevent_default();
        point.set(Some(next));
    };
    let under = move |event: &PointerEvent| {
        let place = f64::from(event.offset_x());
        drawing.with_untracked(|drawing| drawing.nearest(place))
    };
    let class = if on_pick.is_some() { "chart-svg chart-svg--picks" } else { "chart-svg" };
    view! {
        <svg class=class role="slider" tabindex="0"
            aria-label=move || data.with(|data| data.title.clone())
            aria-valuemin="0"
            aria-valuemax=move || last().to_string()
            aria-valuenow=move || point.get().unwrap_or_default().to_string()
            aria-valuetext=move || match point.get() {
                Some(point) => data.with(|data| words::sentence(data, point)),
                None => t!(chart.how_to_read).to_owned(),
            }
            on:keydown=from_key
            on:pointermove=move |event| point.set(under(&event))
            on:pointerleave=move |_| point.set(None)
            on:click=move |_| {
                if let (Some(at), Some(pick)) = (point.get_untracked(), on_pick) {
                    pick.run(at);
                }
            }>
            <g aria-hidden="true">{move || drawing.with(|drawing| drawing.marks.iter().map(mark).collect_view())}</g>
            <Cursor drawing point />
        </svg>
    }
}

fn mark(mark: &Mark) -> AnyView {
    match mark {
        Mark::Fill { path, ink, forecast } => {
            let class = format!(
                "{} {}",
                ink_class(*ink),
                if *forecast { "chart-fill chart-fill--forecast" } else { "chart-fill" }
            );
            view! { <path class=class d=path.clone()></path> }.into_any()
        }
        Mark::Line { path, ink, dashed } => {
            let class =
                format!("{} {}", ink_class(*ink), if *dashed { "chart-line chart-line--dashed" } else { "chart-line" });
            view! { <path class=class d=path.clone()></path> }.into_any()
        }
        Mark::Label { x, y, text, anchor, ink } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            view! { <text class=format!("{} chart-label", ink_class(*ink)) x=*x y=*y text-anchor=anchor>{text.clone()}</text> }
                .into_any()
        }
    }
}

fn ink_class(ink: Ink) -> String {
    match ink {
        Ink::Series(n) => format!("chart-ink-{}", n + 1),
        Ink::Grid => "chart-ink-grid".to_owned(),
        Ink::Axis => "chart-ink-axis".to_owned(),
        Ink::Today => "chart-ink-today".to_owned(),
        Ink::Text => "chart-ink-text".to_owned(),
        Ink::Partly => "chart-ink-partly".to_owned(),
    }
}

#[component]
fn Cursor(drawing: Memo<Drawing>, point: RwSignal<Option<usize>>) -> impl IntoView {
    move || {
        let point = point.get()?;
        drawing.with(|drawing| {
            let (x, y) = (*drawing.places.get(point)?, *drawing.tops.get(point)?);
            let plot = drawing.plot;
            Some(view! {
                <line class="chart-cursor" x1=x x2=x y1=plot.top y2=plot.bottom></line>
                <circle class="chart-cursor-dot" cx=x cy=y r="4"></circle>
            })
        })
    }
}

const READ_OUT_WIDTH: f64 = 232.0;

/// The figures of the point under the pointer, beside it. Hidden from screen readers: the slider says the same.
#[component]
fn ReadOut(data: Signal<ChartData>, drawing: Memo<Drawing>, point: RwSignal<Option<usize>>) -> impl IntoView {
    move || {
        let point = point.get()?;
        let (x, plot) = drawing.with(|drawing| Some((*drawing.places.get(point)?, drawing.plot)))?;
        let right = x + 16.0 + READ_OUT_WIDTH < plot.width;
        let left = if right { x + 16.0 } else { (x - 16.0 - READ_OUT_WIDTH).max(0.0) };
        data.with(|data| {
            let day = *data.days.get(point)?;
            let lines = data.series.iter().enumerate().map(|(n, series)| {
                view! {
                    <tr>
                        <th scope="row"><span class=format!("chart-swatch chart-ink-{}", n % marks::PALETTE + 1)></span>{series.label.clone()}</th>
                        <td>{words::value(data, series.value(point), series.knowledge(point))}</td>
                    </tr>
                }
            });
            let total = data.has_total().then(|| view! {
                <tr class="chart-read-total"><th scope="row">{t!(chart.total)}</th><td>{words::total(data, point)}</td></tr>
            });
            let forecast = data.is_forecast(point).then(|| view! { <span class="chart-read-nature">{t!(chart.forecast)}</span> });
            let remark = data.remark(point).map(|remark| view! { <p class="chart-read-remark">{remark.to_owned()}</p> });
            Some(view! {
                <div class="chart-read" aria-hidden="true" style:transform=format!("translateX({left}px)")>
                    <p class="chart-read-day">{crate::format::date_long(day)}" "{forecast}</p>
                    <table><tbody>{lines.collect_view()}{total}</tbody></table>
                    {remark}
                </div>
            })
        })
    }
}
