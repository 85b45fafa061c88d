#!/usr/bin/env bash
# Requests per second, p50 and p99 of Api on loopback with a warm cache, its start-up time and its memory, in one run.
#   bench/http.sh [SECONDS]     length of each load, 10 by default; about a minute in all. Needs wrk and a Release build.
# Bound: an empty endpoint of the same process. Anchor: the Carbon Aware SDK 1.8 on such a box,
# 3,070 requests/s on a 24-point forecast; measured elsewhere, it cannot be run here.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }
host_dll=artifacts/bin/CarbonApp.AppHost/release/CarbonApp.AppHost.dll
[ -f "$host_dll" ] || { echo "$host_dll is missing: dotnet build CarbonApp.sln -c Release" >&2; exit 1; }

work=$(mktemp -d); chmod 755 "$work"
Sources__Offline=true dotnet "$host_dll" --data "$work/data" --environment Production >"$work/log" 2>&1 &
host=$!
trap 'kill -TERM $host 2>/dev/null; wait $host 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 200); do grep -q 'everything is up' "$work/log" && break; sleep 0.2; done
api=$(sed -nE 's#.*api is up at (http://[^ ]+) .*#\1#p' "$work/log" | head -n 1)
[ -n "$api" ] || { tail -n 20 "$work/log"; exit 1; }
pid=$(cat "$work/data/running/api.pid" 2>/dev/null | head -n 1 | grep -oE '[0-9]+' | head -n 1)
resident() { awk '/VmRSS/{printf "%.0f", $2/1024}' "/proc/$pid/status"; }

echo "Api up after $(sed -nE 's#.*api is up at .* after ([0-9.]+) s.*#\1#p' "$work/log" | head -n 1) s, resident $(resident) MB before the load"
echo "$(nproc) processors shared by Api, its databases and the load; 32 connections, ${seconds} s each"
printf '%-44s %10s %9s %9s %7s\n' call requests/s 'p50 ms' 'p99 ms' errors

calls=( # name | method | target | body
  'bound: /health/live|GET|/health/live|'
  '/api/v2/plan contiguous, 24 h|POST|/api/v2/plan|{"job":{"duration":"PT3H"},"sites":[{"zone":"GB"}],"options":{"explain":false}}'
  '/api/v2/plan interruptible, 24 h|POST|/api/v2/plan|{"job":{"duration":"PT3H","mode":"interruptible"},"sites":[{"zone":"GB"}],"options":{"explain":false}}'
  '/api/v2/plan any cloud region, 24 h|POST|/api/v2/plan|{"job":{"duration":"PT3H"},"sites":"any","options":{"explain":false}}'
  '/api/v2/signals/GB, 48 h|GET|/api/v2/signals/GB|'
  '/api/v1/optimize, 39 regions|POST|/api/v1/optimize|{"workload":"general"}'
  '/api/v1/regions, 39 regions|GET|/api/v1/regions|'
  '/api/v2/zones, all|GET|/api/v2/zones|'
)

load() { # load SECONDS CALL
  local method target body
  IFS='|' read -r name method target body <<<"$2"
  METHOD=$method TARGET=$target BODY=$body wrk -t1 -c32 -d"$1" -s bench/http.lua "$api" 2>"$work/result" >/dev/null
}

# All are warmed before any is measured: the runtime goes on compiling better code for some seconds.
for call in "${calls[@]}"; do load 3 "$call"; done
for call in "${calls[@]}"; do
  load "$seconds" "$call"
  read -r rate p50 p99 errors <"$work/result"
  printf '%-44s %10s %9s %9s %7s\n' "$name" "$rate" "$p50" "$p99" "$errors"
done
echo "Api resident $(resident) MB after the load"
