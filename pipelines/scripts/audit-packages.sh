#!/usr/bin/env bash
# Fails where a package that a head has, or that the Functions host loads beside one, has a known vulnerability.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

cd "$(dirname "$0")/../.."
audit() {
  local project=$1 report
  dotnet restore "$project" || fail "The packages of $project cannot be had: look at the feed, and run the job again."
  report=$(dotnet list "$project" package --vulnerable --include-transitive --config pipelines/nuget.audit.config --format json) ||
    fail "The packages of $project could not be audited: run the job again."
  python3 - "$project" "$report" <<'PY' || fail "A package of $project has a known vulnerability, or nobody could say: take the version that mends it, in Directory.Packages.props, or run the job again."
import json, sys
project, report = sys.argv[1], json.loads(sys.argv[2])
# A source that gives no data finds nothing either.
unknown = [problem.get("text") for problem in report.get("problems", [])]
for problem in unknown:
    print(f"Not known of {project}: {problem}")
found = bool(unknown)
for part in report.get("projects", []):
    for framework in part.get("frameworks", []):
        for package in framework.get("topLevelPackages", []) + framework.get("transitivePackages", []):
            for weakness in package.get("vulnerabilities", []):
                found = True
                print(f"{package['id']} {package.get('resolvedVersion')}: {weakness.get('severity')} {weakness.get('advisoryurl')}")
if not found:
    print(f"No package of {project} has a known vulnerability.")
sys.exit(1 if found else 0)
PY
}

audit functions
audit local
# The SDK tells what the host loads as it builds.
dotnet build functions --configuration Release || fail "functions does not build: mend what the compiler names above."
host=$(host_project functions/bin/Release)
[ -z "$host" ] || audit "$host"
