#!/usr/bin/env bash
# The README's configuration examples are accepted as they stand, and a misspelt key is told by name and line.
set -eu
mkdir "$SMOKE_TMP/rules"
python3 - "$SMOKE_TMP" <<'PY'
import re, sys
blocks = re.findall(r"```yaml\n(.*?)```", open("README.md").read(), flags=re.S)
assert len(blocks) == 3, f"expected the platform's file and two rule files, found {len(blocks)} blocks"
open(sys.argv[1] + "/whsec", "w").write("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
open(sys.argv[1] + "/tocsin.yaml", "w").write(blocks[0].replace("/run/secrets/whsec", sys.argv[1] + "/whsec"))
open(sys.argv[1] + "/rules/line3.yaml", "w").write(blocks[1])
open(sys.argv[1] + "/rules/more.yaml", "w").write(blocks[2])
PY
deploy/bin/tocsin check "$SMOKE_TMP/tocsin.yaml" "$SMOKE_TMP/rules/line3.yaml" "$SMOKE_TMP/rules/more.yaml"

sed -i 's/^summaries:/sumaries:/' "$SMOKE_TMP/tocsin.yaml"
status=0
deploy/bin/tocsin check "$SMOKE_TMP/tocsin.yaml" >"$SMOKE_TMP/said" || status=$?
cat "$SMOKE_TMP/said"
[ "$status" = 1 ] && grep -q 'sumaries' "$SMOKE_TMP/said"
