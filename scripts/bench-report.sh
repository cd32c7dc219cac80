#!/usr/bin/env bash
# Runs the storage figures and writes them, with what they were measured on, to docs/BENCHMARKS.md.
set -euo pipefail
cd "$(dirname "$0")/.."

report=artifacts/bench-storage.txt
mkdir -p artifacts
dotnet run --project tests/Stratum.Benchmarks -c Release -- storage | tee "$report"
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
{
  echo "# Benchmarks"
  echo
  echo "Written by \`make bench-report\`; \`make bench\` prints the same without writing. Figures compare within one run only: machines are shared and noisy."
  echo "SQLite is Debian's library with its write-ahead log and synchronous=FULL; it gets the same rows with their signatures, the definition of a series once, and indexes"
  echo "over series and time and over time. It checks no duplicates, keeps no sums for reconciliation and no index of latest values. Signatures are random bytes."
  echo
  echo "Machine: ${processor:-unknown processor}, $(nproc) cores, $(free -g | awk '/^Mem:/{print $2}') GiB, $(uname -sr); $(date -u +%Y-%m-%d)"
  echo
  echo '```'
  grep -v -e '^|' -e '^{' -e '^$' "$report"
  echo '```'
  echo
  grep '^|' "$report"
} > docs/BENCHMARKS.md
echo "docs/BENCHMARKS.md is written"
