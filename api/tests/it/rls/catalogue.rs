//! What the database says about itself.

use crate::support::TestDatabase;
use tokio_postgres::Client;

/// Tables without a company. The role inside companies has no business with them.
const SYSTEM_TABLES: &[&str] = &["__diesel_schema_migrations", "session", "throttle"];
/// Tables that the role before a company is known may also reach.
const SIGN_IN_TABLES: &[&str] = &["account", "company", "membership", "session", "throttle"];
/// Indexes for queries that ask across companies, before one is known.
const ACROSS_COMPANIES: &[&str] = &["membership_by_account"];

/// Rows of one text column.
async fn names(database: &Client, sql: &str) -> Vec<String> {
    database.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn expect_none(sql: &str, what: &str) {
    let database = TestDatabase::new().await;
    let found = names(&database.superuser().await, sql).await;
    assert!(found.is_empty(), "{what}: {found:?}");
}

/// Tables with a `company_id`, and the company itself.
pub(super) const TENANT_TABLES: &str = "
    SELECT c.oid, c.relname::text AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND (c.relname = 'company'
           OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'company_id'))";

#[tokio::test]
async fn every_table_is_a_tenant_table_or_a_known_exception() {
    let database = TestDatabase::new().await;
    let others = format!(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
         AND oid NOT IN (SELECT oid FROM ({TENANT_TABLES}) t) AND relname <> 'account' ORDER BY 1"
    );
    assert_eq!(names(&database.superuser().await, &others).await, SYSTEM_TABLES);
}

#[tokio::test]
async fn every_tenant_table_forces_row_level_security() {
    let sql = format!(
        "SELECT name FROM ({TENANT_TABLES}) t JOIN pg_class c USING (oid)
         WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    );
    expect_none(&sql, "without forced row level security").await;
}

#[tokio::test]
async fn every_tenant_table_has_the_one_policy_for_everything() {
    let expected = "( SELECT (NULLIF(current_setting(''app.company_id''::text, true), ''''::text))::uuid";
    let sql = format!(
        "SELECT name FROM ({TENANT_TABLES}) t WHERE NOT EXISTS (
             SELECT FROM pg_policy p
             WHERE p.polrelid = t.oid AND p.polname = 'company' AND p.polcmd = '*' AND p.polpermissive
               AND p.polroles = ARRAY['leasify_app'::regrole::oid]
               AND pg_get_expr(p.polqual, p.polrelid) LIKE '(%id = {expected}%'
               AND pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid))"
    );
    expect_none(&sql, "without the policy of protect_tenant").await;
}

#[tokio::test]
async fn no_other_policy_lets_anyone_in() {
    let tables = SIGN_IN_TABLES.join("','");
    let sql = format!(
        "SELECT polrelid::regclass || '.' || polname FROM pg_policy
         WHERE polname <> 'company'
           -- A restrictive policy only ever takes away.
           AND polpermissive
           AND NOT (polroles = ARRAY['leasify_auth'::regrole::oid] AND polrelid::regclass::text IN ('{tables}'))
           AND NOT (polrelid = 'account'::regclass AND polname = 'members' AND polcmd = 'r')"
    );
    expect_none(&sql, "policies that nobody listed").await;
}

#[tokio::test]
async fn the_servers_roles_own_nothing_and_bypass_nothing() {
    let roles = "SELECT rolname::text FROM pg_roles WHERE rolname IN ('leasify_app', 'leasify_auth')
                 AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)";
    expect_none(roles, "roles with too much power").await;
    let memberships = "SELECT member::regrole::text FROM pg_auth_members
                       WHERE member IN ('leasify_app'::regrole, 'leasify_auth'::regrole)";
    expect_none(memberships, "roles that can become another").await;
    let owned = "SELECT relname::text FROM pg_class WHERE relowner IN ('leasify_app'::regrole, 'leasify_auth'::regrole)
                 UNION SELECT proname::text FROM pg_proc
                 WHERE proowner IN ('leasify_app'::regrole, 'leasify_auth'::regrole)";
    expect_none(owned, "owned by the server's roles").await;
    let create = "SELECT rolname::text FROM pg_roles WHERE rolname IN ('leasify_app', 'leasify_auth')
                  AND has_schema_privilege(oid, 'public', 'CREATE')";
    expect_none(create, "roles that can make tables").await;
}

#[tokio::test]
async fn each_role_reaches_its_tables_alone() {
    let system = SYSTEM_TABLES.join("','");
    let app = format!(
        "SELECT relname || ' ' || privilege FROM pg_class,
             unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
           AND (relname IN ('{system}') OR privilege IN ('TRUNCATE', 'REFERENCES', 'TRIGGER'))
           AND has_table_privilege('leasify_app', oid, privilege)"
    );
    expect_none(&app, "leasify_app can do what it should not").await;
    let sign_in = SIGN_IN_TABLES.join("','");
    let auth = format!(
        "SELECT relname::text FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
           AND relname NOT IN ('{sign_in}')
           AND has_any_column_privilege('leasify_auth', oid, 'SELECT,INSERT,UPDATE,REFERENCES')"
    );
    expect_none(&auth, "leasify_auth can reach").await;
    let anyone = "SELECT relname::text FROM pg_class, aclexplode(relacl)
                  WHERE relnamespace = 'public'::regnamespace AND grantee = 0";
    expect_none(anyone, "granted to everyone").await;
    let secret = "SELECT 'account.password_hash' WHERE has_column_privilege('leasify_app', 'account', 'password_hash', 'SELECT')";
    expect_none(secret, "leasify_app can read").await;
}

#[tokio::test]
async fn keys_begin_with_the_company() {
    let sql = format!(
        "SELECT i.indexrelid::regclass::text FROM ({TENANT_TABLES}) t JOIN pg_index i ON i.indrelid = t.oid
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
         WHERE t.name <> 'company' AND a.attname <> 'company_id'
           AND i.indexrelid::regclass::text <> ALL (ARRAY['{}'])",
        ACROSS_COMPANIES.join("','")
    );
    expect_none(&sql, "indexes that do not begin with company_id").await;
    let expressions = format!(
        "SELECT i.indexrelid::regclass::text FROM ({TENANT_TABLES}) t JOIN pg_index i ON i.indrelid = t.oid
         WHERE t.name <> 'company' AND i.indkey[0] = 0"
    );
    expect_none(&expressions, "indexes that begin with an expression").await;
}

#[tokio::test]
async fn foreign_keys_between_tenants_carry_the_company() {
    let sql = format!(
        "SELECT conname::text FROM pg_constraint k
         JOIN ({TENANT_TABLES}) own ON own.oid = k.conrelid
         JOIN ({TENANT_TABLES}) other ON other.oid = k.confrelid
         WHERE k.contype = 'f' AND other.name <> 'company'
           AND NOT EXISTS (
               SELECT FROM unnest(k.conkey, k.confkey) AS pair (here, there)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here AND a.attname = 'company_id'
               JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there AND b.attname = 'company_id')"
    );
    expect_none(&sql, "foreign keys that can point into another company").await;
}

#[tokio::test]
async fn views_and_functions_lend_no_power() {
    let views = "SELECT relname::text FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
                   AND NOT coalesce(reloptions, '{}') @> ARRAY['security_invoker=true']";
    expect_none(views, "views that read as their owner").await;
    let materialised =
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'm'
                        AND has_table_privilege('leasify_app', oid, 'SELECT')";
    expect_none(materialised, "materialised views have no row level security").await;
    let functions = "SELECT proname::text FROM pg_proc
                     WHERE pronamespace = 'public'::regnamespace AND prosecdef";
    expect_none(functions, "functions that run as their owner").await;
}

#[tokio::test]
async fn the_app_plans_once_and_lets_go() {
    let database = TestDatabase::new().await;
    let settings = names(
        &database.superuser().await,
        "SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = 'leasify_app'::regrole ORDER BY 1",
    )
    .await;
    let expected =
        ["idle_in_transaction_session_timeout=30s", "plan_cache_mode=force_generic_plan", "statement_timeout=30s"];
    assert_eq!(settings, expected);
}
