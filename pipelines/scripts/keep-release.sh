#!/usr/bin/env bash
# keep-release.sh ARTIFACT: keeps the package as the last good one, which a roll back deploys.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "keep-release.sh needs the artifact: keep-release.sh ARTIFACT"
need RESOURCE_GROUP
for part in app.zip version; do
  [ -s "$1/$part" ] || fail "The artifact has no $part: build it with build.sh."
done
account=$(storage_name)
az storage blob upload --auth-mode login --account-name "$account" --container-name releases --name last-good.zip \
  --file "$1/app.zip" --metadata "version=$(cat "$1/version")" --overwrite --only-show-errors --output none ||
  fail "The release runs, and could not be kept in $account: a roll back would deploy the one before it. Give the service connection the role Storage Blob Data Contributor at the container releases, and run the stage again."
echo "Kept $(cat "$1/version") as the last good release."
