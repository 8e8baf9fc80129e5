#!/usr/bin/env bash
# A PostgreSQL cluster of this checkout's own: Unix socket only, no TCP port, beside any other cluster on the machine.
#
#   .ci/pg.sh start | stop | status | wipe     [--test]
#   .ci/pg.sh url [role]                       [--test]   one URL; the default role is leasify_app, with --test postgres
#   .ci/pg.sh env                              [--test]   all URLs as shell exports
#   .ci/pg.sh psql [arguments]                 [--test]   psql as the superuser
#   .ci/pg.sh bin                              [--test]   the folder of the programs that fit the cluster
#
# --test is a second cluster that forgets everything at a power cut (fsync off) and is faster for it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly OLDEST_MAJOR=15
# sockaddr_un holds 108 bytes with the closing zero.
readonly SOCKET_PATH_LIMIT=107

kind=dev
args=()
for arg in "$@"; do
  if [ "$arg" = --test ]; then kind='test'; else args+=("$arg"); fi
done
set -- "${args[@]}"

state=$(state_dir)
home=$state/pg-$kind
data=$home/data
socket=$home/socket
log=$home/server.log

# PostgreSQL refuses to run as root, so root hands the cluster to the postgres user that Debian's package makes.
as_server() {
  if is_root; then
    (cd / && runuser -u postgres -- "$@")
  else
    (cd / && "$@")
  fi
}

newest_bin() {
  local bin
  bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  if [ -z "$bin" ] && has initdb; then bin=$(dirname "$(command -v initdb)"); fi
  if [ -x "$bin/initdb" ]; then printf '%s' "$bin"; fi
}

# Debian's package starts a cluster of its own on port 5432 when it is installed. Nobody asked for that one.
install_postgres() {
  local drop_in=/etc/postgresql-common/createcluster.d/leasify.conf
  as_root mkdir -p "${drop_in%/*}"
  printf 'create_main_cluster = false\n' | as_root tee "$drop_in" >/dev/null
  trap 'as_root rm -f '"$drop_in" EXIT
  apt_install postgresql
  as_root rm -f "$drop_in"
  trap - EXIT
}

# The programs that fit the data folder: an existing one keeps its major version.
find_bin() {
  bin=$(newest_bin)
  if [ -z "$bin" ]; then
    install_postgres
    bin=$(newest_bin)
  fi
  [ -n "$bin" ] || fail "PostgreSQL's initdb is not in /usr/lib/postgresql. Install it with: apt-get install postgresql"

  local installed made_by
  installed=$("$bin/initdb" --version | sed -E 's/.* ([0-9]+).*/\1/')
  [ "$installed" -ge "$OLDEST_MAJOR" ] ||
    fail "PostgreSQL $installed is too old. Install version $OLDEST_MAJOR or later: apt-get install postgresql"
  made_by=$(as_server cat "$data/PG_VERSION" 2>/dev/null || true)
  if [ -n "$made_by" ] && [ "$made_by" != "$installed" ]; then
    bin=/usr/lib/postgresql/$made_by/bin
    [ -x "$bin/pg_ctl" ] || fail "the data in $data was made by PostgreSQL $made_by, which is gone." \
      "Install postgresql-$made_by, or throw the data away with: .ci/pg.sh wipe"
  fi
}

is_up() { [ -S "$socket/.s.PGSQL.5432" ] && "$bin/pg_isready" -q -h "$socket" -t 2; }

prepare_home() {
  local path=$socket/.s.PGSQL.5432
  [ ${#path} -le "$SOCKET_PATH_LIMIT" ] ||
    fail "the socket path $path is longer than $SOCKET_PATH_LIMIT bytes. Set LEASIFY_STATE to a shorter folder."
  (umask 022 && mkdir -p "$home") 2>/dev/null || fail "cannot make the folder $home. Set LEASIFY_STATE to a folder you may write in."
  if is_root; then
    # The postgres user passes through this folder to its own; only root and postgres may look inside that.
    chmod 0711 "$state"
    chown postgres: "$home"
  fi
  chmod 0700 "$home"
}

# Made beside its place and renamed, so that a kill halfway leaves nothing half made.
make_cluster() {
  local fresh=$home/data.new
  as_server rm -rf "$fresh"
  say "Making a PostgreSQL cluster in $home"
  as_server "$bin/initdb" --pgdata="$fresh" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync --no-instructions >/dev/null || fail "initdb failed in $fresh: its words stand above."
  {
    # Trust is safe here because the socket's folder is closed to everybody but the cluster's owner and root.
    printf "listen_addresses = ''\nunix_socket_permissions = 0700\nlog_min_messages = warning\n"
    printf "max_connections = 200\nshared_buffers = '256MB'\ntimezone = 'UTC'\nlog_timezone = 'UTC'\n"
    if [ "$kind" = test ]; then
      printf "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum_naptime = '5min'\n"
      printf "max_wal_size = '4GB'\n"
    fi
  } | as_server tee -a "$fresh/postgresql.conf" >/dev/null
  as_server mv "$fresh" "$data"
}

launch() {
  as_server mkdir -p "$socket"
  # The lock's descriptor is closed here, or the server would hold the lock for as long as it lives.
  as_server "$bin/pg_ctl" start --pgdata="$data" --log="$log" --wait --timeout=60 --silent \
    --options="-k '$socket'" 9>&- >/dev/null || {
    as_server tail -n 10 "$log" >&2 || true
    fail "PostgreSQL does not start: its log is above and in $log. If the data is worth nothing: .ci/pg.sh wipe"
  }
}

# The application's own two roles are made by `api migrate`; it signs in as this one, which is no superuser.
make_owner_and_database() {
  local query="select count(*) from pg_database where datname = 'leasify'"
  [ "$(superuser_psql -Atc "$query")" = 0 ] || return 0
  superuser_psql -q <<'SQL'
do $$ begin
  if not exists (select from pg_roles where rolname = 'leasify_owner') then
    create role leasify_owner login createdb createrole;
  end if;
end $$;
create database leasify owner leasify_owner;
SQL
}

superuser_psql() {
  PGOPTIONS='-c client_min_messages=warning' "$bin/psql" -X -v ON_ERROR_STOP=1 -h "$socket" -U postgres -d postgres "$@"
}

start() {
  find_bin
  prepare_home
  (
    flock -w 120 9 || fail "another start of this cluster has hung for two minutes. Remove $home.lock if nothing runs."
    if ! is_up; then
      as_server test -d "$data" || make_cluster
      launch
    fi
    make_owner_and_database
  ) 9>"$home.lock"
}

stop() {
  find_bin
  if as_server test -f "$data/postmaster.pid" 2>/dev/null; then
    as_server "$bin/pg_ctl" stop --pgdata="$data" --mode=fast --wait --timeout=60 --silent >/dev/null 2>&1 || true
    if is_up; then fail "PostgreSQL does not stop: look in $log"; fi
  fi
}

url() {
  local default_role=leasify_app default_database=leasify
  if [ "$kind" = test ]; then default_role=postgres default_database=postgres; fi
  printf 'postgres:///%s?host=%s&user=%s\n' "${2:-$default_database}" "$socket" "${1:-$default_role}"
}

environment() {
  printf "export DATABASE_URL='%s'\n" "$(url leasify_app leasify)"
  printf "export AUTH_DATABASE_URL='%s'\n" "$(url leasify_auth leasify)"
  printf "export OWNER_DATABASE_URL='%s'\n" "$(url leasify_owner leasify)"
  if [ "$kind" = test ]; then printf "export TEST_DATABASE_ADMIN_URL='%s'\n" "$(url)"; fi
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  status)
    find_bin
    if is_up; then say "PostgreSQL ($kind) is up: $(url)"; else
      say "PostgreSQL ($kind) is down."
      exit 3
    fi
    ;;
  url) url "${@:2}" ;;
  bin)
    find_bin
    printf '%s\n' "$bin"
    ;;
  env) environment ;;
  psql)
    find_bin
    is_up || fail "PostgreSQL ($kind) is down. Start it with: .ci/pg.sh start"
    exec "$bin/psql" -h "$socket" -U postgres -d "${PGDATABASE:-leasify}" "${@:2}"
    ;;
  wipe)
    stop
    rm -rf "$home" "$home.lock"
    ;;
  *) fail "usage: .ci/pg.sh start|stop|status|url|env|psql|bin|wipe [--test]" ;;
esac
