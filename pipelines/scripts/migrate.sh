#!/usr/bin/env bash
# migrate.sh inside-deploy|beside: has the app bring stored rows of the version before to its own, and says how that goes. It may be ended at any
# moment and run again. Inside a deploy the app refuses what takes longer than 30 minutes; MIGRATE=beside leaves it to a person then.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "migrate.sh needs to know where it is run: migrate.sh inside-deploy, or migrate.sh beside"
need RESOURCE_GROUP
case "$1" in
  inside-deploy) query='?insideDeploy=true' ;;
  beside) query='' ;;
  *) fail "migrate.sh is run inside-deploy or beside, not '$1'." ;;
esac
if [ "$1 ${MIGRATE:-}" = 'inside-deploy beside' ]; then
  echo "Stored rows are left as they are: run migrate.sh beside when the deployment is done."
  exit 0
fi

app=$(app_name)
[ -n "$app" ] || fail "$RESOURCE_GROUP has no app: deploy it first."
url="https://$(app_host "$app")/api/operations/migrations$query"
key=$(az functionapp keys list --resource-group "$RESOURCE_GROUP" --name "$app" --query masterKey --output tsv) || key=''
[ -n "$key" ] || fail "The master key of $app may not be read: give whoever runs this the role Contributor on $RESOURCE_GROUP."

# The key goes by standard input, as arguments are seen by every process. A piece that is done twice does no harm.
ask() {
  curl --silent --show-error --fail --max-time 180 --retry 3 --retry-all-errors --request POST --header @- "$url" <<<"x-functions-key: $key" |
    python3 -c '
import json, sys
answer = json.load(sys.stdin)
print("refused" if answer["refusal"] else "done" if answer["done"] else "more" if any(kind["rewritten"] for kind in answer["kinds"]) else "stuck")
print(answer["refusal"] or "; ".join("{kind}: {rewritten:,} rows rewritten, {left:,} of {rows:,} left of an older version".format(**kind) for kind in answer["kinds"]))' 2>/dev/null
}

deadline=$((SECONDS + ${MIGRATE_PATIENCE:-2400}))
while answer=$(ask) || fail "$app did not say how its migration goes: look at https://${url#https://} with the master key, and run the stage again."; do
  echo "${answer#*$'\n'}"
  case "${answer%%$'\n'*}" in
    done) exit 0 ;;
    refused) fail "${answer#*$'\n'} That is: start the run again with the variable migrate=beside, and run migrate.sh beside afterwards." ;;
    stuck) fail "Some rows of $app are changed all the time, or cannot be written: look at its exceptions, and run migrate.sh beside." ;;
  esac
  [ "$SECONDS" -lt "$deadline" ] || fail "The migration of $app takes longer than was estimated: run migrate.sh beside when the deployment is done; it goes on from there."
done
