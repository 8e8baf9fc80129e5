#!/usr/bin/env bash
# The web app into dist/: as it is shipped, with its size under the limit, or with `dev` as it is worked on.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh web
build_native

if [ "${1:-release}" = dev ]; then
  "$(built xtask)" web
else
  "$(built xtask)" web --release
fi
