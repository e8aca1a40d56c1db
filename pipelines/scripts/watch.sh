#!/usr/bin/env bash
# watch.sh ARTIFACT MINUTES: compares the vital signs with those of the hour before, each minute, for as long.
#
# It fetches what infra-bicep/queries/vital-signs.kql asks of the workspace, and leaves the deciding to the command line:
#
#   tipstaff watch FILE                 the answer of the workspace
#                  --deployed-at TIME   when the new program took over, UTC; the hour before it says what is usual
#                  --until TIME         until when it is watched
#                  --no-canary          where none runs
#
# Exit status: 0 all stayed within bounds, 1 one did not, or nothing can be told (which, and its figures, in the output).
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 2 ] || fail "watch.sh needs the artifact and the minutes: watch.sh ARTIFACT MINUTES"
[[ "$2" =~ ^[1-9][0-9]*$ ]] || fail "'$2' is no number of minutes: give it like 15."
need RESOURCE_GROUP CANARY
[ -s "$1/infra-bicep/queries/vital-signs.kql" ] || fail "The artifact has no vital-signs.kql: build it with build.sh."
workspace=$(workspace_id)
deployed=$(deployed_at)
until=$(date -u -d "+$2 minutes" +%Y-%m-%dT%H:%M:%SZ)
options=()
[ "$CANARY" != no ] || options=(--no-canary)
folder=$(mktemp -d)

silent=0
while sleep "${WATCH_EVERY:-60}"; do
  if ! ask_vital_signs "$1" "$workspace" "$folder/answer.json"; then
    silent=$((silent + 1))
    echo "The measures do not answer: $silent times in a row."
    [ "$silent" -lt 5 ] || fail "The measures of $workspace do not answer, so that nobody can say how the new version does: look at the service connection's role Log Analytics Reader, and deploy again."
    continue
  fi
  silent=0
  status=0
  dotnet "$1/tipstaff/tipstaff.dll" watch "$folder/answer.json" --deployed-at "$deployed" --until "$until" "${options[@]}" || status=$?
  case $status in
    0) exit 0 ;;
    3) ;;
    1) fail "The vital signs are out of bounds since $deployed, see above: mend what they name, and deploy again." ;;
    *) fail "The vital signs were not judged: tipstaff watch ended with $status, see above." ;;
  esac
done
