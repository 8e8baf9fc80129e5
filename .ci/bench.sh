#!/usr/bin/env bash
# The hot paths, built as shipped, each beside its limit in the same run. Names of subjects measure those alone;
# `.ci/bench.sh web` measures the browser's.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
if [ "$*" = web ]; then exec .ci/bench-web.sh; fi
use_pinned_toolchain
.ci/setup.sh build
if ! has wrk; then apt_install wrk; fi
.ci/pg.sh start --test
eval "$(.ci/pg.sh env --test)"

# Databases of a million agreements are kept between runs; `.ci/pg.sh wipe --test` throws them away.
state=$(state_dir)
built=${CARGO_TARGET_DIR:-$checkout/target}/release
export BENCH_HOME=$state/bench BENCH_API=$built/api
mkdir -p "$BENCH_HOME"
BENCH_PG_BIN=$(.ci/pg.sh bin --test)
BENCH_PG_PID=$(head -n 1 "$state/pg-test/data/postmaster.pid")
BENCH_SCHEMA=$(cat migrations/*/up.sql | sha256sum | cut -c1-16)
export BENCH_PG_BIN BENCH_PG_PID BENCH_SCHEMA
export BENCH_PG_SOCKET=$state/pg-test/socket BENCH_PG_LOG=$state/pg-test/server.log

cargo build --quiet --locked --release -p api -p benches || fail "the server does not build: see the messages above."
status=0
"$built/benches" "$@" || status=1
if [ $# -eq 0 ]; then .ci/bench-web.sh || status=1; fi
exit $status
