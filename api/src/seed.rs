//! `api seed`: a sign-in to look around with, on a machine of one's own.

use crate::app::AppState;
use crate::clock::Clock;
use crate::config::Config;
use crate::features::identity::service;
use crate::http::Origin;
use anyhow::{Context as _, bail};
use shared::companies::Language;
use shared::identity::SignUp;
use shared::problem::ErrorCode;

pub const DEMO_EMAIL: &str = "demo@leasify.test";
/// Known to everyone who can read this, which is why it is refused where strangers can reach the server.
pub const DEMO_PASSWORD: &str = "vinter-tunnland-7-orgel";
const DEMO_ORG_NUMBER: &str = "559999-9991";

/// Makes the demo account with an empty company, unless it is there. Returns what to tell the user.
pub async fn seed(config: Config, force: bool) -> anyhow::Result<String> {
    let listen = config.server.listen;
    if !listen.ip().is_loopback() && !force {
        bail!("{listen} can be reached by others, and the demo password is public; --force makes the account anyway");
    }
    let state = AppState::new(config, Clock::System).context("cannot set up the database pools")?;
    let sign_up = SignUp {
        company_name: "Demobolaget AB".to_owned(),
        org_number: DEMO_ORG_NUMBER.parse()?,
        name: "Demo Demosson".to_owned(),
        email: DEMO_EMAIL.to_owned(),
        password: DEMO_PASSWORD.to_owned(),
        language: Some(Language::Sv),
    };
    match service::make_account(&state, &Origin::of_operator(), sign_up).await {
        Ok(_) => Ok(format!("Demo sign-in: {DEMO_EMAIL}, password {DEMO_PASSWORD}\n")),
        Err(error) if error.code() == ErrorCode::EmailTaken => {
            Ok(format!("Demo sign-in is there already: {DEMO_EMAIL}, password {DEMO_PASSWORD} unless it was changed\n"))
        }
        Err(error) => match error.source() {
            Some(source) => Err(anyhow::anyhow!("cannot make the demo sign-in: {source:#}")),
            None => Err(anyhow::anyhow!("cannot make the demo sign-in: {error}")),
        },
    }
}
