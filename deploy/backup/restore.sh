#!/bin/sh
# Restores what backup.sh kept.
#   restore.sh FOLDER postgres          into the empty database of DATABASE_URL
#   restore.sh FOLDER postgres --force  the same, dropping first what is there
#   restore.sh FOLDER redis             lays the snapshot where a stopped Redis finds it: REDIS_DATA_FOLDER (its setting "dir")
# Stop Api before: it would write between. Start it after: it brings an older schema up to date by itself.
set -eu

fail() { echo "restore: $*" >&2; exit 1; }
usage() { sed -n '3,5s/^# \{0,3\}/  /p' "$0" >&2; exit 2; }
query() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$DATABASE_URL" --command="$1"; }

[ $# -ge 2 ] || usage
backup=$1
part=$2
force=${3:-}
[ -f "$backup/SHA256SUMS" ] || fail "$backup is no finished backup: it has no SHA256SUMS"
(cd "$backup" && sha256sum -c SHA256SUMS >/dev/null) || fail "$backup has changed since it was made: see sha256sum -c SHA256SUMS in it"

postgres() {
  : "${DATABASE_URL:?restore: set DATABASE_URL}"
  tables=$(query "select count(*) from pg_tables where schemaname = 'public'")
  case "$tables:$force" in
    0:*) ;;
    *:--force) query "drop schema public cascade; create schema public" ;;
    *) fail "the database holds $tables tables; an empty one is needed, or --force, which drops them" ;;
  esac

  # All or nothing: a restore that breaks off leaves the database empty.
  pg_restore --single-transaction --exit-on-error --no-owner --no-privileges --dbname="$DATABASE_URL" "$backup/postgres.dump"
  query "analyze"
  echo "restore: Postgres holds $(query "select count(*) from pg_tables where schemaname = 'public'") tables from $backup"
}

redis() {
  [ -f "$backup/redis.rdb" ] || fail "$backup holds no snapshot of Redis; start it empty"
  if [ -n "${REDIS_URL:-}" ] && redis-cli -u "$REDIS_URL" ping >/dev/null 2>&1; then
    fail "Redis runs at REDIS_URL: stop it, or it overwrites the snapshot when it stops"
  fi

  cp "$backup/redis.rdb" "${REDIS_DATA_FOLDER:?restore: set REDIS_DATA_FOLDER}/dump.rdb"
  echo "restore: $REDIS_DATA_FOLDER/dump.rdb is from $backup; start Redis"
}

case "$part" in
  postgres | redis) "$part" ;;
  *) usage ;;
esac
