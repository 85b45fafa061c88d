#!/bin/sh
# Hands a command to at(1) for its best start: at.sh ZONE DURATION COMMAND…
# Needs carbon, jq, at, and GNU date. Without a plan the command is handed over for now.
set -eu
zone=$1 duration=$2
shift 2

plan=$(carbon plan --zone "$zone" --duration "$duration" --output json) && start=$(printf %s "$plan" | jq -r '.segments[0].start') || {
  [ $? -ne 2 ] || exit 2 # a mistake in the arguments, which carbon has explained
  echo "at.sh: no plan, starting now" >&2
  start=$(date -u +%Y-%m-%dT%H:%M:%SZ)
}

# at counts in whole minutes of local time: rounded up, so that the job is not early.
printf '%s\n' "$*" | at -t "$(date -d "$start + 59 seconds" +%Y%m%d%H%M)"
