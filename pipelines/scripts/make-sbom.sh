#!/usr/bin/env bash
# make-sbom.sh PACKAGES VERSION: prints what is built in as a CycloneDX 1.6 bill of materials; PACKAGES is what
# 'dotnet list package --include-transitive --format json' said.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 2 ] || fail "make-sbom.sh needs the list of packages and the version: make-sbom.sh PACKAGES VERSION"
python3 - "$1" "$2" <<'PY' || fail "$1 lists no packages: restore the project, and ask dotnet list package for JSON."
import json, sys, uuid
path, version = sys.argv[1:]
with open(path) as file:
    frameworks = [one for project in json.load(file).get("projects", []) for one in project.get("frameworks", [])]
packages, direct = {}, set()
for framework in frameworks:
    for kind in ("topLevelPackages", "transitivePackages"):
        for package in framework.get(kind, []):
            name, resolved = package["id"], package["resolvedVersion"]
            url = f"pkg:nuget/{name}@{resolved}"
            packages[url] = {"type": "library", "bom-ref": url, "name": name, "version": resolved, "scope": "required", "purl": url}
            if kind == "topLevelPackages":
                direct.add(url)
if not packages:
    sys.exit(1)
own = f"tipstaff@{version}"
print(json.dumps({
    "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own)}",
    "version": 1,
    "metadata": {"component": {"type": "application", "bom-ref": own, "name": "tipstaff", "version": version}},
    "components": [packages[url] for url in sorted(packages)],
    "dependencies": [{"ref": own, "dependsOn": sorted(direct)}],
}, indent=1))
PY
