#!/usr/bin/env bash
# `make test`: every gate in turn, all of them even when one is red, then one line: N passed, N failed.
#
#   .ci/test.sh              all
#   .ci/test.sh fmt unit …   those
#
# A gate without a test runner of its own counts as one. One with a runner counts as its tests.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

# Cheap gates first; what builds for the browser comes while the native build is still warm in the page cache.
readonly ALL=(fmt words layers licenses clippy doc unit it openapi migrations parity web e2e client schemathesis)

passed=0
failed=0
red=()

# nextest:    Summary [ 0.1s] 9 tests run: 8 passed, 1 failed, 0 skipped
# Playwright:   8 passed (3.1s)      1 failed      1 flaky
counted() {
  local word=$1 log=$2
  sed -E 's/\x1b\[[0-9;]*m//g' "$log" | awk -v word="$word" '
    /^ *Summary \[/ { for (i = 2; i <= NF; i++) if ($i ~ "^" word) sum += $(i - 1) }
    $0 ~ "^ +[0-9]+ " word "( |$)" { sum += $1 }
    END { print sum + 0 }'
}

run_gate() {
  local gate=$1 log ok bad status=0 started=$SECONDS
  [ -x ".ci/$gate.sh" ] || fail "there is no gate called $gate. Choose among: ${ALL[*]}"
  log=$(mktemp)
  printf '\n── %s ──\n' "$gate"
  ".ci/$gate.sh" 2>&1 </dev/null | tee "$log" || status=1
  ok=$(counted passed "$log")
  bad=$(($(counted failed "$log") + $(counted flaky "$log")))
  rm -f "$log"
  if [ "$status" -eq 0 ]; then
    if [ "$ok" -eq 0 ]; then ok=1; fi
    if [ "$bad" -gt 0 ]; then status=1; fi
  elif [ "$bad" -eq 0 ]; then
    bad=1
  fi
  if [ "$status" -ne 0 ]; then red+=("$gate"); fi
  if [ "$gate" = web ] && [ "$status" -eq 0 ]; then export LEASIFY_DIST=fresh; fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  printf '── %s: %s passed, %s failed, %s s ──\n' "$gate" "$ok" "$bad" "$((SECONDS - started))"
}

use_pinned_toolchain
if [ $# -eq 0 ]; then set -- "${ALL[@]}"; fi
if [ -n "${CI:-}" ]; then trap '.ci/pg.sh stop --test || true' EXIT; fi
for gate in "$@"; do run_gate "$gate"; done

printf '\n'
if [ ${#red[@]} -gt 0 ]; then printf 'red: %s\n' "${red[*]}"; fi
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
