#!/usr/bin/env bash
# open62541 comes with Debian 13: its packages go into a Debian root of their own, where the server is compiled.
#   provision.sh install   makes the root if needed and compiles the server if its source changed; prints the root's path
# Needs root on Debian with debootstrap. PLANTWIRE_FOREIGN_CACHE names the folder that keeps everything between runs.
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)
CACHE=${PLANTWIRE_FOREIGN_CACHE:-/var/cache/plantwire/foreign}
SUITE=trixie
ROOT=$CACHE/$SUITE
PACKAGES=(libopen62541-1.4-dev gcc libc6-dev)
SERVER=/usr/local/bin/foreign-plant    # inside the root

say() { echo "[foreign] $*" >&2; }

# The Debian mirror this machine's apt uses.
mirror() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' | grep -v security | sort -u | head -n 1; }

inside() { DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$ROOT" "$@"; }

debian() {
  [ -e "$ROOT/.open62541-installed" ] && return
  local from; from=$(mirror)
  [ -n "$from" ] || { say 'apt on this machine knows no Debian mirror (apt-get update?)'; return 1; }
  # A root that was left half made is no use.
  rm -rf --one-file-system "$ROOT"
  say "debootstrap $SUITE"
  debootstrap --variant=minbase --include=ca-certificates "$SUITE" "$ROOT" "$from" >&2
  printf 'APT::Install-Recommends "false";\nAcquire::Check-Valid-Until "false";\n' >"$ROOT/etc/apt/apt.conf.d/90foreign"
  say "installing ${PACKAGES[*]}"
  inside apt-get update -q >&2
  inside apt-get install -yq "${PACKAGES[@]}" >&2
  inside apt-get clean
  touch "$ROOT/.open62541-installed"
}

compile() {
  local wanted; wanted=$(cat "$HERE"/*.c "$HERE"/*.h | sha256sum | cut -c1-16)
  [ "$(cat "$ROOT$SERVER.source" 2>/dev/null)" = "$wanted" ] && return
  say 'compiling the server'
  rm -rf "$ROOT/usr/local/src/foreign-plant"
  install -D -t "$ROOT/usr/local/src/foreign-plant" "$HERE"/*.c "$HERE"/*.h
  inside sh -c "gcc -std=c11 -O2 -Wall -Wextra -Werror -o $SERVER.new /usr/local/src/foreign-plant/*.c -lopen62541" >&2
  mv "$ROOT$SERVER.new" "$ROOT$SERVER"
  echo "$wanted" >"$ROOT$SERVER.source"
}

[ "${1:-}" = install ] || { sed -n 2,4p "$0"; exit 2; }
[ "$(id -u)" = 0 ] || { say 'needs root'; exit 2; }
mkdir -p "$CACHE"
exec 9>"$CACHE/.provision.lock"    # one at a time: suites start in parallel
flock 9
debian
compile
echo "$ROOT"
