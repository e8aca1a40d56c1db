#!/usr/bin/env bash
# pages.sh URL: the pages that readers come to answer.
set -euo pipefail

for page in / /status /health/live; do
  status=$(curl --silent --show-error --max-time 30 --retry 3 --retry-all-errors --output /dev/null --write-out '%{http_code}' "$1$page") || status=none
  [ "$status" = 200 ] || { echo "$1$page answered $status in place of 200." >&2; exit 1; }
done
