//! `chunks <web.wasm> <folder>`: writes `main.wasm` for wasm-bindgen, the other files as they are served, and
//! `chunks.json`: which files each split point needs.
//!
//! A program of its own so that a development build never compiles it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use wasm_split_cli_support::{Options, transform};

fn main() -> Result<()> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(wasm), Some(folder)) = (args.next(), args.next()) else { bail!("usage: chunks <web.wasm> <folder>") };
    let input = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.main_module = "./web.js";
    let cut = transform(options).map_err(|why| anyhow!("{} cannot be cut: {why:#}", wasm.display()))?;
    for chunk in &cut.split_modules {
        drop_custom_sections(chunk)?;
    }
    let needs: BTreeMap<_, Vec<_>> = cut
        .prefetch_map
        .into_iter()
        .map(|(point, files)| (point, files.into_iter().map(|file| format!("{file}.wasm")).collect()))
        .collect();
    fs::write(folder.join("chunks.json"), serde_json::to_string(&needs)?)?;
    Ok(())
}

/// Function names and relocations serve only whoever debugs, and would double what travels.
fn drop_custom_sections(path: &Path) -> Result<()> {
    let wasm = fs::read(path)?;
    let kept = without_custom_sections(&wasm).with_context(|| format!("{} is no wasm module", path.display()))?;
    Ok(fs::write(path, kept)?)
}

const HEADER_BYTES: usize = 8;
const CUSTOM: u8 = 0;

/// A module is a header and sections, each its kind, its length and its content.
fn without_custom_sections(wasm: &[u8]) -> Option<Vec<u8>> {
    let mut kept = wasm.get(..HEADER_BYTES)?.to_vec();
    let mut rest = wasm.get(HEADER_BYTES..)?;
    while let Some((kind, after)) = rest.split_first() {
        let (length, prefix) = leb128(after)?;
        let section_bytes = 1 + prefix + length;
        if *kind != CUSTOM {
            kept.extend_from_slice(rest.get(..section_bytes)?);
        }
        rest = rest.get(section_bytes..)?;
    }
    Some(kept)
}

/// The number and how many bytes it took.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut number = 0_usize;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        number |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((number, at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_custom_sections_go() {
        let module = [b"\0asm\x01\0\0\0".as_slice(), &[1, 2, 7, 7], &[0, 3, 1, b'n', 9], &[10, 0x81, 0, 5]].concat();
        let kept = without_custom_sections(&module).unwrap();
        assert_eq!(kept, [b"\0asm\x01\0\0\0".as_slice(), &[1, 2, 7, 7], &[10, 0x81, 0, 5]].concat());
        assert!(without_custom_sections(b"\0asm").is_none());
        assert!(without_custom_sections(b"\0asm\x01\0\0\0\x01\x09").is_none());
    }
}
