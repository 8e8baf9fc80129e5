//! Rust to wasm by cargo, wasm to a browser module by wasm-bindgen.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::Places;
use crate::files::{self, File};

const TARGET: &str = "wasm32-unknown-unknown";

/// The files wasm-bindgen makes: `web.js`, `web_bg.wasm` and any snippets it imports. The stamp names the wasm they were
/// made from: wasm-bindgen takes seconds, and a warm start mostly changes nothing.
pub(crate) fn bundle(places: &Places, release: bool) -> Result<Vec<File>> {
    ensure_target_installed()?;
    let wasm = cargo_build(&places.workspace, release)?;
    let out = wasm.with_extension("bindgen");
    let stamp = wasm.with_extension("bindgen-stamp");
    let input = files::content_hash([files::read(&wasm)?.as_slice()]);
    if fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == input) {
        return files::read_tree(&out);
    }
    files::remove_file(&stamp)?;
    files::remove_dir(&out)?;
    bind(&wasm, &out, release)?;
    files::write(&stamp, input.as_bytes())?;
    files::read_tree(&out)
}

fn ensure_target_installed() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let asked = Command::new(&rustc).args(["--print", "target-libdir", "--target", TARGET]).output();
    let found = asked.with_context(|| format!("{} does not start", rustc.display()))?;
    let libdir = PathBuf::from(String::from_utf8_lossy(&found.stdout).trim());
    ensure!(libdir.is_dir(), "this Rust toolchain cannot build for the browser yet. Run: rustup target add {TARGET}");
    Ok(())
}

fn cargo_build(workspace: &Path, release: bool) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let profile = if release { "wasm-release" } else { "dev" };
    let build = Command::new(cargo)
        .current_dir(workspace)
        .args(["build", "--package", "web", "--target", TARGET, "--profile", profile])
        .arg("--message-format=json-render-diagnostics")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cargo does not start")?;
    if !build.status.success() {
        bail!("the web app does not compile: see the messages above");
    }
    wasm_named_in(&build.stdout).context("cargo built no wasm file for the package `web`")
}

/// Cargo says where it put the file, so a changed target folder needs no guess.
fn wasm_named_in(messages: &[u8]) -> Option<PathBuf> {
    messages
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact" && message["target"]["name"] == "web")
        .filter_map(|message| message["filenames"].as_array().cloned())
        .flatten()
        .filter_map(|name| name.as_str().map(PathBuf::from))
        .find(|path| path.extension().is_some_and(|extension| extension == "wasm"))
}

fn bind(wasm: &Path, out: &Path, release: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("web")
        .web(true)?
        .typescript(false)
        .debug(!release)
        .keep_debug(false)
        .remove_name_section(release)
        .remove_producers_section(true);
    bindgen.generate(out).context("wasm-bindgen cannot read the compiled app")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_file_is_found_among_cargos_messages() {
        let messages = br#"{"reason":"compiler-artifact","target":{"name":"shared"},"filenames":["/t/libshared.rlib"]}
not json
{"reason":"compiler-artifact","target":{"name":"web"},"filenames":["/t/web.d","/t/web.wasm"]}
{"reason":"build-finished","success":true}"#;
        assert_eq!(wasm_named_in(messages), Some(PathBuf::from("/t/web.wasm")));
    }
}
