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
