# An older store is shown what will change, then brought over with a copy kept.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
expect 0 earshot -C "$W/ws" migrate --plan
holds "$W/err" 'nothing to do'
expect 4 earshot -C "$W/none" migrate --plan

# Of another version than ours: 0 is a store of ours without tables.
sql "$W/ws" 'PRAGMA user_version = 3'
state() { (cd "$W/ws" && find . -type f ! -name earshot.lock | sort | xargs sha256sum); }
state >"$W/before"
for command in 'migrate --plan' migrate stats crawl 'retention run' backup 'erase --text words --yes' 'export questions' 'journal'; do
    # shellcheck disable=SC2086
    expect 7 earshot -C "$W/ws" $command
    holds "$W/err" 'newer earshot'
    state | diff "$W/before" - >"$W/changed" || fail "$command wrote: $(cat "$W/changed")"
done
rm "$W/ws/earshot.db"
sqlite3 "$W/ws/earshot.db" 'PRAGMA application_id = 0x45415253; CREATE TABLE mine (x); INSERT INTO mine VALUES (1)'
expect 0 earshot -C "$W/ws" migrate --plan --csv
holds "$W/out" 'post,0,new'
holds "$W/err" 'version 0 to 2'
is 'tables after a plan' "$(sql "$W/ws" "SELECT count(*) FROM sqlite_master WHERE name = 'post'")" 0
expect 0 earshot -C "$W/ws" migrate --quiet
is 'rows' "$(sql "$W/ws" 'SELECT x FROM mine')" 1
is 'version' "$(sql "$W/ws" 'PRAGMA user_version')" 2
is 'the copy' "$(sqlite3 "$W/ws/earshot.db.v0" 'PRAGMA user_version; SELECT x FROM mine' | tr '\n' ' ')" '0 1 '
expect 0 earshot -C "$W/ws" migrate
holds "$W/err" 'nothing to do'

printf 'no database, but long enough to be looked at as one ....' >"$W/ws/earshot.db"
expect 7 earshot -C "$W/ws" migrate --plan
