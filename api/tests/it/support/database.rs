//! A database per test, cloned in some ten milliseconds from a template that is migrated once per state of `migrations/`.

use api::db::migrate::{Direction, migrate};
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tokio_postgres::{Client, NoTls};

/// Any number: two test processes prepare the template one after the other.
const LOCK: i64 = 7_305_801_226;

/// Dropped with the value.
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    pub async fn new() -> Self {
        let name = format!("leasify_test_{:016x}", rand::random::<u64>());
        let created = name.clone();
        blocking(move || async move {
            let admin = connect(&admin_url()).await;
            let template = prepared_template(&admin).await;
            let create = format!("CREATE DATABASE {created} TEMPLATE {template} STRATEGY FILE_COPY");
            admin.batch_execute(&create).await.unwrap();
        });
        Self { name }
    }

    /// The URL of a role in this database.
    pub fn url(&self, role: &str) -> SecretString {
        url_of(&self.name, role).into()
    }

    /// A connection past all protection, to look at what is really there.
    pub async fn superuser(&self) -> Client {
        connect(&url_of(&self.name, &parameter(&admin_url(), "user").unwrap_or("postgres".to_owned()))).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        blocking(move || async move {
            let admin = connect(&admin_url()).await;
            admin.batch_execute(&drop).await.unwrap();
        });
    }
}

async fn prepared_template(admin: &Client) -> String {
    let name = format!("leasify_template_{}", migrations_hash());
    admin.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await.unwrap();
    let is_there: bool = admin
        .query_one("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND NOT datallowconn)", &[&name])
        .await
        .unwrap()
        .get(0);
    if !is_there {
        drop_old(admin).await;
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        let owner = parameter(&admin_url(), "user").unwrap_or("postgres".to_owned());
        migrate(&url_of(&name, &owner).into(), Direction::Up).await.unwrap();
        // CREATE DATABASE refuses a template that someone is connected to.
        admin.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await.unwrap();
    }
    admin.execute("SELECT pg_advisory_unlock($1)", &[&LOCK]).await.unwrap();
    name
}

/// Templates of other states of the migrations, and what killed tests left behind.
async fn drop_old(admin: &Client) {
    let old = "SELECT datname FROM pg_database WHERE datname LIKE 'leasify\\_template\\_%' \
               OR datname LIKE 'leasify\\_test\\_%' AND NOT EXISTS \
               (SELECT FROM pg_stat_activity WHERE pg_stat_activity.datname = pg_database.datname)";
    for row in admin.query(old, &[]).await.unwrap() {
        let name: String = row.get(0);
        // Another process may be cloning or using it; then it stays until next time.
        let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await;
    }
}

fn migrations_hash() -> String {
    let mut files = Vec::new();
    for migration in std::fs::read_dir(root().join("migrations")).unwrap() {
        let path = migration.unwrap().path();
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|file| file.unwrap().path()));
        }
    }
    files.push(root().join("api/src/db/migrate.rs"));
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(std::fs::read(file).unwrap());
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// `TEST_DATABASE_ADMIN_URL`, else the cluster that `.ci/pg.sh` keeps for tests.
fn admin_url() -> String {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        std::env::var("TEST_DATABASE_ADMIN_URL").unwrap_or_else(|_| {
            let script = root().join(".ci/pg.sh");
            assert!(Command::new(&script).args(["start", "--test"]).status().unwrap().success());
            let url = Command::new(&script).args(["url", "--test"]).output().unwrap();
            String::from_utf8(url.stdout).unwrap().trim().to_owned()
        })
    })
    .clone()
}

fn url_of(database: &str, role: &str) -> String {
    let admin = admin_url();
    let host = parameter(&admin, "host").expect("TEST_DATABASE_ADMIN_URL names its socket folder as host=");
    format!("postgres:///{database}?host={host}&user={role}")
}

fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// On a runtime of its own: migrations need a multi-threaded one, and a drop cannot wait on the test's.
fn blocking<F: Future<Output = ()>>(work: impl FnOnce() -> F + Send + 'static) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(work());
    })
    .join()
    .unwrap();
}
