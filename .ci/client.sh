#!/usr/bin/env bash
# A partner's view: types generated from openapi.yaml compile, and a client on them does the main job on the real server.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh browser
build_native

cd e2e
npm run --silent types
./node_modules/.bin/playwright test --project=client
