//! The server as shipped, started for a bench and stopped after it.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::database::{Database, variable};
use crate::http;

/// As many connections as the server takes by default: four per processor.
pub(crate) fn pool_size() -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    4 * u32::try_from(processors).unwrap_or(u32::MAX / 4)
}

pub(crate) struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to the first answer that needed the database.
    pub ready_after: Duration,
}

impl Server {
    pub(crate) fn start(database: &Database) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let home = PathBuf::from(variable("BENCH_HOME")?);
        let log = home.join("server.log");
        let began = Instant::now();
        let child = Command::new(variable("BENCH_API")?)
            .arg("serve")
            .env("LISTEN_ADDR", address.to_string())
            .env("DATABASE_URL", database.url("leasify_app")?)
            .env("AUTH_DATABASE_URL", database.url("leasify_auth")?)
            .env("WEB_DIR", &home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("cannot start the server")?;
        let mut server = Self { child, address, ready_after: Duration::ZERO };
        while began.elapsed() < Duration::from_secs(30) {
            if http::send(address, "GET", "/readyz", "", &[]).is_ok_and(|answer| answer.status == 200) {
                server.ready_after = began.elapsed();
                return Ok(server);
            }
            if server.child.try_wait()?.is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        bail!("the server does not answer: its words are in {}", log.display())
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `VmRSS` or `VmHWM`, its peak, in MiB.
    pub(crate) fn memory(&self, line: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let found = status.lines().find(|text| text.starts_with(line)).context("no such line of memory")?;
        let kib: f64 = found.split_whitespace().nth(1).context("no figure of memory")?.parse()?;
        Ok(kib / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
