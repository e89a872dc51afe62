#!/usr/bin/env bash
# The launcher starts without a word once it has built, and names what is wrong around it.
set -eu

fail() { echo "$*"; exit 1; }

deploy/bin/tocsin --version 2>"$SMOKE_TMP/first" || { cat "$SMOKE_TMP/first"; fail "the first start failed"; }
cat "$SMOKE_TMP/first"

deploy/bin/tocsin --version 2>"$SMOKE_TMP/second"
[ ! -s "$SMOKE_TMP/second" ] || { cat "$SMOKE_TMP/second"; fail "the second start says more than the version"; }

if JAVA_HOME=/nowhere deploy/bin/tocsin --version 2>"$SMOKE_TMP/third"; then
  fail "a wrong JAVA_HOME is not told"
fi
grep -q 'JAVA_HOME is /nowhere' "$SMOKE_TMP/third" || { cat "$SMOKE_TMP/third"; fail "wrong message"; }

status=0
deploy/bin/tocsin no-such-command >/dev/null 2>&1 || status=$?
[ "$status" = 2 ] || fail "wrong usage exits with $status instead of 2"
