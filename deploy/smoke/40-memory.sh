#!/usr/bin/env bash
# Memory stays bounded while 5 million events (or TOCSIN_SMOKE_EVENTS) pass: prints the worker's resident memory as
# they do, and fails if it grows over the second half or leaves its budget.
set -eu
fail() { echo "$*"; tail -n 20 "$SMOKE_TMP"/*.log; exit 1; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
for tool in kcat curl; do command -v $tool >/dev/null || { echo "$tool is not installed: left out"; exit 0; }; done

events=${TOCSIN_SMOKE_EVENTS:-5000000}
sensors=2000 heap=256 budget=128
# Heap, native state, and what a JVM with Kafka's and RocksDB's code needs besides.
limit=$((heap + budget + 300))

pids=()
stop_all() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop_all EXIT

kafka=127.0.0.1:$(free_port) http=$(free_port)
TOCSIN_JAVA_OPTS=-Xmx512m deploy/bin/tocsin broker --data "$SMOKE_TMP/kafka" --port "${kafka#*:}" >"$SMOKE_TMP/broker.log" 2>&1 &
pids+=($!)
cat >"$SMOKE_TMP/rules.yaml" <<'YAML'
groups:
- name: plant
  interval: 10s
  rules:
  - alert: Hot
    expr: avg_over_time(temp_c[1m]) > 99
    for: 1m
  - alert: Unusual
    anomaly: { metric: temp_c, method: auto, false_alarms: 1/100000 }
YAML
cat >"$SMOKE_TMP/tocsin.yaml" <<YAML
worker: { state_dir: $SMOKE_TMP/state, memory: ${budget}MiB, http: { port: $http } }
kafka: { bootstrap.servers: "$kafka" }
sources: { plant: { topics: [plant], max_out_of_order: 10s, historical_after: 30d } }
rule_files: [rules.yaml]
YAML
deploy/bin/tocsin check "$SMOKE_TMP/tocsin.yaml" || exit 1
for _ in $(seq 200); do kcat -b "$kafka" -L >/dev/null 2>&1 && break; sleep 0.2; done
TOCSIN_JAVA_OPTS=-Xmx${heap}m deploy/bin/tocsin worker --config "$SMOKE_TMP/tocsin.yaml" >"$SMOKE_TMP/worker.log" 2>&1 &
worker=$!
pids+=($worker)
for _ in $(seq 300); do curl -fs "http://localhost:$http/readyz" >/dev/null 2>&1 && break; sleep 0.2; done
curl -fs "http://localhost:$http/readyz" >/dev/null || fail "the worker is not ready"

metric() { curl -fs "http://localhost:$http/metrics" | awk -v name="$1" 'index($1, name) == 1 { sum += $2 } END { printf "%d", sum }'; }
resident() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$worker/status"; }

# One reading of each sensor a second of event time, up to now.
rounds=$((events / sensors))
awk -v sensors=$sensors -v rounds=$rounds -v start=$(($(date +%s) - rounds)) 'BEGIN { srand(1)
  for (r = 0; r < rounds; r++) for (s = 0; s < sensors; s++)
    printf "{\"sensor\":\"pump-%d\",\"metric\":\"temp_c\",\"value\":%.2f,\"time\":%d000}\n", s, 60 + 10 * rand(), start + r }' |
  kcat -P -b "$kafka" -t plant -z lz4 -X queue.buffering.max.messages=200000 -X linger.ms=20 >"$SMOKE_TMP/kcat.log" 2>&1 &
pids+=($!)

printf '%12s %10s %10s %10s\n' events 'RSS MiB' series 'seconds'
began=$SECONDS done=0 half=0 most=0
while [ "$done" -lt $((rounds * sensors)) ]; do
  [ $((SECONDS - began)) -lt 900 ] || fail "not processed within 900 s"
  kill -0 "$worker" || fail "the worker has ended"
  sleep 3
  done=$(metric tocsin_events_accepted_total)
  rss=$(resident)
  printf '%12d %10d %10d %10d\n' "$done" "$rss" "$(metric tocsin_series)" $((SECONDS - began))
  if [ "$done" -lt $((events / 2)) ]; then half=$((rss > half ? rss : half)); fi
  most=$((rss > most ? rss : most))
done
echo "most $most MiB resident with a heap of $heap MiB and $budget MiB for state; $half MiB in the first half; $((done / (SECONDS - began))) events/s on $(nproc) cores, all included"
[ "$most" -le "$limit" ] || fail "that is more than $limit MiB"
[ "$half" -eq 0 ] || [ "$most" -le $((half * 115 / 100)) ] || fail "it grew by more than 15 % over the second half"
[ "$(metric tocsin_lane_restarts_total)" = 0 ] || fail "a lane failed"
