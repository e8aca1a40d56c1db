#!/usr/bin/env bash
# Fails where a line that is new looks like a key: of a pull request all against its target, else of the last commit.
# A made-up key of a test says so in its line: "no secret".
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

cd "$(dirname "$0")/../.."
target=${TARGET_BRANCH:-}
case "$target" in
  '' | \$\(*\)) range='HEAD~1..HEAD' ;;
  *) range="origin/${target#refs/heads/}...HEAD" ;;
esac
new=$(git diff --unified=0 --no-color --diff-filter=d "$range" -- . ':!*package-lock.json' ':!tests/Fixtures') ||
  fail "git cannot compare $range: fetch the target branch with its history (fetchDepth: 0)."

patterns=(
  'AccountKey=[A-Za-z0-9+/]{40,}'
  'SharedAccessKey=[A-Za-z0-9+/]{30,}'
  '[?&]sig=[A-Za-z0-9%]{30,}'
  '[?&]code=[A-Za-z0-9_-]{40,}'
  'BEGIN (RSA |EC |OPENSSH |)PRIVATE KEY'
  'eyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.'
  '(password|secret|token|apikey)["'\'' ]*[:=]["'\'' ]*[A-Za-z0-9+/_-]{32,}'
)
file=''
found=0
while IFS= read -r line; do
  case "$line" in
    '+++ b/'*) file=${line#+++ b/} ;;
    '+'*)
      for pattern in "${patterns[@]}"; do
        if [[ "$line" != *'no secret'* ]] && grep --quiet --extended-regexp --ignore-case -- "$pattern" <<<"$line"; then
          # The line itself would show it.
          echo "$file: a new line looks like a secret (${pattern%%[\[(]*}…)"
          found=1
          break
        fi
      done
      ;;
  esac
done <<<"$new"
[ "$found" -eq 0 ] || fail "Something that looks like a secret is about to be published: take it out of all commits, and make it invalid where it is one."
echo "Nothing in $range looks like a secret."
