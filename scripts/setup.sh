#!/usr/bin/env bash
# Install what minicc needs: `setup.sh install` (gcc, Python, .venv), `setup.sh test-tools` (Debian packages of the tests),
# `setup.sh cluster` (dask.distributed).
# Everything that is missing and cannot be installed is said in one line.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  printf 'minicc: %s\n' "$*" >&2
  exit 1
}

# apt_install WHY PACKAGE...: install as root on Debian, else name the command.
apt_install() {
  local why=$1
  shift
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf 'minicc: %s: installing %s\n' "$why" "$*" >&2
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
      >/tmp/minicc-apt.$$ 2>&1 || { tail -n 3 /tmp/minicc-apt.$$ >&2; rm -f /tmp/minicc-apt.$$; return 1; }
    rm -f /tmp/minicc-apt.$$
  else
    printf 'minicc: %s; install it with: sudo apt-get install %s\n' "$why" "$*" >&2
    return 1
  fi
}

is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
  local candidate
  if [ -n "${PYTHON:-}" ]; then
    command -v "$PYTHON" >/dev/null || fail "PYTHON=$PYTHON is not there"
    is_new_enough "$PYTHON" || fail "$PYTHON is $("$PYTHON" -V 2>&1); Python 3.11 or newer is needed"
    return
  fi
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
      PYTHON=$candidate
      return
    fi
  done
  if command -v python3 >/dev/null; then
    fail "Python 3.11 or newer is needed, and python3 is $(python3 -V 2>&1 | cut -d' ' -f2) (name another one: make PYTHON=...)"
  fi
  apt_install "Python is missing" python3 python3-venv || exit 1
  PYTHON=python3
}

install() {
  command -v gcc >/dev/null && echo '#include <stdio.h>' | gcc -E - >/dev/null 2>&1 ||
    apt_install "gcc and the C library's headers are needed" gcc libc6-dev || exit 1
  find_python
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || {
    apt_install "Python's venv module is missing" python3-venv || exit 1
  }
  if ! [ -x .venv/bin/python ] || ! is_new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    "$PYTHON" -m venv .venv || fail "cannot make .venv with $PYTHON"
  fi
  local log=.venv/install.log
  printf 'minicc: installing the locked dependencies into .venv (about 200 MB)\n' >&2
  if ! .venv/bin/python -m pip install --no-input --require-hashes -r requirements.lock >"$log" 2>&1; then
    if grep -qE 'ConnectionError|NewConnectionError|Temporary failure|Name or service not known|timed out|No matching distribution|Network is unreachable' "$log"; then
      fail "cannot download the dependencies: is the network up? (pip's messages: $log)"
    fi
    fail "pip failed: $(grep -E '^ *ERROR' "$log" | head -n 1) (pip's messages: $log)"
  fi
  .venv/bin/python -m pip install --no-input --no-deps --no-build-isolation -e . >>"$log" 2>&1 ||
    fail "installing minicc itself failed: $(grep -E '^ *ERROR' "$log" | head -n 1) (pip's messages: $log)"
  .venv/bin/python -m compileall -q minicc oracle fuzz .venv/lib >/dev/null 2>&1 || true
  touch .venv/.installed
}

# The tests skip what is not there; on a machine of one's own they should have it all.
test_tools() {
  local missing=()
  command -v csmith >/dev/null || missing+=(csmith libcsmith-dev)
  command -v cvise >/dev/null || missing+=(cvise)
  [ ${#missing[@]} = 0 ] ||
    apt_install "optional tools of the tests are missing (tests that need them are skipped)" "${missing[@]}" || true
}

# What `fuzz run --engine dask` needs, at the locked versions.
cluster() {
  .venv/bin/python -c 'import distributed' 2>/dev/null ||
    .venv/bin/python -m pip install -q --no-input --require-hashes -r requirements-cluster.lock ||
    fail "installing dask.distributed failed"
}

case "${1:-}" in
  install) install ;;
  test-tools) test_tools ;;
  cluster) cluster ;;
  *) fail "usage: setup.sh install|test-tools|cluster" ;;
esac
