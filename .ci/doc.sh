#!/usr/bin/env bash
# Broken links in the documentation of the crates.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain

# Private items are documented too, so a link to one leads somewhere.
RUSTDOCFLAGS='-D warnings -A rustdoc::private-intra-doc-links' cargo doc --quiet "${native[@]}" --no-deps --document-private-items ||
  fail "the documentation has broken links: see above."
