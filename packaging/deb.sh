#!/bin/sh
# deb.sh - a Debian package of what is built, into build/: make deb.
#
# The maintainer is DEBFULLNAME <DEBEMAIL> where these are set.  The same commit and build give
# the same package: times are the commit's (SOURCE_DATE_EPOCH where there is no git).
set -eu
umask 022
B=${B:-build}
version=$(cat VERSION)
arch=$(dpkg --print-architecture)
maintainer="${DEBFULLNAME:-The Earshot authors} <${DEBEMAIL:-maintainers@earshot.example.edu}>"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y VERSION)}
export SOURCE_DATE_EPOCH
work=$B/deb
root=$work/root
rm -rf "$work"
mkdir -p "$work/debian" "$root/DEBIAN"

make -s install B="$B" DESTDIR="$root" PREFIX=/usr >/dev/null
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/bin/earshot"

doc=$root/usr/share/doc/earshot
rm "$doc/LICENSE" # copyright has it
cp packaging/copyright "$doc/copyright"
cp packaging/README.Debian "$doc/README.Debian"
sed "s/@VERSION@/$version/; s/@MAINTAINER@/$maintainer/; s/@DATE@/$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")/" \
    packaging/changelog >"$doc/changelog"
gzip -9n "$doc/changelog" "$root"/usr/share/man/man?/*
mkdir -p "$root/usr/share/zsh/vendor-completions" # where Debian's zsh looks
mv "$root/usr/share/zsh/site-functions/_earshot" "$root/usr/share/zsh/vendor-completions/_earshot"
rmdir "$root/usr/share/zsh/site-functions"

# The units are the program's own, for this place.
"$B/earshot" -q init "$work/workspace" 2>/dev/null
mkdir -p "$root/lib/systemd/system" "$root/usr/lib/sysusers.d"
"$B/earshot" -q -C "$work/workspace" schedule --systemd -o "$root/lib/systemd/system" 2>"$work/err" ||
    { cat "$work/err" >&2; exit 1; } # it warns of a workspace in /tmp
here=$(cd "$work/workspace" && pwd -P)
program=$(readlink -f "$B/earshot")
sed -i "s|$here|/var/lib/earshot|g; s|$program|/usr/bin/earshot|g" "$root"/lib/systemd/system/*
chmod 644 "$root"/lib/systemd/system/*
cp packaging/earshot.sysusers "$root/usr/lib/sysusers.d/earshot.conf"

printf 'Source: earshot\n\nPackage: earshot\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O -e root/usr/bin/earshot 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat >"$root/DEBIAN/control" <<CONTROL
Package: earshot
Version: $version
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: $depends, libexttextcat-data, tzdata
Recommends: ca-certificates
Section: web
Priority: optional
Description: find questions asked in public, and draft the answers
 People ask about a department in forums and on Q&A sites instead of filling
 in its contact form. Earshot crawls the places where they ask, politely,
 groups the questions that ask the same, and drafts an answer to each from the
 department's own pages, or says that no page answers it. Editors review the
 drafts in a browser or a terminal; the program itself never posts anything.
CONTROL
(cd "$root" && find usr lib -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
package=$B/earshot_${version}_$arch.deb
dpkg-deb --root-owner-group -Zxz -b "$root" "$package" >/dev/null
echo "$package"
! command -v lintian >/dev/null || lintian --fail-on error "$package"
