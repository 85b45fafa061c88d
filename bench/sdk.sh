#!/usr/bin/env bash
# Requests per second of the Carbon Aware SDK's forecast call on loopback with a warm cache, in one run with its bound and anchor.
#   bench/sdk.sh [SECONDS [ROUNDS]]   length of each load, 6 by default, and rounds, 3; the rounds alternate between the calls,
#                                     because other work on the machine comes and goes. Needs wrk and a Release build.
# Bound: a bare server of the same kind (bench/bytes.cs) that sends as many bytes, made once.
# Anchor: the Carbon Aware SDK 1.8 on such a box: 3,070 requests/s on 24 points, 154 on 864 points with a window of a day.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-6} rounds=${2:-3}
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }
host_dll=artifacts/bin/CarbonApp.AppHost/release/CarbonApp.AppHost.dll
[ -f "$host_dll" ] || { echo "$host_dll is missing: dotnet build CarbonApp.sln -c Release" >&2; exit 1; }

work=$(mktemp -d); chmod 755 "$work"
dotnet build bench/bytes.cs -c Release -o "$work/bytes" -v quiet --nologo >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
Sources__Offline=true dotnet "$host_dll" --data "$work/data" --environment Production >"$work/log" 2>&1 &
host=$!
bare=http://127.0.0.1:5987
dotnet "$work/bytes/bytes.dll" --urls "$bare" >"$work/bytes.log" 2>&1 &
bytes=$!
trap 'kill -TERM $host $bytes 2>/dev/null; wait $host $bytes 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 300); do grep -q 'everything is up' "$work/log" && break; sleep 0.2; done
api=$(sed -nE 's#.*api is up at (http://[^ ]+) .*#\1#p' "$work/log" | head -n 1)
[ -n "$api" ] || { tail -n 20 "$work/log"; exit 1; }
pid=$(cat "$work/data/running/api.pid" | head -n 1 | grep -oE '[0-9]+' | head -n 1)
resident() { awk '/VmRSS/{printf "%.0f", $2/1024}' "/proc/$pid/status"; }

# Forecasts that begin later than this run ends, so that no point passes meanwhile.
series() { # series ZONE STEP_SECONDS COUNT
  awk -v step="$2" -v count="$3" -v now="$(date +%s)" 'BEGIN { print "time,value"; first = (int(now / step) + 1) * step; if (first < now + 1500) first += int(1500 / step + 1) * step;
    for (i = 0; i < count; i++) printf "%s,%.2f\n", strftime("%Y-%m-%dT%H:%M:%SZ", first + i * step, 1), 250 + 150 * sin(i * step / 13751) + (i * 37) % 29 }' |
    curl -sf --data-binary @- -H 'Content-Type: text/csv' "$api/api/v2/imports?zone=$1&status=forecast" >"$work/import" || { echo "import of $1 failed" >&2; exit 1; }
}
series XX-HOURS 3600 24
series XX-FIVE 300 864
calls=( # name | path | anchor
  '24 points|/emissions/forecasts/current?location=XX-HOURS|3070'
  '864 points, windowSize=1440|/emissions/forecasts/current?location=XX-FIVE&windowSize=1440|154'
)

load() { METHOD=GET TARGET=$3 wrk -t1 -c32 -d"$1" -s bench/http.lua "$2" 2>&1 >/dev/null; } # load SECONDS BASE PATH: requests/s p50 p99 errors

echo "$(nproc) processors shared by the server, its databases and the load; 32 connections, best of $rounds rounds of ${seconds} s; load average at the start $(cut -d' ' -f1 /proc/loadavg)"
printf '%-30s %8s %10s %9s %9s %7s %10s %8s %8s\n' call bytes requests/s 'p50 ms' 'p99 ms' errors 'bound/s' 'of bound' anchors
# All are warmed before any is measured: the runtime goes on compiling better code for some seconds.
for call in "${calls[@]}"; do
  IFS='|' read -r name path anchor <<<"$call"
  load 4 "$api" "$path" >/dev/null; load 2 "$bare" /5000 >/dev/null
done
for call in "${calls[@]}"; do
  IFS='|' read -r name path anchor <<<"$call"
  size=$(curl -sf "$api$path" | wc -c)
  best='0 0 0 0' bound=0
  for _ in $(seq "$rounds"); do
    result=$(load "$seconds" "$api" "$path")
    other=$(load "$seconds" "$bare" "/$size")
    [ "${result%% *}" -gt "${best%% *}" ] && best=$result
    [ "${other%% *}" -gt "$bound" ] && bound=${other%% *}
  done
  read -r rate p50 p99 errors <<<"$best"
  printf '%-30s %8s %10s %9s %9s %7s %10s %8s %8s\n' "$name" "$size" "$rate" "$p50" "$p99" "$errors" "$bound" \
    "$(echo "scale=2; $rate / $bound" | bc)" "$(echo "scale=1; $rate / $anchor" | bc)"
done
echo "Api resident $(resident) MB after the load; load average at the end $(cut -d' ' -f1 /proc/loadavg)"
