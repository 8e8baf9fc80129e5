//! In which company: the caller belongs to the one in the path, and this is the way to its data.

use super::answer::Answer;
use super::idempotency::{self, Idempotency};
use super::request_id::RequestId;
use super::session::{Known, Session};
use crate::app::AppState;
use crate::db::{CompanyAccess, CompanyTx};
use crate::error::{ApiError, ApiResult};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
pub use shared::companies::Role;
use shared::ids::{AccountId, CompanyId, Named as _};
use shared::problem::ErrorCode;
use std::sync::Arc;
use tracing::info;

/// Extractor for everything under `/companies/{company_id}`. To those who do not belong to the company it does not
/// exist.
pub struct CompanyScope {
    access: CompanyAccess,
    role: Role,
    caller: Arc<Known>,
}

impl CompanyScope {
    pub fn company_id(&self) -> CompanyId {
        self.access.company_id()
    }

    pub fn account_id(&self) -> AccountId {
        self.access.account_id()
    }

    pub fn role(&self) -> Role {
        self.role
    }

    /// The way to another company's data, for a caller who belongs to that one too.
    pub fn beside(&self, company: CompanyId) -> Option<Self> {
        let role = self.caller.role_in(company)?;
        Some(Self { access: self.access.elsewhere(company), role, caller: self.caller.clone() })
    }

    /// The day it is.
    pub fn today(&self) -> NaiveDate {
        self.access.today()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.access.now()
    }

    /// Fails unless the member has at least this role.
    pub fn require(&self, least: Role) -> ApiResult<()> {
        if self.role >= least { Ok(()) } else { Err(ErrorCode::RoleTooLow.into()) }
    }

    /// A way in for work that goes on after the answer, for a member who has at least this role now.
    pub fn work(&self, least: Role) -> ApiResult<CompanyAccess> {
        self.require(least)?;
        Ok(self.access.clone())
    }

    /// Reads, as any member may.
    pub async fn read<T, E: Into<ApiError>>(&self, work: impl AsyncFnOnce(&CompanyTx) -> Result<T, E>) -> ApiResult<T> {
        self.access.read(work).await
    }

    /// Reads with several statements that have to fit together.
    pub async fn read_snapshot<T, E: Into<ApiError>>(
        &self,
        work: impl AsyncFnOnce(&CompanyTx) -> Result<T, E>,
    ) -> ApiResult<T> {
        self.access.read_snapshot(work).await
    }

    /// Writes, as editors and owners may. Tried again when it lost against another transaction.
    pub async fn write<T, E: Into<ApiError>>(
        &self,
        work: impl AsyncFn(&mut CompanyTx) -> Result<T, E>,
    ) -> ApiResult<T> {
        self.write_as(Role::Editor, work).await
    }

    /// Writes what a role of at least `least` may write.
    pub async fn write_as<T, E: Into<ApiError>>(
        &self,
        least: Role,
        work: impl AsyncFn(&mut CompanyTx) -> Result<T, E>,
    ) -> ApiResult<T> {
        self.require(least)?;
        self.access.write(work).await
    }

    /// Writes, as editors and owners may, once: for work that consumes what it was given, such as a streamed body.
    pub async fn write_once<T, E: Into<ApiError>>(
        &self,
        work: impl AsyncFnOnce(&mut CompanyTx) -> Result<T, E>,
    ) -> ApiResult<T> {
        self.require(Role::Editor)?;
        self.access.write_once(work).await
    }

    /// Creates, as editors and owners may. With an `Idempotency-Key`, the same request sent again gets the same answer
    /// and does nothing; the key is kept in the transaction of the effect.
    pub async fn create<E: Into<ApiError>>(
        &self,
        key: &Idempotency,
        work: impl AsyncFn(&mut CompanyTx) -> Result<Answer, E>,
    ) -> ApiResult<Answer> {
        self.create_as(Role::Editor, key, work).await
    }

    /// Creates what a role of at least `least` may create.
    pub async fn create_as<E: Into<ApiError>>(
        &self,
        least: Role,
        key: &Idempotency,
        work: impl AsyncFn(&mut CompanyTx) -> Result<Answer, E>,
    ) -> ApiResult<Answer> {
        self.require(least)?;
        match key.used()? {
            None => self.access.write(work).await,
            Some(key) => self.access.write(async |tx| idempotency::once(tx, &key, &work).await).await,
        }
    }
}

impl FromRequest for CompanyScope {
    type Error = ApiError;
    type Future = futures_util::future::Either<
        std::future::Ready<Result<Self, ApiError>>,
        LocalBoxFuture<'static, Result<Self, ApiError>>,
    >;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        use futures_util::future::Either;

        let mut session = Session::from_request(request, payload);
        let request = request.clone();
        // A remembered session is ready at once: no allocation on the way of most requests.
        match (&mut session).now_or_never() {
            Some(session) => Either::Left(std::future::ready(session.and_then(|session| enter(&request, &session)))),
            None => Either::Right(Box::pin(async move { enter(&request, &session.await?) })),
        }
    }
}

fn enter(request: &HttpRequest, session: &Session) -> ApiResult<CompanyScope> {
    let company: CompanyId = request
        .match_info()
        .get(CompanyId::PARAM)
        .and_then(|text| text.parse().ok())
        .ok_or_else(ApiError::not_found)?;
    let role = session.role_in(company).ok_or_else(|| {
        // To the caller it does not exist; the operator sees who tries the ids of others.
        info!(target: "security", account = %session.account_id, %company, "is no member of the company");
        ApiError::not_found()
    })?;
    let extensions = request.extensions();
    let id = extensions.get::<RequestId>().map(RequestId::as_str).unwrap_or_default();
    let state = request
        .app_data::<Data<AppState>>()
        .ok_or_else(|| ApiError::internal(anyhow::anyhow!("the app has no state")))?;
    let access = state.db.company(company, session.account_id, id);
    Ok(CompanyScope { access, role, caller: session.known() })
}
