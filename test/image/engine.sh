#!/usr/bin/env bash
# Builds and runs the image without a Docker engine: buildah and podman, in a storage of their own that nothing else on the machine sees.
#   engine.sh base                   makes the stand-in for node:24-bookworm-slim (Debian from this machine's mirror, Node from node_modules)
#   engine.sh build <target> <tag>   builds a target of the Dockerfile
#   engine.sh podman <arguments>     podman on that storage
#   engine.sh compose <arguments>    compose.yaml on that storage, with podman-compose
# Needs root on Debian with buildah, podman, podman-compose, runc, netavark, aardvark-dns, iptables and debootstrap. IMAGE_CACHE names the folder that keeps everything between runs.
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin    # a user's PATH often lacks what debootstrap and iptables lie in
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
CACHE=${IMAGE_CACHE:-/var/cache/plantwire/image}
SUITE=bookworm
BASE=docker.io/library/node:24-bookworm-slim

say() { echo "[image] $*" >&2; }

# Own storage and own configuration: the machine's registries, networks and images stay out of it.
configure() {
  mkdir -p "$CACHE"
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s/graph"\nrunroot = "/run/plantwire-image"\n' "$CACHE" >"$CACHE/storage.conf"
  # Without the right to raise limits (a container in a container) the engine can only keep to lower ones.
  printf '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=2048:2048"]\n[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n[network]\nnetwork_backend = "netavark"\n' >"$CACHE/containers.conf"
  printf 'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "permissive"\n' >"$CACHE/registries.conf"
  printf '{"default": [{"type": "insecureAcceptAnything"}]}\n' >"$CACHE/policy.json"
  export CONTAINERS_STORAGE_CONF=$CACHE/storage.conf CONTAINERS_CONF=$CACHE/containers.conf CONTAINERS_REGISTRIES_CONF=$CACHE/registries.conf
  export BUILDAH_ISOLATION=chroot TMPDIR=$CACHE/tmp
  mkdir -p "$TMPDIR"
}

bud() { buildah bud --signature-policy "$CACHE/policy.json" --isolation=chroot --pull=never --network=host --format=docker "$@"; }

# The Debian mirror this machine's apt uses; known once apt has fetched its lists.
listed() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' | grep -v security | sort -u | head -1; }
mirror() {
  [ -n "$(listed)" ] || apt-get update -q >&2
  [ -n "$(listed)" ] || { say 'apt on this machine knows no Debian mirror'; return 1; }
  listed
}

base() {
  local node=$ROOT/node_modules/node-linux-$(node -p process.arch)/bin/node npm=$ROOT/node_modules/npm
  local wanted; wanted=$( { "$node" --version; cat "$npm/package.json" "$ROOT/test/image/base.Containerfile"; } | sha256sum | cut -c1-16)
  [ "$(buildah inspect --type image --format '{{index .OCIv1.Config.Labels "stand-in"}}' "$BASE" 2>/dev/null)" = "$wanted" ] && return
  local context=$CACHE/base; mkdir -p "$context"
  if [ ! -s "$CACHE/rootfs.tar" ]; then
    say "debootstrap $SUITE"
    rm -rf "$CACHE/rootfs"
    local from; from=$(mirror)
    debootstrap --variant=minbase "$SUITE" "$CACHE/rootfs" "$from" >&2
    tar -C "$CACHE/rootfs" --exclude=./var/cache/apt/archives/* --exclude=./dev/* -cf "$CACHE/rootfs.tar.part" .
    mv "$CACHE/rootfs.tar.part" "$CACHE/rootfs.tar"
    rm -rf "$CACHE/rootfs"
  fi
  say 'building the stand-in base image'
  ln -f "$CACHE/rootfs.tar" "$context/rootfs.tar"
  cp -f "$node" "$context/node"
  rm -rf "$context/npm"; cp -r "$npm" "$context/npm"
  bud --label "stand-in=$wanted" -f "$ROOT/test/image/base.Containerfile" -t "$BASE" "$context" >&2
  rm -rf "$context"
}

# The package registry settings of this machine reach the build as secrets, which are mounted and never stored.
build() {
  local target=$1 tag=$2 npmrc=$TMPDIR/npmrc
  local ca=${NODE_EXTRA_CA_CERTS:-$(npm config get cafile)}
  (umask 077; cat "$(npm config get globalconfig)" "$(npm config get userconfig)" 2>/dev/null | grep -v '^ *cafile *=' >"$npmrc" || true)
  local secrets=(--secret "id=npmrc,src=$npmrc")
  [ -s "$ca" ] && secrets+=(--secret "id=ca,src=$ca")
  # Layers of another lock file are of no use any more, and each is half a gigabyte.
  local lock; lock=$(sha256sum <"$ROOT/package-lock.json")
  if [ "$(cat "$CACHE/lock" 2>/dev/null)" != "$lock" ]; then
    podman image prune -f >/dev/null 2>&1 || true
    echo "$lock" >"$CACHE/lock"
  fi
  local status=0
  bud --layers "${secrets[@]}" --target "$target" -t "$tag" -f "$ROOT/Dockerfile" "$ROOT" >&2 || status=$?
  rm -f "$npmrc"
  return $status
}

configure
case ${1:-} in
  base) base ;;
  build) base; build "$2" "$3" ;;
  podman) shift; exec podman "$@" ;;
  compose) shift; cd "$ROOT" && exec podman-compose -f compose.yaml -p plantwire-test "$@" ;;
  *) sed -n 2,7p "$0"; exit 2 ;;
esac
