#!/usr/bin/env bash
# What the crates must not know: shared and engine travel to the browser, so no database and no server in them.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web

for crate in diesel actix-web tokio; do
  for package in shared engine; do
    if cargo tree --locked -p "$package" --all-features -e normal --prefix none | grep -q "^$crate v"; then
      fail "$package depends on $crate. See how with: cargo tree -p $package --all-features -i $crate"
    fi
  done
done
cargo check --quiet --locked -p shared -p engine --target wasm32-unknown-unknown ||
  fail "shared and engine must compile for the browser: see above."
