#!/usr/bin/env bash
# deploy-infrastructure.sh ARTIFACT: deploys the templates; where the app runs already, Event Grid is told where to report deliveries.
# Where DEPLOYED is set, as preflight found it, only while that version runs, or one that the artifact follows; a person decides alone.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "deploy-infrastructure.sh needs the artifact: deploy-infrastructure.sh ARTIFACT"
need STAGE RESOURCE_GROUP
parameters=$1/infra-bicep/$STAGE.bicepparam
[ -f "$parameters" ] || fail "There is no infra-bicep/$STAGE.bicepparam: STAGE must be dev or prod."

app=$(app_name)
if [ -n "${DEPLOYED+set}" ]; then
  need DEPLOYED
  not_overtaken "$app" "$1"
fi
if [ -n "$app" ]; then
  # Its key is in no log and no file: the parameter is secure.
  key=$(az functionapp function keys list --resource-group "$RESOURCE_GROUP" --name "$app" --function-name DeliveryReports --query default --output tsv 2>/dev/null) || key=''
  if [ -n "$key" ]; then
    echo "##vso[task.setsecret]$key"
    host=$(app_host "$app")
    # Event Grid asks the address whether it may post there; an app that is away would fail the whole deployment.
    if curl --silent --fail --max-time 20 --retry 3 --retry-all-errors --output /dev/null "https://$host/health/live"; then
      export TIPSTAFF_DELIVERY_REPORTS_URL="https://$host/api/delivery-reports?code=$key"
    else
      echo "The app does not answer: delivery reports stay as they are."
    fi
  else
    echo "The app has no function DeliveryReports yet: the next deployment subscribes it."
  fi
fi
if [ -n "$app" ] && [ -z "${TIPSTAFF_DELIVERY_REPORTS_URL:-}" ]; then
  # What is subscribed stays so, and the canary's entries go on being known to have arrived by reports.
  TIPSTAFF_REPORTS_DELIVERIES=$(reports_deliveries)
  export TIPSTAFF_REPORTS_DELIVERIES
fi

install_bicep
az deployment group create --resource-group "$RESOURCE_GROUP" --name "tipstaff-$(date -u +%Y%m%d%H%M%S)" \
  --template-file "$1/infra-bicep/main.bicep" --parameters "$parameters" --query properties.outputs --output json ||
  fail "Azure refused a part of the deployment: mend what it names above and run the stage again; what was made stays, and is not made twice."
