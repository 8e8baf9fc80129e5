#!/usr/bin/env bash
# The hot paths, built as shipped, each beside its limit in the same run. `.ci/bench.sh web` measures the browser's alone.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
if [ "$*" = web ]; then exec .ci/bench-web.sh; fi
use_pinned_toolchain
.ci/setup.sh build
.ci/pg.sh start --test
eval "$(.ci/pg.sh env --test)"

status=0
cargo run --quiet --locked --release -p benches -- "$@" || status=1
if [ $# -eq 0 ]; then .ci/bench-web.sh || status=1; fi
exit $status
