#!/usr/bin/env bash
# verify.sh ARTIFACT: the new version answers, the canary's entry arrives, each check of postdeploy/ passes.
#
#   tipstaff verify URL                 where the app answers
#                   --version VERSION   what /health must say
#                   --canary-since TIME an entry that the canary filed since must have arrived; left out where no canary runs
#                   --patience 12m      for how long to wait for both: the next entry may be five minutes off
#
# Exit status: 0 verified, 1 not (the reason on standard error), 2 wrong usage.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "verify.sh needs the artifact: verify.sh ARTIFACT"
need RESOURCE_GROUP CANARY
[ -s "$1/version" ] || fail "The artifact bears no version: build it with build.sh."
app=$(app_name)
[ -n "$app" ] || fail "$RESOURCE_GROUP has no app: deploy it first."
url="https://$(app_host "$app")"
options=()
[ "$CANARY" = no ] || options=(--canary-since "$(deployed_at)")

dotnet "$1/tipstaff/tipstaff.dll" verify "$url" --version "$(cat "$1/version")" "${options[@]}" --patience 12m
for check in "$1"/postdeploy/*.sh; do
  [ -e "$check" ] || continue
  echo "== $(basename "$check")"
  bash "$check" "$url" || fail "$(basename "$check") did not pass against $url: its output stands above."
done
