//! The served folder: hashed names under `assets/` (cached for ever), everything else under its own name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::compile::Bundle;
use crate::files::{self, File};

/// What the server serves, still in memory.
pub(crate) struct Site {
    pub(crate) files: Vec<File>,
    /// Encoded copies of `files`: `index.html.br`, `index.html.gz`, …
    pub(crate) encoded: Vec<File>,
    /// Paths a first visit transfers.
    pub(crate) first_load: Vec<String>,
}

/// The texts of one language, named for `index.html` as `texts-sv`.
pub(crate) struct Texts {
    pub(crate) name: String,
    pub(crate) json: String,
}

/// The room that is opened after signing in: its chunks are part of the first load.
const FIRST_ROOM: &str = "overview";

/// Names by content, and the two templates `index.html` and `src/boot.js` filled with those names.
pub(crate) fn assemble(web: &Path, bundle: Bundle, css: Vec<u8>, texts: Vec<Texts>) -> Result<Site> {
    let mut names = BTreeMap::new();
    let mut site = files::read_tree(&web.join("assets"))?;

    // The module and its wasm name each other (and any snippets) by relative path: so the folder carries the hash.
    let hash = files::content_hash(bundle.files.iter().map(|file| file.bytes.as_slice()));
    let folder = format!("assets/web-{hash}");
    names.insert("app.js", format!("/{folder}/web.js"));
    names.insert("app.wasm", format!("/{folder}/web_bg.wasm"));
    let rooms = by_room(&bundle.chunks, &folder);
    let chunks: BTreeSet<&String> = rooms.values().flatten().collect();
    let of_all_rooms = bundle.files.iter().map(|file| format!("{folder}/{}", file.path));
    let mut first_load: Vec<String> = of_all_rooms.filter(|path| !chunks.contains(&format!("/{path}"))).collect();
    first_load.extend(rooms.get(FIRST_ROOM).into_iter().flatten().map(|path| path.trim_start_matches('/').to_owned()));
    names.insert("rooms", serde_json::to_string(&rooms)?);
    let served =
        bundle.files.into_iter().map(|file| File { path: format!("{folder}/{}", file.path), bytes: file.bytes });
    site.extend(served);

    let css = hashed("app", "css", css);
    names.insert("app.css", format!("/{}", css.path));
    let boot = hashed("boot", "js", fill(&web.join("src/boot.js"), &names)?);
    names.insert("boot.js", format!("/{}", boot.path));
    first_load.extend([css.path.clone(), boot.path.clone()]);

    // A visitor fetches one language; the first one stands for all in the budget.
    let texts: Vec<File> = texts.into_iter().map(|each| hashed(&each.name, "json", each.json.into_bytes())).collect();
    first_load.extend(texts.first().map(|file| file.path.clone()));
    for file in &texts {
        let name = file.path.trim_start_matches("assets/").split_once('.').map_or("", |(name, _)| name);
        names.insert(name, format!("/{}", file.path));
    }

    let index = File { path: "index.html".into(), bytes: fill(&web.join("index.html"), &names)? };
    first_load.push(index.path.clone());
    site.extend([css, boot, index]);
    site.extend(texts.iter().map(|file| File { path: file.path.clone(), bytes: file.bytes.clone() }));
    Ok(Site { first_load, files: site, encoded: Vec::new() })
}

/// The addresses of each room's chunks.
fn by_room(chunks: &BTreeMap<String, Vec<String>>, folder: &str) -> BTreeMap<String, Vec<String>> {
    let addresses = |files: &[String]| files.iter().map(|file| format!("/{folder}/{file}")).collect();
    chunks.iter().map(|(room, files)| (room.clone(), addresses(files))).collect()
}

fn hashed(stem: &str, extension: &str, bytes: Vec<u8>) -> File {
    let hash = files::content_hash([bytes.as_slice()]);
    File { path: format!("assets/{stem}.{hash}.{extension}"), bytes }
}

fn fill(template: &Path, names: &BTreeMap<&str, String>) -> Result<Vec<u8>> {
    let text = fs::read_to_string(template).with_context(|| format!("cannot read {}", template.display()))?;
    let filled = names.iter().fold(text, |text, (name, path)| text.replace(&format!("{{{{{name}}}}}"), path));
    if let Some(rest) = filled.split_once("{{").map(|(_, rest)| rest) {
        let name = rest.split("}}").next().unwrap_or(rest);
        bail!("{} asks for {{{{{name}}}}}, which the build does not make", template.display());
    }
    Ok(filled.into_bytes())
}

/// Written beside `out` and swapped in by rename: a server never sees half a build, and old files do not pile up.
pub(crate) fn publish(site: &Site, out: &Path) -> Result<()> {
    let (fresh, stale) = (beside(out, "new"), beside(out, "old"));
    files::remove_dir(&fresh)?;
    files::remove_dir(&stale)?;
    for file in site.files.iter().chain(&site.encoded) {
        files::write(&fresh.join(&file.path), &file.bytes)?;
    }
    if out.exists() {
        fs::rename(out, &stale).with_context(|| format!("cannot move {} aside", out.display()))?;
    }
    fs::rename(&fresh, out).with_context(|| format!("cannot put the new build in place as {}", out.display()))?;
    files::remove_dir(&stale)
}

fn beside(out: &Path, suffix: &str) -> PathBuf {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{name}.{suffix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-dist-{name}-{}", std::process::id()))
    }

    fn web(name: &str, index: &str) -> PathBuf {
        let web = folder(name);
        files::write(&web.join("index.html"), index.as_bytes()).unwrap();
        files::write(&web.join("src/boot.js"), b"load('{{app.js}}', '{{app.wasm}}', {{rooms}})").unwrap();
        files::write(&web.join("assets/favicon.svg"), b"<svg/>").unwrap();
        web
    }

    fn bundle(wasm: &[u8]) -> Bundle {
        let file = |path: &str, bytes: &[u8]| File { path: path.into(), bytes: bytes.to_vec() };
        let files = vec![
            file("chunk_1.wasm", b"shared"),
            file("split_import.wasm", b"import"),
            file("web.js", b"glue"),
            file("web_bg.wasm", wasm),
        ];
        let needs = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let chunks = [
            ("overview".to_owned(), needs(&["chunk_1.wasm"])),
            ("import".to_owned(), needs(&["chunk_1.wasm", "split_import.wasm"])),
        ];
        Bundle { files, chunks: chunks.into() }
    }

    fn texts() -> Vec<Texts> {
        vec![Texts { name: "texts-sv".into(), json: "[]".into() }]
    }

    fn text(site: &Site, path: &str) -> String {
        let file = site.files.iter().find(|file| file.path.starts_with(path)).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    }

    #[test]
    fn index_names_the_hashed_files_and_a_new_wasm_gets_a_new_name() {
        let web =
            web("names", "<link href='{{app.css}}'><link href='{{texts-sv}}'><script src='{{boot.js}}'></script>");
        let first = assemble(&web, bundle(b"one"), b"a{}".to_vec(), texts()).unwrap();
        let second = assemble(&web, bundle(b"two"), b"a{}".to_vec(), texts()).unwrap();
        files::remove_dir(&web).unwrap();

        assert!(text(&first, "index.html").contains("href='/assets/app."));
        assert!(text(&first, "index.html").contains("href='/assets/texts-sv."));
        assert!(text(&first, "assets/boot.").contains("/web_bg.wasm"));
        assert_ne!(text(&first, "index.html"), text(&second, "index.html"));
        assert!(first.files.iter().any(|file| file.path == "favicon.svg"));
        assert!(text(&first, "assets/boot.").contains("/split_import.wasm\"]"));
        assert_eq!(first.first_load.len(), 7, "{:?}", first.first_load);
        assert!(!first.first_load.iter().any(|path| path.contains("import")));
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        let web = web("unknown", "{{app.sj}}");
        let message = assemble(&web, bundle(b"one"), Vec::new(), texts()).err().unwrap().to_string();
        files::remove_dir(&web).unwrap();
        assert!(message.contains("{{app.sj}}"), "{message}");
    }

    #[test]
    fn publishing_again_leaves_no_file_of_the_build_before() {
        let out = folder("out").join("dist");
        let site = |name: &str| Site {
            files: vec![File { path: name.into(), bytes: Vec::new() }],
            encoded: Vec::new(),
            first_load: Vec::new(),
        };
        publish(&site("assets/one.js"), &out).unwrap();
        publish(&site("assets/two.js"), &out).unwrap();
        let left: Vec<_> = files::read_tree(out.parent().unwrap()).unwrap().into_iter().map(|file| file.path).collect();
        files::remove_dir(out.parent().unwrap()).unwrap();
        assert_eq!(left, ["dist/assets/two.js"]);
    }
}
