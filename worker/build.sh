#!/bin/sh
# worker/build.sh <mediasoup package> <output file>
#
# Builds mediasoup-worker from the source inside the npm package `mediasoup` against Debian's libraries;
# nothing is downloaded. JOBS limits the compilers at once. README.md says why this is here.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
package=$(CDPATH='' cd -- "$1" && pwd)
output=$2

# The recipe replaces one line of the source and speaks for libraries that the source expects: another
# version has to be proven anew.
expected=3.27.1
version=$(sed -n 's/^[[:space:]]*"version": "\(.*\)",$/\1/p' "$package/package.json")
if [ "$version" != "$expected" ]; then
  echo "mediasoup is $version, but worker/build.sh is for $expected" >&2
  exit 1
fi

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# A compiler of this size takes up to 1 GB: on a small machine two at once would be killed.
memory=$(awk '/^MemAvailable:/ { print int($2 / 1000000) }' /proc/meminfo 2>/dev/null || true)
jobs=$(nproc)
[ "${memory:-$jobs}" -ge "$jobs" ] || jobs=$memory
[ "$jobs" -ge 1 ] || jobs=1

cmake -G Ninja -S "$here" -B "$build" -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_FLAGS_RELEASE='-O2 -DNDEBUG' -DWORKER_DIR="$package/worker"
ninja -C "$build" -j "${JOBS:-$jobs}"

mkdir -p "$(dirname -- "$output")"
new=$output.$$.new
strip -o "$new" "$build/mediasoup-worker"

# Started without MEDIASOUP_VERSION a sound worker ends with 41.
code=0
(unset MEDIASOUP_VERSION && exec "$new") >/dev/null 2>&1 </dev/null || code=$?
if [ "$code" != 41 ]; then
  rm -f "$new"
  echo "the built worker ended with $code, not 41" >&2
  exit 1
fi
mv -f "$new" "$output"
