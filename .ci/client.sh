#!/usr/bin/env bash
# A partner's view: types generated from openapi.yaml compile, and a client on them does the main job on the real server.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh browser
build_native

cd e2e
npx --no-install openapi-typescript ../openapi.yaml --output client/schema.d.ts
npx --no-install tsc --noEmit
npx --no-install playwright test --project=client
