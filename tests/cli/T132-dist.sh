# make dist: the same bytes twice, nobody's name in it, and it builds from itself without git.
. tests/cli/lib.sh
git rev-parse -q --verify HEAD >/dev/null 2>&1 || skip "not in a git repository"
unset MAKEFLAGS MAKELEVEL MFLAGS

expect 0 git clone -q --depth 1 "file://$ROOT" "$W/clone"
cd "$W/clone" || exit 1
version=$(cat VERSION)
expect 0 make -s dist
cp "earshot-$version.tar.gz" "$W/first.tar.gz"
sleep 1
expect 0 make -s dist
cmp -s "earshot-$version.tar.gz" "$W/first.tar.gz" || fail "make dist makes other bytes each time"
expect 0 tar -tvzf "$W/first.tar.gz"
is "owners" "$(awk '{ print $2 }' "$W/out" | sort -u)" "root/root"
is "times" "$(awk '{ print $4, $5 }' "$W/out" | sort -u | wc -l)" 1

mkdir "$W/elsewhere"
tar -xzf "$W/first.tar.gz" -C "$W/elsewhere"
cd "$W/elsewhere/earshot-$version" || exit 1
GIT_DIR=/nowhere
export GIT_DIR
expect 0 make -s -j2 CFLAGS=-O0 B=out earshot
expect 0 ./out/earshot version
holds "$W/out" "earshot $version"
expect 2 make -s dist
holds "$W/err" 'wants the git repository'
