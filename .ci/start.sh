#!/usr/bin/env bash
# `make run`: from a bare checkout to a running product, and back to nothing at Ctrl-C.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

export LISTEN_ADDR=${LISTEN_ADDR:-127.0.0.1:8080}
host=${LISTEN_ADDR%:*}
port=${LISTEN_ADDR##*:}
state=$(state_dir)
server=
cluster_is_ours=no

port_answers() { (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; }

healthy() {
  local status
  exec 3<>"/dev/tcp/$host/$port" || return 1
  printf 'GET /healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$LISTEN_ADDR" >&3
  read -r -t 2 status <&3 || status=
  exec 3>&-
  [[ "$status" == *" 200 "* ]]
}

who_listens() {
  has ss || return 0
  local line
  line=$(ss -Hltnp "sport = :$port" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1, process \2/p' | head -n 1)
  if [ -n "$line" ]; then printf ' (%s)' "$line"; fi
}

refuse_a_second_start() {
  (umask 022 && mkdir -p "$state") 2>/dev/null || fail "cannot make the folder $state. Set LEASIFY_STATE to another."
  exec 8>>"$state/run.lock"
  flock -n 8 || fail "Leasify already runs from this checkout on http://$(cat "$state/run.address" 2>/dev/null)." \
    "Use that one, or stop it with Ctrl-C in its terminal first."
  printf '%s' "$LISTEN_ADDR" >"$state/run.address"
  ! port_answers || fail "port $port is taken$(who_listens). Stop that program, or choose another port:" \
    "make run LISTEN_ADDR=$host:$((port + 1))"
}

stop_everything() {
  trap '' INT TERM HUP
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  if [ "$cluster_is_ours" = yes ]; then .ci/pg.sh stop || true; fi
  say "Stopped."
}

start_cluster() {
  # Installs PostgreSQL where it is missing, and says so; what follows is silent.
  .ci/pg.sh bin >/dev/null
  if .ci/pg.sh status 2>/dev/null; then return; fi
  cluster_is_ours=yes
  .ci/pg.sh start
}

build() {
  say "Building the server (the first time takes some minutes)"
  build_native
  say "Building the web app"
  .ci/web.sh dev || fail "the web app does not build: see the messages above."
}

start_server() {
  eval "$(.ci/pg.sh env)"
  # Whoever starts a program wants the sentence, not the stack.
  export WEB_DIR="$checkout/dist" RUST_BACKTRACE=0
  local api
  api=$(built api)
  "$api" migrate || fail "the database could not be brought up to date: see above. If its data is worth nothing: make db-wipe"
  sign_in=$("$api" seed --demo-user) || fail "the demo sign-in could not be made: see above."

  # Should this script be killed outright, the kernel ends the server too.
  setpriv --pdeathsig TERM "$api" serve 8>&- &
  server=$!
  for _ in $(seq 150); do
    kill -0 "$server" 2>/dev/null || fail "the server stopped while it started: its words stand above."
    if healthy 2>/dev/null; then return; fi
    sleep 0.1
  done
  fail "the server did not answer on http://$LISTEN_ADDR/healthz within 15 seconds: its words stand above."
}

welcome() {
  printf '\n  ────────────────────────────────────────────────────────────\n'
  printf '  Leasify is running:  http://%s\n\n' "$LISTEN_ADDR"
  printf '%s\n' "$sign_in" | sed 's/^/  /'
  printf '\n  Ctrl-C stops everything.\n'
  printf '  ────────────────────────────────────────────────────────────\n\n'
}

refuse_a_second_start
.ci/setup.sh build web
use_pinned_toolchain
trap stop_everything EXIT
# Stopping by Ctrl-C is how a run ends well.
trap 'exit 0' INT
trap 'exit 143' TERM HUP
start_cluster
build
start_server
welcome
wait "$server" || fail "the server stopped by itself: its words stand above."
