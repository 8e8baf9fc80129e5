# Sourced by every script here: the words they use, and where this checkout keeps what it makes.
# shellcheck shell=bash

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '%s\n' "$*" >&2; }

# One plain sentence: what is wrong and what to do about it.
fail() {
  say "leasify: $*"
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" -eq 0 ]; }

# Runs a command as root: directly, or through sudo.
as_root() {
  if is_root; then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    fail "'$*' needs root and sudo is not installed. Run it as root once, then start again."
  fi
}

# Databases and uploads live outside the checkout: the postgres user cannot enter root's folders, and a socket path
# must be short. Each checkout has its own place, so two of them never share data.
state_dir() {
  local key
  key=$(printf '%s' "$checkout" | sha256sum | cut -c1-10)
  if [ -n "${LEASIFY_STATE:-}" ]; then
    printf '%s' "$LEASIFY_STATE"
  elif is_root; then
    printf '/var/lib/leasify/%s' "$key"
  else
    printf '%s/leasify/%s' "${XDG_DATA_HOME:-$HOME/.local/share}" "$key"
  fi
}

# Installs Debian packages that are missing; says so first.
apt_install() {
  has apt-get || fail "this machine has no apt-get. Install these by hand, then start again: $*"
  say "Installing from Debian: $*"
  local log
  log=$(mktemp)
  if ! {
    as_root apt-get update -qq &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  } >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install: $*. Look at its words above; is the network up and the package list right?"
  fi
  rm -f "$log"
}

# The pinned Rust may be installed under the name `stable`: the same compiler, so nothing has to be fetched.
# Looks at the files, because asking rustup for a toolchain that is not there makes it download one.
use_pinned_toolchain() {
  local pinned toolchains=${RUSTUP_HOME:-$HOME/.rustup}/toolchains rustc
  pinned=$(sed -n 's/^channel = "\(.*\)"/\1/p' "$checkout/rust-toolchain.toml")
  if [ -n "${RUSTUP_TOOLCHAIN:-}" ]; then return; fi
  for rustc in "$toolchains/$pinned-"*/bin/rustc; do
    if [ -x "$rustc" ]; then return; fi
  done
  for rustc in "$toolchains/stable-"*/bin/rustc; do
    if [ -x "$rustc" ] && [[ "$("$rustc" --version)" == "rustc $pinned "* ]]; then export RUSTUP_TOOLCHAIN=stable; fi
  done
}

# Everything but the web app and what only shipping it needs, always as one set: cargo unifies features per set, so
# another set would build again.
# shellcheck disable=SC2034
native=(--locked --workspace --exclude web --exclude chunks)

# The folder cargo puts the programs of the dev profile in.
built() { printf '%s/debug/%s' "${CARGO_TARGET_DIR:-$checkout/target}" "$1"; }

build_native() {
  cargo build --quiet "${native[@]}" || fail "the server does not build: see the messages above."
}

# The engine alone as the browser runs it, with its self-check.
engine_wasm() { printf '%s/wasm32-unknown-unknown/wasm-release/engine_parity.wasm' "${CARGO_TARGET_DIR:-$checkout/target}"; }

build_engine_wasm() {
  cargo build --quiet --locked -p engine-parity --target wasm32-unknown-unknown --profile wasm-release ||
    fail "the engine does not build for the browser: see above."
}
