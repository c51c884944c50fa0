# A store that is not there, not ours, or of a newer program is refused and left as it is.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
settings >"$W/ws/earshot.ini"
printf '[department]\nname = P\nsite = http://127.0.0.1:9/\n' >"$W/ws/seeds/p.ini"
expect 0 earshot -C "$W/ws" stats

sql "$W/ws" 'PRAGMA user_version = 99' >/dev/null
cp "$W/ws/earshot.db" "$W/before"
for command in stats crawl index draft run 'export drafts'; do
    # shellcheck disable=SC2086
    expect 7 earshot -C "$W/ws" $command
    holds "$W/err" "earshot.db: written by a newer earshot (schema 99"
    holds "$W/err" 'upgrade the program'
    is "$command: lines" "$(wc -l <"$W/err")" 1
done
cmp -s "$W/before" "$W/ws/earshot.db" || fail 'a newer store was written to'
expect 8 earshot -C "$W/ws" check
holds "$W/out" 'newer earshot'

echo 'this is a letter, not a store' >"$W/ws/earshot.db"
expect 7 earshot -C "$W/ws" stats
holds "$W/err" 'not a store of earshot'
rm "$W/ws/earshot.db"
expect 4 earshot -C "$W/ws" stats
holds "$W/err" 'earshot init'
