# The page of numbers: one span drives every figure, table and file; each number opens its rows.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
cat >"$W/ws/seeds/physics.ini" <<INI
[department]
name    = Department of Physics
site    = https://physics.example.edu/
keyword = Example physics
INI
cp "$W/ws/seeds/physics.ini" "$W/ws/seeds/library.ini"
rm -f "$W"/ws/seeds/*.example
echo 'mistletoe grows' >"$W/password"
expect 0 earshot -C "$W/ws" user add ada --role viewer --dept physics --password-file "$W/password"
P=$(sql "$W/ws" "SELECT id FROM department WHERE key = 'physics'")
L=$(sql "$W/ws" "SELECT id FROM department WHERE key = 'library'")
day() { date -u -d "$1" +%s; }
# Seven questions: in October five of physics and one of the library, one in November.
sql "$W/ws" "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, delay_ms, max_pages, active) VALUES (101, $P, 'forum', 'https://qa.example/', 'feed', 'answer', 'all', 0, 0, 1, 1), (102, $L, 'forum', 'https://qa.example/', 'feed', 'answer', 'all', 0, 0, 1, 1);
    INSERT INTO host (id, authority) VALUES (101, 'https://qa.example');
    INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority, first_seen_s) VALUES (101, 1, 'https://qa.example/1', 101, 101, 'done', 'page', 0, 0, 1)"
i=0
for at in 2026-10-01 2026-10-01 2026-10-09 2026-10-20 2026-10-31 2026-10-15 2026-11-01; do
    i=$((i + 1))
    s=$(($(day $at) + 3600 * 5))
    d=$P src=101
    [ $i = 6 ] && d=$L src=102
    sql "$W/ws" "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash, first_seen_s, last_seen_s, changed_s, posted_s) VALUES ($i, 101, 'https://qa.example/$i', 'Question $i?', '', '[]', 'x', 1, 1, $s, $s, $s, $s);
        INSERT INTO post_match (post_id, department_id, source_id, words) VALUES ($i, $d, $src, '');
        INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s) VALUES ($i, $d, 'Question $i?', '', 'en', 'q$i', $i, 1);
        INSERT INTO sighting (post_id, department_id, question_id, post_hash) VALUES ($i, $d, $i, 1);
        INSERT INTO question_group (id, department_id, head_id, created_s, changed_s) VALUES ($i, $d, $i, $s, $s);
        INSERT INTO group_link (question_id, group_id, p, why) VALUES ($i, $i, 1, '[]');
        INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, confidence, voice, template, basis_hash, checks, created_s) VALUES ($i, $i, 'negative', 1, 'answer', 'x', 1, 'warm', 't', 1, '[]', $s);
        INSERT INTO queue (group_id, department_id, state, tags, words, draft_id, kind, tone, rank, confidence, asks, errors, warnings, times_asked, sites, first_asked_s, last_asked_s, until_s, revision, changed_s) VALUES ($i, $d, 'machine', '', '', $i, 'answer', 'negative', 1, 1, 1, 0, 0, 1, 1, $s, $s, 0, 0, $s)"
done
sql "$W/ws" "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s) VALUES (1, 1, 1, 'approve', 'approved', 'ann', $(day 2026-10-02)), (1, 1, 2, 'post', 'posted', 'ann', $(day 2026-10-03))"
sql "$W/ws" "UPDATE queue SET state = 'posted', revision = 2, changed_s = $(day 2026-10-03) WHERE group_id = 1;
    INSERT INTO queue_count (department_id, state, n) SELECT department_id, state, COUNT(*) FROM queue GROUP BY department_id, state"
serve_start "$W/ws"
web 303 -c "$W/jar" "$APP/sign-in" -d name=ada --data-urlencode 'password=mistletoe grows'
get() { web "$1" -b "$W/jar" "$APP$2"; }
span='since=2026-10-01&until=2026-10-31'

get 200 "/numbers?$span"
holds "$W/out" "/numbers/rows?figure=found&amp;since=2026-10-01&amp;until=2026-10-31\">5</a>"
holds "$W/out" '<svg class="plot" role="img"'
holds "$W/out" '<h1 tabindex="-1">Numbers</h1>'
lacks "$W/out" 'style='
# A figure, its page of rows and its file say the same, whatever the figure.
get 200 "/numbers.csv?$span"
tr -d '\r' <"$W/out" >"$W/figures"
is "figures" "$(wc -l <"$W/figures")" 19
for f in found:5 groups:5 negative:5 answered:1 posted:1 there:1 withdrawn:0 open:4 gaps:0 unchanged:1; do
    name=${f%:*} n=${f#*:}
    is "$name" "$(sed -n "s/^$name,[^,]*,\([0-9]*\).*/\1/p" "$W/figures")" "$n"
    get 200 "/numbers/rows?figure=$name&$span"
    holds "$W/out" ": $n</h1>"
    get 200 "/numbers/rows.csv?figure=$name&$span"
    is "rows of $name" "$(($(wc -l <"$W/out") - 1))" "$n"
done
get 200 "/numbers/rows.csv?figure=to-approved&$span"
holds "$W/out" ',19.000'
get 200 "/numbers/table.csv?table=time&$span"
is "days" "$(wc -l <"$W/out")" 32
get 200 "/numbers/table.json?table=sources&$span"
holds "$W/out" '"name":"physics/forum"'
get 200 "/numbers/rows.csv?figure=found&part=source&key=101&$span"
is "rows of a source" "$(wc -l <"$W/out")" 6
get 200 "/numbers/rows.csv?figure=found&part=source&key=102&$span"
is "another department's" "$(wc -l <"$W/out")" 1
# What one may not see is not there.
get 404 "/numbers?dept=library"
get 404 "/numbers/rows?figure=found&dept=library"
web 401 "$APP/numbers"
