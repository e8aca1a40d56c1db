# shellcheck shell=bash
# What the other scripts share; sourced by them.
set -euo pipefail

# Ends the script with one sentence that says what to do.
fail() {
  echo "##vso[task.logissue type=error]$*"
  echo "$*" >&2
  exit 1
}

# is_given TEXT: it is not empty, and no macro of the pipeline that found no value: $(resourceGroup).
is_given() {
  case "${1:-}" in
    '' | \$\(*\)) return 1 ;;
  esac
}

# need NAME…: each variable is given.
need() {
  local name
  for name in "$@"; do
    is_given "${!name:-}" || fail "$name is not set: give it in the variable group tipstaff-STAGE, or in the environment."
  done
}

# The app of the resource group; empty where nothing is deployed yet.
app_name() {
  need RESOURCE_GROUP
  local names
  names=$(az functionapp list --resource-group "$RESOURCE_GROUP" --query '[].name' --output tsv) ||
    fail "Azure did not say which app $RESOURCE_GROUP has: look at the service connection's rights, and run the stage again."
  [ "$(grep -c . <<<"$names")" -le 1 ] || fail "$RESOURCE_GROUP has several apps ($(tr '\n' ' ' <<<"$names")): give each installation a resource group of its own."
  echo "$names"
}

# The app's host name.
app_host() {
  local host
  host=$(az functionapp show --resource-group "$RESOURCE_GROUP" --name "$1" --query defaultHostName --output tsv) || host=''
  [ -n "$host" ] || fail "Azure did not say where $1 answers: run the stage again."
  echo "$host"
}

# The version that a host says it runs; empty where it says none. One that is not well says it with status 503, once for each retry.
deployed_version() {
  curl --silent --show-error --max-time 20 --retry 3 --retry-all-errors "https://$1/health" |
    python3 -c 'import json, re, sys; print(re.fullmatch(r"[\w.+-]{1,200}", json.JSONDecoder().raw_decode(sys.stdin.read().lstrip())[0]["version"], re.ASCII)[0])' 2>/dev/null || true
}

# not_overtaken APP ARTIFACT: fails where the app runs neither what preflight saw there, DEPLOYED, nor what the artifact's commit follows, as
# its history tells: what another run deployed meanwhile is not taken back. Preflight saw 'none' where nothing answered, or no app was.
not_overtaken() {
  local host running=''
  if [ -n "$1" ]; then
    host=$(app_host "$1")
    running=$(deployed_version "$host")
  fi
  [ "${running:-none}" = "$DEPLOYED" ] || grep --quiet --line-regexp --fixed-strings -- "${running##*+}" "$2/history" ||
    fail "What runs is ${running:-unknown}, no longer $DEPLOYED, which preflight looked at, and nothing that $(cat "$2/version") follows: nothing was changed. Start a new run of the commit that is to be deployed."
}

# When the deployment was done, UTC, as the stage before says it; the present moment where it says none, or no time.
deployed_at() {
  case "${DEPLOYED_AT:-}" in
    20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z) echo "$DEPLOYED_AT" ;;
    *)
      echo "It is unknown when the deployment was done: what comes from now on counts." >&2
      date -u +%Y-%m-%dT%H:%M:%SZ
      ;;
  esac
}

# The workspace of the resource group, by the id that queries ask for.
workspace_id() {
  local id
  id=$(az monitor log-analytics workspace list --resource-group "$RESOURCE_GROUP" --query '[0].customerId' --output tsv) || id=''
  [ -n "$id" ] || fail "$RESOURCE_GROUP has no workspace with measures, or it may not be read: look at the service connection's rights."
  echo "$id"
}

# ask_vital_signs ARTIFACT WORKSPACE ANSWER: asks the workspace for what vital-signs.kql tells; fails where it does not answer.
ask_vital_signs() {
  local question status=0
  question=$(mktemp)
  python3 -c 'import json, sys; print(json.dumps({"query": open(sys.argv[1]).read(), "timespan": "P2D"}))' "$1/infra-bicep/queries/vital-signs.kql" >"$question" || return 1
  az rest --method post --url "https://api.loganalytics.io/v1/workspaces/$2/query" --resource https://api.loganalytics.io \
    --headers Content-Type=application/json --body "@$question" --output json >"$3" || status=1
  rm "$question"
  return "$status"
}

# The storage account of the resource group.
storage_name() {
  local name
  name=$(az storage account list --resource-group "$RESOURCE_GROUP" --query '[0].name' --output tsv) || name=''
  [ -n "$name" ] || fail "$RESOURCE_GROUP has no storage account, or it may not be read: look at the service connection's rights."
  echo "$name"
}

# yes where Event Grid reports already what becomes of mails, no where it does not.
reports_deliveries() {
  local topics topic found=''
  topics=$(az eventgrid system-topic list --resource-group "$RESOURCE_GROUP" --query "[?ends_with(name, 'mail-events')].name" --output tsv) ||
    fail "Azure did not say whether deliveries are reported: look at the service connection's rights, and run the stage again."
  for topic in $topics; do
    found+=$(az eventgrid system-topic event-subscription list --resource-group "$RESOURCE_GROUP" --system-topic-name "$topic" --query "[?name=='delivery-reports'].name" --output tsv) ||
      fail "Azure did not say whether $topic reports deliveries: look at the service connection's rights, and run the stage again."
  done
  if [ -n "$found" ]; then echo yes; else echo no; fi
}

# The compiler of the templates, pinned; az then leaves aside another that the machine has.
install_bicep() {
  az bicep install --version "${BICEP_VERSION:-v0.46.1}" || fail "The compiler of the templates could not be had: run the stage again."
}

# host_project FOLDER: the project of what the Functions host loads, where a build into FOLDER brought that along (.azurefunctions). The
# worker's SDK generates it, and its packages are none of the app's own project's.
host_project() {
  local found
  [ -n "$(find "$1" -type d -name .azurefunctions -print -quit 2>/dev/null)" ] || return 0
  found=$(find functions/obj/Release -name WorkerExtensions.csproj 2>/dev/null) || found=''
  [ "$(grep -c . <<<"$found")" -eq 1 ] ||
    fail "Which packages the host loads is told by one project WorkerExtensions.csproj below functions/obj/Release, and there is none, or there are several: delete functions/obj, and build again."
  echo "$found"
}
