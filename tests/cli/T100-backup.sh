# A backup is whole though others write, is verified before it is put back, and puts all back.
. tests/cli/lib.sh

site_start --calm
workspace "$W/ws" forum
expect 0 earshot -C "$W/ws" run
mkdir "$W/ws/exports"
echo 'frozen' >"$W/ws/exports/list.csv"
ln -s /no/such/file "$W/ws/exports/nowhere.csv"

# Dry: nothing is written.
expect 0 earshot -C "$W/ws" backup --dry-run
holds "$W/err" 'would write'
[ ! -e "$W/ws/backups" ] || fail 'a dry run made backups/'

# What cannot be read is named; the rest is there.
expect 3 earshot -C "$W/ws" backup --json
holds "$W/err" 'exports/nowhere.csv is not in the backup'
rm "$W/ws/exports/nowhere.csv"
rm -r "$W/ws/backups"
expect 0 earshot -C "$W/ws" backup --json
FILE=$(sed -n 's/.*"file": *"\([^"]*\)".*/\1/p' "$W/out")
[ -s "$FILE" ] || fail "no file $FILE"
is 'mode' "$(stat -c %a "$FILE")" 600
expect 0 earshot restore "$FILE" --check --json
holds "$W/out" '"files":6'
is 'folder left alone' "$(ls -A "$W/ws/backups" | wc -l)" 1
sqlite3 "$FILE" 'SELECT count(*) FROM post' >"$W/posts" 2>&1 # the shell reads it as it stands
is 'posts' "$(cat "$W/posts")" "$(sql "$W/ws" 'SELECT count(*) FROM post')"

# Never written over; a folder takes the default name; --keep.
expect 5 earshot -C "$W/ws" backup -o "$FILE"
holds "$W/err" 'never written over'
mkdir "$W/safe"
for old in 20200101-000000 20200102-000000 20200103-000000; do : >"$W/safe/earshot-$old.backup"; done
: >"$W/safe/other.backup"
echo 'of a backup that was killed' >"$W/safe/earshot-20200104-000000.backup.part"
expect 0 earshot -C "$W/ws" backup -o "$W/safe" --keep 2
[ ! -e "$W/safe/earshot-20200104-000000.backup.part" ] || fail 'half a backup was left'
is 'kept' "$(ls "$W/safe" | grep -c '^earshot-')" 2
[ -e "$W/safe/earshot-20200103-000000.backup" ] || fail 'the newest old one is gone'
[ -e "$W/safe/other.backup" ] || fail 'a file of another name is gone'

# Put back into a new folder: the same rows, and a workspace that works.
expect 0 earshot restore "$FILE" "$W/new"
holds "$W/err" 'restored into'
for t in post question question_group draft gap decision url page page_text fetch; do
    is "$t" "$(sql "$W/new" "SELECT count(*) FROM $t")" "$(sql "$W/ws" "SELECT count(*) FROM $t")"
done
is 'tables of the backup' "$(sql "$W/new" "SELECT count(*) FROM sqlite_master WHERE name LIKE 'backup%'")" 0
cmp "$W/ws/earshot.ini" "$W/new/earshot.ini" || fail 'earshot.ini'
cmp "$W/ws/seeds/physics.ini" "$W/new/seeds/physics.ini" || fail 'seeds'
cmp "$W/ws/exports/list.csv" "$W/new/exports/list.csv" || fail 'exports'
cmp "$W/ws/pseudonym.key" "$W/new/pseudonym.key" || fail 'the key'
[ ! -e "$W/new/.restoring" ] || fail 'the stage was left'
expect 0 earshot -C "$W/new" index
expect 0 earshot -C "$W/new" check
expect 0 earshot -C "$W/new" search Northfield

# Over a workspace only with --force, and what was there is kept.
expect 5 earshot restore "$FILE" "$W/new"
holds "$W/err" '--force'
sql "$W/new" "UPDATE post SET title = 'changed since'"
echo '; changed' >>"$W/new/earshot.ini"
serve_start "$W/new"
expect 75 earshot restore "$FILE" "$W/new" --force
holds "$W/err" 'open in another process'
kill "$SERVE_PID"
wait "$SERVE_PID" 2>/dev/null
expect 0 earshot -C "$W/new" restore "$FILE" --force --dry-run
is 'after a dry run' "$(sql "$W/new" "SELECT count(DISTINCT title) FROM post")" 1
expect 0 earshot -C "$W/new" restore "$FILE" --force
is 'titles' "$(sql "$W/new" "SELECT count(*) FROM post WHERE title = 'changed since'")" 0
kept=$(echo "$W"/new/before-restore-*)
is 'kept' "$(sqlite3 "$kept/earshot.db" "SELECT count(DISTINCT title) FROM post")" 1
holds "$kept/earshot.ini" '; changed'
lacks "$W/new/earshot.ini" '; changed'

# Any damage shows: a bit, a missing end, a foreign file.
cp "$FILE" "$W/bad"
damage "$W/bad" 30000
expect 8 earshot restore "$W/bad" --check
holds "$W/err" 'checksum'
expect 8 earshot restore "$W/bad" "$W/none"
[ ! -e "$W/none" ] || fail 'a damaged backup was put back'
head -c 40000 "$FILE" >"$W/short"
expect 1 earshot restore "$W/short" --check
holds "$W/err" 'no backup of earshot'
expect 1 earshot restore "$W/ws/earshot.ini" --check
expect 4 earshot restore "$W/nothing" --check
expect 2 earshot restore "$FILE" "$W/x" --check

# While a crawl and an editor write: whole every time, and each a state that was.
kill "$SITE_PID"; wait "$SITE_PID" 2>/dev/null; SITE_PID=; rm "$W/site.json"
site_start --calm
workspace "$W/busy" forum qa board
earshot -q -C "$W/busy" crawl >/dev/null 2>&1 &
CRAWL=$!
for i in 1 2 3 4 5 6; do
    sleep 0.2
    expect 0 earshot -C "$W/busy" backup -o "$W/busy-$i.backup"
    expect 0 earshot restore "$W/busy-$i.backup" --check
    is 'posts that nobody heard' "$(sqlite3 "$W/busy-$i.backup" \
        'SELECT count(*) FROM post WHERE id NOT IN (SELECT post_id FROM post_match)')" 0
    is 'pages that were not fetched' "$(sqlite3 "$W/busy-$i.backup" \
        'SELECT count(*) FROM page WHERE url_id NOT IN (SELECT url_id FROM fetch WHERE url_id IS NOT NULL)')" 0
    sqlite3 "$W/busy-$i.backup" 'SELECT count(*) FROM fetch' >>"$W/requests"
done
wait "$CRAWL"
sort -n "$W/requests" | same "$W/requests" # each is no older than the one before

# Killed at any moment: no file of that name that is not whole.
for ms in 002 005 010 020 030 050; do
    "$ROOT/$B/earshot" -q -C "$W/ws" backup -o "$W/killed-$ms" >/dev/null 2>&1 &
    pid=$!
    sleep "0.$ms"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    [ ! -e "$W/killed-$ms" ] || expect 0 earshot restore "$W/killed-$ms" --check
    rm -f "$W/killed-$ms"
    expect 0 earshot -C "$W/ws" backup -o "$W/killed-$ms"
done

# A restore that is killed leaves the old workspace, or the new one, or none that anybody would open;
# run again it gets through, and a half-written stage is nobody's store.
cp -r "$W/ws" "$W/live"
rm -rf "$W/live/backups"
sql "$W/live" "UPDATE post SET title = 'changed since'"
for ms in 003 006 010 015 020 030 045 060; do
    rm -rf "$W/over" "$W/fresh"
    cp -r "$W/live" "$W/over"
    killed "${ms#0}" restore "$FILE" "$W/over" --force
    if [ -e "$W/over/earshot.db" ]; then
        whole "$W/over"
        n=$(sql "$W/over" "SELECT count(DISTINCT title) > 1 FROM post")
        [ "$n" = 1 ] || [ "$(ls -d "$W"/over/before-restore-* 2>/dev/null | wc -l)" = 0 ] ||
            [ -e "$W/over/earshot.ini" ] || fail "$ms ms: the old store without its settings"
    else
        expect 4 earshot -C "$W/over" stats
        kept=$(echo "$W"/over/before-restore-*)
        is "$ms ms: what was there is kept" "$(sqlite3 "$kept/earshot.db" "SELECT count(DISTINCT title) FROM post")" 1
    fi
    sleep 1 # before-restore-TIME has seconds
    expect 0 earshot restore "$FILE" "$W/over" --force
    is "$ms ms: restored" "$(sql "$W/over" "SELECT count(*) FROM post WHERE title = 'changed since'")" 0
    expect 0 earshot -C "$W/over" stats
    [ ! -e "$W/over/.restoring" ] || fail "$ms ms: the stage was left"

    killed "${ms#0}" restore "$FILE" "$W/fresh"
    [ ! -e "$W/fresh/earshot.db" ] || whole "$W/fresh"
done
