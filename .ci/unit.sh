#!/usr/bin/env bash
# Unit tests, properties and published figures: nothing outside the process.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh runner

cargo nextest run "${native[@]}" --no-fail-fast --no-tests=warn \
  -E "not binary_id(api::it) and test(/${FILTER:-}/)"
# The pure parts of the web app, on the host: numbers and dates as typed, scales, layouts, addresses.
cargo nextest run --locked -p web --lib --no-fail-fast --no-tests=warn -E "test(/${FILTER:-}/)"
cargo nextest run --locked -p chunks --no-fail-fast --no-tests=warn -E "test(/${FILTER:-}/)"
