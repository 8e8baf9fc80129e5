#!/usr/bin/env bash
# Thousands of requests made up from openapi.yaml, right and wrong ones, as owner, editor and reader: no server error.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
readonly VERSION=4.32.5

has python3 || apt_install python3 python3-venv
has node || apt_install nodejs
tools=.dev/schemathesis-$VERSION
if [ ! -x "$tools/bin/schemathesis" ]; then
  say "Installing schemathesis $VERSION into $tools"
  rm -rf "$tools"
  python3 -m venv "$tools" 2>/dev/null || {
    apt_install python3-venv
    python3 -m venv "$tools"
  }
  "$tools/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$VERSION" >&2 ||
    fail "schemathesis could not be installed from PyPI. Is the network up?"
fi
build_native

node e2e/server/with-server.mjs "$tools/bin/python" .ci/schemathesis.py
