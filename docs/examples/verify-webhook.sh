#!/bin/sh
# Tells whether a call of a schedule is genuine: verify-webhook.sh ID TIMESTAMP SIGNATURES < body
# The arguments are the headers webhook-id, webhook-timestamp and webhook-signature; WEBHOOK_SECRET is the key (whsec_…).
# Needs openssl, od and a base64 that decodes with -d. Exit code 0: genuine.
set -eu
id=$1 timestamp=$2 signatures=$3

# Five minutes: an old call played back is refused.
age=$(($(date +%s) - timestamp))
[ "$age" -ge -300 ] && [ "$age" -le 300 ] || { echo "verify-webhook.sh: sent $age s ago" >&2; exit 1; }

key=$(printf %s "${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
expected=v1,$({ printf '%s.%s.' "$id" "$timestamp"; cat; } | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
for signature in $signatures; do
  [ "$signature" != "$expected" ] || exit 0
done
echo "verify-webhook.sh: no signature agrees" >&2
exit 1
