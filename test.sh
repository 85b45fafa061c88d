#!/usr/bin/env bash
# Builds everything and runs every test; the last line is "N passed, N failed, N skipped".
#   ./test.sh              all: unit, property, Postgres, Redis, HTTP, the whole system, the browser, what deploys it
#   ./test.sh Engine Cli   only the parts named: the .NET test projects Engine, Api, Web, Cli, AppHost; the browser on designed states, "states",
#                          and on the whole system, "e2e"; manifests, templates, dashboards and the restore drill, "deploy"
#   ./test.sh images       the container images, built and run: minutes, so only when asked for
set -uo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
  -h|--help) sed -n '2,6s/^# \{0,1\}//p' ./test.sh; exit 0 ;;
esac
# What was started in the background ignores Ctrl+C, and so does what it starts; tests send one.
hearing_signals=()
if env --default-signal=INT true 2>/dev/null; then hearing_signals=(env --default-signal=INT --default-signal=QUIT); fi
wanted=("$@")
[ ${#wanted[@]} -gt 0 ] || wanted=(Engine Api Cli Web states deploy AppHost e2e)

passed=0 failed=0 skipped=0
started=$(date +%s)
log_folder=artifacts/test-logs
mkdir -p "$log_folder"

took() { echo $(($(date +%s) - started)); }

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
  printf '\nTook %d s.\n' "$(took)"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

say "Prerequisites"
eng/install-prerequisites.sh test || { failed=1; finish; }

say "Build (Release: what is tested is what ships)"
# One compiler for all projects, which goes with this script, even where the environment asks for one each: analyzers are then loaded once.
trap 'dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1' EXIT
if ! dotnet build CarbonApp.sln -c Release --nologo -v quiet -p:UseSharedCompilation=true 2>&1 | tee "$log_folder/build.log" | grep -E 'Aspire:|error|warning|Build succeeded' | sort -u; [ "${PIPESTATUS[0]}" -ne 0 ]; then
  failed=1; finish
fi

run_part() { # run_part NAME: its output into the log; what it ended with into NAME.code
  local assembly=CarbonApp.$1.Tests log=$log_folder/$1.log
  case $1 in
    states | e2e) tests/e2e/run.sh "$1" ;;
    deploy) tests/deploy/run.sh backup chart clouds compose drill kubernetes monitoring ;;
    images) tests/deploy/run.sh images ;;
    *) dotnet "artifacts/bin/$assembly/release/$assembly.dll" --no-progress --no-ansi ;;
  esac >"$log" 2>&1 </dev/null
  echo $? >"$log_folder/$1.code"
  echo "$1 has ended after $(took) s"
}

run_parts() { # run_parts AT-ONCE NAME...: those of the parts that are wanted
  local at_once=$1; shift
  printf '%s\n' "$@" | grep -Fx "$(printf '%s\n' "${wanted[@]}")" | "${hearing_signals[@]}" xargs -P "$at_once" -I{} bash -c 'run_part {}'
}
export -f run_part took
export started log_folder

say "Tests"
# Processes live for seconds here: measuring their code in order to compile it better later does not pay.
export DOTNET_TieredPGO=0
rm -f "$log_folder"/*.code
# Two at a time, the longest first. Tests of the host measure time and kill servers: nothing runs beside them.
run_parts 2 Api e2e states Engine Cli deploy Web
run_parts 1 AppHost images

for part in "${wanted[@]}"; do
  say "$part"
  log=$log_folder/$part.log status=$(cat "$log_folder/$part.code" 2>/dev/null || echo "none: no such part")
  case $part in
    states | e2e | deploy | images)
      grep -E -A6 '^ *✖|^(e2e|deploy|images):' "$log" | head -n 80
      sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/succeeded: \1\nfailed: \2\nskipped: \3/p' "$log" >"$log.summary"
      count "$log.summary" "$part" ;;
    *)
      grep -E -A12 '^(failed|skipped) ' "$log" | head -n 120
      count "$log" "$part"
      # A crash after the summary still is a failure.
      [ "$status" = 0 ] || [ "$status" = 2 ] || { echo "$part: the runner ended with code $status, see $log"; failed=$((failed + 1)); } ;;
  esac
done

finish
