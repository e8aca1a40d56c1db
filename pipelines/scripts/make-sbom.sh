#!/usr/bin/env bash
# make-sbom.sh PACKAGES VERSION FOLDER: prints what is built in as a CycloneDX 1.6 bill of materials; PACKAGES is what
# 'dotnet list package --include-transitive --format json' said, FOLDER where restored packages lie: their metadata tell the licences.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 3 ] || fail "make-sbom.sh needs the list of packages, the version and the packages: make-sbom.sh PACKAGES VERSION FOLDER"
python3 - "$1" "$2" "$3" <<'PY' || fail "$1 lists no packages: restore the project, and ask dotnet list package for JSON."
import json, os, re, sys, uuid
import xml.etree.ElementTree as tree
path, version, folder = sys.argv[1:]

def licences(name, resolved):
    """What the package says of itself: an SPDX expression, else whatever it points to; nothing where it says nothing."""
    nuspec = os.path.join(folder, name.lower(), resolved.lower(), f"{name.lower()}.nuspec")
    if not os.path.exists(nuspec):
        return []
    said = {part.tag.split("}")[-1]: part for part in tree.parse(nuspec).iter()}
    licence, url = said.get("license"), said.get("licenseUrl")
    if licence is not None and licence.get("type") == "expression":
        return [{"expression": licence.text.strip()}]
    if url is not None and (known := re.fullmatch(r"https://licenses\.nuget\.org/([\w.+-]+)", url.text.strip())):
        return [{"expression": known[1]}]
    text = licence if licence is not None else url
    return [{"license": {"name": text.text.strip()}}] if text is not None else []

with open(path) as file:
    frameworks = [one for project in json.load(file).get("projects", []) for one in project.get("frameworks", [])]
packages, direct = {}, set()
for framework in frameworks:
    for kind in ("topLevelPackages", "transitivePackages"):
        for package in framework.get(kind, []):
            name, resolved = package["id"], package["resolvedVersion"]
            url = f"pkg:nuget/{name}@{resolved}"
            packages[url] = {"type": "library", "bom-ref": url, "name": name, "version": resolved, "scope": "required", "purl": url}
            if found := licences(name, resolved):
                packages[url]["licenses"] = found
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
