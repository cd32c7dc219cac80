#!/usr/bin/env bash
# Runs every test project of the built solution, one after the other, and ends with "N passed, N failed".
# Fails when a test failed and when a project ran no test. Usage: scripts/test.sh [name part of the projects to run]
set -euo pipefail
cd "$(dirname "$0")/.."

results=artifacts/test-results
failures=$results/failures.txt
rm -rf "$results"
mkdir -p "$results"
: > "$failures"
passed=0 failed=0 status=0
# A failed test's name, message and stack, so that they stand at the end of a long log too.
failed_tests() {
  sed -n '/<UnitTestResult .*outcome="Failed"/,/<\/UnitTestResult>/p' "$1" | sed -n \
    -e 's/.* testName="\([^"]*\)".*/failed: \1/p' -e '/<Message>/,/<\/StackTrace>/{s/<[A-Za-z/]*>//g;p}' | cut -c 1-300
}
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
    failed_tests "$trx" >> "$failures"
  fi
  if [ "${executed:-0}" -eq 0 ]; then
    echo "$name ran no test"
    status=1
  fi
done

[ "$failed" -eq 0 ] || status=1
cat "$failures"
echo "$passed passed, $failed failed"
exit $status
