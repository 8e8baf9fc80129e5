#!/usr/bin/env bash
# Both worlds. The package sets never change: features unify per set, so another set would build everything again.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web

cargo clippy --quiet --locked --workspace --exclude web --all-targets -- -D warnings ||
  fail "clippy has something to say about the server's side: see above."
cargo clippy --quiet --locked -p web --target wasm32-unknown-unknown -- -D warnings ||
  fail "clippy has something to say about the web app: see above."
