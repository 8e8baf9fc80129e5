//! Runs the embedded migrations and makes the roles the server signs in as.

use anyhow::Context as _;
use diesel::pg::Pg;
use diesel_async::{AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use secrecy::{ExposeSecret as _, SecretString};
use tracing::info;

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// Any number, the same for every `api migrate`: two at once wait for each other.
const LOCK: i64 = 7_305_801_225;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What has not been run yet.
    Up,
    /// Takes back everything, newest first.
    Down,
    /// All the way down, then up again: proves that every step can be taken back.
    Redo,
}

/// Needs the multi-threaded runtime: diesel's migrations block.
pub async fn migrate(owner_url: &SecretString, direction: Direction) -> anyhow::Result<()> {
    let mut connection = AsyncPgConnection::establish(owner_url.expose_secret())
        .await
        .context("cannot connect to the database in OWNER_DATABASE_URL")?;
    connection.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).await.context("cannot lock migrations")?;
    connection.batch_execute(ROLES).await.context("cannot make the roles; OWNER_DATABASE_URL needs CREATEROLE")?;

    let mut harness = AsyncMigrationHarness::new(connection);
    if direction != Direction::Up {
        let count = MigrationHarness::<Pg>::revert_all_migrations(&mut harness, MIGRATIONS).map_err(boxed)?.len();
        info!(count, "Took {count} migrations back");
    }
    if direction != Direction::Down {
        let count = MigrationHarness::<Pg>::run_pending_migrations(&mut harness, MIGRATIONS).map_err(boxed)?.len();
        info!(count, "Ran {count} migrations");
    }
    Ok(())
}

fn boxed(error: Box<dyn std::error::Error + Send + Sync>) -> anyhow::Error {
    anyhow::Error::from_boxed(error).context("a migration failed")
}

/// Roles belong to the cluster, not to the database, so they cannot be part of a migration that is taken back.
/// A superuser steps down to `leasify_owner` before it makes tables; another role makes them as itself.
///
/// The settings are written wherever they are missing: also on a role that somebody made by hand.
///
/// - `force_generic_plan`: diesel binds LIMIT as a parameter, and PostgreSQL would plan each execution anew.
/// - The timeouts end what a lost client or a runaway query would hold.
const ROLES: &str = r"
DO $$
DECLARE
    wanted text;
    settings CONSTANT text[] := ARRAY[
        'plan_cache_mode=force_generic_plan', 'idle_in_transaction_session_timeout=30s', 'statement_timeout=30s'
    ];
BEGIN
    FOREACH wanted IN ARRAY ARRAY['leasify_app', 'leasify_auth'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                -- Another database of the same cluster is being migrated at this moment.
            END;
        END IF;
        IF NOT coalesce((SELECT rolconfig @> settings FROM pg_roles WHERE rolname = wanted), false) THEN
            BEGIN
                EXECUTE format('ALTER ROLE %I SET plan_cache_mode = force_generic_plan', wanted);
                EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''30s''', wanted);
                EXECUTE format('ALTER ROLE %I SET statement_timeout = ''30s''', wanted);
            EXCEPTION WHEN internal_error THEN
                -- As above: the other migration writes the same row.
            END;
        END IF;
    END LOOP;
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'leasify_owner') THEN
            CREATE ROLE leasify_owner NOLOGIN NOSUPERUSER;
        END IF;
        GRANT CREATE, USAGE ON SCHEMA public TO leasify_owner;
        EXECUTE format('GRANT CREATE ON DATABASE %I TO leasify_owner', current_database());
        SET ROLE leasify_owner;
    END IF;
END
$$;
";

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::migration::MigrationSource;
    use std::collections::BTreeSet;

    /// diesel goes by the number in front of the name: of two with the same, one would never run.
    #[test]
    fn every_migration_has_a_number_of_its_own() {
        let migrations = MigrationSource::<Pg>::migrations(&MIGRATIONS).unwrap();
        let numbers: Vec<_> = migrations.iter().map(|migration| migration.name().version().to_string()).collect();
        let unique: BTreeSet<_> = numbers.iter().collect();
        assert_eq!(unique.len(), numbers.len(), "{numbers:?}");
        assert!(!numbers.is_empty());
    }
}
