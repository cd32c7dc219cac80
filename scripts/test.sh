#!/usr/bin/env bash
# Runs every test project of the built solution, one after the other, and ends with "N passed, N failed".
# Fails when a test failed and when a project ran no test. Usage: scripts/test.sh [name part of the projects to run]
set -euo pipefail
cd "$(dirname "$0")/.."

results=artifacts/test-results
rm -rf "$results"
passed=0 failed=0 status=0
counter() { sed -n "s/.*<Counters[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -1; }

for project in tests/*"${1:-}"*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  dotnet test "$project" -c Release --no-build --nologo --verbosity quiet --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --logger "console;verbosity=minimal" || status=1
  trx="$results/$name.trx"
  executed=0
  if [ -f "$trx" ]; then
    executed=$(counter executed "$trx")
    passed=$((passed + $(counter passed "$trx")))
    failed=$((failed + $(counter failed "$trx")))
  fi
  if [ "${executed:-0}" -eq 0 ]; then
    echo "$name ran no test"
    status=1
  fi
done

[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed"
exit $status
