#!/usr/bin/env bash
# roll-back.sh ARTIFACT: deploys the last good release in place of the artifact's, and tells the operators how that went.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "roll-back.sh needs the artifact: roll-back.sh ARTIFACT"
need RESOURCE_GROUP
bad=$(cat "$1/version") || fail "The artifact bears no version: build it with build.sh."
folder=$(mktemp -d)
is_told=no

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

# give_up NEWS REMEDY: tells the operators that a person is needed, and fails.
give_up() {
  tell "$1: a person must look at it now."
  is_told=yes
  fail "$2"
}

# Whatever ends this script unforeseen must not look like a roll back under way.
trap '[ "$is_told" = yes ] || tell "Tipstaff $bad failed, and its roll back broke off: a person must look at it now."; rm -rf "$folder"' EXIT

account=$(storage_name)
package=$folder/last-good.zip
kept=$(az storage blob exists --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --query exists --output tsv) || kept=unknown
[ "$kept" != unknown ] || give_up "Tipstaff $bad failed, and the last good release cannot be read" \
  "The container releases of $account cannot be read: give whoever runs this the role Storage Blob Data Reader there, and run it again."
[ "${kept,,}" = true ] || give_up "Tipstaff $bad failed, and there is no good release to go back to" \
  "There is no good release in $account to go back to: mend what the stages before named, and deploy that."
az storage blob download --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --file "$package" --only-show-errors --output none || give_up "Tipstaff $bad failed, and the last good release could not be fetched" \
  "The last good release in $account could not be fetched: run the stage again."

# A release whose name cannot be read is better than one that failed, unless it is that very one.
good=$(az storage blob metadata show --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --query version --output tsv) || good=''
if [ "$good" = "$bad" ] || cmp --quiet "$package" "$1/app.zip"; then
  give_up "Tipstaff $bad failed, and is itself the last good release" "The last good release is the one that just failed: whatever is wrong came from elsewhere."
fi
name=${good:-the last good release}

# A later release may have taken over meanwhile. While a deployment rolls on, the one before may answer: that is no reason to stop.
app=$(app_name)
[ -n "$app" ] || give_up "Tipstaff $bad failed, and there is no app to deploy $name to" "$RESOURCE_GROUP has no app: deploy the infrastructure first."
host=$(app_host "$app")
running=$(deployed_version "$host")
if [ -n "$running" ] && [ "$running" != "$bad" ] && [ "$running" != "$good" ]; then
  tell "Tipstaff $bad failed, and gave way to $running meanwhile: nothing is taken back."
  is_told=yes
  exit 0
fi

tell "Tipstaff $bad failed: $name is being deployed again."
env --unset=DEPLOYED bash "$(dirname "$0")/deploy-app.sh" "$package" || give_up "Tipstaff $bad failed, and $name could NOT be deployed again" \
  "The roll back failed, see above: what runs is unknown. Look at https://$host/health, and run the stage again."

deadline=$((SECONDS + ${ROLL_BACK_PATIENCE:-300}))
until running=$(deployed_version "$host"); [ -n "$running" ] && [ "$running" = "${good:-$running}" ] && [ "$running" != "$bad" ]; do
  [ "$SECONDS" -lt "$deadline" ] || give_up "Tipstaff $bad failed, and $name was deployed, but what answers is ${running:-nothing}" \
    "The roll back did not take: look at https://$host/health and at the app's deployment log."
  sleep "${ROLL_BACK_EVERY:-10}"
done
tell "Tipstaff $running runs again."
is_told=yes
