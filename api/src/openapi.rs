//! The OpenAPI document: what the router has, finished with what is true of every operation.

mod common;

use crate::router;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Leasify Mina sidor",
        version = "1",
        description = "The leasing agreements of a company, and what they really cost.\n\n\
            A browser signs in with `POST /api/v1/sessions` and carries a cookie. A request that changes something also \
            sends `X-CSRF-Token` (from the answer or from `GET /api/v1/me`) and an `Origin` that is the server's own, \
            which browsers do by themselves.\n\n\
            Failures are problems (RFC 9457) with a stable `code`. What can be edited has an `ETag`, and a change sends \
            it back as `If-Match`. A creating POST that carries an `Idempotency-Key` happens once, however often it is \
            sent. Lists come in pages; send `next_cursor` back as `cursor` to go on. Amounts and rates are decimal \
            strings.",
        license(name = "MIT", identifier = "MIT"),
    ),
    tags(
        (name = "identity", description = "Signing up and in, sessions, one's own account"),
        (name = "companies", description = "Companies, their settings and members"),
        (name = "debt", description = "Leasing debt, average rate and extended agreements on any day"),
        (name = "books", description = "Leases under IFRS 16, K3, ASC 842 and expensed, on any day"),
        (name = "reports", description = "What the books of all agreements come to between two days, and why"),
        (name = "journals", description = "The books on the company's accounts: vouchers, files for the ledger, closed time"),
        (name = "imports", description = "Agreements from a spreadsheet: matched, mended, applied and undone whole"),
        (name = "groups", description = "Which companies a parent reports together with its own"),
        (name = "exchange-rates", description = "What the company's currencies cost, by day"),
        (name = "agreements", description = "Agreements, their history, and changes to many at once"),
        (name = "parties", description = "Lessors and suppliers"),
        (name = "views", description = "Saved views of the list of agreements"),
        (name = "demo", description = "A portfolio to try things on"),
    ),
)]
struct Head;

/// The whole document.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Head::openapi();
    router::describe(&mut document);
    common::finish(&mut document);
    document
}

/// As `openapi.yaml` has it.
pub fn yaml() -> anyhow::Result<String> {
    Ok(for_every_reader(&document().to_yaml()?))
}

/// YAML 1.1, which many readers still speak, takes a bare `on` or `no` for a truth value. A quoted one is text to all.
fn for_every_reader(yaml: &str) -> String {
    const TRUTHS: [&str; 6] = ["on", "off", "yes", "no", "y", "n"];
    let quoted = |line: &str| {
        let content = line.trim_start_matches([' ', '-']);
        let (indent, _) = line.split_at(line.len() - content.len());
        match content.split_once(':') {
            Some((key, rest)) if TRUTHS.contains(&key) => format!("{indent}'{key}':{rest}"),
            Some((key, value)) if TRUTHS.contains(&value.trim()) => format!("{indent}{key}: '{}'", value.trim()),
            None if indent.ends_with("- ") && TRUTHS.contains(&content) => format!("{indent}'{content}'"),
            _ => line.to_owned(),
        }
    };
    yaml.lines().map(|line| quoted(line) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_old_readers_take_for_truths_are_quoted() {
        let yaml = "properties:\n  on:\n    type: string\nrequired:\n- on\n- once\n  - name: on\n    type: none\n";
        let quoted =
            "properties:\n  'on':\n    type: string\nrequired:\n- 'on'\n- once\n  - name: 'on'\n    type: none\n";
        assert_eq!(for_every_reader(yaml), quoted);
    }
}
