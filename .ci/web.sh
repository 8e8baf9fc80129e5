#!/usr/bin/env bash
# The web app as it is shipped: it builds, and a first visit stays under its limit.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web

cargo xtask web --release
