//! A draft outlives its page: whoever leaves the form by mistake, or changes the language, finds it as it was.

use std::cell::RefCell;

use leptos::prelude::*;
use shared::ids::{AgreementId, CompanyId};

use super::draft::Draft;

/// Which form a draft belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    New(CompanyId),
    Correction(AgreementId),
    Amendment(AgreementId),
}

struct Kept {
    place: Place,
    draft: Draft,
    /// The draft's signals live here and not under the page, which would drop them.
    owner: Owner,
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// The draft that was left here, if it is this form's.
pub fn take_up(place: Place) -> Option<Draft> {
    KEPT.with_borrow(|kept| kept.as_ref().filter(|kept| kept.place == place).map(|kept| kept.draft))
}

/// A new draft that stays until [`discard`], or until another form takes its place.
pub fn begin(place: Place, make: impl FnOnce() -> Draft) -> Draft {
    let owner = root().child();
    let draft = owner.with(make);
    drop_later(KEPT.replace(Some(Kept { place, draft, owner })));
    draft
}

/// What is made for the draft lives as long as it does.
pub fn within<T>(make: impl FnOnce() -> T) -> T {
    match KEPT.with_borrow(|kept| kept.as_ref().map(|kept| kept.owner.clone())) {
        Some(owner) => owner.with(make),
        None => make(),
    }
}

pub fn discard() {
    drop_later(KEPT.take());
}

/// The page that shows the draft may still read it in this turn.
fn drop_later(kept: Option<Kept>) {
    if let Some(kept) = kept {
        set_timeout(move || kept.owner.cleanup(), std::time::Duration::from_secs(2));
    }
}

/// What owns the whole app.
fn root() -> Owner {
    let mut owner = Owner::current().unwrap_or_default();
    while let Some(parent) = owner.parent() {
        owner = parent;
    }
    owner
}
