#!/usr/bin/env bash
# api.sh URL: the interface that programs use is described, lists the courts, refuses what it must, and bears its security headers.
set -euo pipefail

fail() {
  echo "$*" >&2
  exit 1
}

# get PATH: the body of a page that must answer 200.
get() {
  curl --silent --show-error --fail --max-time 30 --retry 3 --retry-all-errors "$1" || fail "$1 did not answer 200."
}

get "$1/openapi/v1.json" | python3 -c 'import json, sys; sys.exit(0 if "/api/subscriptions" in json.load(sys.stdin)["paths"] else 1)' ||
  fail "$1/openapi/v1.json does not describe /api/subscriptions."
get "$1/api/courts" | python3 -c 'import json, sys; ids = [court["id"] for court in json.load(sys.stdin)["courts"]]; sys.exit(0 if "nysd" in ids and "canary" not in ids else 1)' ||
  fail "$1/api/courts does not list the courts, or lists one that there is not."

headers=$(curl --silent --show-error --fail --max-time 30 --retry 3 --retry-all-errors --dump-header - --output /dev/null "$1/") || fail "$1/ did not answer 200."
for header in 'content-security-policy: default-src' 'x-content-type-options: nosniff' 'referrer-policy: no-referrer'; do
  grep --quiet --ignore-case "^$header" <<<"$headers" || fail "$1/ lacks the header $header."
done

for path in /api/operations/dead-letters /api/subscriptions; do
  status=$(curl --silent --show-error --max-time 30 --retry 3 --output /dev/null --write-out '%{http_code}' "$1$path") || status=none
  [ "$status" = 401 ] || fail "$1$path answered $status to somebody unknown, in place of 401."
done
