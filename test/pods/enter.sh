#!/bin/sh
# Runs a command where pods can be: in a network of its own with a bridge between pods, and with mounts, an /etc/hosts
# and processes of its own. All of that ends with the command: nothing of it is left on the machine.
#
# Where that cannot be had the command runs as it is, and PODS_UNAVAILABLE says why. From inside there is no way out
# but to real servers that VICTORIA_TRACES_URL and TEMPO_URL name, through socket files in the folder REAL_SERVERS. Tempo
# is taken to have OTLP at ports 4318 and 4317 of the same host where TEMPO_OTLP_URL and TEMPO_OTLP_GRPC_URL are not set.
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
if [ -z "${VICTORIA_TRACES_URL-}${TEMPO_URL-}" ]; then
  exec unshare $spaces sh "$here/network.sh" "$@"
fi

folder=$(mktemp -d)
export REAL_SERVERS="$folder"
ways=
if [ -n "${VICTORIA_TRACES_URL-}" ]; then ways="$folder/victoria-traces $VICTORIA_TRACES_URL"; fi
if [ -n "${TEMPO_URL-}" ]; then
  host=${TEMPO_URL#*://}
  host=http://${host%%[:/]*}
  ways="$ways $folder/tempo $TEMPO_URL $folder/tempo-otlp ${TEMPO_OTLP_URL:-$host:4318}"
  ways="$ways $folder/tempo-otlp-grpc ${TEMPO_OTLP_GRPC_URL:-$host:4317}"
fi
node "$here/relay.mjs" $ways &
relay=$!
trap 'kill "$relay"; rm -r "$folder"' EXIT
unshare $spaces sh "$here/network.sh" "$@"
