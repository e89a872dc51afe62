#!/usr/bin/env bash
# Events without a key from kcat, through a worker against a broker, each a process of its own, to a real Alertmanager,
# and the alert's end; and everything that cannot be read is in the dead-letter topic while the stream goes on. Beside
# it a receiver that takes connections and never answers; and Prometheus itself, whose API has the shape that ours has.
set -eu
fail() { echo "$*"; tail -n 30 "$SMOKE_TMP"/*.log; exit 1; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
until_true() { # SECONDS COMMAND…
  local deadline=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.3
  done
}
alertmanager=$(command -v prometheus-alertmanager || command -v alertmanager || true)
for tool in kcat amtool; do command -v $tool >/dev/null || { echo "$tool is not installed: left out"; exit 0; }; done
[ -n "$alertmanager" ] || { echo "no Alertmanager installed: left out"; exit 0; }

pids=()
stop_all() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; }
trap stop_all EXIT

# A webhook that hangs.
python3 -c '
import socket, sys, time
server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen(50)
print(server.getsockname()[1], flush=True)
taken = []
while True:
    taken.append(server.accept()); print("taken", file=sys.stderr, flush=True)
' >"$SMOKE_TMP/hang.port" 2>"$SMOKE_TMP/hang.log" & pids+=($!)
until_true 10 test -s "$SMOKE_TMP/hang.port"

kafka=127.0.0.1:$(free_port) am=127.0.0.1:$(free_port) http=$(free_port)
deploy/bin/tocsin broker --port "${kafka#*:}" >"$SMOKE_TMP/broker.log" 2>&1 & pids+=($!)
printf 'route: { receiver: none }\nreceivers: [{ name: none }]\n' >"$SMOKE_TMP/am.yml"
"$alertmanager" --config.file "$SMOKE_TMP/am.yml" --storage.path "$SMOKE_TMP/am" \
  --web.listen-address "$am" --cluster.listen-address= >"$SMOKE_TMP/am.log" 2>&1 & pids+=($!)
cat >"$SMOKE_TMP/rules.yaml" <<'YAML'
groups:
- name: plant
  interval: 1s
  rules:
  - alert: Hot
    expr: temp_c > 90
    labels: { severity: critical }
    annotations: { summary: "{{ $labels.sensor }} at {{ $value }} °C" }
YAML
cat >"$SMOKE_TMP/tocsin.yaml" <<YAML
worker: { state_dir: $SMOKE_TMP/state, memory: 128MiB, http: { port: $http } }
kafka: { bootstrap.servers: "$kafka" }
sources: { plant: { topics: [plant], max_out_of_order: 0s, idle_after: 2s } }
rule_files: [rules.yaml]
route: { receiver: am, group_wait: 0s, routes: [{ receiver: hang, continue: true }, { receiver: am }] }
receivers:
- { name: am, alertmanager_configs: [{ urls: ["http://$am"] }] }
- { name: hang, webhook_configs: [{ url: "http://127.0.0.1:$(cat "$SMOKE_TMP/hang.port")/hook" }] }
YAML
deploy/bin/tocsin check "$SMOKE_TMP/tocsin.yaml"
until_true 40 kcat -b "$kafka" -L || fail "the broker does not answer"
deploy/bin/tocsin worker --config "$SMOKE_TMP/tocsin.yaml" >"$SMOKE_TMP/worker.log" 2>&1 & pids+=($!)
until_true 60 curl -fs "http://localhost:$http/readyz" || fail "the worker is not ready"

event() { printf '{"sensor":"pump-7","metric":"temp_c","value":%s,"time":%s}\n' "$1" "$(date +%s%3N)"; }
event 95 | kcat -P -b "$kafka" -t plant
firing() { amtool --alertmanager.url "http://$am" alert query alertname=Hot sensor=pump-7 | grep -q Hot; }
until_true 30 firing || fail "Alertmanager does not show the alert"
echo "Alertmanager shows the alert"
shown() { curl -fs "http://localhost:$http/api/v1/alerts" | jq -e '.data.alerts[0].labels.alertname == "Hot"'; }
until_true 30 shown || fail "the API does not show it"

# Prometheus, given the same rules, answers with the same members (and lacks none of ours).
if command -v prometheus >/dev/null; then
  prom=127.0.0.1:$(free_port)
  printf 'rule_files: [rules.yaml]\n' >"$SMOKE_TMP/prometheus.yml"
  prometheus --config.file "$SMOKE_TMP/prometheus.yml" --storage.tsdb.path "$SMOKE_TMP/prom" \
    --web.listen-address "$prom" >"$SMOKE_TMP/prometheus.log" 2>&1 & pids+=($!)
  until_true 20 curl -fs "http://$prom/api/v1/rules"
  members='.data.groups[0] | (keys - ["rules"]), (.rules[0] | keys)'
  curl -fs "http://$prom/api/v1/rules" | jq -c "$members" >"$SMOKE_TMP/members.prometheus"
  curl -fs "http://localhost:$http/api/v1/rules" | jq -c "$members" >"$SMOKE_TMP/members.tocsin"
  diff "$SMOKE_TMP/members.prometheus" "$SMOKE_TMP/members.tocsin" || fail "/api/v1/rules has other members than Prometheus'"
  echo "/api/v1/rules has the members that $(prometheus --version 2>&1 | sed -n '1s/ (.*//p') has"
fi

printf 'no json' | kcat -P -b "$kafka" -t plant
printf '{"sensor":"p","metric":"m","value":1,"time":1700000000}' | kcat -P -b "$kafka" -t plant
printf '\xff\xfe\x00' | kcat -P -b "$kafka" -t plant
printf '{"sensor":"M\374hle","metric":"m","value":1}' | kcat -P -b "$kafka" -t plant # one byte for an umlaut
printf 'key:\n' | kcat -P -b "$kafka" -t plant -K : -Z                                # null
printf 'key:\n' | kcat -P -b "$kafka" -t plant -K :                                   # empty
head -c 3000000 /dev/zero | tr '\0' x | kcat -P -b "$kafka" -t plant -D '\1' -z lz4 -X message.max.bytes=4000000 -X batch.size=4000000
bad=7
event 50 | kcat -P -b "$kafka" -t plant
ended() { ! firing; }
until_true 30 ended || fail "Alertmanager still shows the alert after its end"
echo "Alertmanager shows its end"
dead() { [ "$(kcat -C -b "$kafka" -t tocsin.dead-letter -e -q -f '%h\n' | grep -c '__connect.errors.topic=plant')" = $bad ]; }
until_true 30 dead || fail "not every bad record is in the dead-letter topic"
kcat -C -b "$kafka" -t tocsin.dead-letter -e -q -f '%h\n' | tr ',' '\n' | grep tocsin.reason | sort | uniq -c
kcat -C -b "$kafka" -t tocsin.dead-letter -e -q -f '%h\n' | grep -q 'tocsin.truncated.from=3000000' || fail "the oversized record is not marked as cut"
# Marks travel between the events.
[ "$(kcat -C -b "$kafka" -t tocsin.events -e -q -f '%h\n' | grep -vc tocsin.mark)" = 2 ] || fail "not the two good events in tocsin.events"
grep -q taken "$SMOKE_TMP/hang.log" || fail "the receiver that hangs was never called"
echo "A receiver that hangs held back nothing; $bad bad records are dead letters, 2 good ones events"
kcat -C -b "$kafka" -t tocsin.alerts -e -q | jq -r '[.status, .labels.alertname, .labels.sensor, .reason] | join(" ")'
