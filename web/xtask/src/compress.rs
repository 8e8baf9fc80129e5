//! Brotli and gzip made once at build time, so that the server only picks a file.

use std::io::Write;

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::dist::Site;
use crate::files::File;

/// Below this the header of the answer weighs more than what compression saves.
const WORTHWHILE_BYTES: usize = 1_024;
const TEXTUAL: [&str; 8] = ["html", "js", "css", "wasm", "json", "svg", "txt", "webmanifest"];

pub(crate) fn precompress(site: &mut Site) -> Result<()> {
    for file in site.files.iter().filter(|file| worthwhile(file)) {
        site.encoded.push(File { path: format!("{}.br", file.path), bytes: brotli(&file.bytes)? });
        site.encoded.push(File { path: format!("{}.gz", file.path), bytes: gzip(&file.bytes)? });
    }
    Ok(())
}

fn worthwhile(file: &File) -> bool {
    let extension = file.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    file.bytes.len() >= WORTHWHILE_BYTES && TEXTUAL.contains(&extension)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut encoded, &params)?;
    Ok(encoded)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
