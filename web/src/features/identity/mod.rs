//! People: the way in, and one's own account.

mod account;
pub mod api;
mod sign_in;
mod sign_up;

pub use account::AccountPage;
pub use sign_in::SignInPage;
pub use sign_up::SignUpPage;
