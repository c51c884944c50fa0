# An archive instead of the network: the same questions through the same path.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=1ms
workspace "$W/live" forum qa
expect 0 earshot -C "$W/live" crawl
at_least 'posts from the network' "$(sql "$W/live" 'SELECT count(*) FROM post')" 30

# The same pages, saved: every thread and every page of the department.
mkdir "$W/saved"
n=0
{
    cut -f1 "$W/gold.tsv" | grep -v "^$BOARD"
    sql "$W/live" 'SELECT u.address FROM url u JOIN page_text t ON t.url_id = u.id'
} | while read -r url; do
    n=$((n + 1))
    curl -s -o "$W/saved/$n.html" "$url" && printf '%s.html\t%s\n' $n "$url"
done >"$W/list.tsv"
expect 0 "$B/tests/warc/mkwarc" "$W/saved" "$W/list.tsv" "$W/saved.warc.gz"

workspace "$W/archived" forum qa
seen=$(requests)
expect 0 earshot -C "$W/archived" crawl --warc "$W/saved.warc.gz"
is 'requests of a crawl from an archive' "$(($(requests) - seen))" 0
for ws in live archived; do
    sql "$W/$ws" 'SELECT permalink, title, body, answers, accepted FROM post ORDER BY permalink' \
        >"$W/$ws.posts"
    sql "$W/$ws" 'SELECT u.address, t.text FROM page_text t JOIN url u ON u.id = t.url_id
        ORDER BY u.address' >"$W/$ws.pages"
done
same "$W/archived.posts" <"$W/live.posts"
same "$W/archived.pages" <"$W/live.pages"

# Again: nothing twice.
expect 0 earshot -C "$W/archived" crawl --warc "$W/saved.warc.gz"
sql "$W/archived" 'SELECT permalink, title, body, answers, accepted FROM post ORDER BY permalink' \
    >"$W/again.posts"
same "$W/again.posts" <"$W/live.posts"

# As a filter, from a stream; a file that is no archive; one that is cut short.
expect 0 earshot filter warc "$W/saved.warc.gz"
is 'records' "$(grep -c '"url"' "$W/out")" "$(wc -l <"$W/list.tsv")"
earshot filter warc <"$W/saved.warc.gz" >"$W/stream" 2>"$W/err"
same "$W/stream" <"$W/out"
earshot filter warc VERSION >"$W/out" 2>"$W/err" && fail 'a text file passes for an archive'
head -c 20000 "$W/saved.warc.gz" >"$W/cut.warc.gz"
earshot filter warc "$W/cut.warc.gz" >"$W/out" 2>"$W/err"
[ $? -lt 70 ] || fail 'a cut archive ends the filter badly'
at_least 'records of a cut archive' "$(grep -c '"url"' "$W/out")" 1

# However many threads read: the same rows under the same numbers.  Many copies of each page,
# under addresses of their own, whose questions say that they are one and the same.
for i in 1 2 3 4 5 6 7 8; do
    sed "s|\$|?copy=$i|" "$W/list.tsv"
done >"$W/many.tsv"
expect 0 "$B/tests/warc/mkwarc" "$W/saved" "$W/many.tsv" "$W/many.warc.gz"

# rows WORKSPACE: all that an archive leads to, but for times.
rows() {
    sql "$1" 'SELECT id, address, host_id, source_id, state, reason, kind, depth, priority, content_hash,
            rules_hash, redirect_to, found_on FROM url ORDER BY id;
        SELECT * FROM url_source ORDER BY 1, 2;
        SELECT url_id, title, canonical, kind, profile, language, content_hash, noindex FROM page
            ORDER BY url_id;
        SELECT url_id, text FROM page_text ORDER BY url_id;
        SELECT id, url_id, permalink, title, body, language, answers, accepted, p, masked, tags, how
            FROM post ORDER BY id;
        SELECT * FROM post_match ORDER BY 1, 2, 3;
        SELECT id, authority FROM host ORDER BY id'
}

for threads in 1 4; do
    workspace "$W/t$threads" forum qa
    echo "threads = $threads" >>"$W/t$threads/earshot.ini"
    expect 0 earshot -C "$W/t$threads" crawl --warc "$W/many.warc.gz"
    rows "$W/t$threads" >"$W/rows$threads"
done
at_least 'rows of many pages' "$(wc -l <"$W/rows1")" 1000
same "$W/rows4" <"$W/rows1"

# Killed in the middle: the next replay ends where an undisturbed one does.
workspace "$W/killed" forum qa
echo 'threads = 4' >>"$W/killed/earshot.ini"
# It reads from a pipe that holds half of the archive and stays open, so that it cannot be done before.
mkfifo "$W/half.warc.gz"
{
    head -c "$(($(wc -c <"$W/many.warc.gz") / 2))" "$W/many.warc.gz"
    exec sleep 60
} >"$W/half.warc.gz" &
PIDS="$PIDS $!"
"$ROOT/$B/earshot" -C "$W/killed" crawl -q --warc "$W/half.warc.gz" &
pid=$!
n=0
while [ "$(sql "$W/killed" 'SELECT count(*) > 20 FROM post' 2>"$W/err")" != 1 ] && [ $n -lt 500 ]; do
    n=$((n + 1))
    sleep 0.02
done
kill -9 $pid
wait $pid
is 'exit of the killed replay' $? 137
at_most 'pages before the kill' "$(sql "$W/killed" 'SELECT count(*) FROM page')" \
    "$(($(sql "$W/t1" 'SELECT count(*) FROM page') - 1))"
expect 0 earshot -C "$W/killed" crawl --warc "$W/many.warc.gz"
rows "$W/killed" >"$W/rows.killed"
same "$W/rows.killed" <"$W/rows1"

# Once more, with and without threads: nothing new.
for threads in 1 4; do
    expect 0 earshot -C "$W/t$threads" crawl --warc "$W/many.warc.gz"
    rows "$W/t$threads" >"$W/again$threads"
    same "$W/again$threads" <"$W/rows1"
done
