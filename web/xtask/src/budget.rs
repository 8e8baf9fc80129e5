//! What a first visit transfers, printed at each build and held under a limit in release.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::dist::Site;
use crate::files::File;

/// Bytes of HTML, JavaScript, wasm and CSS as sent with brotli.
const FIRST_LOAD_LIMIT: usize = 450_000;

pub(crate) fn print(site: &Site, out: &Path, took: Duration) {
    eprintln!("{:<44} {:>10} {:>10} {:>10}", "file", "raw", "gzip", "brotli");
    for file in &site.files {
        let sent =
            |extension| encoded(site, file, extension).map_or("-".to_owned(), |file| kilobytes(file.bytes.len()));
        eprintln!("{:<44} {:>10} {:>10} {:>10}", file.path, kilobytes(file.bytes.len()), sent("gz"), sent("br"));
    }
    let (first, took) = (kilobytes(first_load(site)), took.as_secs_f32());
    eprintln!("first load {first}, {} files in {}, {took:.1} s", site.files.len(), out.display());
}

pub(crate) fn enforce(site: &Site) -> Result<()> {
    let size = first_load(site);
    ensure!(
        size <= FIRST_LOAD_LIMIT,
        "the first load is {}, over the limit of {}: find what grew with `cargo bloat` or load it later",
        kilobytes(size),
        kilobytes(FIRST_LOAD_LIMIT)
    );
    Ok(())
}

fn first_load(site: &Site) -> usize {
    let first = site.files.iter().filter(|file| site.first_load.contains(&file.path));
    first.map(|file| encoded(site, file, "br").unwrap_or(file).bytes.len()).sum()
}

fn encoded<'a>(site: &'a Site, file: &File, extension: &str) -> Option<&'a File> {
    let path = format!("{}.{extension}", file.path);
    site.encoded.iter().find(|encoded| encoded.path == path)
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(brotli_bytes: usize) -> Site {
        let file = |path: &str, size| File { path: path.into(), bytes: vec![0; size] };
        Site {
            files: vec![file("index.html", 300), file("assets/web.wasm", 2_000_000), file("manual.json", 900_000)],
            encoded: vec![file("assets/web.wasm.br", brotli_bytes)],
            first_load: vec!["index.html".into(), "assets/web.wasm".into()],
        }
    }

    #[test]
    fn the_first_load_counts_encoded_bytes_and_only_what_it_fetches() {
        assert_eq!(first_load(&site(200_000)), 200_300);
    }

    #[test]
    fn a_first_load_over_the_limit_is_refused() {
        assert!(enforce(&site(449_700)).is_ok());
        assert!(enforce(&site(449_701)).is_err());
    }
}
