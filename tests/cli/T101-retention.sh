# What is older than earshot.ini says goes; numbers stay; a crawl brings nothing back.
. tests/cli/lib.sh

site_start --calm
workspace "$W/ws" forum
expect 0 earshot -C "$W/ws" run
expect 0 earshot -C "$W/ws" retention --csv
holds "$W/out" 'words of decided questions,730,0,'
expect 0 earshot -C "$W/ws" config show
holds "$W/out" 'retention'
expect 2 earshot -C "$W/ws" retention never
printf '[retention]\nbodie = 3d\n' >>"$W/ws/earshot.ini"
expect 7 earshot -C "$W/ws" retention
holds "$W/err" 'did you mean "bodies"?'
sed -i 's/^bodie.*/bodies = 100d/' "$W/ws/earshot.ini"

# A year has passed since one was decided.
ID=$(earshot -C "$W/ws" drafts --ids | head -1)
expect 0 earshot -C "$W/ws" draft "$ID" reject wrong
sql "$W/ws" "UPDATE decision SET at_s = at_s - 31536000; UPDATE fetch SET at_ms = at_ms - 31536000000"
sql "$W/ws" "UPDATE post SET body = 'words of the public' WHERE body = ''"
words() { sql "$W/ws" "SELECT count(*) FROM post WHERE body <> ''"; }
before=$(words) all=$(sql "$W/ws" 'SELECT count(*) FROM post')
expect 0 earshot -C "$W/ws" stats --json
cp "$W/out" "$W/stats"
expect 0 earshot -C "$W/ws" retention run --dry-run --csv
due=$(sed -n 's/^words of decided questions,100,\([0-9]*\),.*/\1/p' "$W/out")
at_least 'due' "$due" 1
is 'after a dry run' "$(words)" "$before"
expect 0 earshot -C "$W/ws" retention run --csv
holds "$W/out" "words of decided questions,100,$due,$due"
holds "$W/err" 'deleted: '
is 'words' "$(words)" "$((before - due))"
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" "$all"
expect 0 earshot -C "$W/ws" stats --json
same "$W/out" <"$W/stats"
expect 0 earshot -C "$W/ws" retention past --csv
holds "$W/out" ',requests,'
expect 0 earshot -C "$W/ws" audit --action retention --csv
holds "$W/out" 'words of decided questions'
expect 0 earshot -C "$W/ws" check

# Their pages are read again, whole, and bring nothing back.
sql "$W/ws" 'UPDATE url SET content_hash = NULL, etag = NULL, last_modified = NULL'
expect 0 earshot -C "$W/ws" crawl --again
is 'words after a crawl' "$(sql "$W/ws" "SELECT count(*) FROM post WHERE body <> '' AND id IN
    (SELECT t.post_id FROM sighting t JOIN group_link l ON l.question_id = t.question_id
     JOIN decision d ON d.group_id = l.group_id)")" 0
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" draft
is 'state' "$(sql "$W/ws" "SELECT count(*) FROM queue WHERE state = 'rejected'")" 1
expect 0 earshot -C "$W/ws" retention run

# Killed at any moment it goes on where it was: every row is there with its words, or counted.
sql "$W/ws" "UPDATE post SET body = 'words of the public';
    INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status, body_bytes, outcome)
        SELECT host_id, url_id, 1, 1000, 1, 200, 1, '' FROM fetch, (SELECT 1 FROM page LIMIT 60) WHERE url_id IS NOT NULL;
    DELETE FROM tombstone; DELETE FROM past_count"
requests() { sql "$1" "SELECT (SELECT count(*) FROM fetch) + (SELECT COALESCE(SUM(n), 0) FROM past_count WHERE what = 'requests')"; }
all=$(requests "$W/ws")
cp -r "$W/ws" "$W/kept"
for ms in 3 6 9 12 16 20 30 45; do
    rm -rf "$W/ws"
    cp -r "$W/kept" "$W/ws"
    killed "$ms" -C "$W/ws" retention run
    whole "$W/ws"
    is "$ms ms: requests, and those that were counted" "$(requests "$W/ws")" "$all"
    is "$ms ms: words that went, and their tombstones" \
        "$(sql "$W/ws" "SELECT count(*) FROM post WHERE body = ''")" "$(sql "$W/ws" 'SELECT count(*) FROM tombstone')"
    expect 0 earshot -C "$W/ws" retention run
    is "$ms ms: requests in the end" "$(requests "$W/ws")" "$all"
    expect 0 earshot -C "$W/ws" retention run --csv
    lacks "$W/err" 'deleted:'
done
