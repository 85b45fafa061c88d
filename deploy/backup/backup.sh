#!/bin/sh
# Backs CarbonApp up: Postgres with pg_dump, Redis with its snapshot (RDB).
#   backup.sh [all | postgres | redis | finish | upload]
# all (the default) does the four steps after it; apart they may run in images that have one client each, on the same folder.
#   DATABASE_URL              postgres://user:password@host/database
#   REDIS_URL                 redis://host:6379; unset: no snapshot
#   BACKUP_FOLDER             where backups are kept, one folder each: carbonapp-20261127T031700Z
#   BACKUP_KEEP_DAYS          30; older ones go
#   BACKUP_KEEP_HOURLY_HOURS  48; of those older than this the first of each day stays
#   BACKUP_UPLOAD             a program called with the folder of the finished backup: upload-s3.sh, upload-azure-blob.sh, your own
set -eu
umask 077

folder=${BACKUP_FOLDER:?backup: set BACKUP_FOLDER}
keep_days=${BACKUP_KEEP_DAYS:-30}
keep_hourly=${BACKUP_KEEP_HOURLY_HOURS:-48}
now=${BACKUP_NOW:-$(date +%s)}
# Without the dot it would count as a backup; it becomes one by being renamed, so that there are only whole ones.
partial=$folder/.partial

say() { echo "backup: $*"; }
fail() { echo "backup: $*" >&2; exit 1; }
stamp() { date -u -d "@$1" +%Y%m%dT%H%M%SZ; }

postgres() {
  : "${DATABASE_URL:?backup: set DATABASE_URL}"
  rm -rf "$partial"
  mkdir -p "$partial"
  pg_dump --format=custom --no-owner --no-privileges --file="$partial/postgres.dump" --dbname="$DATABASE_URL"
  pg_restore --list "$partial/postgres.dump" >"$partial/postgres.list" || fail "the dump just made cannot be read"
  say "Postgres: $(wc -c <"$partial/postgres.dump") bytes"
}

# What Redis holds may be lost: that it does not answer must not cost the backup of what may not.
redis() {
  [ -d "$partial" ] || fail "no dump of Postgres to add Redis to: run the step postgres first"
  if redis-cli -u "${REDIS_URL:?backup: set REDIS_URL}" --rdb "$partial/redis.rdb" >/dev/null 2>&1 && [ "$(head -c 5 "$partial/redis.rdb")" = REDIS ]; then
    say "Redis: $(wc -c <"$partial/redis.rdb") bytes"
  else
    rm -f "$partial/redis.rdb"
    say "Redis gave no snapshot; going on without"
  fi
}

finish() {
  [ -s "$partial/postgres.dump" ] || fail "there is no dump to finish: run the step postgres first"
  (cd "$partial" && sha256sum ./* >../.sums && mv ../.sums SHA256SUMS)
  done_as=$folder/carbonapp-$(stamp "$now")
  mv "$partial" "$done_as"
  say "finished $done_as"
  prune
}

# Names sort by time, so comparing them is comparing times.
prune() {
  oldest=$(stamp $((now - keep_days * 86400)))
  hourly=$(stamp $((now - keep_hourly * 3600)))
  day=
  for path in "$folder"/carbonapp-*; do
    time=${path##*/carbonapp-}
    if expr "$time" \< "$oldest" >/dev/null || { expr "$time" \< "$hourly" >/dev/null && [ "${time%T*}" = "$day" ]; }; then
      rm -rf "$path"
      say "dropped $path"
    else
      day=${time%T*}
    fi
  done
}

upload() {
  newest=
  for path in "$folder"/carbonapp-*; do
    newest=$path
  done
  [ -d "$newest" ] || fail "there is no backup to upload in $folder"
  sh "${BACKUP_UPLOAD:?backup: set BACKUP_UPLOAD}" "$newest"
  say "uploaded $newest"
}

case "${1:-all}" in
  postgres | redis | finish | upload) "$1" ;;
  all)
    postgres
    [ -z "${REDIS_URL:-}" ] || redis
    finish
    [ -z "${BACKUP_UPLOAD:-}" ] || upload
    ;;
  *) echo "backup: \"$1\" is no step: all, postgres, redis, finish or upload" >&2; exit 2 ;;
esac
