# A probe asks for one page as a crawl would, shows what it says, and keeps nothing of it.
. tests/cli/lib.sh

site_start --calm
workspace "$W/ws"

expect 0 earshot -C "$W/ws" source 2 probe
holds "$W/out" 'HTTP 200, text/html'
holds "$W/out" 'discourse'
holds "$W/out" 'listing'
is 'requests' "$(requests)" 2 # robots.txt and the page
is 'pages kept' "$(sql "$W/ws" 'SELECT count(*) FROM page')" 0
is 'requests on record' "$(sql "$W/ws" 'SELECT count(*) FROM fetch')" 2

# robots.txt is not asked for twice, and a thread shows its fields with their origin.
expect 0 earshot -C "$W/ws" source 2 probe /t/is-the-observatory-dome-open-tonight/101 --json
is 'requests' "$(requests)" 3
expect 0 earshot -C "$W/ws" crawl -q --source forum --limit 4
asked=$(sql "$W/ws" "SELECT min(address) FROM url WHERE address LIKE '%/t/%' AND state = 'done'")
n=$(requests)
expect 0 earshot -C "$W/ws" source 2 probe "$asked" --jsonl
is 'requests' "$(requests)" $((n + 1))
grep -q '"field":"question 1 title","from":"platform discourse","value":"' "$W/out" ||
    fail 'no title with its origin'
grep -q '"field":"main text"' "$W/out" || fail 'no main text'

# What it refuses.
expect 2 earshot -C "$W/ws" source 2 probe http://other.example/
holds "$W/err" 'is not on the site of this source'
expect 2 earshot -C "$W/ws" source two probe
expect 4 earshot -C "$W/ws" source 99 probe
expect 2 earshot -C "$W/ws" -n source 2 probe
holds "$W/err" 'no dry run'
n=$(requests)
expect 6 earshot -C "$W/ws" source 2 probe /tag/fees
holds "$W/err" 'robots.txt line'
is 'requests' "$(requests)" "$n"

# An address that may not be connected to is a matter of the settings: it parks no host.
cp "$W/ws/earshot.ini" "$W/ini"
sed -i '/^allow_address/d' "$W/ws/earshot.ini"
expect 1 earshot -C "$W/ws" source 2 probe
holds "$W/err" 'is not public'
cp "$W/ini" "$W/ws/earshot.ini"
is 'parked hosts' "$(sql "$W/ws" 'SELECT count(*) FROM host WHERE parked_until_s > 0')" 0
expect 0 earshot -C "$W/ws" source 2 probe

# Never sooner than the host allows.  What is asked twice was meant so.
polite --delay-ms 20 --repeats 99 "$SITE_LOG" >"$W/polite" || {
    fail 'not polite'
    cat "$W/polite"
}
