#!/bin/sh
# The loop that everybody writes first: csmith | gcc -O0 | the subject | run both | compare.
#
#     plain_loop.sh SUBJECT FIRST_SEED LAST_SEED CSMITH_OPTION...
#
# Prints a line for each program that makes a difference, and at the end: verdicts, lines of the programs.
subject=$1 first=$2 last=$3
shift 3
include=/usr/include/csmith
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
verdicts=0 lines=0
for seed in $(seq "$first" "$last"); do
    timeout 10 csmith --seed "$seed" "$@" > t.c || continue
    gcc -O0 -w -I$include t.c -o reference || continue
    lines=$((lines + $(wc -l < t.c)))
    verdicts=$((verdicts + 1))
    if ! $subject -w -I$include t.c -o subject 2> errors; then
        echo "seed $seed: not compiled"
        continue
    fi
    timeout 2 ./reference > expected 2> errors
    echo "status $?" >> expected
    timeout 2 ./subject > found 2> errors
    echo "status $?" >> found
    cmp -s expected found || echo "seed $seed: different output"
done
echo "$verdicts $lines"
