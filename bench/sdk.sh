#!/usr/bin/env bash
# Requests per second of the Carbon Aware SDK's forecast call on loopback with a warm cache, in one run with its bound and anchor.
#   bench/sdk.sh [SECONDS [ROUNDS]]   length of each load, 6 by default, and rounds, 3, of which the best counts; rounds of a call and of its
#                                     bound alternate, because other work on the machine comes and goes. Needs wrk and a Release build.
# Bound: a bare server of the same kind (bench/bytes.cs) that sends as many bytes, made once.
# Anchor: the Carbon Aware SDK 1.8 on such a box: 3,070 requests/s on 24 points, 154 on 864 points with a window of a day.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-6} rounds=${2:-3} bare=http://127.0.0.1:5987
. bench/system.sh
dotnet build bench/bytes.cs -c Release -o "$work/bytes" -v quiet --nologo >"$work/build" 2>&1 || { cat "$work/build"; exit 1; }
dotnet "$work/bytes/bytes.dll" --urls "$bare" >"$work/bytes.log" 2>&1 &
bytes=$!
trap 'kill -TERM $started $bytes 2>/dev/null; wait $started $bytes 2>/dev/null; rm -rf "$work"' EXIT

# series ZONE STEP_SECONDS COUNT: imports a forecast that begins later than this run ends, so that no point passes meanwhile.
series() {
  awk -v step="$2" -v count="$3" -v now="$(date +%s)" 'BEGIN { print "time,value"; first = (int((now + 1500) / step) + 1) * step;
    for (i = 0; i < count; i++) printf "%s,%.2f\n", strftime("%Y-%m-%dT%H:%M:%SZ", first + i * step, 1), 250 + 150 * sin(i * step / 13751) + (i * 37) % 29 }' |
    curl -sf --data-binary @- -H 'Content-Type: text/csv' "$api/api/v2/imports?zone=$1&status=forecast" >/dev/null || { echo "the import of $1 failed" >&2; exit 1; }
}
series XX-HOURS 3600 24
series XX-FIVE 300 864
calls=( # name | path | anchor
  '24 points|/emissions/forecasts/current?location=XX-HOURS|3070'
  '864 points, windowSize=1440|/emissions/forecasts/current?location=XX-FIVE&windowSize=1440|154'
)

echo "$(nproc) processors shared by the server, its databases and the load; 32 connections, best of $rounds rounds of ${seconds} s; load average at the start $(load_average)"
printf '%-30s %7s %10s %8s %8s %6s %7s %10s %8s %8s %8s\n' call bytes requests/s 'p50 ms' 'p99 ms' errors 'CPU µs' 'bound/s' 'CPU µs' 'of bound' anchors
# All are warmed before any is measured: the runtime goes on compiling better code for some seconds.
for call in "${calls[@]}"; do
  IFS='|' read -r name path anchor <<<"$call"
  load 4 "$pid" "$api" "$path" >/dev/null
  load 2 "$bytes" "$bare" /5000 >/dev/null
done
for call in "${calls[@]}"; do
  IFS='|' read -r name path anchor <<<"$call"
  size=$(curl -sf "$api$path" | wc -c)
  best='0 0 0 0 0' bound='0 0 0 0 0'
  for _ in $(seq "$rounds"); do
    result=$(load "$seconds" "$pid" "$api" "$path")
    other=$(load "$seconds" "$bytes" "$bare" "/$size")
    [ "${result%% *}" -le "${best%% *}" ] || best=$result
    [ "${other%% *}" -le "${bound%% *}" ] || bound=$other
  done
  read -r rate p50 p99 errors cpu <<<"$best"
  printf '%-30s %7s %10s %8s %8s %6s %7s %10s %8s %8s %8s\n' "$name" "$size" "$rate" "$p50" "$p99" "$errors" "$cpu" "${bound%% *}" "${bound##* }" \
    "$(echo "scale=2; $rate / ${bound%% *}" | bc)" "$(echo "scale=1; $rate / $anchor" | bc)"
done
echo "Api resident $(resident) MB after the load; load average at the end $(load_average)"
