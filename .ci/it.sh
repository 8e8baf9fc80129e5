#!/usr/bin/env bash
# The integration tests of the API, each in a database of its own on a private PostgreSQL.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
.ci/setup.sh runner readers
.ci/pg.sh start --test
eval "$(.ci/pg.sh env --test)"

cargo nextest run "${native[@]}" --no-fail-fast --no-tests=warn \
  -E "binary_id(api::it) and test(/${FILTER:-}/)"
