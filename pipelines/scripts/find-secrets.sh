#!/usr/bin/env bash
# Fails where a line looks like a key: of a pull request each line that any of its commits adds, else each that is there, as a push to main
# may bring several commits. A made-up key of a test says so in its line: "no secret".
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

cd "$(dirname "$0")/../.."
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
paths=(. ':!*package-lock.json' ':!tests/Fixtures')
if is_given "${TARGET_BRANCH:-}"; then
  looked_at="the commits of origin/${TARGET_BRANCH#refs/heads/}..HEAD"
  git log --patch --diff-merges=first-parent --format= --unified=0 --no-color --no-ext-diff "origin/${TARGET_BRANCH#refs/heads/}..HEAD" -- "${paths[@]}" >"$lines" ||
    fail "git cannot tell $looked_at: fetch the target branch with its history (fetchDepth: 0)."
else
  looked_at="all that is in $(git rev-parse HEAD)"
  git diff --unified=0 --no-color --no-ext-diff "$(git hash-object -t tree /dev/null)" HEAD -- "${paths[@]}" >"$lines" || fail "git cannot tell $looked_at: run this in a clone."
fi

python3 - "$lines" <<'PY' || fail "Something that looks like a secret is about to be published, or is: take it out of all commits, and make it invalid where it is one."
import re, sys
looks = {
    "AccountKey=": r"AccountKey=[A-Za-z0-9+/]{40,}",
    "SharedAccessKey=": r"SharedAccessKey=[A-Za-z0-9+/]{30,}",
    "sig=": r"[?&]sig=[A-Za-z0-9%]{30,}",
    "code=": r"[?&]code=[A-Za-z0-9_-]{40,}",
    "PRIVATE KEY": r"BEGIN (RSA |EC |OPENSSH |)PRIVATE KEY",
    "a token": r"eyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.",
    "a password, key or token": r"""(password|secret|token|apikey)["' ]*[:=]["' ]*[A-Za-z0-9+/_-]{32,}""",
}
patterns = {name: re.compile(look, re.IGNORECASE | re.ASCII) for name, look in looks.items()}
file, in_head, found = "", False, set()
with open(sys.argv[1], encoding="utf-8", errors="replace", newline="\n") as lines:
    for line in lines:
        if line.startswith("diff --git "):
            in_head = True
        elif line.startswith("@@ "):
            in_head = False
        elif in_head and line.startswith("+++ b/"):
            file = line[6:].rstrip("\n")
        elif not in_head and line.startswith("+") and "no secret" not in line:
            # The line itself would show it.
            found.update((file, name) for name, pattern in patterns.items() if pattern.search(line))
for file, name in sorted(found):
    print(f"{file}: a line looks like a secret ({name})")
sys.exit(1 if found else 0)
PY
echo "Nothing in $looked_at looks like a secret."
