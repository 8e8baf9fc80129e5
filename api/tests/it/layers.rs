//! What may know what. Read from the sources, so that a shortcut shows when it is taken.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Who opens a transaction before a company is known, and how often. Each new one is a decision to make in the open: a
/// `SystemTx` sees the accounts and memberships of every company.
const SYSTEM_CALLS: &[(&str, usize)] = &[
    ("features/companies/service.rs", 3),
    ("features/identity/service.rs", 9),
    ("http/health.rs", 1),
    ("http/session/cache.rs", 1),
    ("http/throttle.rs", 1),
];

/// Who vouches that an account belongs to a company.
const COMPANY_CALLS: &[(&str, usize)] = &[("http/company_scope.rs", 1)];
const ELSEWHERE_CALLS: &[(&str, usize)] = &[("http/company_scope.rs", 1)];

/// Only these of the platform know the features: they put them together.
const ASSEMBLY: &[&str] = &["lib.rs", "router.rs", "seed.rs", "features.rs"];

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                sources.insert(name, std::fs::read_to_string(path).unwrap());
            }
        }
    }
    sources
}

fn feature_of(file: &str) -> Option<&str> {
    let rest = file.strip_prefix("features/")?;
    rest.split('/').next().map(|first| first.trim_end_matches(".rs"))
}

/// The names that follow `features::`, also in braces.
fn features_named(source: &str) -> Vec<&str> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let after = source.split("features::").skip(1);
    after
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default().split(',').map(str::trim).collect(),
            None => vec![rest],
        })
        .map(|path| path.split(|character| !is_name(character)).next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .collect()
}

fn calls(pattern: &str) -> Vec<(String, usize)> {
    let count = |source: &str| {
        // A call may be broken over lines.
        let joined: String = source.lines().map(str::trim).collect();
        joined.matches(pattern).count()
    };
    sources().iter().map(|(file, source)| (file.clone(), count(source))).filter(|(_, count)| *count > 0).collect()
}

fn named(list: &[(&str, usize)]) -> Vec<(String, usize)> {
    list.iter().map(|(file, count)| ((*file).to_owned(), *count)).collect()
}

#[test]
fn the_platform_names_no_feature() {
    for (file, source) in sources() {
        if feature_of(&file).is_none() && !ASSEMBLY.contains(&file.as_str()) {
            assert_eq!(features_named(&source), Vec::<&str>::new(), "{file} names a feature");
        }
    }
}

#[test]
fn a_feature_reaches_another_through_its_service() {
    let sources = sources();
    let features: BTreeSet<_> = sources.keys().filter_map(|file| feature_of(file)).collect();
    for (file, source) in &sources {
        let Some(own) = feature_of(file) else { continue };
        let reached = features_named(source);
        for other in features.iter().filter(|other| **other != own && reached.contains(other)) {
            for (at, path) in source.match_indices(&format!("{other}::")) {
                let before = source.get(..at).unwrap_or_default();
                // The DTOs and the tables of a feature bear its name too.
                let is_ours = before.ends_with(|character: char| character.is_ascii_alphanumeric() || character == '_')
                    || before.ends_with("shared::")
                    || before.ends_with("schema::");
                let inner = source.get(at + path.len()..).unwrap_or_default();
                let is_hidden = inner.starts_with("store") || inner.starts_with("routes");
                assert!(is_ours || !is_hidden, "{file} reaches into {other}::{:.40}", inner);
            }
        }
    }
}

#[test]
fn every_call_before_a_company_is_known_is_listed() {
    assert_eq!(calls(".system(async"), named(SYSTEM_CALLS));
}

#[test]
fn every_voucher_for_membership_is_listed() {
    assert_eq!(calls("db.company("), named(COMPANY_CALLS));
    assert_eq!(calls(".elsewhere("), named(ELSEWHERE_CALLS));
}

#[test]
fn no_query_is_put_together_from_text() {
    for (file, source) in sources() {
        let allowed = ["db/migrate.rs", "db/company_tx.rs"].contains(&file.as_str());
        assert!(allowed || !source.contains("batch_execute(&format!"), "{file} runs text as SQL");
        assert!(
            !source.contains("sql_query(format!") && !source.contains("sql_query(&format!"),
            "{file} runs text as SQL"
        );
    }
}

#[test]
fn the_engine_knows_dates_and_nothing_else() {
    assert_eq!(dependencies("shared/engine/Cargo.toml"), ["chrono", "libm"]);
}

#[test]
fn what_travels_to_the_browser_is_small() {
    let always: Vec<_> = dependencies("shared/Cargo.toml");
    for heavy in ["diesel", "actix-web", "tokio", "reqwest", "rand"] {
        assert!(!always.iter().any(|name| name == heavy), "shared depends on {heavy}");
    }
}

/// Those under `[dependencies]`, in their order.
fn dependencies(manifest: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(manifest);
    let text = std::fs::read_to_string(root).unwrap();
    let section = text.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap().to_owned();
    let name = |line: &str| Some(line.split_once('=')?.0.trim().to_owned()).filter(|name| !name.starts_with('#'));
    section.lines().filter_map(name).collect()
}
