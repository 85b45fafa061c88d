#!/usr/bin/env bash
# Seconds to import a million rows through the command line, HTTP and Postgres: long CSV (one value a row) and wide CSV
# (16 zones a row, a million values), into empty ranges and again over themselves. Bound: copying the same file with cat.
set -euo pipefail
cd "$(dirname "$0")/.."
host_dll=artifacts/bin/CarbonApp.AppHost/release/CarbonApp.AppHost.dll
cli=artifacts/bin/CarbonApp.Cli/release/carbon.dll
[ -f "$host_dll" ] && [ -f "$cli" ] || { echo "Nothing built: dotnet build CarbonApp.sln -c Release" >&2; exit 1; }

work=$(mktemp -d); chmod 755 "$work"
awk 'BEGIN { print "datetime,zone,value"; split("DE FR GB PL ES NL IT SE NO FI", z, " ");
  for (h = 0; h < 100000; h++) { t = strftime("%Y-%m-%dT%H:00:00Z", 1104537600 + h * 3600, 1);
    for (i = 1; i <= 10; i++) printf "%s,%s,%.2f\n", t, z[i], 200 + (h * 37 + i * 101) % 300 } }' >"$work/long.csv"
awk 'BEGIN { printf "datetime"; for (i = 1; i <= 16; i++) printf ",XW-%d", i; print "";
  for (h = 0; h < 62500; h++) { printf "%s", strftime("%Y-%m-%dT%H:00:00Z", 1104537600 + h * 3600, 1);
    for (i = 1; i <= 16; i++) printf ",%.2f", 200 + (h * 37 + i * 101) % 300; print "" } }' >"$work/wide.csv"

RateLimits__Enabled=false dotnet "$host_dll" --data "$work/data" --environment Production >"$work/log" 2>&1 &
host=$!
trap 'kill -TERM $host 2>/dev/null; wait $host 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 200); do grep -q 'everything is up' "$work/log" && break; sleep 0.2; done
export CARBONAPP_API
CARBONAPP_API=$(sed -nE 's#.*api is up at (http://[^ ]+) .*#\1#p' "$work/log" | head -n 1)
[ -n "$CARBONAPP_API" ] || { tail -n 20 "$work/log"; exit 1; }

timed() { # timed NAME COMMAND...
  local name=$1 start; shift
  start=$(date +%s.%N)
  "$@" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
  printf '%-52s %7.2f s\n' "$name" "$(echo "$(date +%s.%N) - $start" | bc)"
}

timed 'bound: cat of the long file' cat "$work/long.csv"
timed 'a command that does nothing (--version)' dotnet "$cli" --version
timed 'long CSV, 1,000,000 rows, empty range' dotnet "$cli" import "$work/long.csv"
timed 'long CSV, same file again (idempotent key)' dotnet "$cli" import "$work/long.csv"
timed 'long CSV, same values as another source' dotnet "$cli" import --source second "$work/long.csv"
timed 'wide CSV, 62,500 rows × 16 zones, empty range' dotnet "$cli" import "$work/wide.csv"
