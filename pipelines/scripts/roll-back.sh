#!/usr/bin/env bash
# roll-back.sh ARTIFACT: deploys the last good release in place of the artifact's, and tells the operators.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "roll-back.sh needs the artifact: roll-back.sh ARTIFACT"
need RESOURCE_GROUP
bad=$(cat "$1/version") || fail "The artifact bears no version: build it with build.sh."
account=$(storage_name)
package=$(mktemp -d)/last-good.zip

# Tells the operators' webhook, where there is one; a webhook that is away keeps no roll back.
tell() {
  echo "$1"
  case "${OPERATORS_WEBHOOK:-}" in
    https://*)
      python3 -c 'import json, sys; print(json.dumps({"text": sys.argv[1]}))' "$1 ${RUN_URL:-}" |
        curl --silent --show-error --fail --max-time 20 --retry 3 --header 'Content-Type: application/json' --data @- --output /dev/null "$OPERATORS_WEBHOOK" ||
        echo "The operators' webhook did not take it."
      ;;
  esac
}

kept=$(az storage blob exists --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --query exists --output tsv) || kept=unknown
if [ "$kept" = unknown ]; then
  tell "Tipstaff $bad is out of bounds, and the last good release cannot be read: a person must look at it now."
  fail "The container releases of $account cannot be read: give whoever runs this the role Storage Blob Data Reader there, and run it again."
fi

if [ "${kept,,}" != true ] || ! az storage blob download --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --file "$package" --only-show-errors --output none; then
  tell "Tipstaff $bad is out of bounds, and there is no good release to go back to: a person must look at it now."
  fail "There is no good release in $account to go back to: mend what verify or watch named, and deploy that."
fi

good=$(az storage blob metadata show --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --query version --output tsv) || good=unknown
if [ "$good" = "$bad" ]; then
  tell "Tipstaff $bad is out of bounds, and is itself the last good release: a person must look at it now."
  fail "The last good release is the one that just failed: whatever is wrong came from elsewhere."
fi

# A later release may have taken over meanwhile. While a deployment rolls on, the one before may answer: that is no reason to stop.
app=$(app_name)
if [ -n "$app" ]; then
  running=$(deployed_version "$(app_host "$app")")
  if [ -n "$running" ] && [ "$running" != "$bad" ] && [ "$running" != "$good" ]; then
    tell "Tipstaff $bad was out of bounds, and gave way to $running meanwhile: nothing is taken back."
    exit 0
  fi
fi

tell "Tipstaff $bad is out of bounds: $good is deployed again."
bash "$(dirname "$0")/deploy-app.sh" "$package"
tell "Tipstaff $good runs again."
