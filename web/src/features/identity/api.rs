use shared::companies::Language;
use shared::identity::{LastCompany, Me, MePatch, PasswordChange, SignIn, SignUp};
use shared::ids::CompanyId;

use crate::client::{self, ClientError};

pub async fn me() -> Result<Me, ClientError> {
    client::get("/me").receive().await
}

pub async fn sign_in(body: &SignIn) -> Result<Me, ClientError> {
    client::post("/sessions").json(body).receive().await
}

pub async fn sign_up(body: &SignUp) -> Result<Me, ClientError> {
    client::post("/accounts").json(body).receive().await
}

pub async fn sign_out() -> Result<(), ClientError> {
    client::delete("/sessions/current").done().await
}

pub async fn sign_out_everywhere() -> Result<(), ClientError> {
    client::delete("/sessions").done().await
}

pub async fn change_me(me: &Me, patch: &MePatch) -> Result<Me, ClientError> {
    client::patch("/me").if_version(me.account.version).json(patch).receive().await
}

pub async fn change_language(me: &Me, language: Language) -> Result<Me, ClientError> {
    change_me(me, &MePatch { language: Some(language), ..MePatch::default() }).await
}

/// The next sign-in opens it.
pub async fn remember_company(company_id: CompanyId) -> Result<(), ClientError> {
    client::put("/me/last-company").json(&LastCompany { company_id }).done().await
}

/// Ends every session and starts a new one here, with a CSRF token of its own.
pub async fn change_password(body: &PasswordChange) -> Result<Me, ClientError> {
    client::put("/me/password").json(body).receive().await
}
