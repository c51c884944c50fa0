# Alarms of sources: told once by the crawl, shown by sources and source ID, a problem for check.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
workspace "$W/ws" forum qa
expect 0 earshot -C "$W/ws" crawl
lacks "$W/err" 'warning'
expect 0 earshot -C "$W/ws" check
expect 0 earshot -C "$W/ws" sources --csv
is 'sources that work' "$(grep -c ',works,' "$W/out")" 3

# Nothing new for three weeks: an alarm when it comes, and then no more.
id=$(sql "$W/ws" "SELECT id FROM source WHERE key = 'qa'")
sql "$W/ws" "UPDATE post SET first_seen_s = first_seen_s - 21 * 86400 WHERE id IN
    (SELECT post_id FROM post_match WHERE source_id = $id)"
sql "$W/ws" "UPDATE crawl_run SET started_s = started_s - 9 * 86400, ended_s = ended_s - 9 * 86400"
sleep 1
expect 0 earshot -C "$W/ws" crawl
holds "$W/err" "warning: source qa of physics: silent: nothing new for 21 days (earshot source $id)"
sleep 1
expect 0 earshot -C "$W/ws" crawl
lacks "$W/err" 'warning'
expect 0 earshot -C "$W/ws" sources --csv
holds "$W/out" ',silent,nothing new for 21 days,'
expect 8 earshot -C "$W/ws" check
holds "$W/out" "silent: nothing new for 21 days (earshot source $id)"

# How long is too long is a setting.
echo 'silent_days = 30' >>"$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" check
echo 'silent_days = 31' >>"$W/ws/earshot.ini"
expect 7 earshot -C "$W/ws" check
sed -i '$d' "$W/ws/earshot.ini"

# A source in full: its runs, the last one last.
expect 0 earshot -C "$W/ws" source "$id"
holds "$W/out" 'FAILURES IN A ROW  0'
is 'runs' "$(sed -n '/^RUN /,$p' "$W/out" | wc -l)" 4
holds "$W/out" '########################'
expect 0 earshot -C "$W/ws" source "$id" --json
holds "$W/out" '"runs":[{"run":3,'
expect 4 earshot -C "$W/ws" source 99

# An address that is not there.
sed -i "s|^url   = $QA/|url   = $TRAPS/missing|" "$W/ws/seeds/physics.ini"
expect 3 earshot -C "$W/ws" crawl
holds "$W/err" 'warning: source qa of physics: gone: its own address: not found'
sed -i "s|^url   = $TRAPS/missing|url   = $QA/|" "$W/ws/seeds/physics.ini"

# A new question ends the silence, and the crawl says so.
sed -i '/^silent_days/d' "$W/ws/earshot.ini"
sleep 1
expect 0 earshot -C "$W/ws" crawl
page=$(sql "$W/ws" "SELECT min(p.url_id) FROM post p JOIN post_match m ON m.post_id = p.id
    WHERE m.source_id = $id")
sql "$W/ws" "DELETE FROM post_match WHERE post_id IN (SELECT id FROM post WHERE url_id = $page);
    DELETE FROM post WHERE url_id = $page;
    UPDATE url SET state = 'queued', due_s = 0, rules_hash = NULL WHERE id = $page"
sleep 1
expect 0 earshot -C "$W/ws" crawl
holds "$W/err" 'source qa of physics works again'
