#!/bin/sh
# Runs a command where pods can be: in a network of its own with a bridge between pods, and with mounts, an /etc/hosts
# and processes of its own. All of that ends with the command: nothing of it is left on the machine.
#
# Where that cannot be had the command runs as it is, and PODS_UNAVAILABLE says why. From inside there is no way out
# but one: to the server at VICTORIA_TRACES_URL, where that is set, through the socket file VICTORIA_TRACES_SOCKET.
set -u
here=$(dirname "$0")

spaces='--net --mount --pid --fork --kill-child --mount-proc'
[ "$(id -u)" = 0 ] || spaces="--user --map-root-user $spaces"

if [ "$(uname)" != Linux ] || ! command -v unshare >/dev/null || ! command -v ip >/dev/null; then
  PODS_UNAVAILABLE='they need Linux with unshare(1) and ip(8)' exec "$@"
fi
if ! why=$(unshare $spaces sh "$here/network.sh" true 2>&1); then
  PODS_UNAVAILABLE="namespaces cannot be made here: $why" exec "$@"
fi
if [ -z "${VICTORIA_TRACES_URL-}" ]; then
  exec unshare $spaces sh "$here/network.sh" "$@"
fi

folder=$(mktemp -d)
export VICTORIA_TRACES_SOCKET="$folder/socket"
node "$here/relay.mjs" "$VICTORIA_TRACES_SOCKET" "$VICTORIA_TRACES_URL" &
relay=$!
trap 'kill "$relay"; rm -r "$folder"' EXIT
unshare $spaces sh "$here/network.sh" "$@"
