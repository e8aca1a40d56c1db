#!/usr/bin/env bash
# test.sh RESULTS: runs what must pass before anything is deployed, and leaves its results in a folder.
# shellcheck source=common.sh
source "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || fail "test.sh needs the folder of the results: test.sh RESULTS"
mkdir -p "$1"
CI=true TIPSTAFF_RESULTS=$1 "$(dirname "$0")/../../.ci/run"
git -C "$(dirname "$0")" rev-parse HEAD >"$1/commit"
