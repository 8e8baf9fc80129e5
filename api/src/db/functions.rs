//! PostgreSQL functions by type, so that their calls are prepared and cached like any other query.

use diesel::sql_types::{BigInt, Text};

#[diesel::declare_sql_function]
extern "SQL" {
    /// Tells every listener of a channel, once the transaction commits.
    fn pg_notify(channel: Text, payload: Text);

    /// Waits for the lock; released with the transaction.
    #[sql_name = "pg_advisory_xact_lock"]
    fn advisory_xact_lock(key: BigInt);

    /// Takes the lock or says no; released with the transaction.
    #[sql_name = "pg_try_advisory_xact_lock"]
    fn try_advisory_xact_lock(key: BigInt) -> Bool;
}
