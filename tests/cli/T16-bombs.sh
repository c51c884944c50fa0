# Small files that are huge when unpacked or parsed: crawled, archived, read from the archive and
# filtered in 256 MiB of address space.
# With EARSHOT_DATA, the bombs in its folder bombs/ are measured besides.
. tests/cli/lib.sh

LIMIT_KB=262144
LIMIT_S=60
BIN=$ROOT/$B/earshot

# A build with sanitizers wants terabytes of addresses: then only the outcome is tested.
(ulimit -v $LIMIT_KB && "$BIN" version) >/dev/null 2>&1 || LIMIT_KB=unlimited
echo "address space: $LIMIT_KB KB"

# limited COMMAND...: under the limits; its peak in $PEAK, its exit code in $CODE.
limited() {
    PEAK=0
    from=$(date +%s)
    (ulimit -v $LIMIT_KB && exec timeout -s KILL $LIMIT_S "$@") >"$W/out" 2>"$W/err" <"${IN:-/dev/null}" &
    pid=$!
    while kill -0 $pid 2>/dev/null; do
        for status in /proc/$pid/status /proc/$pid/task/$pid/children; do
            case $status in *children) for child in $(cat "$status" 2>/dev/null); do
                status=/proc/$child/status
            done ;; esac
            now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "$status" 2>/dev/null)
            [ "${now:-0}" -le $PEAK ] || PEAK=$now
        done
        sleep 0.1
    done
    wait $pid
    CODE=$?
    echo "$(basename "$1") $2 $3 $4: exit $CODE, $(($(date +%s) - from)) s, at most $PEAK KB resident"
    { [ $CODE -eq 0 ] || [ $CODE -eq 3 ]; } || { fail "\"$*\" exits $CODE"; tail -5 "$W/err"; }
}

# The ways a server may serve a file: as a page in a coding, as a page, as a sitemap.
serve_all() {
    name=$(basename "$1" | tr . -)
    for coding in gzip deflate br zstd identity; do
        respond "page/$coding/$name" "Content-Encoding: $coding" 'Content-Type: text/html' <"$1"
        echo "<a href=\"/page/$coding/$name\">Northfield</a>" >>"$W/links"
    done
    respond "page/gz/$name" 'Content-Type: application/gzip' <"$1"
    respond "map/plain/$name" 'Content-Type: application/xml' <"$1"
    respond "map/gzip/$name" 'Content-Type: application/xml' 'Content-Encoding: gzip' <"$1"
    echo "<a href=\"/page/gz/$name\">Northfield</a>" >>"$W/links"
    printf 'Sitemap: http://127.0.0.1:%s/map/%s/%s\n' "$RAW" plain "$name" "$RAW" gzip "$name" \
        >>"$W/robots"
}

# crawl_all WORKSPACE FILE...
crawl_all() {
    ws=$1
    shift
    : >"$W/links"
    echo 'User-agent: *' >"$W/robots"
    for file; do serve_all "$file"; done
    respond index 'Content-Type: text/html' <"$W/links"
    respond robots.txt 'Content-Type: text/plain' <"$W/robots"
    expect 0 earshot init "$ws"
    # as many threads as a crawl takes by itself on any machine
    { DELAY=1ms settings && echo 'threads = 4' && echo 'archive = yes'; } >"$ws/earshot.ini"
    printf '[department]\nname = P\nsite = http://127.0.0.1:%s/\nkeyword = Northfield\n' "$RAW" \
        >"$ws/seeds/p.ini"
    limited "$BIN" -C "$ws" crawl --limit $((8 * $# + 40))
    is 'integrity' "$(sql "$ws" 'PRAGMA integrity_check')" ok
    # The same from the archive that was kept of it.
    expect 0 earshot init "$ws-again"
    cp "$ws/earshot.ini" "$ws-again/"
    cp "$ws/seeds/p.ini" "$ws-again/seeds/"
    limited "$BIN" -C "$ws-again" crawl --warc "$ws"/archive/*.warc.gz
    at_least 'pages of the archive' "$(sql "$ws-again" 'SELECT count(*) FROM page')" 1
    for file; do
        for path in page/gzip page/br page/identity map/plain map/gzip; do
            grep -q "^/$path/$(basename "$file" | tr . -)\$" "$W/raw/log" ||
                fail "/$path/$(basename "$file") was not asked for"
        done
    done
}

filter_all() {
    for file; do
        printf '{"id":"%s","url":"https://x.example/","type":"text/html","body_base64":"%s"}\n' \
            "$(basename "$file")" "$(base64 -w0 "$file")"
    done >"$W/lines"
    for filter in extract sitemap; do
        IN=$W/lines limited "$BIN" -q filter $filter
        is "lines of filter $filter" "$(wc -l <"$W/out")" $#
        cp "$W/out" "$W/$filter.out"
    done
}

laughs() {
    echo '<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "ha">'
    for i in 1 2 3 4 5 6 7 8 9; do
        j=$((i - 1))
        echo "<!ENTITY l$i \"&l$j;&l$j;&l$j;&l$j;&l$j;&l$j;&l$j;&l$j;&l$j;&l$j;\">"
    done
    echo '] ><urlset><url><loc>https://x.example/&l9;</loc></url></urlset>'
}

mkdir "$W/bombs"
(
    cd "$W/bombs" || exit 1
    head -c 268435456 /dev/zero | gzip -9 >zeros.gz
    gzip -9 <zeros.gz >zeros.gz.gz
    yes '<div>' | head -n 2000000 | tr -d '\n' | gzip -9 >deep.gz
    yes '<div>' | head -n 1000000 | tr -d '\n' >deep.html
    yes '<p a=1 b=2 c=3' | head -n 500000 | tr -d '\n' >attributes.html
    { echo '<urlset>' && seq 60000 | sed 's|.*|<url><loc>http://127.0.0.1/&</loc></url>|' &&
        echo '</urlset>'; } | gzip -9 >many.xml.gz
    head -c 100 many.xml.gz >cut.gz
    { echo '<urlset><url><loc>https://x.example/one</loc></url>' | gzip &&
        echo '<url><loc>https://x.example/two</loc></url></urlset>' | gzip; } >members.xml.gz
    { echo '<html><title>First half</title><p>one' | gzip && echo '<p>two</html>' | gzip &&
        echo garbage; } >members.html.gz
    laughs >laughs.xml
    echo 'top secret of this machine' >"$W/secret"
    printf '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x SYSTEM "file://%s">]><urlset><url><loc>%s</loc></url></urlset>' \
        "$W/secret" 'https://x.example/&x;' >xxe.xml
)
raw_start
crawl_all "$W/ws" "$W"/bombs/*
lacks "$W/ws/earshot.db" 'top secret'
is 'text of both members' \
    "$(sql "$W/ws" "SELECT count(*) FROM page_text JOIN url ON url.id = url_id
                    WHERE address LIKE '%/page/gzip/members-html-gz' AND text LIKE '%one%two%'")" 1
is 'a page past its cap' \
    "$(sql "$W/ws" "SELECT reason FROM url WHERE address LIKE '%/page/gzip/zeros-gz'")" \
    'the body passed its cap'
# Half a page is none; what the page before said of it stays.
at_least 'cut short' \
    "$(sql "$W/ws" "SELECT count(*) FROM url WHERE reason = 'the compressed body is cut short'")" 1
filter_all "$W"/bombs/*
holds "$W/sitemap.out" '{"id":"members.xml.gz","kind":"urlset","entries":[{"loc":"https://x.example/one"},{"loc":"https://x.example/two"}]'
lacks "$W/sitemap.out" 'top secret'
lacks "$W/extract.out" 'top secret'

if [ -d "${EARSHOT_DATA:-/nonexistent}/bombs" ]; then
    rm -f "$W/raw/log"
    crawl_all "$W/data" "$EARSHOT_DATA"/bombs/*.gz "$EARSHOT_DATA"/bombs/*deflate* "$EARSHOT_DATA"/bombs/*.xml
    filter_all "$EARSHOT_DATA"/bombs/*.gz "$EARSHOT_DATA"/bombs/*deflate* "$EARSHOT_DATA"/bombs/*.xml
else
    echo 'skipped: EARSHOT_DATA has no folder bombs'
fi
