# Copies of what is fetched: whole, indexed, repaired after a kill, never twice the same payload.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=1ms
workspace "$W/ws" forum
expect 4 earshot -C "$W/ws" archive
holds "$W/err" 'archive = yes'
echo 'archive = yes' >>"$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" crawl
A=$W/ws/archive
first=$(cd "$A" && ls ./*.warc.gz)
first=${first#./}
is 'files' "$(find "$A" -type f | wc -l)" 2
is 'an answer for each request' "$(wc -l <"$A/${first%.warc.gz}.cdxj")" "$(requests)"
is 'rows' "$(sql "$W/ws" 'SELECT count(*) FROM archive')" "$(requests)"
expect 0 earshot -C "$W/ws" archive check
expect 0 earshot -C "$W/ws" archive --jsonl
holds "$W/out" "\"records\":$(requests)"
holds "$W/out" '"state":"complete"'

# The requests are what the site saw; gzip itself finds nothing wrong.
gzip -t "$A/$first" || fail 'gzip finds it broken'
is 'requests' "$(gzip -dc "$A/$first" | grep -ac '^WARC-Type: request')" "$(requests)"
gzip -dc "$A/$first" | grep -a '^User-Agent: ' >"$W/agents"
is 'user agents' "$(sort -u "$W/agents" | wc -l)" 1

# why names the copy; the bytes there are the record.
expect 0 earshot -C "$W/ws" why "$FORUM/" --json
holds "$W/out" "\"file\":\"$first\""
expect 0 earshot -C "$W/ws" why "$FORUM/"
holds "$W/out" "archive/$first, byte"
at=$(sed -n 's/.*, byte \([0-9]*\), of .*/\1/p' "$W/out")
tail -c "+$((at + 1))" "$A/$first" | gzip -dc 2>/dev/null | head -5 >"$W/record"
holds "$W/record" "WARC-Target-URI: $FORUM/"

# The index can be made again, and is the same; read back, the archive gives the same posts.
cp "$A/${first%.warc.gz}.cdxj" "$W/index"
rm "$A/${first%.warc.gz}.cdxj"
expect 0 earshot -C "$W/ws" archive
holds "$W/out" 'no index'
expect 0 earshot -C "$W/ws" archive index "$first"
same "$A/${first%.warc.gz}.cdxj" <"$W/index"
workspace "$W/read" forum
expect 0 earshot -C "$W/read" crawl --warc "$A/$first"
for ws in ws read; do
    sql "$W/$ws" 'SELECT permalink, title, body, answers, accepted FROM post ORDER BY permalink' \
        >"$W/$ws.posts"
done
at_least 'posts' "$(wc -l <"$W/ws.posts")" 10
same "$W/read.posts" <"$W/ws.posts"

# The second time nothing has changed.
expect 0 earshot -C "$W/ws" crawl --again
expect 0 earshot -C "$W/ws" archive check --jsonl
second=$(cd "$A" && ls ./*.warc.gz | tail -1)
second=${second#./}
gzip -dc "$A/$second" | grep -a '^WARC-Type' | sort | uniq -c >"$W/types"
lacks "$W/types" response
holds "$W/types" revisit

# Damage is named, and nothing else is lost.  It is within a record: no sum speaks for the time that
# stands at its beginning.
cp "$A/$first" "$W/bad.warc.gz"
damage "$W/bad.warc.gz" $((at + 100))
expect 8 earshot archive check "$W/bad.warc.gz"
holds "$W/err" 'bad.warc.gz, byte'
expect 2 earshot archive mend
expect 8 earshot archive check VERSION
expect 1 earshot filter warc VERSION
holds "$W/err" 'archive "VERSION": no archive'
expect 8 earshot archive check VERSION
holds "$W/err" 'no archive'

# Killed while it writes, again and again: the next crawl completes the file, and whatever the
# store says was answered has its copy.
workspace "$W/kill" forum qa
printf 'archive = yes\n' >>"$W/kill/earshot.ini"
sed -i 's/^delay .*/delay = 100ms/' "$W/kill/earshot.ini"
answers() { sql "$W/kill" 'SELECT count(*) FROM archive' 2>/dev/null || echo 0; }
has_more() { [ "$(answers)" -ge $((had + more)) ] || over "$crawl"; }
for more in 7 4 11 1 6; do
    had=$(answers)
    "$ROOT/$B/earshot" -C "$W/kill" crawl >"$W/out" 2>"$W/err" &
    crawl=$!
    soon has_more
    kill -9 $crawl
    wait $crawl 2>/dev/null
    open=$(find "$W/kill/archive" -name '*.open')
    [ -n "$open" ] || fail 'no file was left open'
done
expect 0 earshot -C "$W/kill" archive
holds "$W/out" 'open'
printf '\037\213\010half a member' >>"$open"
expect 0 earshot -C "$W/kill" crawl
holds "$W/err" 'left open'
is 'open files' "$(find "$W/kill/archive" -name '*.open' -o -name '*.lines' | wc -l)" 0
expect 0 earshot -C "$W/kill" archive check
is 'rows and lines' "$(answers)" "$(cat "$W/kill"/archive/*.cdxj | wc -l)"
is 'answers without a copy' "$(sql "$W/kill" 'SELECT count(*) FROM fetch f WHERE status > 0 AND
    NOT EXISTS (SELECT 1 FROM archive a WHERE abs(a.at_ms - f.at_ms) <= 1000 AND
        (a.url_id = f.url_id OR f.url_id IS NULL))')" 0
