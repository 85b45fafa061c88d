#!/usr/bin/env bash
# The tests of everything under deploy/: no network but for npm's packages. Needs a Release build of Api, Web and Cli.
#   tests/deploy/run.sh [NAME...]   all, or the files of tests/deploy/tests whose names begin so
# Last line: "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"
if ! npm ci --no-audit --no-fund --loglevel=error; then echo "deploy: npm ci failed"; echo "0 passed, 1 failed, 0 skipped"; exit 1; fi
exec node run.mjs "$@"
