//! Pages that travel when they are needed. A shipped build keeps each feature's pages in a file of its own, so that
//! the first visit fetches the frame and one room, not the whole house; the rest follows while the reader reads.
//!
//! A development build (without the feature `split`) holds everything in one file and behaves the same.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;

use crate::client::ClientError;
use crate::ui::empty::Failed;
use crate::ui::skeleton::SkeletonLines;

/// The file of the pages could not be fetched.
#[derive(Debug)]
pub struct ChunkMissing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for ChunkMissing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A page on its way.
pub type Arriving = Pin<Box<dyn Future<Output = Result<AnyView, ChunkMissing>>>>;

/// `chunk!(imports { bring_page => bring::BringPage, … })` makes `bring_page`, a page for [`Arrive`], of each component.
#[macro_export]
macro_rules! chunk {
    ($chunk:ident { $($page:ident => $component:path),+ $(,)? }) => {
        mod split {
            use super::*;
            $(
                #[cfg(feature = "split")]
                #[::leptos::wasm_split::wasm_split($chunk, fallible, wasm_split_path = ::leptos::wasm_split)]
                fn $page() -> Result<::leptos::prelude::AnyView, $crate::chunk::ChunkMissing> {
                    Ok(::leptos::prelude::IntoAny::into_any($component()))
                }

                #[cfg(not(feature = "split"))]
                async fn $page() -> Result<::leptos::prelude::AnyView, $crate::chunk::ChunkMissing> {
                    Ok(::leptos::prelude::IntoAny::into_any($component()))
                }
            )+
            pub(super) mod pages {
                $(pub fn $page() -> $crate::chunk::Arriving { Box::pin(super::$page()) })+
            }
        }
        $(use split::pages::$page;)+
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Arrived,
    Failed,
}

/// Shows a page of a chunk when it has come.
#[component]
pub fn Arrive(page: fn() -> Arriving) -> impl IntoView {
    let state = RwSignal::new(State::Waiting);
    let arrived = StoredValue::new_local(None::<AnyView>);
    let owner = Owner::current();
    let fetch = move || {
        state.set(State::Waiting);
        spawn_local_scoped_with_cancellation(async move {
            match page().await {
                Ok(view) => {
                    arrived.set_value(Some(view));
                    state.set(State::Arrived);
                }
                Err(ChunkMissing) => state.set(State::Failed),
            }
        });
    };
    fetch();
    let again = move || match &owner {
        Some(owner) => owner.with(fetch),
        None => fetch(),
    };
    move || match state.get() {
        State::Waiting => view! { <div class="page"><SkeletonLines /></div> }.into_any(),
        State::Arrived => arrived.try_update_value(Option::take).flatten().into_any(),
        State::Failed => {
            view! { <div class="page"><Failed error=ClientError::Unreachable on_retry=again.clone() /></div> }
                .into_any()
        }
    }
}
