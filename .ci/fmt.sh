#!/usr/bin/env bash
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain

cargo fmt --all --check || fail "the formatting differs. Run: cargo fmt --all"
