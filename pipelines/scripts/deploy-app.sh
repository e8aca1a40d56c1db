#!/usr/bin/env bash
# deploy-app.sh PACKAGE: deploys a package to the app of the resource group. Where DEPLOYED is set, as preflight found it, only in the place
# of that version, or of one that the artifact follows in whose folder the package lies; a person, and a roll back, decide for themselves.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "deploy-app.sh needs the package: deploy-app.sh PACKAGE"
need RESOURCE_GROUP
[ -s "$1" ] || fail "There is no package at $1: build the artifact with build.sh."
app=$(app_name)
[ -n "$app" ] || fail "$RESOURCE_GROUP has no app: deploy the infrastructure first."
if [ -n "${DEPLOYED+set}" ]; then
  need DEPLOYED
  not_overtaken "$app" "$(dirname "$1")"
fi

# Measures are by minute, and the new program runs before az is done waiting for it: its first minute may be partly the old one's.
echo "##vso[task.setvariable variable=deployedAt;isOutput=true]$(date -u +%Y-%m-%dT%H:%M:00Z)"
# Some versions of az wait for ever for an app that does not start.
timeout "${DEPLOY_WITHIN:-10m}" az functionapp deployment source config-zip --resource-group "$RESOURCE_GROUP" --name "$app" --src "$1" --output none ||
  fail "The package was not taken, or did not start within ${DEPLOY_WITHIN:-10m}: what runs now is unknown. Look at /health of $app and at its deployment log, and run the stage again."
# From here on whatever the canary files is the new program's to deliver.
echo "##vso[task.setvariable variable=takenAt;isOutput=true]$(date -u +%Y-%m-%dT%H:%M:%SZ)"
echo "Deployed $1 to $app."
