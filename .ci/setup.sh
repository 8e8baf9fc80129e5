#!/usr/bin/env bash
# Installs what is missing and nothing else; says nothing when all is there.
#
#   .ci/setup.sh build      a C compiler, the pinned Rust
#   .ci/setup.sh web        the browser target of Rust
#   .ci/setup.sh browser    Chromium, Node.js and the packages of e2e/
#   .ci/setup.sh runner     cargo-nextest, the test runner
#   .ci/setup.sh readers    what reads our files back in tests: LibreOffice without a screen, Python
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$checkout"

setup_build() {
  has cargo || fail "Rust is not installed. Install it from https://rustup.rs, open a new terminal and start again."
  use_pinned_toolchain
  # Rust links through the C compiler, and one or two crates bring C code.
  if ! has cc; then apt_install gcc libc6-dev; fi
  cargo --version >/dev/null ||
    fail "the Rust of rust-toolchain.toml is not usable: see above. If it is not installed, run: rustup toolchain install"
}

setup_web() {
  setup_build
  if [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ]; then return; fi
  has rustup || fail "this Rust cannot build for the browser. Install Rust from https://rustup.rs instead of a package."
  say "Adding the browser target to Rust"
  rustup target add wasm32-unknown-unknown >&2 ||
    fail "the browser target could not be added. Is the network up? Try: rustup target add wasm32-unknown-unknown"
}

setup_runner() {
  setup_build
  if cargo nextest --version >/dev/null 2>&1; then return; fi
  say "Building cargo-nextest, the test runner (once, some minutes)"
  cargo install --quiet --locked cargo-nextest >&2 ||
    fail "cargo-nextest could not be installed. Try by hand: cargo install --locked cargo-nextest"
}

setup_readers() {
  has soffice || apt_install libreoffice-calc-nogui
  has python3 || apt_install python3
}

setup_browser() {
  if ! has node || ! has npm; then apt_install nodejs npm; fi
  has chromium || apt_install chromium
  local installed=e2e/node_modules/.package-lock.json
  if [ ! -f "$installed" ] || [ e2e/package-lock.json -nt "$installed" ]; then
    say "Installing the browser tests' packages"
    npm --prefix e2e ci --no-audit --no-fund --loglevel=error >&2 || fail "npm could not install the packages of e2e/."
    touch "$installed"
  fi
}

for part in "${@:-build}"; do
  case "$part" in
    build | web | browser | runner | readers) "setup_$part" ;;
    *) fail "usage: .ci/setup.sh [build] [web] [browser] [runner] [readers]" ;;
  esac
done
