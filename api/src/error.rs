//! The one error a request can end in.
//!
//! A feature's own error maps to an [`ErrorCode`] in one `From`; the platform's map here. The outermost middleware
//! (`http::shell`) writes the problem in the caller's language and logs it, once. A 5xx body never carries a cause.

use crate::db::DbError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use diesel::result::DatabaseErrorKind;
use diesel::result::Error as DieselError;
use shared::problem::{ErrorCode, FieldCode, FieldError, FieldFault, Problem};
use std::fmt;

mod texts;
pub use texts::Language;

pub type ApiResult<T> = Result<T, ApiError>;

/// Boxed: results stay small on the path where nothing goes wrong.
#[derive(Debug)]
pub struct ApiError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: ErrorCode,
    faults: Vec<(String, FieldFault)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    source: Option<anyhow::Error>,
    /// What an operator has to mend, though the caller is asked to come back.
    outage: bool,
}

impl ApiError {
    pub fn new(code: ErrorCode) -> Self {
        Self(Box::new(Inner { code, faults: Vec::new(), headers: Vec::new(), source: None, outage: false }))
    }

    /// There is no such thing, or the caller may not know of it.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }

    /// One place in the request breaks a rule. `pointer` is a JSON Pointer into the body, or `?name` for a parameter.
    pub fn invalid(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self::new(ErrorCode::ValidationFailed).at(pointer, FieldFault::new(code))
    }

    /// Something that should not happen. The caller learns nothing but the trace id.
    pub fn internal(source: impl Into<anyhow::Error>) -> Self {
        Self::new(ErrorCode::Internal).because(source)
    }

    /// Adds a place.
    pub fn at(mut self, pointer: impl Into<String>, fault: FieldFault) -> Self {
        self.0.faults.push((pointer.into(), fault));
        self
    }

    /// What was read by itself stands below `pointer` in the request.
    pub fn below(mut self, pointer: &str) -> Self {
        for (place, _) in &mut self.0.faults {
            place.insert_str(0, pointer);
        }
        self
    }

    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.0.headers.push((name, value.into()));
        self
    }

    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, seconds)
    }

    /// What lay behind it, for the log alone.
    pub fn because(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Gives the violation of a named constraint its own code; leaves everything else as it is.
    pub fn on_constraint(self, constraint: &str, code: ErrorCode) -> Self {
        if self.constraint() == Some(constraint) { Self::new(code) } else { self }
    }

    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    pub fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.0.headers
    }

    pub fn source(&self) -> Option<&anyhow::Error> {
        self.0.source.as_ref()
    }

    /// Whether there is only too much to do at once; no fault of anybody's.
    pub fn is_busy(&self) -> bool {
        matches!(self.0.code, ErrorCode::Overloaded | ErrorCode::RegisterBusy) && !self.0.outage
    }

    fn outage(mut self, outage: bool) -> Self {
        self.0.outage = outage;
        self
    }

    /// Whether PostgreSQL gave the transaction up for the sake of another, so that trying again may succeed.
    pub fn is_lost_race(&self) -> bool {
        match self.database_error() {
            Some(DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
            Some(DieselError::DatabaseError(_, info)) => info.message() == "deadlock detected",
            _ => false,
        }
    }

    /// An equal error for the log and the answer; the original belongs to actix's response. The cause becomes text.
    pub(crate) fn copy(&self) -> Self {
        let Inner { code, faults, headers, source, outage } = &*self.0;
        Self(Box::new(Inner {
            code: *code,
            faults: faults.clone(),
            headers: headers.clone(),
            source: source.as_ref().map(|source| anyhow::anyhow!("{source:#}")),
            outage: *outage,
        }))
    }

    pub fn problem(&self, language: Language, instance: &str, trace_id: &str) -> Problem {
        let code = self.0.code;
        let (title, detail) = texts::problem(code, language);
        Problem {
            kind: format!("/problems/{code}"),
            title: title.to_owned(),
            status: code.status(),
            detail: detail.to_owned(),
            instance: instance.to_owned(),
            code,
            trace_id: trace_id.to_owned(),
            errors: self.0.faults.iter().map(|(pointer, fault)| field_error(pointer, fault, language)).collect(),
        }
    }

    fn database_error(&self) -> Option<&DieselError> {
        let source = self.0.source.as_ref()?;
        source.downcast_ref::<DieselError>().or_else(|| match source.downcast_ref::<DbError>()? {
            DbError::Query(error) => Some(error),
            _ => None,
        })
    }

    fn constraint(&self) -> Option<&str> {
        match self.database_error()? {
            DieselError::DatabaseError(_, info) => info.constraint_name(),
            _ => None,
        }
    }
}

/// What a code means, for the page that a problem's `type` leads to.
pub fn meaning(code: ErrorCode, language: Language) -> (&'static str, &'static str) {
    texts::problem(code, language)
}

fn field_error(pointer: &str, fault: &FieldFault, language: Language) -> FieldError {
    FieldError {
        pointer: pointer.to_owned(),
        code: fault.code,
        detail: texts::field(fault.code, language).to_owned(),
        found: fault.found.clone(),
        expected: fault.expected.clone(),
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "request ended in {}", self.0.code)
    }
}

/// Bare: `http::shell` writes the body, because only it knows the request's language, path and id.
impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(source: anyhow::Error) -> Self {
        Self::internal(source)
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Query(error) => error.into(),
            DbError::Busy | DbError::Unreachable(_) => {
                let outage = matches!(error, DbError::Unreachable(_));
                Self::new(ErrorCode::Overloaded).retry_after(2).because(error).outage(outage)
            }
            DbError::Pool(_) => Self::internal(error),
        }
    }
}

impl From<DieselError> for ApiError {
    fn from(error: DieselError) -> Self {
        let code = match &error {
            DieselError::NotFound => return Self::not_found(),
            DieselError::DatabaseError(kind, info) => match kind {
                DatabaseErrorKind::UniqueViolation
                | DatabaseErrorKind::ForeignKeyViolation
                | DatabaseErrorKind::RestrictViolation
                | DatabaseErrorKind::ExclusionViolation => ErrorCode::Conflict,
                // The database is the last to check what validation should have caught: still the caller's fault.
                DatabaseErrorKind::CheckViolation | DatabaseErrorKind::NotNullViolation => ErrorCode::ValidationFailed,
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => ErrorCode::Overloaded,
                _ if info.message() == "canceling statement due to lock timeout" => ErrorCode::RegisterBusy,
                _ if info.message().starts_with("canceling statement") => ErrorCode::Overloaded,
                _ => ErrorCode::Internal,
            },
            _ => ErrorCode::Internal,
        };
        let gone = [DatabaseErrorKind::ClosedConnection, DatabaseErrorKind::UnableToSendCommand];
        let outage = matches!(&error, DieselError::DatabaseError(kind, _) if gone.contains(kind));
        let answer = Self::new(code).because(error).outage(outage);
        if code.status() == 503 { answer.retry_after(2) } else { answer }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_at_once_is_no_outage() {
        for (error, busy) in [
            (ApiError::from(DbError::Busy), true),
            (ApiError::new(ErrorCode::Overloaded).retry_after(5), true),
            (ErrorCode::RegisterBusy.into(), true),
            (
                ApiError::from(DieselError::DatabaseError(
                    DatabaseErrorKind::ClosedConnection,
                    Box::new(String::new()),
                )),
                false,
            ),
            (ApiError::internal(anyhow::anyhow!("broken")), false),
        ] {
            assert_eq!((error.is_busy(), error.copy().is_busy()), (busy, busy), "{error:?}");
        }
    }
}
