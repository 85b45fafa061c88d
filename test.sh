#!/usr/bin/env bash
# Builds everything and runs every test; the last line is "N passed, N failed, N skipped".
#   ./test.sh              all: unit, property, Postgres, Redis, HTTP, the whole system, the browser, what deploys it
#   ./test.sh Engine Cli   only the .NET test projects named (Engine, Api, Web, Cli, AppHost), "e2e" (the browser) or "deploy"
set -uo pipefail
cd "$(dirname "$0")"

# Started in the background by a script, this shell and all it starts would ignore Ctrl+C, and tests send one.
if [ -z "${CARBONAPP_SIGNALS_RESET:-}" ] && env --default-signal=INT true 2>/dev/null; then
  exec env --default-signal=INT --default-signal=QUIT CARBONAPP_SIGNALS_RESET=1 bash ./test.sh "$@"
fi

case "${1:-}" in
  -h|--help) sed -n '2,4s/^# \{0,1\}//p' ./test.sh; exit 0 ;;
esac
wanted=("$@")
[ ${#wanted[@]} -gt 0 ] || wanted=(Engine Api Cli Web AppHost e2e deploy)

passed=0 failed=0 skipped=0
started=$SECONDS
log_folder=artifacts/test-logs
mkdir -p "$log_folder"

say() { printf '\n== %s\n' "$*"; }

count() { # count FILE NAME: adds up what a runner's summary in FILE says; a runner that says nothing has failed
  local file=$1 name=$2 p f s
  p=$(sed -nE 's/^ *succeeded: ([0-9]+).*/\1/p' "$file" | tail -n 1)
  f=$(sed -nE 's/^ *failed: ([0-9]+).*/\1/p' "$file" | tail -n 1)
  s=$(sed -nE 's/^ *skipped: ([0-9]+).*/\1/p' "$file" | tail -n 1)
  if [ -z "$p" ] || [ $((p + f + s)) -eq 0 ]; then
    echo "$name: ran no test, see $file"; f=1 p=0 s=0
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%-8s %5d passed %4d failed %4d skipped\n' "$name" "$p" "$f" "$s"
}

finish() {
  printf '\nTook %d s.\n' $((SECONDS - started))
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

say "Prerequisites"
eng/install-prerequisites.sh test || { failed=1; finish; }

say "Build (Release: what is tested is what ships)"
if ! dotnet build CarbonApp.sln -c Release --nologo -v quiet 2>&1 | tee "$log_folder/build.log" | grep -E 'Aspire:|error|warning|Build succeeded' | sort -u; [ "${PIPESTATUS[0]}" -ne 0 ]; then
  failed=1; finish
fi

for project in "${wanted[@]}"; do
  [ -d "tests/$project" ] && continue
  say "$project"
  assembly=CarbonApp.$project.Tests
  log=$log_folder/$project.log
  dotnet "artifacts/bin/$assembly/release/$assembly.dll" --no-progress --no-ansi >"$log" 2>&1 </dev/null
  status=$?
  grep -E -A12 '^(failed|skipped) ' "$log" | head -n 120
  count "$log" "$project"
  # A crash after the summary still is a failure.
  [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || { echo "$project: the runner ended with code $status, see $log"; failed=$((failed + 1)); }
done

script() { # script NAME TITLE: tests/NAME/run.sh, when it is wanted
  printf '%s\n' "${wanted[@]}" | grep -qx "$1" || return 0
  say "$1: $2"
  local log=$log_folder/$1.log
  "tests/$1/run.sh" >"$log" 2>&1 </dev/null
  grep -E -A6 "^ *✖|^$1:" "$log" | head -n 80
  sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/succeeded: \1\nfailed: \2\nskipped: \3/p' "$log" >"$log.summary"
  count "$log.summary" "$1"
}
script e2e "a browser on the whole system"
script deploy "images, manifests, templates, dashboards, the restore drill"

finish
