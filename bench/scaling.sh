#!/usr/bin/env bash
# How Api scales: the most requests per second whose p99 stays below 50 ms, of one and of two Api processes on the same Postgres and Redis, the
# client going round between them; memory, and who then uses how much of the machine: whoever uses most of a full one saturates first.
#   bench/scaling.sh [SECONDS]   length of each step, 5 by default: some 5 min in all. Needs wrk, a Release build, and a quiet machine.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-5} most_ms=50 second=http://127.0.0.1:5986
. bench/system.sh

pid_of() { grep -oE '^[0-9]+' "$work/data/running/$1.pid"; }
postgres=$(pid_of postgres) redis=$(pid_of cache)

# The same program in the same environment, at another address.
mapfile -d '' -t command <"/proc/$pid/cmdline"
mapfile -d '' -t environment <"/proc/$pid/environ"
(cd "/proc/$pid/cwd" && exec env -i "${environment[@]}" ASPNETCORE_URLS="$second" "${command[@]}") >"$work/second.log" 2>&1 &
other=$!
trap 'kill -TERM $other $started 2>/dev/null; wait $other $started 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 150); do curl -sf "$second/health/ready" >/dev/null && break; sleep 0.2; done
curl -sf "$second/health/ready" >/dev/null || { tail -n 20 "$work/second.log"; exit 1; }

# of_tree PID: ticks of a process and of its children, which is what Postgres works in.
of_tree() {
  local all
  all=("$1" $(pgrep -P "$1" || true))
  for p in "${all[@]}"; do cat "/proc/$p/stat" 2>/dev/null || true; done | awk '{ sub(/.*\) /, ""); t += $12 + $13 } END { print t + 0 }'
}
of_machine() { awk '/^cpu /{ print $2 + $3 + $4 + $7 + $8 }' /proc/stat; }

# step CONNECTIONS METHOD TARGET BODY PID...: what load gives, then cores used by Api, Postgres, Redis and all else.
step() {
  local result a=0 b p r m
  export ADDRESSES=${api#http://} threads=1 connections=$1
  [ $# -eq 5 ] || { ADDRESSES+=",${second#http://}"; threads=2; }
  for b in "${@:5}"; do a=$((a + $(ticks "$b"))); done
  p=$(of_tree "$postgres") r=$(of_tree "$redis") m=$(of_machine)
  result=$(load "$seconds" "$pid" "$api" "$3" "$2" "$4")
  m=$(($(of_machine) - m)) r=$(($(of_tree "$redis") - r)) p=$(($(of_tree "$postgres") - p)) a=$((-a))
  for b in "${@:5}"; do a=$((a + $(ticks "$b"))); done
  awk -v line="$result" -v hz="$(getconf CLK_TCK)" -v s="$seconds" -v a="$a" -v p="$p" -v r="$r" -v m="$m" 'BEGIN {
    split(line, f, " "); u = hz * s
    printf "%s %s %s %s %.0f %.2f %.2f %.2f %.2f\n", f[1], f[2], f[3], f[4], a / hz / (f[1] * s) * 1e6, a / u, p / u, r / u, (m - a - p - r) / u }'
}

calls=( # name | method | target | body
  'POST /api/v2/plan, stored|POST|/api/v2/plan|{"job":{"duration":"PT3H"},"sites":[{"zone":"GB"}],"options":{"explain":false}}'
  'POST /api/v1/optimize, 39 regions|POST|/api/v1/optimize|{"workload":"general"}'
  'GET /api/v2/signals/GB, 48 h|GET|/api/v2/signals/GB|'
)
echo "$(nproc) processors shared by Api, its databases and the load; steps of ${seconds} s with 2 to 128 connections; load average at the start $(load_average)"
printf '%-36s %4s %6s %10s %8s %8s %7s %7s | %5s %8s %6s %5s\n' call Apis conns requests/s 'p50 ms' 'p99 ms' errors 'CPU µs' Api Postgres Redis else
for call in "${calls[@]}"; do
  IFS='|' read -r name method target body <<<"$call"
  # Both are warmed before either is measured: the runtime goes on compiling better code for some seconds.
  seconds=4 step 32 "$method" "$target" "$body" "$pid" "$other" >/dev/null
  for apis in "$pid" "$pid $other"; do
    best=
    for n in 2 4 8 16 32 64 128; do
      # shellcheck disable=SC2086
      result=$(step "$n" "$method" "$target" "$body" $apis)
      read -r rate _ p99 _ <<<"$result"
      if awk "BEGIN { exit !($p99 < $most_ms) }" && [ "$rate" -gt "$(cut -d' ' -f2 <<<"${best:-0 0}")" ]; then best="$n $result"; fi
    done
    # shellcheck disable=SC2086
    printf '%-36s %4s %6s %10s %8s %8s %7s %7s | %5s %8s %6s %5s\n' "$name" "$(wc -w <<<"$apis")" ${best:-- - - - - - - - - -}
  done
done
echo "resident: Api $(resident) MB, the other $(pid=$other resident) MB; load average at the end $(load_average)"
