#!/usr/bin/env bash
# The README's rule example over a file with one known fault: that is found, and nothing else; a looser version tells more. Its
# platform's file becomes an Alertmanager configuration that amtool accepts, and comes back.
set -eu
fail() { echo "$*"; exit 1; }
python3 - "$SMOKE_TMP" <<'PY'
import re, sys
blocks = re.findall(r"```yaml\n(.*?)```", open("README.md").read(), flags=re.S)
folder = sys.argv[1]
open(folder + "/whsec", "w").write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
platform = blocks[0].replace("/run/secrets/whsec", folder + "/whsec").replace("rules/*.yaml", "rules.yaml")
open(folder + "/tocsin.yaml", "w").write(platform)
open(folder + "/rules.yaml", "w").write(blocks[1])
open(folder + "/loose.yaml", "w").write(blocks[1].replace("> 90", "> 60").replace("< 85", "< 55"))
PY
awk 'BEGIN { print "time,sensor,metric,value"
  for (i = 0; i < 2000; i++) for (s = 1; s <= 3; s++) {
    v = 60 + 5 * sin(i / 90) + (s == 2 && i >= 600 && i < 720 ? 40 : 0)
    printf "%d,pump-%d,temp_c,%.2f\n", 1767225600 + i * 5, s, v } }' >"$SMOKE_TMP/data.csv"
echo '{"sensor":"pump-2","kind":"hot","start":"2026-01-01T00:50:00Z","end":"2026-01-01T01:00:00Z"}' >"$SMOKE_TMP/truth.jsonl"
report=$SMOKE_TMP/report.json
deploy/bin/tocsin backtest --rules "$SMOKE_TMP/rules.yaml" --against "$SMOKE_TMP/loose.yaml" \
  --truth "$SMOKE_TMP/truth.jsonl" --json "$report" "$SMOKE_TMP/data.csv"
# SiteHot sees the same fault; it names no sensor, so that the truth file cannot tell.
[ "$(jq -r '"\(.firings) \(.truth.found) \(.truth.right_firings)"' "$report")" = "2 1 1" ] ||
  fail "the one fault was not found, or more than that"
[ "$(jq -r '.difference.only_old > 0' "$report")" = true ] || fail "the looser version told nothing more"

deploy/bin/tocsin export alertmanager --out "$SMOKE_TMP/am.yml" "$SMOKE_TMP/tocsin.yaml"
amtool check-config "$SMOKE_TMP/am.yml"
deploy/bin/tocsin import alertmanager --out "$SMOKE_TMP/back.yaml" "$SMOKE_TMP/am.yml"
deploy/bin/tocsin check "$SMOKE_TMP/back.yaml"

deploy/bin/tocsin plan --against "$SMOKE_TMP/loose.yaml" "$SMOKE_TMP/rules.yaml" | tee "$SMOKE_TMP/plan"
grep -q '^kept *line3/BearingTempHigh' "$SMOKE_TMP/plan" || fail "another threshold needs the same state"
grep -q '^unchanged *line3/VibrationUnusual' "$SMOKE_TMP/plan" || fail "a rule that says the same is unchanged"
deploy/bin/tocsin explain --rules "$SMOKE_TMP/rules.yaml" --rule BearingTempHigh --sensor pump-2 --at 2026-01-01T00:55:00Z \
  "$SMOKE_TMP/data.csv" | tee "$SMOKE_TMP/why"
grep -q 'firing since 2026-01-01T00:50' "$SMOKE_TMP/why" || fail "it fired"
deploy/bin/tocsin explain --rules "$SMOKE_TMP/rules.yaml" --rule BearingTempHigh --sensor pump-1 --at 2026-01-01T00:55:00Z \
  "$SMOKE_TMP/data.csv" | grep 'its condition was never true' || fail "it did not fire"
deploy/bin/tocsin explain --rules "$SMOKE_TMP/rules.yaml" --rule SiteHot --at 2026-01-01T00:55:00Z "$SMOKE_TMP/data.csv" |
  tee "$SMOKE_TMP/why"
grep -q 'of 3: {sensor="pump-2"}' "$SMOKE_TMP/why" || fail "pump-2 made its site hot"
grep -q '^state: .*firing since' "$SMOKE_TMP/why" || fail "it fired"
