#!/usr/bin/env bash
# openapi.yaml is what the server's routes say.
#
#   .ci/openapi.sh          compares
#   .ci/openapi.sh write    writes
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain

fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
build_native
"$(built api)" openapi >"$fresh" || fail "the server could not print its document: see above."
if [ "${1:-}" = write ]; then
  cat "$fresh" >openapi.yaml
else
  diff -u openapi.yaml "$fresh" || fail "openapi.yaml is not what the routes say. Run: make openapi"
fi
