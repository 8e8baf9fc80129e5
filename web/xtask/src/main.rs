//! `cargo xtask web [--release]`: from the sources in `web/` to the folder the server serves, `dist/`.
//!
//! ```text
//! compile   cargo, then wasm-bindgen          -> web.js, web_bg.wasm and, in release, a file for each chunk
//! texts     locales/<language>/*.json        -> one table per language
//! styles    style/*.css and src/**/*.css      -> one style sheet
//! dist      names by content, index.html      -> dist/, swapped in whole
//! compress  brotli and gzip beside each file  (release)
//! budget    what a first visit transfers      (release)
//! ```

mod budget;
mod compile;
mod compress;
mod dist;
mod files;
mod styles;
mod texts;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: cargo xtask web [--release] [--out <folder>]";

struct Options {
    release: bool,
    out: PathBuf,
}

/// The folders the build reads and writes.
struct Places {
    workspace: PathBuf,
    web: PathBuf,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let started = Instant::now();
    let places = Places::find()?;
    let options = Options::parse(&places)?;

    let bundle = compile::bundle(&places, options.release)?;
    let texts = texts::collect(&places.web)?;
    let css = styles::collect(&places.web)?;
    let mut site = dist::assemble(&places.web, bundle, css, texts)?;
    if options.release {
        compress::precompress(&mut site)?;
    }
    dist::publish(&site, &options.out)?;

    budget::print(&site, &options.out, started.elapsed());
    if options.release { budget::enforce(&site) } else { Ok(()) }
}

impl Options {
    fn parse(places: &Places) -> Result<Self> {
        let mut args = std::env::args().skip(1);
        if args.next().as_deref() != Some("web") {
            bail!("{USAGE}");
        }
        let mut options = Self { release: false, out: places.workspace.join("dist") };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--release" => options.release = true,
                "--out" => options.out = args.next().map(PathBuf::from).context(USAGE)?,
                other => bail!("unknown argument {other}\n{USAGE}"),
            }
        }
        Ok(options)
    }
}

impl Places {
    /// Wherever in the checkout it is started.
    fn find() -> Result<Self> {
        let here = std::env::current_dir().context("the current folder is gone")?;
        let workspace = here.ancestors().find(|folder| folder.join("web/index.html").is_file());
        let workspace = workspace.context("start this inside the checkout")?.to_owned();
        Ok(Self { web: workspace.join("web"), workspace })
    }
}
