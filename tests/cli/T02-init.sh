# init makes a workspace that check understands, and never writes over one.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
holds "$W/err" "earshot -C $W/ws check"
is "files" "$(ls "$W/ws" | tr '\n' ' ')" "earshot.db earshot.ini seeds "
cp "$W/ws/earshot.ini" "$W/before"

expect 5 earshot init "$W/ws"
holds "$W/err" 'is a workspace already'
cmp -s "$W/before" "$W/ws/earshot.ini" || fail "the second init changed earshot.ini"

# Without a name: here, and what is next needs none either.
mkdir "$W/here"
here() { (cd "$W/here" && earshot init); }
expect 0 here
same "$W/err" <<'TEXT'
A workspace is in this folder.  Next:
  1. set [crawler] contact in earshot.ini
  2. cp seeds/physics.ini.example seeds/NAME.ini and make it yours
  3. earshot check
  4. earshot run
TEXT
holds "$W/here/earshot.ini" ';archive = no'

# Files that are there already are kept.
mkdir "$W/kept"
echo '; mine' >"$W/kept/earshot.ini"
expect 0 earshot init "$W/kept"
same "$W/kept/earshot.ini" <<'TEXT'
; mine
TEXT

# -C names it too; --dry-run writes nothing.
expect 0 earshot -C "$W/third" init --dry-run
[ ! -e "$W/third" ] || fail "a dry run made a folder"

# A fresh workspace has two things to set, and check says so.
expect 8 earshot -C "$W/ws" check --csv
tr -d '\r' <"$W/out" >"$W/csv" # RFC 4180 ends lines so
same "$W/csv" <<TEXT
what,verdict,detail
configuration,ok,$W/ws/earshot.ini
contact,problem,[crawler] contact is not set: no public host will be asked
departments,problem,none: copy seeds/physics.ini.example to seeds/NAME.ini
store,ok,$W/ws/earshot.db
TEXT

expect 4 earshot -C "$W/nowhere" stats
holds "$W/err" 'no workspace here (earshot init DIR makes one'

# A place that cannot be written to.
touch "$W/file"
expect 1 earshot init "$W/file/ws"
holds "$W/err" "$W/file"
