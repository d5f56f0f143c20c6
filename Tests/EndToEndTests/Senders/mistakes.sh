#!/usr/bin/env bash
# Signs a webhook in one of the ways that people get wrong: mistakes.sh NAME
# Writes what arrives at the gateway to headers.txt and body.json in the folder it runs in.
set -euo pipefail
body='{"event":"message.received","id":7}'
timestamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# The line that openssl prints, of what comes in.
mac() { openssl dgst "-${1:-sha256}" -hmac "$WEBHOOK_SECRET"; }
digits() { sed 's/^.*= //'; }

case $1 in
  signed-with-line-feed)
    signature=$(echo "$timestamp.$body" | mac | digits)
    sent=$body ;;
  sent-with-line-feed)
    signature=$(printf '%s.%s' "$timestamp" "$body" | mac | digits)
    sent=$body$'\n' ;;
  whole-line)
    signature=$(printf '%s.%s' "$timestamp" "$body" | mac)
    sent=$body ;;
  sha1)
    signature=$(printf '%s.%s' "$timestamp" "$body" | mac sha1 | digits)
    sent=$body ;;
esac
printf 'X-Webhook-Timestamp: %s\nX-Webhook-Signature: %s\n' "$timestamp" "$signature" > headers.txt
printf '%s' "$sent" > body.json
