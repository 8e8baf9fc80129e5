//! A listener, class, style or property that is spread onto a component keeps its first value when the view is built
//! again: tachys 0.2 drops what it attaches anew to a view with erased types. It compiles and mostly works, so it is
//! looked for here. Static `attr:` is sound.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn no_component_takes_a_spread_listener() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut found = Vec::new();
    for file in rust_files(&src) {
        let text = fs::read_to_string(&file).unwrap();
        found.extend(spreads(&text).into_iter().map(|line| format!("{}:{line}", file.display())));
    }
    assert!(found.is_empty(), "give the component a prop instead:\n{}", found.join("\n"));
}

#[test]
fn a_spread_is_seen_over_several_lines_and_past_nested_views() {
    let text = "view! {\n <Button\n  icon=move || { a > b }\n  on:click=x\n >\n <p on:click=y></p>\n</Button> <A class:b=c /> }";
    assert_eq!(spreads(text), [4, 7]);
    assert!(
        spreads("let x: Vec<Option<T>> = on:click; view! { <Button on_press=move || go() attr:id=\"a\" /> }")
            .is_empty()
    );
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The lines on which a spread stands inside the opening tag of a component.
fn spreads(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    for (at, _) in text.match_indices('<') {
        let begins_tag = bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase)
            && at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|before| b" \n{(>|".contains(before));
        if begins_tag {
            lines.extend(spreads_in_tag(text, at + 1));
        }
    }
    lines
}

/// Walks to the `>` that ends the tag. Braces, brackets and strings inside values do not end it.
fn spreads_in_tag(text: &str, start: usize) -> Vec<usize> {
    let (mut depth, mut in_string, mut previous) = (0_i32, false, ' ');
    let mut found = Vec::new();
    for (offset, c) in text[start..].char_indices() {
        let at = start + offset;
        match c {
            '"' if previous != '\\' => in_string = !in_string,
            _ if in_string => {}
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            '>' if depth == 0 && previous != '=' && previous != '-' => break,
            _ if depth == 0 && previous.is_whitespace() => {
                let spread = ["on:", "class:", "style:", "prop:", "bind:", "use:"];
                if spread.iter().any(|name| text[at..].starts_with(name)) {
                    found.push(text[..at].matches('\n').count() + 1);
                }
            }
            _ => {}
        }
        if depth < 0 {
            break;
        }
        previous = c;
    }
    found
}
