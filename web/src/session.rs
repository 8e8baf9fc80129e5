//! Who is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::identity::{Me, Membership};
use shared::ids::CompanyId;
use shared::problem::ErrorCode;

use crate::client::{self, ClientError};
use crate::features::identity::api;
use crate::i18n::{self, use_language};
use crate::theme::Theme;
use crate::today;

#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Not asked yet.
    Unknown,
    /// The server could not say.
    Failed(ClientError),
    SignedOut,
    SignedIn(Me),
}

impl State {
    fn me(&self) -> Option<Me> {
        match self {
            Self::SignedIn(me) => Some(me.clone()),
            Self::Unknown | Self::Failed(_) | Self::SignedOut => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOut {
    /// This browser.
    Here,
    /// Every browser, this one too.
    Everywhere,
}

#[derive(Clone, Copy)]
pub struct Session(RwSignal<State>);

impl Session {
    pub fn provide() -> Self {
        let session = Self(RwSignal::new(State::Unknown));
        provide_context(session);
        client::on_signed_out(move || session.set_signed_out());
        session
    }

    pub fn state(self) -> State {
        self.0.get()
    }

    pub fn me(self) -> Option<Me> {
        self.0.with(State::me)
    }

    /// As it is now, for what does not follow it.
    pub fn me_untracked(self) -> Option<Me> {
        self.0.with_untracked(State::me)
    }

    pub fn is_signed_in(self) -> bool {
        self.0.with(|state| matches!(state, State::SignedIn(_)))
    }

    /// Asks the server who is signed in.
    pub fn refresh(self) {
        let language = use_language();
        spawn_local(async move {
            match api::me().await {
                Ok(me) => {
                    let spoken = me.account.language;
                    self.set(me);
                    let _ = language.set(spoken).await;
                }
                Err(error) if error.is(ErrorCode::Unauthenticated) => self.set_signed_out(),
                Err(error) => self.0.set(State::Failed(error)),
            }
        });
    }

    pub fn set(self, me: Me) {
        client::set_csrf_token(Some(me.csrf_token.clone()));
        today::set(me.today);
        self.0.set(State::SignedIn(me));
    }

    /// The server has the browser forget all it kept for us. How the app looks and speaks is no secret, so it stays.
    pub async fn sign_out(self, from: SignOut) -> Result<(), ClientError> {
        let (theme, language) = (Theme::chosen(), i18n::current());
        match from {
            SignOut::Here => api::sign_out().await?,
            SignOut::Everywhere => api::sign_out_everywhere().await?,
        }
        theme.choose();
        i18n::remember(language);
        self.set_signed_out();
        Ok(())
    }

    pub fn set_signed_out(self) {
        client::set_csrf_token(None);
        if self.0.with_untracked(|state| *state != State::SignedOut) {
            self.0.set(State::SignedOut);
        }
    }
}

/// The app provides it above every page.
pub fn use_session() -> Session {
    use_context().unwrap_or_else(Session::provide)
}

/// The company that is opened first: the one last worked in, else any.
pub fn first_company(me: &Me) -> Option<CompanyId> {
    me.last_company_id.or_else(|| me.memberships.first().map(|membership| membership.company_id))
}

pub fn membership(me: &Me, company: CompanyId) -> Option<Membership> {
    me.memberships.iter().find(|membership| membership.company_id == company).cloned()
}
