#!/bin/sh
# Second half of enter.sh, run inside the new namespaces: makes the network between the pods, then runs the command.
set -eu

ip link set lo up
ip link add pods type bridge
ip address add 10.244.0.1/16 dev pods
ip link set pods up

# Names of network namespaces are files in /run/netns, and names of hosts are lines of /etc/hosts: both our own.
mkdir -p /run/netns
mount -t tmpfs pods /run/netns
hosts=/run/netns/.hosts
printf '127.0.0.1 localhost\n' >"$hosts"
mount --bind "$hosts" /etc/hosts

export PODS=here
exec "$@"
