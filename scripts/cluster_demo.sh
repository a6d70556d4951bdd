#!/usr/bin/env bash
# A scheduler and two workers on the loopback judge 80 programs; one worker is killed; the digest is the local one.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
out=build/cluster-demo
seeds=${1:-80}
subject="gcc -O2"

rm -rf "$out" && mkdir -p "$out"
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true' EXIT
# A worker that is silent for 10 s counts as lost (the default is 5 minutes).
export DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="10 s" DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP="12 s"

fail() {
  printf 'cluster-demo: %s\n' "$*" >&2
  exit 1
}

wait_for() {
  for _ in $(seq 600); do
    if eval "$2"; then return; fi
    sleep 0.1
  done
  fail "$1 took more than a minute (logs in $out)"
}

judged() {
  fuzz status "$out/cluster.ledger" --json 2>/dev/null | python -c 'import json, sys; print(json.load(sys.stdin)["programs"])' 2>/dev/null || echo 0
}

digest_of() {
  fuzz status "$1" --json | python -c 'import json, sys; print(json.load(sys.stdin)["digest"])'
}

printf 'a scheduler and two workers on 127.0.0.1\n'
dask scheduler --host 127.0.0.1 --port 0 --no-dashboard --scheduler-file "$out/scheduler.json" >"$out/scheduler.log" 2>&1 &
started+=($!)
wait_for "the scheduler's start" '[ -s "$out/scheduler.json" ]'
for number in 1 2; do
  dask worker --scheduler-file "$out/scheduler.json" --host 127.0.0.1 --nthreads 1 --no-dashboard --no-nanny \
    --local-directory "$out" --name "worker$number" >"$out/worker$number.log" 2>&1 &
  started+=($!)
  victim=$!
done
address=$(python -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$out/scheduler.json")
wait_for "the workers' start" 'grep -q "Registered to" "$out/worker1.log" && grep -q "Registered to" "$out/worker2.log"'

printf '%s programs, %s against gcc, on the cluster at %s\n' "$seeds" "$subject" "$address"
fuzz run -n "$seeds" --subject "$subject" --engine dask --scheduler "$address" --ledger "$out/cluster.ledger" \
  --json >"$out/cluster.json" 2>"$out/cluster.log" &
campaign=$!
wait_for "the first verdict" '! kill -0 "$campaign" 2>/dev/null || [ "$(judged)" -gt 0 ]'
kill -9 "$victim"
wait "$victim" 2>/dev/null || true
printf 'worker 2 killed with -9 after %s verdicts\n' "$(judged)"
wait "$campaign" || { cat "$out/cluster.log" >&2; fail "the campaign failed"; }
grep -q '"programs": '"$seeds"'\b' "$out/cluster.json" || fail "the ledger does not have $seeds verdicts"

printf 'the same seeds on this machine\n'
fuzz run -n "$seeds" --subject "$subject" --ledger "$out/local.ledger" --json >"$out/local.json"
cluster=$(digest_of "$out/cluster.ledger")
here=$(digest_of "$out/local.ledger")
printf 'cluster %s\nlocal   %s\n' "$cluster" "$here"
[ "$cluster" = "$here" ] || fail "the digests differ"
printf 'every seed once, the same digest\n'
