//! Companies: a new one, its settings, and who belongs to it.

pub mod api;
mod fields;
mod new;
mod people;
mod settings;

pub use fields::{CompanyDraft, CompanyFields};
pub use new::NewCompanyPage;
pub use people::PeoplePage;
pub use settings::CompanySettingsPage;
