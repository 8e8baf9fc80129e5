//! Turns the texts of `locales/` into the names that `t!` takes, and refuses a set that is not complete.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=locales");
    match names().and_then(|(path, names)| fs::write(&path, names).map_err(|error| vec![error.to_string()])) {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}

fn names() -> Result<(PathBuf, String), Vec<String>> {
    let catalog = locales::Catalog::read(Path::new("locales"))?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| vec!["OUT_DIR is not set".to_owned()])?;
    Ok((PathBuf::from(out).join("text_keys.rs"), catalog.names()))
}
