#!/usr/bin/env bash
# The main job, twice: fuzz minicc as it is, then with one fault planted in it, and explain the first divergence.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
out=build/demo
fault=corpus/faults/pass_early_cse_swaps_subtraction.py

mkdir -p "$out" && rm -rf "${out:?}"/*

step() {
  printf '\n== %s\n' "$1"
  shift
  printf '$ '
  printf '%q ' "$@"
  printf '\n\n'
  "$@"
}

step "200 generated programs: minicc -O2 against gcc" \
  fuzz run -n 200 --subject "minicc -O2" --ledger "$out/clean.ledger"
clean=$?
[ $clean -le 1 ] || exit $clean

step "the same with a fault planted: $(sed -n 's/^DESCRIPTION = "\(.*\)"/\1/p' "$fault")" \
  fuzz run -n 200 --stop-after 1 --subject "minicc -O2 -fplugin=$fault" --ledger "$out/planted.ledger" --attribute 1 --report "$out/report"
planted=$?

printf '\n'
if [ $planted -ne 1 ]; then
  printf 'The planted fault was not found (exit status %d).\n' $planted
  exit 1
fi
printf 'The planted fault was found, and the report says where it lives: %s\n' "$PWD/$out/report/index.html"
[ $clean -eq 0 ] || printf 'minicc as it is diverges too: that is a real bug, listed above.\n'
exit $clean
