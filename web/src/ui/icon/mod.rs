//! Our own line icons, drawn on a 20 px square with a 1.5 px line in the text's colour.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident = $path:literal),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($name),+ }

        impl Icon {
            fn path(self) -> &'static str {
                match self { $(Self::$name => $path),+ }
            }
        }
    };
}

icons! {
    Overview = "M3.5 3.5h5.5v7H3.5zM11 3.5h5.5v4H11zM11 9.5h5.5v7H11zM3.5 12.5h5.5v4H3.5z",
    Agreements = "M5 2.5h7l3.5 3.5v11.5H5zM11.8 2.8v3.5h3.5M7.5 9.5h5.5M7.5 12h5.5M7.5 14.5h3.5",
    ToDo = "M16.8 9.3a7 7 0 1 1-3.6-5.6M7 9.5l2.7 2.7 7-7.4",
    Savings = "M3 5l5 5 3-3 6 6M12.5 13H17V8.5",
    Reports = "M3 16.5h14M5.5 16V10M10 16V4M14.5 16V7.5",
    Signing = "M3 16.5h14M4 13.5l1-3.3 7.7-7.7 2.3 2.3-7.7 7.7zM11 4.2l2.3 2.3",
    Procurement = "M10 3v13.5M6 16.5h8M4 5h12M4 5l-2 5.5h4zM16 5l-2 5.5h4z",
    Settings = "M3 6h7M14 6h3M3 14h3M10 14h7M10 6a2 2 0 1 0 4 0 2 2 0 1 0-4 0M6 14a2 2 0 1 0 4 0 2 2 0 1 0-4 0",
    Search = "M3.5 8.5a5 5 0 1 0 10 0 5 5 0 1 0-10 0M12.2 12.2l4.3 4.3",
    ChevronDown = "M5.5 8l4.5 4.5L14.5 8",
    ChevronRight = "M8 5.5l4.5 4.5L8 14.5",
    ChevronUpDown = "M6.5 8L10 4.5 13.5 8M6.5 12l3.5 3.5 3.5-3.5",
    ArrowUp = "M10 16V4.5M5.5 9L10 4.5 14.5 9",
    ArrowDown = "M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5",
    ArrowLeft = "M16 10H4.5M9 5.5L4.5 10 9 14.5",
    ArrowRight = "M4 10h11.5M11 5.5l4.5 4.5-4.5 4.5",
    Minus = "M4.5 10h11",
    Plus = "M10 4.5v11M4.5 10h11",
    Close = "M5.5 5.5l9 9M14.5 5.5l-9 9",
    Check = "M4.5 10.5l3.7 3.7 7.3-8.4",
    Warning = "M10 3.2l7.3 13H2.7zM10 8v4M10 14.2v.1",
    Info = "M3 10a7 7 0 1 0 14 0 7 7 0 1 0-14 0M10 9v4.5M10 6.4v.1",
    Failure = "M3 10a7 7 0 1 0 14 0 7 7 0 1 0-14 0M7.5 7.5l5 5M12.5 7.5l-5 5",
    External = "M8 4.5H4.5v11h11V12M11.5 3.5h5v5M16.2 3.8L9 11",
    Download = "M10 3.5v9M6 9l4 4 4-4M3.5 16.5h13",
    Upload = "M10 13V4M6 7.5l4-4 4 4M3.5 16.5h13",
    Calendar = "M3.5 4.5h13v12h-13zM3.5 8h13M7 2.5v3.5M13 2.5v3.5",
    Sun = "M6.5 10a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
    Moon = "M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z",
    Screen = "M3 4h14v9.5H3zM7.5 16.5h5M10 13.5v3",
    Globe = "M3 10a7 7 0 1 0 14 0 7 7 0 1 0-14 0M3 10h14M10 3c2 2 3 4.5 3 7s-1 5-3 7c-2-2-3-4.5-3-7s1-5 3-7",
    More = "M3.9 10a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M9.4 10a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M14.9 10a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0",
    Filter = "M3 5h14M5.5 10h9M8 15h4",
    Columns = "M3.5 4h13v12h-13zM8 4v12M12.2 4v12",
    Undo = "M7 4L3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8",
    Trash = "M3.5 5.5h13M8 5.5V3.5h4v2M5 5.5l.8 11h8.4l.8-11M8.3 8.5v5M11.7 8.5v5",
    Edit = "M3.5 16.5l1-3.7 8.6-8.6 2.7 2.7-8.6 8.6zM11.3 6l2.7 2.7",
    SignOut = "M8 3.5H3.5v13H8M8 10h9M13.5 6.5L17 10l-3.5 3.5",
    Building = "M4 16.5v-13h7v13M11 8h5v8.5M2.5 16.5h15M6.5 6.5h2M6.5 9.5h2M6.5 12.5h2M13.3 11h.4M13.3 13.5h.4",
    People = "M4.5 6.5a2.8 2.8 0 1 0 5.6 0 2.8 2.8 0 1 0-5.6 0M2 16c.3-3 2.3-4.7 5.3-4.7s5 1.7 5.3 4.7M12.5 4a2.7 2.7 0 0 1 0 5.1M14.3 11.7c2.2.5 3.4 2 3.7 4.3",
    Person = "M7 6.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0M4 16.5c.4-3.3 2.6-5 6-5s5.6 1.7 6 5",
    Key = "M3 13a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0M9 10.5l7-7M13 6.5l2.5 2.5M15 4.5l1.5 1.5",
    Exchange = "M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3",
    Copy = "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
    Eye = "M2 10c2-3.7 4.7-5.5 8-5.5s6 1.8 8 5.5c-2 3.7-4.7 5.5-8 5.5S4 13.7 2 10zM7.7 10a2.3 2.3 0 1 0 4.6 0 2.3 2.3 0 1 0-4.6 0",
    Table = "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12",
    Document = "M5 2.5h7l3.5 3.5v11.5H5zM11.8 2.8v3.5h3.5",
    Enter = "M16 5v5.5H5M8.5 7L5 10.5 8.5 14",
    Help = "M3 10a7 7 0 1 0 14 0 7 7 0 1 0-14 0M7.9 8a2.2 2.2 0 1 1 3.2 2c-.8.4-1.1.9-1.1 1.7M10 14v.1",
}

/// Decoration: hidden from screen readers, so the words beside it or an `aria-label` must say the same.
#[component]
pub fn IconView(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=icon.path() />
        </svg>
    }
}
