//! `api calculate`: a calculation of a file, without a server or a database.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use shared::books::NewBookCalculation;

use super::service;
use crate::error::{ApiResult, Language};
use crate::http::{BYTES_MAX, read_json};

/// The file cannot be calculated.
const REFUSED: u8 = 2;

/// Reads the file, or standard input for `-`, and writes the answer to standard output, or every fault as a line on
/// standard error.
pub fn run(file: &Path) -> anyhow::Result<ExitCode> {
    let body = match read(file) {
        Ok(body) if body.len() > BYTES_MAX => return refuse(&format!("at most {BYTES_MAX} bytes are read")),
        Ok(body) => body,
        Err(error) => return refuse(&format!("cannot read {}: {error}", file.display())),
    };
    match answer(&body) {
        Ok(answer) => match std::io::stdout().write_all(answer.as_bytes()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
            outcome => Ok(outcome.map(|()| ExitCode::SUCCESS)?),
        },
        Err(error) => {
            let problem = error.problem(Language::English, "", "");
            let mut lines = vec![problem.detail];
            for fault in problem.errors {
                let found = fault.found.map_or_else(String::new, |found| format!("; found {found}"));
                let expected = fault.expected.map_or_else(String::new, |expected| format!("; expected {expected}"));
                let place = if fault.pointer.is_empty() { "the file" } else { &fault.pointer };
                lines.push(format!("{place}: {} ({}){found}{expected}", fault.detail, fault.code));
            }
            refuse(&lines.join("\n"))
        }
    }
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    let limit = BYTES_MAX as u64 + 1;
    if file.as_os_str() == "-" {
        std::io::stdin().take(limit).read_to_end(&mut body)?;
    } else {
        std::fs::File::open(file)?.take(limit).read_to_end(&mut body)?;
    }
    Ok(body)
}

fn answer(body: &[u8]) -> ApiResult<String> {
    let calculation = service::calculate(&read_json::<NewBookCalculation>(body)?)?;
    let mut text = serde_json::to_string_pretty(&calculation).map_err(crate::error::ApiError::internal)?;
    text.push('\n');
    Ok(text)
}

fn refuse(lines: &str) -> anyhow::Result<ExitCode> {
    writeln!(std::io::stderr(), "{lines}")?;
    Ok(ExitCode::from(REFUSED))
}
