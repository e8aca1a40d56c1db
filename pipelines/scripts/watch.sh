#!/usr/bin/env bash
# watch.sh ARTIFACT MINUTES: compares the vital signs with those of the hour before, for as long.
#
#   tipstaff watch --workspace ID      the Log Analytics workspace (its customer id)
#                  --since TIME        when the deployment was done, UTC; the hour before it is the measure
#                  --minutes N         for how long
#
# Exit status: 0 all within bounds, 1 one is out of them (which, and its figures, on standard error), 2 wrong usage.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 2 ] || fail "watch.sh needs the artifact and the minutes: watch.sh ARTIFACT MINUTES"
[[ "$2" =~ ^[1-9][0-9]*$ ]] || fail "'$2' is no number of minutes: give it like 15."
need RESOURCE_GROUP
workspace=$(workspace_id)
dotnet "$1/tipstaff/tipstaff.dll" watch --workspace "$workspace" --since "$(date -u +%Y-%m-%dT%H:%M:%SZ)" --minutes "$2"
