//! Something about an agreement was changed from elsewhere than its page: from a toast, for example. Pages that show it
//! fetch it anew.

use leptos::prelude::*;
use shared::ids::AgreementId;

thread_local! {
    static CHANGED: ArcRwSignal<Option<(AgreementId, u32)>> = ArcRwSignal::new(None);
}

pub fn announce(id: AgreementId) {
    CHANGED
        .with(|changed| changed.update(|changed| *changed = Some((id, changed.map_or(0, |(_, n)| n.wrapping_add(1))))));
}

/// Tracks the changes: whoever reads it in an effect runs anew after each.
pub fn track() -> Option<(AgreementId, u32)> {
    CHANGED.with(|changed| changed.get())
}
