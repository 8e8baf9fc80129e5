#!/usr/bin/env bash
# What a reader waits for and feels, on the app and the server as they are shipped, each beside its limit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh build web browser
.ci/web.sh >/dev/null
cargo build --quiet --locked --release -p api || fail "the server does not build: see the messages above."
export LEASIFY_API=${CARGO_TARGET_DIR:-$checkout/target}/release/api

cd e2e
./node_modules/.bin/playwright test --project=bench --reporter=./bench/quiet.ts
