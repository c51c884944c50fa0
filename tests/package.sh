#!/bin/sh
# package.sh - the Debian package of make deb in a fresh Debian: installed by apt with what it
# depends on, run as a stranger, removed.  Run by make check-deb; asks Debian's mirror (MIRROR).
set -eu
B=${B:-build}
MIRROR=${MIRROR:-http://deb.debian.org/debian}
SUITE=${SUITE:-bookworm}

skip() { echo "check-deb skipped: $*"; exit 0; }
[ "$(id -u)" -eq 0 ] || skip "wants root"
command -v debootstrap >/dev/null || skip "wants debootstrap (apt-get install debootstrap)"

package=$(ls "$B"/earshot_*.deb)
work=$(mktemp -d "${TMPDIR:-/tmp}/earshot-package.XXXXXX")
root=$work/root
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
trap 'exit 1' INT TERM
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
check() { "$@" >"$work/out" 2>&1 || { echo "FAILED: $*"; tail -20 "$work/out"; exit 1; }; }

echo "  a fresh $SUITE"
check debootstrap --variant=minbase "$SUITE" "$root" "$MIRROR"
check mount -t proc proc "$root/proc"
cp "$package" "$root/tmp/earshot.deb"
echo "  apt-get install $(basename "$package")"
check inside apt-get install -y --no-install-recommends /tmp/earshot.deb
echo "  run"
check inside earshot version
grep -qx "earshot $(cat VERSION)" "$work/out" || { echo "FAILED: version: $(cat "$work/out")"; exit 1; }
check inside earshot init /srv/earshot
check inside sh -c 'cp /srv/earshot/seeds/physics.ini.example /srv/earshot/seeds/physics.ini; earshot -C /srv/earshot departments --ids'
grep -qx physics "$work/out" || { echo "FAILED: departments"; exit 1; }
check inside sh -c "printf '{\"id\":1,\"text\":\"Wann beginnt die Bewerbung für das Studium der Physik?\"}\n' | earshot filter stem"
grep -q '"language":"de"' "$work/out" || { echo "FAILED: languages: $(cat "$work/out")"; exit 1; }
check inside grep -q '^u earshot' /usr/lib/sysusers.d/earshot.conf
! grep -q '^earshot:' "$root/etc/passwd" || { echo "FAILED: a user nobody asked for"; exit 1; }
[ -z "$(find "$root/etc/systemd" -name 'earshot*')" ] || { echo "FAILED: a unit is enabled"; exit 1; }
for f in usr/share/bash-completion/completions/earshot lib/systemd/system/earshot-serve.service; do
    [ -s "$root/$f" ] || { echo "FAILED: no $f"; exit 1; }
done
! grep -rlE '/(work|home|root|tmp|build)/' "$root"/lib/systemd/system/earshot-* || { echo "FAILED: a path of the builder"; exit 1; }
check inside apt-get purge -y earshot
[ -z "$(find "$root/usr" -name '*earshot*')" ] || { echo "FAILED: something is left"; exit 1; }
[ -f "$root/srv/earshot/earshot.db" ] || { echo "FAILED: the workspace went with the package"; exit 1; }
echo "$(basename "$package") installs, runs and goes"
