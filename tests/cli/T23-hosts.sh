# Hosts: how they are, parked and unparked by hand, healed when their clock is wrong.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
workspace "$W/ws" forum qa
expect 0 earshot -C "$W/ws" crawl
id=$(sql "$W/ws" "SELECT id FROM host WHERE authority = '$QA'")

expect 0 earshot -C "$W/ws" host "$id"
holds "$W/out" 'read '
holds "$W/out" 'DELAY WHY      configured'
expect 0 earshot -C "$W/ws" hosts --jsonl
is 'hosts' "$(wc -l <"$W/out")" 3
is 'hosts with an address of their own' "$(grep -c '"neighbours":\[\]' "$W/out")" 3

# Hosts of one address name each other.
sql "$W/ws" "UPDATE host SET ip = '127.0.0.77'"
expect 0 earshot -C "$W/ws" host "$id" --json
holds "$W/out" "\"$FORUM\""
lacks "$W/out" "\"neighbours\":[]"

# Parked by hand: nothing is asked until it is unparked; the reason stands everywhere.
expect 0 earshot -C "$W/ws" host "$id" park --reason 'moves in May' -n
is 'parked by a dry run' "$(sql "$W/ws" 'SELECT count(*) FROM host WHERE parked_until_s > 0')" 0
expect 0 earshot -C "$W/ws" host "$id" park --reason 'moves in May'
holds "$W/out" 'parked until somebody unparks it: moves in May'
seen=$(requests qa)
expect 3 earshot -C "$W/ws" crawl
holds "$W/out" 'moves in May'
is 'requests to a parked host' "$(requests qa)" "$seen"
expect 0 earshot -C "$W/ws" why "$QA/"
holds "$W/out" 'moves in May'
expect 0 earshot -C "$W/ws" hosts
holds "$W/out" 'moves in May'

# Unparked: asked again; the clock of its address is set right, too.
sql "$W/ws" "UPDATE host SET ip = '127.0.0.5' WHERE id = $id"
sql "$W/ws" "INSERT OR REPLACE INTO ip_clock VALUES ('127.0.0.5', 4102444800000)"
expect 0 earshot -C "$W/ws" host "$id" unpark
lacks "$W/out" 'parked until'
is 'clocks in the next century' \
    "$(sql "$W/ws" 'SELECT count(*) FROM ip_clock WHERE next_ok_ms > 4000000000000')" 0
sleep 1
expect 0 earshot -C "$W/ws" crawl
[ "$(requests qa)" -gt "$seen" ] || fail 'an unparked host is not asked'

# A clock that is years ahead is told, and cut by the next crawl, which says so.
sql "$W/ws" "UPDATE host SET next_ok_ms = 4102444800000, blocked_until_ms = 4102444800000
    WHERE id = $id"
expect 0 earshot -C "$W/ws" host "$id"
holds "$W/out" 'stands too far ahead: the next crawl cuts it'
expect 3 earshot -C "$W/ws" crawl --source qa
holds "$W/err" 'stood further ahead than any wait'
is 'hosts in the next century' \
    "$(sql "$W/ws" 'SELECT count(*) FROM host WHERE next_ok_ms > 4000000000000')" 0

expect 2 earshot -C "$W/ws" host "$id" bark
expect 2 earshot -C "$W/ws" host "$id" unpark --reason x
expect 4 earshot -C "$W/ws" host 999
expect 4 earshot -C "$W/ws" host 999 park
