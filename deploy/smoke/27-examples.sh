#!/usr/bin/env bash
# Every example of rules is checked, unit-tested and backtested: the README's two files, and the files that have every key there is,
# of which nothing is refused but what they name as not yet there.
set -eu
fail() { echo "$*"; exit 1; }
tocsin=${TOCSIN:-deploy/bin/tocsin}
keys=$PWD/deploy/worker/src/test/resources/io/tocsin/deploy/config/every-key.yaml
rule_keys=$PWD/pipeline/src/test/resources/io/tocsin/pipeline/rule/file/every-key.yaml
cp deploy/smoke/readme-tests.yaml "$SMOKE_TMP/tests.yaml"
mkdir "$SMOKE_TMP/rules"
python3 - "$SMOKE_TMP" <<'PY'
import re, sys
blocks = re.findall(r"```yaml\n(.*?)```", open("README.md").read(), flags=re.S)
for name, block in zip(["line3.yaml", "more.yaml"], blocks[1:]):
    open(sys.argv[1] + "/" + name, "w").write(block)
PY

"$tocsin" test --junit "$SMOKE_TMP/junit.xml" "$SMOKE_TMP/tests.yaml"
grep -q '<testsuite ' "$SMOKE_TMP/junit.xml" || fail "no JUnit report"
awk 'BEGIN { print "time,sensor,metric,value,site"
  for (i = 0; i < 1000; i++) for (s = 1; s <= 3; s++) {
    hot = (s == 2 && i >= 600 && i < 660)
    printf "%d,pump-%d,temp_c,%.2f,a\n", 1767225600 + i * 5, s, 60 + 5 * sin(i / 90) + (hot ? 80 : 0)
    printf "%d,pump-%d,door_open,%d,a\n", 1767225600 + i * 5, s, (i >= 500) } }' >"$SMOKE_TMP/data.csv"
"$tocsin" backtest --rules "$SMOKE_TMP/more.yaml" --json "$SMOKE_TMP/more.json" "$SMOKE_TMP/data.csv"
jq -e '.rules | has("line3-more/TempTooHigh")' "$SMOKE_TMP/more.json" >/dev/null ||
  fail "the README's second example did not see 140 °C"

sed '/^slos:/,$d' "$rule_keys" >"$SMOKE_TMP/rules/cold.yaml"
sed "s|FOLDER|$SMOKE_TMP|" "$keys" >"$SMOKE_TMP/tocsin.yaml"
echo whsec_Y29sZA== >"$SMOKE_TMP/signing"
printf 'sensor,hall\nh1/f1,h1\n' >"$SMOKE_TMP/freezers.csv"
"$tocsin" check "$SMOKE_TMP/rules/cold.yaml"
status=0
"$tocsin" check "$SMOKE_TMP/tocsin.yaml" "$rule_keys" >"$SMOKE_TMP/said" || status=$?
cat "$SMOKE_TMP/said"
[ "$status" = 1 ] || fail "what is not yet there was not refused"
# Four of the platform's keys, the rules' slos, and how many that are.
[ "$(grep -c ': not yet' "$SMOKE_TMP/said")" = 5 ] && [ "$(wc -l <"$SMOKE_TMP/said")" = 6 ] ||
  fail "something else was refused, or not by name"
"$tocsin" backtest --rules "$SMOKE_TMP/rules/cold.yaml" --json "$SMOKE_TMP/cold.json" "$SMOKE_TMP/data.csv"
jq -e '.rules | has("doors/DoorOpen")' "$SMOKE_TMP/cold.json" >/dev/null ||
  fail "the open door was not seen"
