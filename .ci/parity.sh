#!/usr/bin/env bash
# The engine of the browser and the engine of the server compute the same, to the bit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web
if ! has node; then apt_install nodejs; fi

cargo build --quiet --locked -p engine-parity --target wasm32-unknown-unknown --profile wasm-release ||
  fail "the engine does not build for the browser: see above."
node shared/engine/parity/run.mjs "${CARGO_TARGET_DIR:-target}"/wasm32-unknown-unknown/wasm-release/engine_parity.wasm
