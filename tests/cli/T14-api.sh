# Sites with an API are read through it: fewer requests, the same permanent addresses, its pauses kept.
. tests/cli/lib.sh

site_start --api --calm --crawl-delay 0

# Profiles of the workspace's own point at the test site.
profile() {
    mkdir -p "$1/seeds/platforms"
    sed -e "s|^host  *=.*|host = $API|" -e "s|pagesize=100|pagesize=5|" \
        -e "s|^fits = stackoverflow.com/$|fits = ${QA#http://}/|" \
        seeds/platforms/stackexchange.ini >"$1/seeds/platforms/stackexchange.ini"
    sed -e "s|limit=40|limit=7|" seeds/platforms/mastodon.ini >"$1/seeds/platforms/mastodon.ini"
}

asked() { tail -n "+$((seen + 1))" "$SITE_LOG" | grep "\"host\":\"$1\"" | grep -c "\"uri\":\"$2"; }

links() { sql "$1" "SELECT permalink FROM post WHERE how <> 'x' AND permalink LIKE '$2%'" | sort; }

# By pages first, to compare.
workspace "$W/pages" qa forum
mkdir -p "$W/pages/seeds/platforms"
for name in stackexchange discourse; do
    sed '/^\[api\]/,$d' "seeds/platforms/$name.ini" >"$W/pages/seeds/platforms/$name.ini"
done
seen=0
expect 0 earshot -C "$W/pages" crawl
qa_pages=$(asked qa /)
forum_pages=$(asked forum /)

# A Q&A site by an API on a host of its own, which asks for pauses in three ways.
workspace "$W/ws" qa
profile "$W/ws"
sed -i '/^keyword/d; /^basis/a match = all' "$W/ws/seeds/physics.ini"
seen=$(requests)
expect 0 earshot -C "$W/ws" crawl
tail -n "+$((seen + 1))" "$SITE_LOG" >"$W/api.log"
is 'pages of the Q&A site' "$(asked qa /)" 0
at_most 'requests of its API' "$(asked api /)" 6
at_least 'its pages, when they were read' "$qa_pages" 20
is 'answers of status 400, and requests of that page' \
    "$(grep -c '"status":400' "$W/api.log") $(asked api '/2.3/questions.*page=4')" '1 2'
expect 0 polite --delay-ms 20 "$W/api.log"
links "$W/ws" "$QA" >"$W/by-api"
links "$W/pages" "$QA" >"$W/by-pages"
comm -23 "$W/by-pages" "$W/by-api" >"$W/missing"
same "$W/missing" </dev/null
is 'how' "$(sql "$W/ws" 'SELECT DISTINCT how FROM post')" api
expect 0 earshot -C "$W/ws" why "$QA/"
holds "$W/out" "read through $API/2.3/questions"

# A second run: the first page of the list, and nothing below what is known.
sleep 1
seen=$(requests)
expect 0 earshot -C "$W/ws" crawl
is 'requests of the second run' "$(asked api /)" 1
is 'posts after it' "$(links "$W/ws" "$QA" | wc -l)" "$(wc -l <"$W/by-api")"

# Keywords are searched for.
workspace "$W/search" qa
profile "$W/search"
seen=$(requests)
expect 0 earshot -C "$W/search" crawl
at_least 'searches' "$(asked api '/2.3/search/advanced.*q=Northfield')" 2
is 'lists' "$(asked api '/2.3/questions')" 0
links "$W/search" "$QA" >"$W/by-search"
same "$W/by-search" <"$W/by-pages"

# A forum that any host may run: its own page first, then its JSON.
workspace "$W/forum" forum
seen=$(requests)
expect 0 earshot -C "$W/forum" crawl
tail -n "+$((seen + 1))" "$SITE_LOG" >"$W/forum.log"
expect 0 polite --delay-ms 20 "$W/forum.log"
at_most 'requests of the forum' "$(asked forum /)" $((forum_pages - 5))
is 'threads as pages' "$(asked forum '/t/[^"]*[^n]\"')" 0
links "$W/forum" "$FORUM" >"$W/by-api"
links "$W/pages" "$FORUM" >"$W/by-pages"
same "$W/by-api" <"$W/by-pages"
sleep 1
seen=$(requests)
expect 0 earshot -C "$W/forum" crawl
is 'requests of the second run' "$(asked forum /)" 1

# A hashtag: Link says where the next page is, X-RateLimit-Reset when.
expect 0 earshot init "$W/tag"
settings >"$W/tag/earshot.ini"
profile "$W/tag"
cat >"$W/tag/seeds/physics.ini" <<INI
[department]
name    = Department of Physics
keyword = Northfield
[source tag]
url   = $API/tags/northfield
basis = API terms
INI
seen=$(requests)
expect 0 earshot -C "$W/tag" crawl
tail -n "+$((seen + 1))" "$SITE_LOG" >"$W/tag.log"
expect 0 polite --delay-ms 20 "$W/tag.log"
is 'pages of the timeline' "$(asked api /api/v1/timelines)" 4
at_least 'questions' "$(sql "$W/tag" "SELECT count(*) FROM post WHERE permalink LIKE '$API/@%'")" 8

# An API that is gone: the next run reads pages, and says so.
kill "$SITE_PID"
wait "$SITE_PID" 2>/dev/null
site_start --port "$PORT" --calm --crawl-delay 0
seen=$(requests)
expect 0 earshot -C "$W/ws" crawl
holds "$W/err" 'its pages are read instead'
at_least 'pages of the Q&A site' "$(asked qa /)" 20
is 'posts that were there twice' "$(sql "$W/ws" 'SELECT count(*) FROM post')" \
    "$(sql "$W/ws" 'SELECT count(DISTINCT permalink) FROM post')"
