#!/usr/bin/env bash
# The browser tests. "states": the designed states over a stand-in for Api. "e2e": every page and journey on the whole system, started
# here from its build output with a data folder of its own and, where it is at hand, a year of real data imported. Without a word: both.
# Last line: "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")/../.."
configuration=${CARBONAPP_BUILD:-release}
export CARBONAPP_BUILD=$configuration
work=$(mktemp -d); chmod 755 "$work"
host=
passed=0 failed=0 skipped=0

cleanup() {
  if [ -n "$host" ] && kill -TERM "$host" 2>/dev/null; then
    for _ in $(seq 100); do kill -0 "$host" 2>/dev/null || break; sleep 0.2; done
    kill -0 "$host" 2>/dev/null && { echo "e2e: the host did not stop within 20 s"; kill -KILL "$host"; }
  fi
  rm -rf "$work"
}
trap cleanup EXIT

run() { # run NAME FILE-PREFIX...
  local name=$1 log=$work/$1.log line; shift
  (cd tests/e2e && node run.mjs "$@") 2>&1 | tee "$log"
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
  [ -n "$line" ] || { echo "e2e: $name ended without a result"; line="0 passed, 1 failed"; }
  passed=$((passed + $(sed -E 's/^([0-9]+) passed.*/\1/' <<<"$line")))
  failed=$((failed + $(sed -E 's/.* ([0-9]+) failed.*/\1/' <<<"$line")))
  case $line in *skipped*) skipped=$((skipped + $(sed -E 's/.* ([0-9]+) skipped.*/\1/' <<<"$line"))) ;; esac
}

address_of() { # address_of NAME: what the host printed of a service that came up
  sed -nE "s#^carbonapp \| $1 is up at (http://[^ ]+) .*#\1#p" "$work/host.log" | head -n 1
}

# Once for both parts, which may run at the same time.
install='[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error'
if ! (cd tests/e2e && flock package-lock.json sh -c "$install"); then echo "e2e: npm ci failed"; echo "0 passed, 1 failed"; exit 1; fi

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}

[ "${1:-states}" != states ] || run states states
[ "${1:-e2e}" = e2e ] || finish

# A folder with one real scene stands for the catalogues of the network.
scenes=../shared/data/kelp/sentinel2-chip-limassol
[ ! -d "$scenes" ] || { Kelp__Catalogs__Local__Folder=$(realpath "$scenes"); export Kelp__Catalogs__Local__Folder; }
Sources__Offline=true Kelp__Demo=true dotnet "artifacts/bin/CarbonApp.AppHost/$configuration/CarbonApp.AppHost.dll" --data "$work/data" >"$work/host.log" 2>&1 &
host=$!
web=
for _ in $(seq 240); do
  web=$(address_of web)
  [ -n "$web" ] || ! kill -0 "$host" 2>/dev/null || { sleep 0.5; continue; }
  break
done
api=$(address_of api)
if [ -z "$web" ]; then
  echo "e2e: the system did not come up:"; tail -n 40 "$work/host.log"
  failed=$((failed + 1))
else
  data=../shared/data/grid/lets-wait-awhile-gb/gb_ci.csv
  [ ! -f "$data" ] || dotnet "artifacts/bin/CarbonApp.Cli/$configuration/carbon.dll" import --api "$api" --zone GB "$data" 2>"$work/import.log" || { tail -n 20 "$work/import.log"; failed=$((failed + 1)); }
  CARBONAPP_WEB_URL=$web CARBONAPP_HOST_PID=$host run system everypage journeys kelp outage
fi

finish
