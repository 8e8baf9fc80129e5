//! What every request meets, whatever the feature: who asks, from where, in which company, and in which shape.

mod answer;
mod company_scope;
mod csrf;
mod etag;
mod health;
mod idempotency;
mod json;
mod paging;
mod path;
mod query;
mod request_id;
mod security_headers;
mod session;
mod shell;
mod text;
mod throttle;
mod unmatched;
mod web_app;

pub use answer::{Answer, Tagged};
pub use company_scope::{CompanyScope, Role};
pub use etag::IfMatch;
pub use health::{healthz, readyz};
pub use idempotency::Idempotency;
pub use json::{Json, collect_body};
pub use paging::{Cursor, PageLimit, page_answer, page_of};
pub use path::{Id, PathId};
pub use query::Query;
pub use request_id::RequestId;
pub(crate) use session::store as sessions;
pub use session::store::start as start_session;
pub use session::{EndReason, Membership, Session, SessionToken, Sessions, session_cookie};
pub use shell::shell;
pub use text::plain_line;
pub use throttle::{Attempt, Throttle, origin_of};
pub use unmatched::{Operations, unmatched};
pub use web_app::{WebApp, web_app};
