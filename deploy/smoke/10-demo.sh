#!/usr/bin/env bash
# The demo, as a newcomer runs it: exits 0 only when at least 80 % of the injected faults were found.
set -eu
deploy/bin/tocsin demo --duration 90s
