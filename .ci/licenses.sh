#!/usr/bin/env bash
# Every crate's licence against the list in deny.toml. cargo-deny reads the same list; building it takes minutes.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
has node || apt_install nodejs

cargo metadata --locked --format-version 1 | node .ci/licenses.mjs deny.toml
