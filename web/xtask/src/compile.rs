//! Rust to wasm by cargo, wasm to a browser module by wasm-bindgen.

use std::collections::BTreeMap;
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

/// The compiled app as it is served, from one folder.
pub(crate) struct Bundle {
    /// `web.js`, `web_bg.wasm`, any snippets they import and, in release, the chunks.
    pub(crate) files: Vec<File>,
    /// The chunks by the split point that needs them. A development build is in one piece.
    pub(crate) chunks: BTreeMap<String, Vec<String>>,
}

/// The stamp names the wasm that the files were made from: wasm-bindgen takes seconds, and a warm start mostly changes
/// nothing.
pub(crate) fn bundle(places: &Places, release: bool) -> Result<Bundle> {
    ensure_target_installed()?;
    let wasm = cargo_build(&places.workspace, release)?;
    let out = wasm.with_extension("bindgen");
    let stamp = wasm.with_extension("bindgen-stamp");
    let input = files::content_hash([files::read(&wasm)?.as_slice()]);
    if fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == input) {
        return read_bundle(&out);
    }
    files::remove_file(&stamp)?;
    files::remove_dir(&out)?;
    if release {
        let cut = wasm.with_extension("chunks");
        cut_into_chunks(&places.workspace, &wasm, &cut)?;
        bind(&cut.join(MAIN_CHUNK), &out, release)?;
        for file in files::read_tree(&cut)?.into_iter().filter(|file| file.path != MAIN_CHUNK) {
            files::write(&out.join(&file.path), &file.bytes)?;
        }
    } else {
        bind(&wasm, &out, release)?;
    }
    files::write(&stamp, input.as_bytes())?;
    read_bundle(&out)
}

const MAIN_CHUNK: &str = "main.wasm";
const CHUNK_MAP: &str = "chunks.json";

fn read_bundle(out: &Path) -> Result<Bundle> {
    let mut files = files::read_tree(out)?;
    let map = files.extract_if(.., |file| file.path == CHUNK_MAP).next();
    let chunks = map.map(|file| serde_json::from_slice(&file.bytes)).transpose()?.unwrap_or_default();
    Ok(Bundle { files, chunks })
}

/// By a program of its own, built the first time something is shipped: see `web/xtask/chunks`.
fn cut_into_chunks(workspace: &Path, wasm: &Path, folder: &Path) -> Result<()> {
    files::remove_dir(folder)?;
    let cut = Command::new(cargo())
        .current_dir(workspace)
        .args(["run", "--quiet", "--package", "chunks", "--"])
        .args([wasm, folder])
        .stdin(Stdio::null())
        .status()
        .context("cargo does not start")?;
    ensure!(cut.success(), "the app cannot be cut into chunks: see the messages above");
    Ok(())
}

fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
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
    let mut build = Command::new(cargo());
    build
        .current_dir(workspace)
        .args(["rustc", "--package", "web", "--bin", "web", "--target", TARGET])
        .arg("--message-format=json-render-diagnostics");
    if release {
        // The cut follows the linker's relocations.
        build.args(["--profile", "wasm-release", "--features", "split", "--", "-Clink-args=--emit-relocs"]);
    }
    let build = build.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("cargo does not start")?;
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
        // The chunks import the function table and the memory from the main file.
        .keep_lld_exports(release)
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
