//! One row of company A in every tenant table: A sees it, B and nobody do not, and nobody can write across. Then the
//! protection is broken, table by table, and the same check must notice.

use super::catalogue::TENANT_TABLES;
use crate::support::{TestDatabase, connect};
use secrecy::ExposeSecret as _;
use tokio_postgres::Client;

const A: &str = "01936f2a-0000-7000-8000-00000000000a";
const B: &str = "01936f2a-0000-7000-8000-00000000000b";

struct Scratch {
    admin: Client,
    app: Client,
    tables: Vec<String>,
    _database: TestDatabase,
}

impl Scratch {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let admin = database.superuser().await;
        let rows = admin.query(&format!("SELECT name FROM ({TENANT_TABLES}) t ORDER BY 1"), &[]).await.unwrap();
        let tables: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        assert!(tables.len() >= 3);
        // Rows are made of types alone: what they would have to mean is of no matter here. Everything is granted, so that
        // row level security alone stands between the companies.
        admin.batch_execute("SET session_replication_role = replica").await.unwrap();
        drop_checks(&admin).await;
        for table in &tables {
            insert_row(&admin, table).await;
            let grant = format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO leasify_app");
            admin.batch_execute(&grant).await.unwrap();
        }
        let app = connect(database.url("leasify_app").expose_secret()).await;
        Self { admin, app, tables, _database: database }
    }

    /// What leaks, if anything.
    async fn leak(&self, table: &str) -> Option<String> {
        let key = key_of(table);
        let count = format!("SELECT count(*) FROM {table} WHERE {key} = '{A}'");
        let touched = [format!("UPDATE {table} SET {key} = {key}"), format!("DELETE FROM {table}")];

        for (company, expected) in [(A, 1), (B, 0), ("", 0)] {
            let seen = self.within(company, &count).await.unwrap();
            if seen != expected {
                return Some(format!("{table}: company {company:?} sees {seen} rows of A"));
            }
        }
        for statement in &touched {
            let changed = self.within_changed(B, statement).await;
            if changed != Ok(0) {
                return Some(format!("{table}: B changes {changed:?} rows by {statement}"));
            }
        }
        let moved = self.within_changed(A, &format!("UPDATE {table} SET {key} = '{B}'")).await;
        if !moved.as_ref().is_err_and(|error| error.contains("row-level security")) {
            return Some(format!("{table}: A moves its row into B unless something else stops it: {moved:?}"));
        }
        None
    }

    async fn within(&self, company: &str, query: &str) -> Result<i64, String> {
        self.begin(company).await;
        let counted = self.app.query_one(query, &[]).await.map(|row| row.get(0)).map_err(|error| message(&error));
        self.app.batch_execute("ROLLBACK").await.unwrap();
        counted
    }

    async fn within_changed(&self, company: &str, statement: &str) -> Result<u64, String> {
        self.begin(company).await;
        let changed = self.app.execute(statement, &[]).await.map_err(|error| message(&error));
        self.app.batch_execute("ROLLBACK").await.unwrap();
        changed
    }

    async fn begin(&self, company: &str) {
        let begin = format!("BEGIN; SET LOCAL app.company_id = '{company}'");
        self.app.batch_execute(&begin).await.unwrap();
    }
}

fn message(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}

fn key_of(table: &str) -> &'static str {
    if table == "company" { "id" } else { "company_id" }
}

async fn drop_checks(admin: &Client) {
    let checks = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
                  WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0";
    for row in admin.query(checks, &[]).await.unwrap() {
        admin.batch_execute(row.get(0)).await.unwrap();
    }
}

async fn insert_row(admin: &Client, table: &str) {
    let columns = "SELECT attname::text, format_type(atttypid, NULL), t.typtype = 'e',
                          (SELECT enumlabel::text FROM pg_enum WHERE enumtypid = atttypid LIMIT 1)
                   FROM pg_attribute JOIN pg_type t ON t.oid = atttypid
                   WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped
                     AND attgenerated = '' AND attidentity <> 'a'";
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for row in admin.query(columns, &[&table]).await.unwrap() {
        let (name, kind, is_enum): (String, String, bool) = (row.get(0), row.get(1), row.get(2));
        let value = match kind.as_str() {
            _ if name == key_of(table) => format!("'{A}'"),
            _ if is_enum => format!("'{}'", row.get::<_, String>(3)),
            kind if kind.ends_with("[]") => "'{}'".to_owned(),
            "uuid" => "gen_random_uuid()".to_owned(),
            "text" | "character varying" | "character" | "citext" => "'x'".to_owned(),
            "boolean" => "false".to_owned(),
            "date" => "date '2026-01-31'".to_owned(),
            "timestamp with time zone" => "now()".to_owned(),
            "jsonb" | "json" => "'{}'".to_owned(),
            "bytea" => r"'\x00'".to_owned(),
            "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => "1".to_owned(),
            other => panic!("{table}.{name} has the type {other}: say here how a value of it is made"),
        };
        names.push(format!("\"{name}\""));
        values.push(value);
    }
    let insert = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "));
    admin.batch_execute(&insert).await.unwrap_or_else(|error| panic!("{insert}: {error}"));
}

#[tokio::test]
async fn a_row_is_seen_and_changed_by_its_company_alone() {
    let scratch = Scratch::new().await;
    for table in &scratch.tables {
        assert_eq!(scratch.leak(table).await, None);
    }
}

#[tokio::test]
async fn these_tests_notice_every_broken_protection() {
    let scratch = Scratch::new().await;
    let broken: &[(&str, &str)] = &[
        ("DROP POLICY company ON {table}", "the policy is gone"),
        ("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", "row level security is off"),
        ("ALTER POLICY company ON {table} USING (true)", "the policy shows everything"),
        ("ALTER POLICY company ON {table} WITH CHECK (true)", "the policy takes everything"),
        ("CREATE POLICY other ON {table} TO leasify_app USING (true)", "a second policy lets everyone in"),
    ];
    for table in &scratch.tables {
        for (mutation, what) in broken {
            scratch.admin.batch_execute(&mutation.replace("{table}", table)).await.unwrap();
            assert!(scratch.leak(table).await.is_some(), "{table}: nobody noticed that {what}");
            restore(&scratch.admin, table).await;
            assert_eq!(scratch.leak(table).await, None, "restored after {what}");
        }
    }
}

async fn restore(admin: &Client, table: &str) {
    let company = "(SELECT nullif(current_setting('app.company_id', true), '')::uuid)";
    let key = key_of(table);
    let sql = format!(
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
         DROP POLICY IF EXISTS other ON {table}; DROP POLICY IF EXISTS company ON {table};
         CREATE POLICY company ON {table} TO leasify_app
             USING ({key} = {company}) WITH CHECK ({key} = {company})"
    );
    admin.batch_execute(&sql).await.unwrap();
}
