//! Row level security: that every tenant table has it (the catalogue), that it works (isolation), and that these tests
//! would notice if it did not (mutation).

mod catalogue;
mod isolation;
mod schema;
