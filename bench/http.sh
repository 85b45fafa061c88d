#!/usr/bin/env bash
# Requests per second, p50 and p99 of Api on loopback with a warm cache, its start-up time and its memory, in one run.
#   bench/http.sh [SECONDS]     length of each load, 10 by default; about a minute in all. Needs wrk and a Release build.
# Bound: an endpoint of the same process that does next to nothing. The SDK's calls and their anchor: bench/sdk.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
. bench/system.sh

echo "Api up after $(sed -nE 's#.*api is up at .* after ([0-9.]+) s.*#\1#p' "$work/log" | head -n 1) s, resident $(resident) MB before the load"
echo "$(nproc) processors shared by Api, its databases and the load; 32 connections, ${seconds} s each; load average at the start $(load_average)"
printf '%-44s %10s %9s %9s %7s %7s\n' call requests/s 'p50 ms' 'p99 ms' errors 'CPU µs'

calls=( # name | method | target | body
  'bound: /health/live|GET|/health/live|'
  '/api/v2/plan contiguous, 24 h, not stored|POST|/api/v2/plan|{"job":{"duration":"PT3H"},"sites":[{"zone":"GB"}],"options":{"explain":false,"store":false}}'
  '/api/v2/plan contiguous, 24 h, stored|POST|/api/v2/plan|{"job":{"duration":"PT3H"},"sites":[{"zone":"GB"}],"options":{"explain":false}}'
  '/api/v2/plan interruptible, 24 h, not stored|POST|/api/v2/plan|{"job":{"duration":"PT3H","mode":"interruptible"},"sites":[{"zone":"GB"}],"options":{"explain":false,"store":false}}'
  '/api/v2/plan any cloud region, 24 h, not stored|POST|/api/v2/plan|{"job":{"duration":"PT3H"},"sites":"any","options":{"explain":false,"store":false}}'
  '/api/v2/signals/GB, 48 h|GET|/api/v2/signals/GB|'
  '/api/v1/optimize, 39 regions|POST|/api/v1/optimize|{"workload":"general"}'
  '/api/v1/regions, 39 regions|GET|/api/v1/regions|'
  '/api/v2/zones, all|GET|/api/v2/zones|'
)

# All are warmed before any is measured: the runtime goes on compiling better code for some seconds.
for call in "${calls[@]}"; do
  IFS='|' read -r name method target body <<<"$call"
  load 3 "$pid" "$api" "$target" "$method" "$body" >/dev/null
done
for call in "${calls[@]}"; do
  IFS='|' read -r name method target body <<<"$call"
  read -r rate p50 p99 errors cpu <<<"$(load "$seconds" "$pid" "$api" "$target" "$method" "$body")"
  printf '%-44s %10s %9s %9s %7s %7s\n' "$name" "$rate" "$p50" "$p99" "$errors" "$cpu"
done
echo "Api resident $(resident) MB after the load; load average at the end $(load_average)"
