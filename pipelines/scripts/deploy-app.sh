#!/usr/bin/env bash
# deploy-app.sh PACKAGE: deploys a package to the app of the resource group.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "deploy-app.sh needs the package: deploy-app.sh PACKAGE"
need RESOURCE_GROUP
[ -s "$1" ] || fail "There is no package at $1: build the artifact with build.sh."
app=$(app_name)
[ -n "$app" ] || fail "$RESOURCE_GROUP has no app: deploy the infrastructure first."
az functionapp deployment source config-zip --resource-group "$RESOURCE_GROUP" --name "$app" --src "$1" --output none ||
  fail "The package was not taken: what ran before still runs. Look at the app's deployment log, and run the stage again."
echo "##vso[task.setvariable variable=deployedAt;isOutput=true]$(date -u +%Y-%m-%dT%H:%M:%SZ)"
echo "Deployed $1 to $app."
