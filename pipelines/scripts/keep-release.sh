#!/usr/bin/env bash
# keep-release.sh ARTIFACT: keeps the package as the last good one, which a roll back deploys; what does not run any more is not kept.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "keep-release.sh needs the artifact: keep-release.sh ARTIFACT"
need RESOURCE_GROUP
for part in app.zip version; do
  [ -s "$1/$part" ] || fail "The artifact has no $part: build it with build.sh."
done
version=$(cat "$1/version")
app=$(app_name)
[ -n "$app" ] || fail "$RESOURCE_GROUP has no app: deploy it first."
host=$(app_host "$app")
running=$(deployed_version "$host")
[ -n "$running" ] || fail "It is unknown which version $host runs, and $version is not kept: look at https://$host/health, and run the stage again."
if [ "$running" != "$version" ]; then
  echo "$host runs $running by now: $version is not kept, and the last good release is what it was."
  exit 0
fi
account=$(storage_name)
az storage blob upload --auth-mode login --account-name "$account" --container-name releases --name last-good.zip \
  --file "$1/app.zip" --metadata "version=$version" --overwrite --only-show-errors --output none ||
  fail "The release runs, and could not be kept in $account: a roll back would deploy the one before it. Give the service connection the role Storage Blob Data Contributor at the container releases, and run the stage again."
echo "Kept $version as the last good release."
