#!/usr/bin/env bash
# A replay of a series with one clear fault, then, where the public data are there, of a real one.
set -eu
fail() { echo "$*"; exit 1; }

# Four days of a daily rhythm at five minutes; on the last day the value doubles for three hours.
awk 'BEGIN { srand(7); print "timestamp,load"
  for (i = 0; i < 1152; i++) {
    v = 50 + 10 * sin(i / 288 * 6.2832) + rand()
    if (i >= 1000 && i < 1036) v *= 2
    printf "%d,%.3f\n", 1704067200 + i * 300, v } }' >"$SMOKE_TMP/plain.csv"
deploy/bin/tocsin replay --out "$SMOKE_TMP/plain" "$SMOKE_TMP/plain.csv"
[ "$(jq -r .events "$SMOKE_TMP/plain/summary.json")" = 1152 ] || fail "not every line became an event"
jq -se 'any(.[]; .status == "firing" and .startsAt >= "2024-01-04T11:20" and .startsAt < "2024-01-04T14:20")' \
  "$SMOKE_TMP/plain/alerts.jsonl" >/dev/null || fail "the fault was not found"
jq -se 'all(.[]; (.historical | not) and .startsAt < "2024-01-06")' "$SMOKE_TMP/plain/alerts.jsonl" >/dev/null ||
  fail "an alert came from the jump to today"

# One line that is no event is told, and stops nothing.
printf 'timestamp,load\n2024-01-01T00:00:00Z,1\nyesterday,2\n2024-01-01T00:05:00Z,3\n' >"$SMOKE_TMP/bad.csv"
deploy/bin/tocsin replay --out "$SMOKE_TMP/bad" "$SMOKE_TMP/bad.csv"
[ "$(jq -r '"\(.events) \(.bad_lines)"' "$SMOKE_TMP/bad/summary.json")" = "2 1" ] || fail "a bad line was not counted"

nab=${TOCSIN_NAB:-}
[ -d "$nab" ] || { echo "TOCSIN_NAB names no folder: the public series is left out"; exit 0; }
series=realKnownCause/machine_temperature_system_failure.csv
deploy/bin/tocsin replay --out "$SMOKE_TMP/nab" "$nab/data/$series"
python3 - "$nab/labels/combined_windows.json" "$series" "$SMOKE_TMP/nab/alerts.jsonl" <<'PY'
import json, sys
windows = [[t.replace(" ", "T")[:19] for t in w] for w in json.load(open(sys.argv[1]))[sys.argv[2]]]
starts = [a["startsAt"][:19] for a in map(json.loads, open(sys.argv[3])) if a["status"] == "firing"]
hit = [w for w in windows if any(w[0] <= s <= w[1] for s in starts)]
outside = [s for s in starts if not any(w[0] <= s <= w[1] for w in windows)]
print(f"{len(starts)} firings; in {len(hit)} of {len(windows)} labelled windows; {len(outside)} outside")
sys.exit(0 if len(hit) >= 2 and len(outside) <= 10 else 1)
PY
