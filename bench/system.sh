# Sourced by bench/http.sh, bench/scaling.sh and bench/sdk.sh: starts the system with its feeds off, and loads servers with wrk.
# Sets: work (a folder that goes with the script), api (its address), pid (of Api).
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 1; }
host_dll=artifacts/bin/CarbonApp.AppHost/release/CarbonApp.AppHost.dll
[ -f "$host_dll" ] || { echo "$host_dll is missing: dotnet build CarbonApp.sln -c Release" >&2; exit 1; }

work=$(mktemp -d); chmod 755 "$work"
Sources__Offline=true RateLimits__Enabled=false dotnet "$host_dll" --data "$work/data" --environment Production >"$work/log" 2>&1 &
started=$!
trap 'kill -TERM $started 2>/dev/null; wait $started 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 300); do grep -q 'everything is up' "$work/log" && break; sleep 0.2; done
api=$(sed -nE 's#.*api is up at (http://[^ ]+) .*#\1#p' "$work/log" | head -n 1)
[ -n "$api" ] || { tail -n 20 "$work/log"; exit 1; }
pid=$(cat "$work/data/running/api.pid" 2>/dev/null | head -n 1 | grep -oE '[0-9]+' | head -n 1)

resident() { awk '/VmRSS/{printf "%.0f", $2/1024}' "/proc/$pid/status"; }
load_average() { cut -d' ' -f1 /proc/loadavg; }
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }

# load SECONDS PID BASE PATH [METHOD [BODY]]: requests/s, p50 and p99 in ms, errors, and the processor time of the server per request in µs,
# which other work on the machine changes least. 32 connections of one thread, unless the variables connections and threads say otherwise.
load() {
  local before result
  before=$(ticks "$2")
  result=$(METHOD=${5:-GET} TARGET=$4 BODY=${6:-} wrk -t"${threads:-1}" -c"${connections:-32}" -d"$1" -s bench/http.lua "$3" 2>&1 >/dev/null)
  awk -v r="$result" -v t="$(($(ticks "$2") - before))" -v hz="$(getconf CLK_TCK)" -v s="$1" 'BEGIN { split(r, f, " "); printf "%s %.0f\n", r, t / hz / (f[1] * s) * 1e6 }'
}
