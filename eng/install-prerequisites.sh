#!/usr/bin/env bash
# Installs what CarbonApp needs beside the .NET SDK, where apt may do so; elsewhere names the command.
#   eng/install-prerequisites.sh [run | test | all]
# run: redis-server, PostgreSQL, Node 20+ with npm.  test and all: those, Chromium for the browser tests, two oracles (the solver cbc and GDAL),
# what checks deploy/: promtool (in Prometheus' package), buildah, nginx; and libfaketime, which sets the clock of a process.
# Does nothing, in well under a second, when all of it is there.
set -euo pipefail

group="${1:-run}"
case "$group" in
  run | test | all) ;;
  *) echo "install-prerequisites: \"$group\" is no group: run, test or all." >&2; exit 2 ;;
esac

has() { command -v "$1" >/dev/null 2>&1; }
has_any_file() { compgen -G "$1" >/dev/null; }
has_postgres() { { has initdb && has postgres; } || has_any_file '/usr/lib/postgresql/*/bin/initdb' || has_any_file '/usr/pgsql-*/bin/initdb' || has_any_file '/opt/homebrew/opt/postgresql@*/bin/initdb' || has_any_file '/usr/local/opt/postgresql@*/bin/initdb'; }
has_redis() { has redis-server || has valkey-server; }
has_node() { has npm && has node && [ "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" -ge 20 ]; }
# Debian 12 and later have Chromium without windows too: the same engine, and the browser tests take a third of the processor time.
has_headless_shell() { ( . /etc/os-release && [ "$ID" = debian ] && [ "${VERSION_ID:-99}" -ge 12 ] ) 2>/dev/null; }
has_chromium() { if has_headless_shell; then has chromium-headless-shell; return; fi; has chromium || has chromium-browser || has google-chrome || [ -d '/Applications/Google Chrome.app' ]; }

# A server named by a connection string need not be here.
missing=()
[ -n "${ConnectionStrings__cache:-}" ] || has_redis || missing+=(redis)
[ -n "${ConnectionStrings__carbondb:-}" ] || has_postgres || missing+=(postgres)
has_node || missing+=(node)
[ "$group" = run ] || has_chromium || missing+=(chromium)
# winget has no cbc and no GDAL; the tests that ask them skip.
[ "$group" = run ] || has cbc || has winget || missing+=(cbc)
[ "$group" = run ] || has gdal_translate || has winget || missing+=(gdal)
# Elsewhere than on Debian the tests that ask these skip.
[ "$group" = run ] || ! has apt-get || has promtool || missing+=(promtool)
[ "$group" = run ] || ! has apt-get || has buildah || missing+=(buildah)
[ "$group" = run ] || ! has apt-get || has nginx || missing+=(nginx)
[ "$group" = run ] || ! has apt-get || has_any_file '/usr/lib/*/faketime/libfaketimeMT.so.1' || missing+=(libfaketime)
[ ${#missing[@]} -gt 0 ] || exit 0

# package SYSTEM PART
package() {
  case "$1:$2" in
    apt:redis) echo redis-server ;; apt:postgres) echo postgresql ;; apt:node) echo nodejs npm ;; apt:cbc) echo coinor-cbc ;; apt:gdal) echo gdal-bin ;; apt:promtool) echo prometheus ;; apt:nginx) echo nginx-light ;;
    apt:chromium) if has_headless_shell; then echo chromium-headless-shell; else echo chromium; fi ;;
    dnf:redis) echo valkey ;; dnf:postgres) echo postgresql-server ;; dnf:node) echo nodejs nodejs-npm ;; dnf:cbc) echo coin-or-Cbc ;;
    brew:redis) echo redis ;; brew:postgres) echo postgresql@17 ;; brew:node) echo node ;; brew:chromium) echo --cask google-chrome ;;
    winget:redis) echo Memurai.MemuraiDeveloper ;; winget:postgres) echo PostgreSQL.PostgreSQL.17 ;; winget:node) echo OpenJS.NodeJS.LTS ;; winget:chromium) echo Google.Chrome ;;
    *) echo "$2" ;;
  esac
}
packages() { local part; for part in "${missing[@]}"; do package "$1" "$part"; done | tr '\n' ' ' | sed 's/ $//'; }

name_the_command() {
  cat >&2 <<TEXT
Missing: ${missing[*]} (Node has to be 20 or newer). Install with
  Debian, Ubuntu   sudo apt-get install -y $(packages apt)
  Fedora           sudo dnf install -y $(packages dnf)
  macOS            brew install $(packages brew)
  Windows          winget install $(packages winget)
and start again.
TEXT
  exit 1
}

has apt-get || name_the_command
if [ "$(id -u)" -eq 0 ]; then as_root=(env)
elif has sudo && sudo -n true 2>/dev/null; then as_root=(sudo -n env)
else name_the_command
fi

read -r -a wanted <<<"$(packages apt)"
echo "Installing ${wanted[*]} with apt-get (half a minute to two minutes, once)."
started=$SECONDS
log="$(mktemp)"

# Debian starts what it installs. CarbonApp runs its own servers, so Debian's shall neither start nor hold ports: a
# policy-rc.d that says no, taken away afterwards, and no default Postgres cluster. One that is there already stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  "${as_root[@]}" sh -c "printf '#!/bin/sh\nexit 101\n' > $policy && chmod 755 $policy"
  trap '"${as_root[@]}" rm -f "$policy"; rm -f "$log"' EXIT
else
  trap 'rm -f "$log"' EXIT
fi
common=/etc/postgresql-common/createcluster.conf
if [ ! -e "$common" ] && [[ " ${wanted[*]} " == *" postgresql "* ]]; then
  "${as_root[@]}" sh -c "mkdir -p ${common%/*} && echo 'create_main_cluster = false' > $common"
fi

install() { "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold "${wanted[@]}" >"$log" 2>&1; }
# Lists may be missing or older than the archive; ask for new ones only then.
if ! install; then
  echo "Fetching apt's package lists."
  "${as_root[@]}" apt-get update -qq >"$log" 2>&1 || { cat "$log" >&2; name_the_command; }
  install || { cat "$log" >&2; name_the_command; }
fi

if [[ " ${missing[*]} " == *" node "* ]] && ! has_node; then
  echo "apt has Node $(node --version 2>/dev/null || echo none), CarbonApp needs 20 or newer: install it from https://nodejs.org and start again." >&2
  exit 1
fi
echo "Installed in $((SECONDS - started)) s."
