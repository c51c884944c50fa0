# Two departments that read the same sites: each gets its questions, each page is asked for once.
. tests/cli/lib.sh

site_start
workspace "$W/ws"
sed -e 's/Department of Physics/Library/' -e '/^site /d' -e '/^contact /d' \
    "$W/ws/seeds/physics.ini" >"$W/ws/seeds/library.ini"
expect 0 earshot -C "$W/ws" run
is 'sources that take part and have no beginning' "$(sql "$W/ws" "SELECT count(DISTINCT source_id) FROM url_source WHERE source_id NOT IN (SELECT source_id FROM source_begun)")" 0
at_least 'sources whose address another one asks for' "$(sql "$W/ws" "SELECT count(*) FROM source_begun WHERE source_id NOT IN (SELECT source_id FROM crawl_source)")" 1
for state in questions groups; do
    earshot -C "$W/ws" stats --dept physics --csv | grep "^$state," >"$W/physics"
    earshot -C "$W/ws" stats --dept library --csv | grep "^$state," >"$W/library"
    lacks "$W/physics" ",0,"
    same "$W/library" <"$W/physics"
done
is 'pages fetched twice' "$(sql "$W/ws" "SELECT count(*) FROM (SELECT url_id FROM fetch
    WHERE status = 200 AND url_id IS NOT NULL GROUP BY url_id HAVING count(*) > 1)")" 0

# The library has no pages of its own: gaps that say so, drafts for mentions alone; physics has both.
expect 0 earshot -C "$W/ws" drafts --dept library --jsonl
is 'answers without pages' "$(grep -c '"kind":"answer"' "$W/out")" 0
expect 0 earshot -C "$W/ws" gaps --dept library --csv
holds "$W/out" 'the department has no pages of its own yet'
expect 0 earshot -C "$W/ws" drafts --dept physics --ids
at_least 'drafts' "$(wc -l <"$W/out")" 10

# Nothing is left to do, and doing it changes nothing.
state() {
    for table in question sighting question_group group_link draft draft_sentence gap; do
        sql "$W/ws" "SELECT * FROM $table"
    done
}
state >"$W/before"
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" draft
state | cmp -s - "$W/before" || fail 'index and draft again change something'

# What groups, gaps, drafts, exports and stats say is one truth.
count() { earshot -C "$W/ws" "$@" --ids | wc -l; }
figure() { earshot -C "$W/ws" stats --csv | sed -n "s/^$1,\([0-9]*\),.*/\1/p"; }
is groups "$(count groups)" "$(figure groups)"
is drafts "$(count drafts)" "$(figure drafts)"
is gaps "$(count gaps)" "$(figure gaps)"
is 'exported drafts' "$(count export drafts)" "$(figure drafts)"
alone=$(sql "$W/ws" "SELECT count(*) FROM gap JOIN queue USING (group_id)
    WHERE why LIKE 'do not engage%' OR (asks = 0 AND why LIKE 'a complaint%')")
at_least 'left alone' "$alone" 1
is unanswered "$(count export unanswered)" "$(($(figure gaps) + $(figure open) - alone))"

# A card names the other department's group with its state, and warns of what that has posted there.
both=$(sql "$W/ws" "SELECT q.draft_id || ' ' || o.draft_id FROM queue q JOIN department d ON d.id = q.department_id
    JOIN group_link l USING (group_id) JOIN heard h USING (question_id)
    JOIN heard x ON x.post_id = h.post_id AND x.question_id <> h.question_id
    JOIN group_link k ON k.question_id = x.question_id JOIN queue o ON o.group_id = k.group_id
    WHERE d.key = 'library' AND q.draft_id > 0 AND o.draft_id > 0 ORDER BY 1 LIMIT 1")
at_least 'drafts of one post' "$(echo "$both" | wc -w)" 2
expect 0 earshot -C "$W/ws" draft "${both% *}"
holds "$W/out" 'Also with    Department of Physics: machine (earshot gap'
lacks "$W/out" 'has posted an answer there already'
expect 0 earshot -C "$W/ws" draft "${both#* }" approve
expect 0 earshot -C "$W/ws" draft "${both#* }" post https://forum.example/t/1#r2
expect 0 earshot -C "$W/ws" draft "${both% *}"
holds "$W/out" 'Also with    Department of Physics: posted (earshot gap'
holds "$W/out" 'warning also: Department of Physics has posted an answer there already'
expect 0 earshot -C "$W/ws" draft "${both% *}" approve

# A run of one department reads what it shares for the other, too: each has a schedule of its own.
workspace "$W/one"
cp "$W/ws/seeds/library.ini" "$W/one/seeds/"
expect 8 earshot -C "$W/one" check # the library has no pages of its own
expect 0 earshot -C "$W/one" crawl --dept physics
holds "$W/out" 'its pages are asked for once, by library/forum'
expect 0 earshot -C "$W/one" index
for key in physics library; do
    earshot -C "$W/one" stats --dept $key --csv | grep '^questions,' >"$W/$key"
done
lacks "$W/physics" ',0,'
same "$W/library" <"$W/physics"
# One of them asked, for both: none of the sources that share an address is new.
expect 0 earshot -C "$W/one" sources --dept library --csv
is 'sources not crawled' "$(grep -c 'not crawled yet' "$W/out")" 0
# The check read robots.txt; what the crawl found is what it finds without one.
for ws in ws one; do
    sql "$W/$ws" "SELECT address FROM url ORDER BY 1" >"$W/$ws.urls"
done
same "$W/one.urls" <"$W/ws.urls"

# Who comes later to an address that is known is told of the sitemaps of its host, too.
sed 's/Department of Physics/School of Physics/' "$W/one/seeds/physics.ini" >"$W/one/seeds/school.ini"
expect 0 earshot -C "$W/one" crawl --dept school
is 'sitemaps of the school' "$(sql "$W/one" "SELECT count(*) FROM url_source JOIN url ON url.id = url_id
    JOIN source ON source.id = url_source.source_id JOIN department ON department.id = department_id
    WHERE department.key = 'school' AND address LIKE '%/sitemap.xml'")" 1
