#!/usr/bin/env bash
# The engine of the browser and the engine of the server compute the same, to the bit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web
if ! has node; then apt_install nodejs; fi

build_engine_wasm
node shared/engine/parity/run.mjs "$(engine_wasm)"
