#!/usr/bin/env bash
# what-if.sh ARTIFACT ANSWER: shows what a deployment of the templates would change, and keeps Azure's answer in a file. Whoever may only
# read sets VALIDATION_LEVEL to ProviderNoRbac: Azure then asks for no right to write.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 2 ] || fail "what-if.sh needs the artifact and a file for the answer: what-if.sh ARTIFACT ANSWER"
need STAGE RESOURCE_GROUP
template=$1/infra-bicep/main.bicep
parameters=$1/infra-bicep/$STAGE.bicepparam
[ -f "$parameters" ] || fail "There is no infra-bicep/$STAGE.bicepparam: STAGE must be dev or prod."

# Where reports of deliveries are subscribed already, the deployment gives their address with its key: here its place shows.
app=$(app_name)
if [ -n "$app" ]; then
  host=$(app_host "$app")
  export TIPSTAFF_DELIVERY_REPORTS_URL="https://$host/api/delivery-reports?code=shown-when-it-is-deployed"
fi

install_bicep
az bicep build --file "$template" --stdout >/dev/null || fail "The templates do not compile: mend what the compiler names above."
level=()
[ -z "${VALIDATION_LEVEL:-}" ] || level=(--validation-level "$VALIDATION_LEVEL")
az deployment group what-if --resource-group "$RESOURCE_GROUP" --template-file "$template" --parameters "$parameters" \
  "${level[@]}" --no-pretty-print --output json >"$2" ||
  fail "Azure refuses the templates or their parameters for $STAGE: mend what it names above. Nothing was changed."

python3 - "$2" <<'PY' || fail "The deployment would delete something: take it away by hand if that is meant, after a look at what is in it."
import json, sys
with open(sys.argv[1]) as file:
    changes = json.load(file).get("changes", [])
kinds = {"Create": "+", "Modify": "~", "Deploy": "~", "Delete": "-"}
for change in sorted(changes, key=lambda one: one["resourceId"]):
    if change["changeType"] in kinds:
        print(kinds[change["changeType"]], change["resourceId"].split("/providers/")[-1])
        for part in change.get("delta") or []:
            print("    ", part.get("propertyChangeType"), part.get("path"))
print(sum(change["changeType"] in kinds for change in changes), "of", len(changes), "resources would change.")
sys.exit(1 if any(change["changeType"] == "Delete" for change in changes) else 0)
PY
