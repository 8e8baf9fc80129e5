use web_sys::HtmlElement;

use super::Align;
use leptos::prelude::window;

const GAP_PX: f64 = 6.0;
const EDGE_PX: f64 = 8.0;
const PLACED: &str = "data-placed";

/// Below the button, or above where there is more room; never outside the window.
pub(in crate::ui) fn beside(panel: &HtmlElement, opener: &HtmlElement, align: Align) {
    let button = opener.get_bounding_client_rect();
    let size = panel.get_bounding_client_rect();
    let (width, height) = (length(window().inner_width()), length(window().inner_height()));

    let left = match align {
        Align::Start => button.left(),
        Align::End => button.right() - size.width(),
    };
    let (room_below, room_above) = (height - button.bottom(), button.top());
    let below = room_below >= size.height() + GAP_PX + EDGE_PX || room_below >= room_above;
    let top = if below { button.bottom() + GAP_PX } else { (button.top() - GAP_PX - size.height()).max(EDGE_PX) };
    let room = if below { height - top - EDGE_PX } else { button.top() - GAP_PX - EDGE_PX };

    let style = panel.style();
    let _ = style.set_property("left", &px(left.clamp(EDGE_PX, (width - size.width() - EDGE_PX).max(EDGE_PX))));
    let _ = style.set_property("top", &px(top));
    let _ = style.set_property("max-height", &px(room));
    let _ = panel.set_attribute(PLACED, "");
}

pub(in crate::ui) fn as_wide_as(panel: &HtmlElement, opener: &HtmlElement) {
    let _ = panel.style().set_property("min-width", &px(opener.offset_width().into()));
}

/// Unseen until it is placed again.
pub(in crate::ui) fn forget(panel: &HtmlElement) {
    let _ = panel.remove_attribute(PLACED);
    let _ = panel.style().remove_property("max-height");
}

fn length(value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>) -> f64 {
    value.ok().and_then(|value| value.as_f64()).unwrap_or_default()
}

fn px(length: f64) -> String {
    format!("{}px", length.round())
}
