//! The chart as a PNG: the same marks on a canvas, in the colours that the reader's theme has now. (A picture made by
//! loading the SVG would need `blob:` images, which the content security policy refuses.)

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement, Path2d};

use super::data::ChartData;
use super::marks::{Anchor, Drawing, Ink, Mark, Plot};
use crate::files;

const WIDTH: f64 = 1200.0;
const HEIGHT: f64 = 560.0;
/// Room for the title above and the legend below.
const MARGIN: f64 = 56.0;
/// Sharp on paper and on dense screens.
const DENSITY: f64 = 2.0;

/// Draws `data` and gives it to the reader as `<stem>.png`. Does nothing where the browser has no canvas.
pub(super) fn save(data: &ChartData, stem: &str, styled: &web_sys::Element) {
    let Some((canvas, pen)) = canvas() else { return };
    let Ok(Some(style)) = window().get_computed_style(styled) else { return };
    let painter = Painter { pen, style };
    if painter.paint(data).is_none() {
        return;
    }
    let name = format!("{stem}.png");
    let hand_over = Closure::once_into_js(move |blob: JsValue| {
        if let Ok(blob) = blob.dyn_into::<Blob>() {
            files::save(&name, &blob);
        }
    });
    let _ = canvas.to_blob(hand_over.unchecked_ref());
}

fn canvas() -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((WIDTH * DENSITY) as u32);
    canvas.set_height(((HEIGHT + 2.0 * MARGIN) * DENSITY) as u32);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.scale(DENSITY, DENSITY).ok()?;
    Some((canvas, pen))
}

struct Painter {
    pen: CanvasRenderingContext2d,
    style: CssStyleDeclaration,
}

impl Painter {
    fn paint(&self, data: &ChartData) -> Option<()> {
        let pen = &self.pen;
        pen.set_fill_style_str(&self.token("--chart-paper"));
        pen.fill_rect(0.0, 0.0, WIDTH, HEIGHT + 2.0 * MARGIN);
        self.words(&data.title, 24.0, 34.0, Anchor::Start, Ink::Text, "600 20px");
        pen.translate(16.0, MARGIN).ok()?;
        for mark in Drawing::new(data, Plot::new(WIDTH - 32.0, HEIGHT)).marks {
            self.mark(&mark)?;
        }
        self.legend(data)
    }

    fn mark(&self, mark: &Mark) -> Option<()> {
        let pen = &self.pen;
        match mark {
            Mark::Fill { path, ink, forecast } => {
                pen.set_global_alpha(if *forecast { 0.4 } else { 0.85 });
                pen.set_fill_style_str(&self.colour(*ink));
                pen.fill_with_path_2d(&Path2d::new_with_path_string(path).ok()?);
                pen.set_global_alpha(1.0);
            }
            Mark::Line { path, ink, dashed } => {
                let dashes = if *dashed { js_sys::Array::of2(&6.into(), &4.into()) } else { js_sys::Array::new() };
                pen.set_line_dash(&dashes).ok()?;
                pen.set_line_width(if matches!(ink, Ink::Series(_)) { 2.0 } else { 1.0 });
                pen.set_stroke_style_str(&self.colour(*ink));
                pen.stroke_with_path(&Path2d::new_with_path_string(path).ok()?);
            }
            Mark::Label { x, y, text, anchor, ink } => self.words(text, *x, *y, *anchor, *ink, "13px"),
        }
        Some(())
    }

    fn legend(&self, data: &ChartData) -> Option<()> {
        let mut x = 24.0;
        let y = HEIGHT + 22.0;
        for (n, series) in data.series.iter().enumerate() {
            self.pen.set_fill_style_str(&self.colour(Ink::Series(n % super::marks::PALETTE)));
            self.pen.fill_rect(x, y - 10.0, 12.0, 12.0);
            self.words(&series.label, x + 18.0, y, Anchor::Start, Ink::Text, "13px");
            x += 42.0 + self.pen.measure_text(&series.label).ok()?.width();
        }
        Some(())
    }

    fn words(&self, text: &str, x: f64, y: f64, anchor: Anchor, ink: Ink, size: &str) {
        self.pen.set_font(&format!("{size} system-ui, sans-serif"));
        self.pen.set_text_align(match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "center",
            Anchor::End => "end",
        });
        self.pen.set_fill_style_str(&self.colour(ink));
        let _ = self.pen.fill_text(text, x, y);
    }

    fn colour(&self, ink: Ink) -> String {
        match ink {
            Ink::Series(n) => self.token(&format!("--chart-{}", n + 1)),
            Ink::Grid => self.token("--chart-grid"),
            Ink::Axis => self.token("--chart-axis"),
            Ink::Today => self.token("--chart-today"),
            Ink::Text => self.token("--chart-text"),
            Ink::Partly => self.token("--chart-partly"),
        }
    }

    /// The tokens are registered as colours in chart.css, so that they come out resolved for the theme.
    fn token(&self, name: &str) -> String {
        self.style.get_property_value(name).unwrap_or_default()
    }
}
