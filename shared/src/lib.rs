//! What travels between server, browser and partners.
//!
//! One file per feature beside the basics every feature uses:
//!
//! - [`ids`]: one type per kind of id, so that a party can never be taken for an agreement.
//! - [`money`]: amounts, currencies and rates; decimal strings in JSON, integers in code, never floats.
//! - [`problem`]: RFC 9457 problems with a stable code that the web app matches exhaustively.
//! - [`page`]: cursor pages.
//! - [`org_number`]: Swedish organisation numbers, checked.
//!
//! - [`terms`]: the one check of what an agreement says, and how a patch changes it.
//! - [`calculation`]: the one road from terms to the engine and back, for the server and the form's preview alike.
//! - [`books`]: a lease in the books of a framework, from request to answer.
//! - [`reports`]: what the books of a company come to, and why.
//! - [`journals`]: the books on the company's own accounts.
//!
//! Names of DTOs: `Agreement` goes out, `NewAgreement` comes in, `AgreementPatch` changes.
//! With the feature `server` the types also know their OpenAPI schema and validate themselves.

pub mod agreements;
pub mod books;
pub mod calculation;
pub mod companies;
pub mod debt;
pub mod exchange_rates;
pub mod groups;
pub mod identity;
pub mod ids;
pub mod imports;
pub mod journals;
pub mod money;
pub mod org_number;
pub mod page;
pub mod parties;
pub mod problem;
pub mod reports;
pub mod terms;
pub mod views;
