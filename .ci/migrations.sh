#!/usr/bin/env bash
# Every migration goes up, down to nothing, and up again to the same schema.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"
use_pinned_toolchain
build_native
.ci/pg.sh start --test
eval "$(.ci/pg.sh env --test)"

database=migrations_$$
work=$(mktemp -d)
bin=$(.ci/pg.sh bin --test)
psql() { PGDATABASE=postgres .ci/pg.sh psql -qX -v ON_ERROR_STOP=1 "$@" --test; }
trap 'psql -c "drop database if exists $database with (force)"; rm -rf "$work"' EXIT

owner=$(.ci/pg.sh url leasify_owner "$database" --test)
admin=$(.ci/pg.sh url postgres "$database" --test)
migrate() { OWNER_DATABASE_URL=$owner "$(built api)" migrate "$@"; }
# Newer dumps open and close with a key that is random each time.
schema() { "$bin/pg_dump" --schema-only "$admin" | sed -E '/^\\(un)?restrict /d' >"$work/$1.sql"; }

psql -c "create database $database owner leasify_owner"
migrate
schema up
migrate --down
migrate
schema again

diff -u "$work/up.sql" "$work/again.sql" || fail "up, down and up gives another schema than up: a down.sql forgets something."
