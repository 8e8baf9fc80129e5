#!/usr/bin/env bash
# Both clusters and the uploaded files of this checkout.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$checkout/.ci/pg.sh" wipe
"$checkout/.ci/pg.sh" wipe --test
rm -rf "$(state_dir)"
say "Thrown away: databases and uploaded files of this checkout."
