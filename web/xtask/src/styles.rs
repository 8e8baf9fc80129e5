//! One style sheet from many: each component keeps its CSS beside its code.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::files::{self, File};

/// Tokens and base come first because components refer to them; print comes last because it overrides them all.
pub(crate) fn collect(web: &Path) -> Result<Vec<u8>> {
    let mut house = css_files(&web.join("style"))?;
    ensure!(!house.is_empty(), "web/style/ holds no CSS: the app needs at least tokens.css and base.css");
    house.sort_by_key(|file| rank(&file.path));
    let after = house.split_off(house.partition_point(|file| rank(&file.path) < LAST));
    let components = css_files(&web.join("src"))?;

    let mut sheet = Vec::new();
    for file in house.iter().chain(&components).chain(&after) {
        sheet.extend_from_slice(&file.bytes);
        if !file.bytes.ends_with(b"\n") {
            sheet.push(b'\n');
        }
    }
    Ok(sheet)
}

fn css_files(folder: &Path) -> Result<Vec<File>> {
    let mut found = files::read_tree(folder)?;
    found.retain(|file| file.path.ends_with(".css"));
    Ok(found)
}

const LAST: u8 = 3;

fn rank(path: &str) -> u8 {
    match path {
        "tokens.css" => 0,
        "base.css" => 1,
        "print.css" => LAST,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_first_and_print_comes_last() {
        let web = std::env::temp_dir().join(format!("xtask-styles-{}", std::process::id()));
        for (path, css) in [
            ("style/print.css", "print"),
            ("style/base.css", "base"),
            ("style/grid.css", "grid"),
            ("style/tokens.css", "tokens"),
            ("src/ui/table/table.css", "table"),
            ("src/ui/button/button.css", "button"),
            ("src/ui/button/mod.rs", "rust"),
        ] {
            files::write(&web.join(path), css.as_bytes()).unwrap();
        }
        let sheet = String::from_utf8(collect(&web).unwrap()).unwrap();
        files::remove_dir(&web).unwrap();
        assert_eq!(
            sheet.split_whitespace().collect::<Vec<_>>(),
            ["tokens", "base", "grid", "button", "table", "print"]
        );
    }
}
