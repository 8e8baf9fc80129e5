//! Configuration: environment variables, one struct per section, every fault reported at once.

use crate::http::TrustedProxies;
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use tokio_postgres::config::Host;

mod read;
pub use read::{Fault, Reader};

/// Everything `api serve` needs.
#[derive(Clone, Debug)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub passwords: Passwords,
}

#[derive(Clone, Debug)]
pub struct Server {
    /// `LISTEN_ADDR`, default `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// `PUBLIC_URL`, such as `https://leasing.example.se`: the origin browsers use. Needed behind a proxy that changes
    /// the Host header; without it the Host header decides.
    pub public_origin: Option<String>,
    /// `TRUSTED_PROXIES`, such as `10.0.0.0/8, 192.0.2.7`: whose `X-Forwarded-For` is believed. Needed behind a proxy,
    /// or everybody behind it is slowed down together when one of them guesses passwords. Default: nobody's.
    pub trusted_proxies: TrustedProxies,
    /// `WEB_DIR`, default `dist`: the built web app.
    pub web_dir: PathBuf,
    /// `WORKERS`, default one per processor.
    pub workers: usize,
}

#[derive(Clone, Debug)]
pub struct Database {
    /// `DATABASE_URL`: as the role `leasify_app`. On this machine, unless `DATABASE_UNENCRYPTED=allowed`.
    pub app_url: SecretString,
    /// `AUTH_DATABASE_URL`: as the role `leasify_auth`.
    pub auth_url: SecretString,
    /// `DATABASE_POOL`, default four per processor: more only makes requests wait inside PostgreSQL instead.
    pub pool_size: usize,
}

/// What one password hash costs: argon2id.
#[derive(Clone, Copy, Debug)]
pub struct Passwords {
    /// `PASSWORD_MEMORY_KIB`, default and least 19456.
    pub memory_kib: u32,
    /// `PASSWORD_ITERATIONS`, default and least 2.
    pub iterations: u32,
}

impl Passwords {
    const FLOOR: Self = Self { memory_kib: 19_456, iterations: 2 };
}

impl Config {
    pub fn from_env() -> Result<Self, Vec<Fault>> {
        Self::from_vars(&std::env::vars().collect())
    }

    pub fn from_vars(vars: &BTreeMap<String, String>) -> Result<Self, Vec<Fault>> {
        let mut read = Reader::new(vars);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let server = Server {
            listen: read.or(
                "LISTEN_ADDR",
                "an address such as 127.0.0.1:8080",
                SocketAddr::from(([127, 0, 0, 1], 8080)),
            ),
            public_origin: read.optional::<String>("PUBLIC_URL", "text").and_then(|url| match origin(&url) {
                Some(origin) => Some(origin),
                None => {
                    read.fault("PUBLIC_URL", "is not an address such as https://leasing.example.se");
                    None
                }
            }),
            trusted_proxies: read.or(
                "TRUSTED_PROXIES",
                "a list of addresses and networks such as 10.0.0.0/8, 192.0.2.7",
                TrustedProxies::default(),
            ),
            web_dir: read.or("WEB_DIR", "a folder", PathBuf::from("dist")),
            workers: read.within("WORKERS", cores, 1..=256),
        };
        let may_be_open = read.flag("DATABASE_UNENCRYPTED", "allowed");
        let database = Database {
            app_url: database_url(&mut read, "DATABASE_URL", may_be_open),
            auth_url: database_url(&mut read, "AUTH_DATABASE_URL", may_be_open),
            pool_size: read.within("DATABASE_POOL", 4 * cores, 1..=500),
        };
        let passwords = Passwords {
            memory_kib: read.within(
                "PASSWORD_MEMORY_KIB",
                Passwords::FLOOR.memory_kib,
                Passwords::FLOOR.memory_kib..=1_048_576,
            ),
            iterations: read.within(
                "PASSWORD_ITERATIONS",
                Passwords::FLOOR.iterations,
                Passwords::FLOOR.iterations..=100,
            ),
        };
        read.finish(Self { server, database, passwords })
    }
}

/// An address of PostgreSQL that keeps what is said on this machine, because this server speaks no TLS to it.
fn database_url(read: &mut Reader, variable: &str, may_be_open: bool) -> SecretString {
    let url = read.secret(variable);
    let Ok(config) = url.expose_secret().parse::<tokio_postgres::Config>() else {
        read.fault(variable, "is not an address such as postgres:///leasify?host=/run/postgresql&user=leasify_app");
        return url;
    };
    let is_local = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
    };
    if !may_be_open && !config.get_hosts().iter().all(is_local) {
        read.fault(
            variable,
            "leads to another machine, and the way there would not be encrypted. Connect through a tunnel on this \
             machine, or set DATABASE_UNENCRYPTED=allowed where the network is yours alone",
        );
    }
    url
}

/// Scheme, host and port, without the slash that people put after them.
fn origin(url: &str) -> Option<String> {
    let url = url.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let plain = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    plain.then(|| url.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn two_urls_are_enough() {
        let config =
            Config::from_vars(&vars(&[("DATABASE_URL", "postgres:///a"), ("AUTH_DATABASE_URL", "postgres:///b")]))
                .unwrap();
        assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
        assert!(!format!("{config:?}").contains("postgres:///a"));
    }

    #[test]
    fn nothing_travels_in_the_clear_unless_it_was_said() {
        let faults = |url: &str, open: &str| {
            let given = vars(&[("DATABASE_URL", url), ("AUTH_DATABASE_URL", url), ("DATABASE_UNENCRYPTED", open)]);
            Config::from_vars(&given).err().map_or(0, |faults| faults.len())
        };
        for local in ["postgres:///a?host=/run/postgresql", "postgres://u@localhost/a", "postgres://u@127.0.0.1:5433/a"]
        {
            assert_eq!(faults(local, ""), 0, "{local}");
        }
        for remote in ["postgres://u@db/a", "postgres://u@192.0.2.7/a", "postgres://u@localhost,db.example/a"] {
            assert_eq!(faults(remote, ""), 2, "{remote}");
            assert_eq!(faults(remote, "allowed"), 0, "{remote}");
        }
        assert_eq!(faults("mysql://u@localhost/a", ""), 2);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = Config::from_vars(&vars(&[
            ("LISTEN_ADDR", "everywhere"),
            ("PUBLIC_URL", "leasing.example.se"),
            ("PASSWORD_ITERATIONS", "1"),
            ("TRUSTED_PROXIES", "the balancer"),
            ("WORKERS", "many"),
        ]))
        .unwrap_err();
        let named: Vec<_> = faults.iter().map(|fault| fault.variable.as_str()).collect();
        assert_eq!(
            named,
            [
                "LISTEN_ADDR",
                "PUBLIC_URL",
                "TRUSTED_PROXIES",
                "WORKERS",
                "DATABASE_URL",
                "AUTH_DATABASE_URL",
                "PASSWORD_ITERATIONS"
            ]
        );
    }
}
