//! Single requests, as a person's browser sends them: setting the scene, not making the load.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(120);
const EMAIL: &str = "bench@leasify.test";
const PASSWORD: &str = "tre-gula-kranar-i-regn";

pub(crate) struct Answer {
    pub status: u16,
    pub headers: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).context("the answer is not JSON")
    }

    fn header(&self, name: &str) -> Option<&str> {
        let line = self
            .headers
            .lines()
            .find(|line| line.split_once(':').is_some_and(|(found, _)| found.trim().eq_ignore_ascii_case(name)))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }
}

/// Sends one request on a connection of its own.
pub(crate) fn send(address: SocketAddr, method: &str, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: close\r\n\
         Content-Length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("the answer has no head")?;
    let body = answer.split_off(end + 4);
    let headers = String::from_utf8_lossy(&answer).into_owned();
    let status = headers.split(' ').nth(1).and_then(|text| text.parse().ok()).context("the answer has no status")?;
    Ok(Answer { status, headers, body })
}

/// A signed-in person.
pub(crate) struct Session {
    pub address: SocketAddr,
    pub cookie: String,
    csrf: String,
    pub account: String,
    pub companies: Vec<String>,
}

impl Session {
    pub(crate) fn sign_up(address: SocketAddr) -> Result<Self> {
        let body = json!({
            "company_name": "Mätningens Åkeri AB",
            "org_number": org_number(0),
            "name": "Mät Person",
            "email": EMAIL,
            "password": PASSWORD,
        });
        Self::begin(address, "/api/v1/accounts", &body)
    }

    pub(crate) fn sign_in(address: SocketAddr) -> Result<Self> {
        Self::begin(address, "/api/v1/sessions", &json!({"email": EMAIL, "password": PASSWORD}))
    }

    fn begin(address: SocketAddr, path: &str, body: &Value) -> Result<Self> {
        let headers = "Content-Type: application/json\r\n";
        let answer = send(address, "POST", path, headers, body.to_string().as_bytes())?;
        ensure!(answer.status < 300, "{path} answers {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.context("no cookie was set")?.to_owned();
        let me = answer.json()?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let csrf = text(&me["csrf_token"]).context("no CSRF token")?;
        let account = text(&me["account"]["id"]).context("no account")?;
        let memberships = me["memberships"].as_array().context("no memberships")?;
        let companies = memberships.iter().filter_map(|one| text(&one["company_id"])).collect();
        Ok(Self { address, cookie, csrf, account, companies })
    }

    pub(crate) fn get(&self, path: &str) -> Result<Answer> {
        self.send("GET", path, "", &[])
    }

    pub(crate) fn post(&self, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        self.send("POST", path, headers, body)
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        let (cookie, csrf) = (&self.cookie, &self.csrf);
        let headers = format!("Cookie: {cookie}\r\nX-CSRF-Token: {csrf}\r\n{headers}");
        let answer = send(self.address, method, path, &headers, body)?;
        if answer.status >= 300 {
            bail!("{method} {path} answers {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        Ok(answer)
    }

    /// A further company.
    pub(crate) fn create_company(&self, serial: u32) -> Result<String> {
        let body = json!({"name": format!("Bolag {serial} AB"), "org_number": org_number(serial)}).to_string();
        let answer = self.post("/api/v1/companies", "Content-Type: application/json\r\n", body.as_bytes())?;
        answer.json()?["id"].as_str().map(str::to_owned).context("the company has no id")
    }

    /// From the file to the agreements, as the import pages do it.
    pub(crate) fn import(&self, company: &str, csv: &[u8]) -> Result<()> {
        let imports = format!("/api/v1/companies/{company}/imports");
        let upload = format!("{imports}?file_name=avtal.csv");
        let import = self.post(&upload, "Content-Type: application/octet-stream\r\n", csv)?.json()?;
        ensure!(import["counts"]["faulty"] == 0, "rows are faulty: {}", import["fault_groups"]);
        let id = import["id"].as_str().context("the import has no id")?;
        let tag = format!("If-Match: \"{}\"\r\n", import["version"]);
        self.post(&format!("{imports}/{id}/apply"), &tag, &[])?;
        loop {
            let import = self.get(&format!("{imports}/{id}"))?.json()?;
            match import["status"].as_str() {
                Some("applying") => std::thread::sleep(Duration::from_millis(10)),
                Some("applied") => return Ok(()),
                _ => bail!("the import ended as {}: {}", import["status"], import["failure"]),
            }
        }
    }
}

/// Numbers of no company that exists: 999 begins none.
fn org_number(serial: u32) -> String {
    let digits = format!("999{serial:06}");
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
