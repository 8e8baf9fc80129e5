//! One import: four steps, the step in the address. The import itself lives on the server, so a reload loses nothing.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use shared::ids::ImportId;
use shared::imports::{Import, ImportMapping, ImportStatus, Mend};

use super::columns::Columns;
use super::finish::{Finished, Working};
use super::mend::MendStep;
use super::preview::Preview;
use super::{api, words};
use crate::client::ClientError;
use crate::company::use_company;
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::empty::Failed;
use crate::ui::icon::Icon;
use crate::ui::page::{Page, PartHeading};
use crate::ui::skeleton::SkeletonLines;
use crate::ui::toast::{Toasts, use_toasts};

/// How often a running import is asked how far it has come.
const ASK_EVERY: Duration = Duration::from_millis(400);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Match,
    Mend,
    Preview,
}

impl Step {
    const ALL: [Self; 3] = [Self::Match, Self::Mend, Self::Preview];

    fn key(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Mend => "mend",
            Self::Preview => "preview",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Match => t!(imports.step.match_columns),
            Self::Mend => t!(imports.step.mend),
            Self::Preview => t!(imports.step.preview),
        }
    }

    /// Where the person is taken without having chosen: to the first step that asks for something.
    fn first_open(import: &Import) -> Self {
        if !import.missing_fields.is_empty() || !words::unread(import).is_empty() {
            Self::Match
        } else if import.counts.faulty > 0 {
            Self::Mend
        } else {
            Self::Preview
        }
    }
}

/// The import in hand, and the ways to change it. Changes wait for each other: each is made on the version that the
/// one before it left.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    pub(super) import: RwSignal<Import>,
    waiting: StoredValue<Vec<Mend>>,
    pub(super) busy: RwSignal<bool>,
    company: StoredValue<crate::company::OpenCompany>,
    toasts: Toasts,
}

impl Hand {
    fn new(import: Import) -> Self {
        Self {
            import: RwSignal::new(import),
            waiting: StoredValue::new(Vec::new()),
            busy: RwSignal::new(false),
            company: StoredValue::new(use_company()),
            toasts: use_toasts(),
        }
    }

    pub(super) fn company(self) -> crate::company::OpenCompany {
        self.company.get_value()
    }

    pub(super) fn mend(self, mends: Vec<Mend>) {
        self.waiting.update_value(|waiting| waiting.extend(mends));
        if !self.busy.get_untracked() {
            self.send_waiting();
        }
    }

    fn send_waiting(self) {
        let mends = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        if mends.is_empty() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let import = self.import.get_untracked();
            let mended = api::mend(&self.company(), &import, mends).await;
            self.took(mended).await;
            if self.import.try_get_untracked().is_some() {
                self.toasts
                    .announce(t!(imports.mend.left, n = self.import.with_untracked(|import| import.counts.faulty)));
                self.send_waiting();
            }
        });
    }

    pub(super) fn map(self, mapping: ImportMapping) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let import = self.import.get_untracked();
            let mapped = api::map(&self.company(), &import, &mapping).await;
            self.took(mapped).await;
        });
    }

    pub(super) fn apply(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let import = self.import.get_untracked();
            let applied = api::apply(&self.company(), &import).await;
            self.took(applied).await;
            self.follow();
        });
    }

    pub(super) fn undo(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let import = self.import.get_untracked();
            let undone = api::undo(&self.company(), import.id, import.version).await;
            self.took(undone).await;
            self.follow();
        });
    }

    /// Asks again until the server is done with it.
    fn follow(self) {
        let running = self
            .import
            .try_with_untracked(|import| matches!(import.status, ImportStatus::Applying | ImportStatus::Undoing));
        if running != Some(true) {
            return;
        }
        set_timeout(
            move || {
                spawn_local(async move {
                    let Some(id) = self.import.try_with_untracked(|import| import.id) else { return };
                    if let Ok(import) = api::find(&self.company(), id).await {
                        let _ = self.import.try_set(import);
                    }
                    self.follow();
                });
            },
            ASK_EVERY,
        );
    }

    async fn took(self, result: Result<Import, ClientError>) {
        match result {
            Ok(import) => {
                let _ = self.import.try_set(import);
            }
            Err(error) => {
                self.toasts.say_failed(error.text());
                // Somebody else, or another tab, was first: show what is true now.
                let Some(id) = self.import.try_with_untracked(|import| import.id) else { return };
                if let Ok(import) = api::find(&self.company(), id).await {
                    let _ = self.import.try_set(import);
                }
            }
        }
        let _ = self.busy.try_set(false);
    }
}

#[component]
pub(super) fn ImportPage() -> impl IntoView {
    let company = use_company();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("import").and_then(|id| id.parse::<ImportId>().ok())));
    let asked = company.clone();
    let import = LocalResource::new(move || {
        let (company, id) = (asked.clone(), id.get());
        async move {
            match id {
                Some(id) => Some(api::find(&company, id).await),
                None => None,
            }
        }
    });
    let above = (t!(imports.title).to_owned(), company.href_untracked(Place::Import));
    let title = Signal::derive(move || match import.get() {
        Some(Some(Ok(import))) => import.file_name.clone(),
        _ => t!(imports.title).to_owned(),
    });
    view! {
        <Page title above wide=true>
            {move || match import.get() {
                None => view! { <SkeletonLines /> }.into_any(),
                Some(None) => view! { <p>{t!(errors.not_found)}</p> }.into_any(),
                Some(Some(Err(error))) => view! { <Failed error on_retry=move || import.refetch() /> }.into_any(),
                Some(Some(Ok(import))) => view! { <InHand import /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn InHand(import: Import) -> impl IntoView {
    let hand = Hand::new(import);
    hand.follow();
    let address = Address::here();
    let status = Memo::new(move |_| hand.import.with(|import| import.status));
    let first = StoredValue::new(true);
    view! {
        {move || {
            let follows = !first.try_update_value(|first| std::mem::replace(first, false)).unwrap_or_default();
            match status.get() {
                ImportStatus::Draft if hand.company().may_edit() => view! { <Draft hand address follows /> }.into_any(),
                ImportStatus::Draft => view! { <p>{t!(imports.readers)}</p> }.into_any(),
                ImportStatus::Applying | ImportStatus::Undoing => view! { <Working hand follows /> }.into_any(),
                ImportStatus::Applied | ImportStatus::Undone | ImportStatus::Failed => {
                    view! { <Finished hand follows /> }.into_any()
                }
            }
        }}
    }
}

#[component]
fn Draft(
    hand: Hand,
    address: Address,
    /// Stands where something else stood before.
    follows: bool,
) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        let key = address.get("step");
        Step::ALL.into_iter().find(|step| key.as_deref() == Some(step.key()))
    });
    let start = hand.import.with_untracked(Step::first_open);
    let step = Memo::new(move |_| chosen.get().unwrap_or(start));
    let link = move |each: Step| {
        let done = move || {
            hand.import.with(|import| match each {
                Step::Match => import.missing_fields.is_empty(),
                Step::Mend => import.missing_fields.is_empty() && import.counts.faulty == 0,
                Step::Preview => false,
            })
        };
        let left = move || {
            hand.import.with(|import| match each {
                Step::Match => import.missing_fields.len() as u32,
                Step::Mend => import.counts.faulty,
                Step::Preview => 0,
            })
        };
        view! {
            <li class="step" class:done=done>
                <a
                    href=move || address.with(&[("step", Some(each.key().to_owned()))])
                    aria-current=move || (step.get() == each).then_some("step")
                >
                    {each.text()}
                    {move || Some(left()).filter(|left| *left > 0).map(|left| view! { <span class="step-left">{left}</span> })}
                </a>
            </li>
        }
    };
    let next = move || match step.get() {
        Step::Match => Some(Step::Mend),
        Step::Mend => Some(Step::Preview),
        Step::Preview => None,
    };
    view! {
        <nav class="steps" aria-label=t!(imports.steps)>
            <ol>{Step::ALL.into_iter().map(link).collect_view()}</ol>
        </nav>
        <p class="import-source">{move || hand.import.with(source)}</p>
        <PartHeading text=Signal::derive(move || step.get().text().to_owned()) takes_focus=follows />
        {move || match step.get() {
            Step::Match => view! { <Columns hand /> }.into_any(),
            Step::Mend => view! { <MendStep hand /> }.into_any(),
            Step::Preview => view! { <Preview hand /> }.into_any(),
        }}
        <div class="import-foot">
            {move || next().map(|next| {
                let go = move || address.change(&[("step", Some(next.key().to_owned()))], false);
                view! {
                    <Button kind=ButtonKind::Primary icon=Icon::ArrowRight on_press=go busy=hand.busy>
                        {t!(imports.next, step = next.text())}
                    </Button>
                }
            })}
        </div>
    }
}

/// How the file was read, so that a wrong guess is seen.
fn source(import: &Import) -> String {
    let rows = t!(imports.row_count, n = import.counts.rows);
    let read = [
        import.sheet.clone(),
        import.encoding.clone(),
        import.delimiter.clone().map(|mark| match mark.as_str() {
            "\t" => t!(imports.tab).to_owned(),
            other => format!("”{other}”"),
        }),
    ];
    let format = match import.format.as_str() {
        "pasted" => t!(imports.format_pasted).to_owned(),
        format => format.to_uppercase(),
    };
    std::iter::once(format)
        .chain(read.into_iter().flatten())
        .chain([rows, words::status(import.status).to_owned()])
        .collect::<Vec<_>>()
        .join(" · ")
}
