#!/usr/bin/env bash
# Somebody presses k in the demo: the worker is killed, another takes its place, and the topics say that nothing
# was lost and nothing doubled.
set -eu
mkfifo "$SMOKE_TMP/keys"
deploy/bin/tocsin demo --duration 10m --history 1h <"$SMOKE_TMP/keys" >"$SMOKE_TMP/said" 2>&1 &
demo=$!
trap 'kill "$demo" 2>/dev/null || true' EXIT
exec 3>"$SMOKE_TMP/keys"
for _ in $(seq 180); do
  ! grep -q '^Live' "$SMOKE_TMP/said" || break
  kill -0 "$demo" || break
  sleep 1
done
sleep 15
echo k >&3
for _ in $(seq 400); do
  ! grep -q -e '^back in' -e '^not back' "$SMOKE_TMP/said" || break
  kill -0 "$demo" || break
  sleep 1
done
# Whether enough faults are found after so short a history is not asked here.
kill -TERM "$demo" 2>/dev/null || true
wait "$demo" || true
trap - EXIT
grep -e 'SIGKILL' -e '^back in' "$SMOKE_TMP/said" || true
grep -q '^back in .* s, lost 0, doubled 0 ' "$SMOKE_TMP/said" || { cat "$SMOKE_TMP/said"; exit 1; }
