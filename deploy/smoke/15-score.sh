#!/usr/bin/env bash
# A wide file of 40 metrics is scored row by row in seconds, its fault is told, and the plot draws itself at a phone's
# width in a real browser, where there is one.
set -eu
fail() { echo "$*"; exit 1; }
awk 'BEGIN {
  srand(7); rows = 50000; metrics = 40
  printf "timestamp"; for (m = 0; m < metrics; m++) printf ",m%d", m; print ""
  for (row = 0; row < rows; row++) {
    printf "%d", 1700000000 + 10 * row; load = sin(row / 700)
    for (m = 0; m < metrics; m++) {
      if (m == 5 && row % 50 == 7) { printf ","; continue }
      if (m == 6) { printf ",42"; continue }
      odd = row >= 40000 && row < 40060 && m < 4 ? 15 : 0
      printf ",%.4f", load * (1 + m % 5) + rand() + rand() + rand() + odd
    }
    print ""
  }
}' >"$SMOKE_TMP/wide.csv"
deploy/bin/tocsin --version >/dev/null
started=$(date +%s)
deploy/bin/tocsin score "$SMOKE_TMP/wide.csv" --plot "$SMOKE_TMP/plot.html" >"$SMOKE_TMP/scores.csv"
seconds=$(($(date +%s) - started))
[ "$seconds" -le 20 ] || fail "50,000 rows of 40 metrics took $seconds s"
[ "$(head -n 1 "$SMOKE_TMP/scores.csv")" = timestamp,score,alert,explanation ] || fail "the header is another"
[ "$(wc -l <"$SMOKE_TMP/scores.csv")" = 50001 ] || fail "not one row for each row"
awk -F, 'NR > 40001 && NR < 40062 && $3 == 1 { found = 1 } END { exit !found }' "$SMOKE_TMP/scores.csv" ||
  fail "the fault at row 40,000 is not told"
told=$(awk -F, '$3 == 1' "$SMOKE_TMP/scores.csv" | wc -l)
[ "$told" -le 10 ] || fail "$told alerts where there is one fault"
echo "50,000 rows of 40 metrics in $seconds s, $told alerts"

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || { echo "no browser installed: the plot is not drawn"; exit 0; }
"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$SMOKE_TMP/browser" --window-size=390,844 \
  --virtual-time-budget=4000 --dump-dom "file://$(readlink -f "$SMOKE_TMP/plot.html")" \
  >"$SMOKE_TMP/plot.dom" 2>"$SMOKE_TMP/browser.log" || fail "the browser failed: $(tail -n 3 "$SMOKE_TMP/browser.log")"
grep -q ">$told alert" "$SMOKE_TMP/plot.dom" || fail "the page does not list $told alerts"
[ "$(grep -o '<canvas' "$SMOKE_TMP/plot.dom" | wc -l)" = 41 ] || fail "not a plot for the score and each metric"
echo "the plot drew itself in $("$browser" --version 2>/dev/null | head -n 1)"
