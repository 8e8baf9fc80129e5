#!/usr/bin/env bash
# The browser tests on the real server. Builds the web app for development unless the gate `web` has just shipped one.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web browser
build_native
build_engine_wasm
ENGINE_WASM=$(engine_wasm)
export ENGINE_WASM
if [ "${LEASIFY_DIST:-}" != fresh ]; then .ci/web.sh dev; fi

cd e2e
npm run --silent types
./node_modules/.bin/playwright test --project=browser ${SPEC:+"$SPEC"}
