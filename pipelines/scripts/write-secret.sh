#!/usr/bin/env bash
# write-secret.sh [--replace] NAME [-]: writes a secret into the key vault of the resource group: 32 random bytes in base 64, or what
# standard input gives. One that is there stays, but for --replace. It prints no secret and puts none on a command line.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

replace=no
[ "${1:-}" != --replace ] || { replace=yes; shift; }
[ $# -eq 1 ] || { [ $# -eq 2 ] && [ "$2" = - ]; } || fail "write-secret.sh needs the secret's name: write-secret.sh NAME, or write-secret.sh NAME - to give it on standard input."
[[ "$1" =~ ^[0-9A-Za-z-]{1,127}$ ]] || fail "'$1' is no name of a secret: letters, digits and hyphens, 127 at most."
need RESOURCE_GROUP
vault=$(az keyvault list --resource-group "$RESOURCE_GROUP" --query '[0].name' --output tsv) || vault=''
[ -n "$vault" ] || fail "$RESOURCE_GROUP has no key vault, or it may not be read: deploy the infrastructure first."
names=$(az keyvault secret list --vault-name "$vault" --query '[].name' --output tsv) ||
  fail "The secrets of $vault cannot be listed: give yourself the role Key Vault Secrets Officer there, and wait some minutes until it counts."
if grep --quiet --line-regexp --fixed-strings -- "$1" <<<"$names"; then
  case "$1" in
    # Subscribers' ids and links hang on what it was.
    installation-secret | link-key-*) fail "$vault has the secret $1, and it stays: links that were mailed hang on it. To rotate the key of links, write one of another name: docs/runbook.md." ;;
  esac
  [ "$replace" = yes ] || fail "$vault has the secret $1 already: if it is to give way, say write-secret.sh --replace $1."
fi

umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ $# -eq 2 ]; then
  IFS= read -r value || [ -n "${value:-}" ] || fail "Standard input has no secret: pipe one in."
else
  value=$(head -c 32 /dev/urandom | base64 --wrap 0)
fi
[ -n "$value" ] || fail "An empty secret is none: pipe one in."
printf %s "$value" >"$folder/secret"
az keyvault secret set --vault-name "$vault" --name "$1" --file "$folder/secret" --encoding utf-8 --output none ||
  fail "$vault did not take the secret $1: give yourself the role Key Vault Secrets Officer there, and wait some minutes until it counts."
echo "$vault has the secret $1."
