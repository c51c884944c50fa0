# make install and uninstall, the list of components, and the Debian package where it can be made.
. tests/cli/lib.sh
unset MAKEFLAGS MAKELEVEL MFLAGS

expect 0 make -s install B="$B" DESTDIR="$W/dest" PREFIX=/opt/earshot
cd "$W/dest/opt/earshot" || exit 1
find . -type f | LC_ALL=C sort >"$W/files"
same "$W/files" <<'EOF'
./bin/earshot
./share/bash-completion/completions/earshot
./share/doc/earshot/LICENSE
./share/doc/earshot/NEWS.md
./share/doc/earshot/README.md
./share/doc/earshot/SECURITY.md
./share/fish/vendor_completions.d/earshot.fish
./share/man/man1/earshot.1
./share/man/man5/earshot-formats.5
./share/man/man5/earshot.ini.5
./share/zsh/site-functions/_earshot
EOF
expect 0 ./bin/earshot version
# shellcheck disable=SC2230
! command -v bash >/dev/null || expect 0 bash -n share/bash-completion/completions/earshot
is "modes" "$(find . -type f ! -perm 644 ! -name earshot -o -type f -path './bin/*' ! -perm 755)" ""
cd "$ROOT" || exit 1
expect 0 make -s uninstall B="$B" DESTDIR="$W/dest" PREFIX=/opt/earshot
is "left behind" "$(find "$W/dest" -type f)" ""

# Every library that the Makefile links is among the components, and every other licence of seeds/.
expect 0 packaging/sbom.sh
cp "$W/out" "$W/sbom.json"
expect 0 packaging/sbom.sh
same "$W/out" <"$W/sbom.json"
expect 0 python3 -m json.tool "$W/sbom.json"
lacks "$W/sbom.json" '"version":""'
for package in $(sed -n '/^PKGS/,/[^\\]$/p' Makefile | sed 's/.*:=//; s/\\//'); do
    grep -qE "	(pkg-config |dpkg lib)$package(-dev)?	" packaging/components.tsv || fail "components.tsv lacks $package"
done
for file in $(git ls-files 'seeds/*LICENSE*' 'seeds/*SOURCE*' 2>/dev/null); do
    data=${file%.*}
    grep -q "data ${data%.*}" packaging/components.tsv || fail "components.tsv lacks what $file is about"
    grep -q "${data%.*}" packaging/copyright || fail "packaging/copyright lacks what $file is about"
done

# shellcheck disable=SC2230
if command -v dpkg-deb >/dev/null && command -v dpkg-shlibdeps >/dev/null; then
    expect 0 make -s deb B="$B"
    expect 0 dpkg-deb -f "$B"/earshot_*.deb Depends
    holds "$W/out" libexttextcat-data
    holds "$W/out" libsqlite3-0
    expect 0 dpkg-deb --fsys-tarfile "$B"/earshot_*.deb
    tar -tf "$W/out" | sort >"$W/files"
    for file in ./usr/share/man/man5/earshot.ini.5.gz ./lib/systemd/system/earshot-run.timer \
        ./usr/lib/sysusers.d/earshot.conf ./usr/share/zsh/vendor-completions/_earshot; do
        holds "$W/files" "$file"
    done
    lacks "$W/files" ./etc
fi
