#!/usr/bin/env bash
# A backtest of a million readings of 800 series, under the shipped rules and under the demo's: how long each takes is printed; the
# limit is for machines that others use, too.
set -eu
fail() { echo "$*"; exit 1; }
tocsin=${TOCSIN:-deploy/bin/tocsin}
rules=deploy/worker/src/main/resources/io/tocsin/deploy/config
awk 'BEGIN { srand(3); split("temp_c pressure vibration_rms flow", metric, " ")
  split("70 4 2 30", level, " ")
  print "time,sensor,metric,value"
  for (i = 0; i < 1250; i++) for (s = 0; s < 200; s++) for (m = 1; m <= 4; m++)
    printf "%d,pump-%d,%s,%.3f\n", 1767225600 + i * 10, s, metric[m],
      level[m] * (1 + 0.1 * sin((i + s) / 90) + 0.02 * rand() + (i > 1000 && i < 1030 && s == m ? 3 : 0)) }' \
  >"$SMOKE_TMP/million.csv"
for of in shipped demo; do
  "$tocsin" backtest --rules "$rules/$of-rules.yaml" --top 5 --json "$SMOKE_TMP/$of.json" "$SMOKE_TMP/million.csv"
  jq -e '.events == 1000000 and .firings > 0' "$SMOKE_TMP/$of.json" >/dev/null || fail "$of: not all was read, or seen"
  jq -e '.seconds < 60' "$SMOKE_TMP/$of.json" >/dev/null || fail "$of: too slow"
done
