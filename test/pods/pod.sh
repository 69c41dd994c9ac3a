#!/bin/sh
# pod.sh NAMESPACE VOLUMES COMMAND...: runs a command as the container of a pod, in place of this process.
#
# Its network is the named one. Its root is this machine's with a layer of its own over it, as an image's is, in which
# every volume is mounted: VOLUMES has a line `SOURCE TARGET` for each. What it writes elsewhere ends with it.
set -eu

if [ "${IN_POD-}" = '' ]; then
  export IN_POD=1
  exec nsenter --net="/run/netns/$1" unshare --mount sh "$0" "$@"
fi
unset IN_POD
volumes=$2
shift 2

layers=/run/netns/.layers
mkdir -p "$layers"
mount -t tmpfs pod "$layers"
root=$layers/root
mkdir "$layers/upper" "$layers/work" "$root"
mount -t overlay pod -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$root"
for path in /proc /dev /sys; do mount --rbind "$path" "$root$path"; done
mount --bind /etc/hosts "$root/etc/hosts"
printf '%s\n' "$volumes" | while read -r source target; do
  [ -n "$source" ] || continue
  # A link of the image, as /var/run is one, must lead to a place in the image.
  target=$(chroot "$root" realpath -m "$target")
  if [ -d "$source" ]; then
    mkdir -p "$root$target"
  else
    mkdir -p "$root$(dirname "$target")"
    [ -e "$root$target" ] || : >"$root$target"
  fi
  mount --bind "$source" "$root$target"
done

exec chroot "$root" "$@"
