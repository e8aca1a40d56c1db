#!/usr/bin/env bash
# preflight.sh ARTIFACT TESTS WHAT_IF: refuses a deployment that would go wrong, before it changes anything. Runs in a clone with history.
#
# It asks what only Azure knows, and leaves the deciding to the command line:
#
#   tipstaff preflight --artifact DIR     app.zip, sbom.cdx.json, vulnerabilities.json, version: what is to be deployed
#                      --tests DIR        *.trx and commit: the test run for this artifact
#                      --what-if FILE     Azure's answer to what-if: what changes, and the settings that the app will have
#                      --secrets FILE     the key vault's secrets, NAME LENGTH or NAME disabled a line; empty before the first deployment
#                      --current FILE     the settings that the app has now, as JSON
#                      --measures FILE    its vital signs, as the workspace tells them; none before the first deployment
#                      --last-good VERSION what a roll back would deploy; none where nothing was kept
#                      --deployed VERSION what runs now, as /health says it; 'none' before the first deployment
#
# Nothing of it is printed but names. What runs now, or 'none' where nothing answers, is the variable deployed of the stages after it.
# FIRST_START=yes: the app is there, and has never started; or it stands still, and then the last good release counts as deployed.
# Exit status: 0 go on, 1 refused (each reason with its remedy on standard error), 2 wrong usage.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 3 ] || fail "preflight.sh needs the artifact, the results of its tests and Azure's answer to what-if: preflight.sh ARTIFACT TESTS WHAT_IF"
need STAGE RESOURCE_GROUP CANARY

# What only verify, watch and a roll back read would show its faults once the deployment is done.
address=''
if grep --quiet TIPSTAFF_CANARY_ADDRESS "$1/infra-bicep/$STAGE.bicepparam" && is_given "${TIPSTAFF_CANARY_ADDRESS:-}"; then
  address=given
fi
case "$CANARY:$address" in
  yes:given | no:) ;;
  yes:) fail "The variable canary says yes, and the templates of $STAGE get no TIPSTAFF_CANARY_ADDRESS: say no, or give the address in the variable group tipstaff-$STAGE." ;;
  no:given) fail "The variable canary says no, and TIPSTAFF_CANARY_ADDRESS is given: say yes, or leave the address empty in the variable group tipstaff-$STAGE." ;;
  *) fail "The variable canary is neither yes nor no: say which in the variable group tipstaff-$STAGE." ;;
esac
if [ "$STAGE" = prod ]; then
  need OPERATORS_WEBHOOK
fi
if is_given "${OPERATORS_WEBHOOK:-}" && [[ "$OPERATORS_WEBHOOK" != https://?* ]]; then
  fail "The variable operatorsWebhook is no https address, and nobody would be told of a roll back: mend it in the variable group tipstaff-$STAGE."
fi

git rev-parse --verify --quiet HEAD >/dev/null || fail "There is no commit here: check the repository out with its history (fetchDepth: 0)."
[ -s "$1/version" ] || fail "The artifact bears no version: build it with build.sh."

secrets=$(mktemp)
current=$(mktemp)
measures=$(mktemp)
trap 'rm -f "$secrets" "$current" "$measures"' EXIT
options=()

app=$(app_name)
seen=none
deployed=none
echo '[]' >"$current"
if [ -n "$app" ]; then
  host=$(app_host "$app")
  seen=$(deployed_version "$host")
  seen=${seen:-none}
  [ "$seen" != none ] || [ "${FIRST_START:-no}" = yes ] ||
    fail "It is unknown which version $host runs: look at https://$host/health. If it has never started, or stands still, run again with FIRST_START=yes."
  deployed=$seen
  account=$(storage_name)
  kept=$(az storage blob exists --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --query exists --output tsv) ||
    fail "Whether $account keeps a release to go back to cannot be read: give the service connection the role Storage Blob Data Contributor at the container releases."
  if [ "${kept,,}" = true ]; then
    last_good=$(az storage blob metadata show --auth-mode login --account-name "$account" --container-name releases --name last-good.zip --query version --output tsv) || last_good=''
    [ -n "$last_good" ] || fail "The release that $account keeps bears no version: run keep-release.sh with the artifact of what runs."
    options+=(--last-good "$last_good")
    if [ "$seen" = none ]; then
      echo "$account keeps $last_good, so that $host has started before: that release counts as deployed."
      deployed=$last_good
    fi
  fi
  az functionapp config appsettings list --resource-group "$RESOURCE_GROUP" --name "$app" --query '[].{name: name, value: value}' --output json >"$current" ||
    fail "The settings of $app cannot be read: look at the service connection's rights."
  if [ "$deployed" != none ]; then
    workspace=$(workspace_id)
    ask_vital_signs "$1" "$workspace" "$measures" ||
      fail "The measures of $workspace do not answer, so that nobody could watch the deployment: look at the service connection's role Log Analytics Reader, and run the stage again."
    options+=(--measures "$measures")
  fi
fi

vault=$(az keyvault list --resource-group "$RESOURCE_GROUP" --query '[0].name' --output tsv) || fail "Azure did not say which key vault $RESOURCE_GROUP has: look at the service connection's rights."
if [ -n "$vault" ]; then
  known=$(az keyvault secret list --vault-name "$vault" --query '[].[name, attributes.enabled]' --output tsv) ||
    fail "The names of the secrets in $vault cannot be read: give the service connection the role Key Vault Secrets User there."
  while read -r name enabled; do
    [ -n "$name" ] || continue
    length=disabled
    if [ "${enabled,,}" = true ]; then
      # Its length alone leaves az.
      length=$(az keyvault secret show --vault-name "$vault" --name "$name" --query "length(value || '')" --output tsv </dev/null) ||
        fail "Whether the secret $name in $vault is empty cannot be read: give the service connection the role Key Vault Secrets User there."
    fi
    echo "$name $length" >>"$secrets"
  done <<<"$known"
fi

dotnet "$1/tipstaff/tipstaff.dll" preflight --artifact "$1" --tests "$2" --what-if "$3" --secrets "$secrets" --current "$current" "${options[@]}" --deployed "$deployed"
echo "##vso[task.setvariable variable=deployed;isOutput=true]$seen"
