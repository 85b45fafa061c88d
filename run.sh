#!/usr/bin/env bash
# Starts CarbonApp: installs what is missing, builds, runs Redis, Postgres, Api and Web until Ctrl+C.
# Arguments go to the host: --help, --reset, --data FOLDER, --Ports:web=8080 …
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v dotnet >/dev/null 2>&1; then
  echo "The .NET SDK 10 is missing: install it from https://dotnet.microsoft.com/download and start again." >&2
  exit 1
fi

eng/install-prerequisites.sh run

if [ -e artifacts/bin/CarbonApp.Api ]; then
  echo "Building what changed (5 to 15 seconds), then starting (about 5 seconds)."
else
  echo "First build: restoring packages and compiling (one to three minutes, once), then starting (about 10 seconds)."
fi
exec dotnet run --project CarbonApp.AppHost -- "$@"
