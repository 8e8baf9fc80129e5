#!/usr/bin/env bash
# Both worlds: the server's side, and the web app for the browser.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web

cargo clippy --quiet "${native[@]}" --all-targets -- -D warnings ||
  fail "clippy has something to say about the server's side: see above."
cargo clippy --quiet --locked -p chunks --all-targets -- -D warnings ||
  fail "clippy has something to say about the web app's build: see above."
cargo clippy --quiet --locked -p web --target wasm32-unknown-unknown -- -D warnings ||
  fail "clippy has something to say about the web app: see above."
