#!/usr/bin/env bash
# Sets up what Stratum needs on this machine: the .NET SDK is asked for, libsodium is installed where root or sudo is at hand.
# Usage: scripts/setup.sh [aot]   (aot: also a C toolchain and zlib headers, for native publishing)
set -euo pipefail

die() { echo "setup: $*" >&2; exit 2; }

command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: see https://dotnet.microsoft.com/download (Debian: after adding Microsoft's feed, apt-get install dotnet-sdk-10.0)"
case "$(dotnet --version)" in
  10.*|1[1-9].*) ;;
  *) die ".NET SDK $(dotnet --version) found, 10.0 or later is needed" ;;
esac

missing=()
# libsodium is loaded by name at run time; ldconfig knows what the loader will find.
ldconfig -p 2>/dev/null | grep -qE 'libsodium\.so(\.(23|26))?( |$)' || missing+=(libsodium23)
# The storage benchmark compares with SQLite; without it that part is left out.
ldconfig -p 2>/dev/null | grep -qE 'libsqlite3\.so\.0( |$)' || missing+=(libsqlite3-0)
# The tests of the MQTT adapter start their own broker; without it they are skipped.
[ -x /usr/sbin/mosquitto ] || command -v mosquitto >/dev/null || missing+=(mosquitto)
# The attacks on the clock set it by libfaketime; without it they are skipped.
compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || missing+=(faketime)
if [ "${1:-}" = aot ]; then
  command -v gcc >/dev/null || command -v clang >/dev/null || missing+=(gcc libc6-dev)
  [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
fi
[ ${#missing[@]} -eq 0 ] && exit 0

command -v apt-get >/dev/null || die "missing: ${missing[*]} (Debian's names); install them with this system's package tool, then run make again"
if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo)
else
  die "missing: ${missing[*]}; run: sudo apt-get install ${missing[*]}"
fi
echo "setup: installing ${missing[*]}"
"${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null 2>&1 \
  || { "${as_root[@]}" apt-get update -q >/dev/null; "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null; }
