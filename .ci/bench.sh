#!/usr/bin/env bash
# The hot paths, built as shipped, each beside its limit in the same run.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh build
.ci/pg.sh start --test
eval "$(.ci/pg.sh env --test)"

cargo run --quiet --locked --release -p benches -- "$@"
