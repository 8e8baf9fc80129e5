//! One folder per feature, named as in the API. Each owns its routes, its calls and its pages.

pub mod agreements;
pub mod books;
pub mod companies;
pub mod exchange_rates;
pub mod identity;
pub mod imports;
pub mod journals;
pub mod overview;
pub mod parties;
pub mod reports;
pub mod rooms;
pub mod settings;
