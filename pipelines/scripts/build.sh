#!/usr/bin/env bash
# build.sh OUT: makes the one artifact that goes through all stages: app.zip, tipstaff/ (the command line), infra-bicep/, scripts/,
# postdeploy/, packages.json and sbom.cdx.json (what is built in, under which licences), vulnerabilities.json (what is known against it)
# version, and history: the commit with all that it follows.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "build.sh needs the folder of the artifact: build.sh OUT"
need BUILD_NUMBER
out=$(realpath --canonicalize-missing "$1")
cd "$(dirname "$0")/../.."
commit=$(git rev-parse HEAD) || fail "There is no commit to build: run this in a clone of the repository."
version="$BUILD_NUMBER+$commit"
mkdir -p "$out"
# What an older build left would be packed along.
rm -rf "$out/app" "$out/app.zip" "$out/tipstaff"

dotnet publish functions --configuration Release --output "$out/app" -p:InformationalVersion="$version" -p:IncludeSourceRevisionInInformationalVersion=false
dotnet publish local --configuration Release --output "$out/tipstaff" -p:InformationalVersion="$version" -p:IncludeSourceRevisionInInformationalVersion=false

projects=(functions)
host=$(host_project "$out/app")
if [ -n "$host" ]; then
  dotnet restore "$host"
  projects+=("$host")
fi

# list_packages OPTIONS…: what dotnet list says of each project, as one answer. Where one of them asked no source, nobody knows.
list_packages() {
  local project answers
  answers=$(mktemp -d)
  for project in "${projects[@]}"; do
    dotnet list "$project" package "$@" --include-transitive --format json >"$answers/$(basename "$project").json"
  done
  python3 - "$answers"/*.json <<'PY'
import json, sys
answers = [json.load(open(path)) for path in sys.argv[1:]]
merged = {name: [one for answer in answers for one in answer.get(name, [])] for name in ("problems", "projects")}
merged["sources"] = answers[0].get("sources", []) if all(answer.get("sources") for answer in answers) else []
print(json.dumps({"version": 1, "parameters": answers[0].get("parameters", ""), **merged}, indent=1))
PY
  rm -r "$answers"
}

list_packages >"$out/packages.json"
list_packages --vulnerable --config pipelines/nuget.audit.config >"$out/vulnerabilities.json"
bash pipelines/scripts/make-sbom.sh "$out/packages.json" "$version" "${NUGET_PACKAGES:-$HOME/.nuget/packages}" >"$out/sbom.cdx.json"

# The same package from the same commit: names in order, no times of files.
find "$out/app" -exec touch --date="@$(git log -1 --format=%ct)" {} +
(cd "$out/app" && find . -type f | LC_ALL=C sort | zip --quiet -X "$out/app.zip" -@)
rm -r "$out/app"

cp -r infra-bicep pipelines/scripts pipelines/postdeploy "$out/"
echo "$version" >"$out/version"
git rev-list HEAD >"$out/history"
echo "Built $version."
