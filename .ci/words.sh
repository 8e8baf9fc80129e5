#!/usr/bin/env bash
# What must not be in a committed text: promises for later, traces of one machine, halves of a merge.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

refuse() {
  local why=$1 pattern=$2 found
  found=$(git grep -nIE "$pattern" -- . ':!*/tests/data/*' ':!.ci/words.sh' ':!*.lock' ':!e2e/package-lock.json' || true)
  [ -z "$found" ] || fail "$why"$'\n'"$found"
}

refuse "finish it or open an issue instead of leaving a note in the code:" '\b(TODO|FIXME|HACK)\b|\bXXX[: ]'
refuse "the path of one machine is in the files; say it relative to the checkout:" '(^|[^A-Za-z0-9_./-])/(work|root|home|tmp)/[A-Za-z0-9._]'
refuse "a merge was left half done:" '^(<<<<<<<|>>>>>>>)( |$)'
refuse "an #[allow] stays for ever; use #[expect(…, reason = \"…\")]:" '#!?\[allow\('

hosts=$(grep -nE '"resolved":' e2e/package-lock.json 2>/dev/null || true)
[ -z "$hosts" ] || fail "package-lock.json names a registry. Make it again with the settings of e2e/.npmrc: npm --prefix e2e install"
