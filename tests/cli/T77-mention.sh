# What is said without a question, by whom it is answered, in whose voice, and what was said before.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws"
sed -i '/^\[source forum\]/a voice = plain' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" check
lacks "$W/out" 'voice has no effect'
expect 0 earshot -C "$W/ws" run

# The forum's drafts speak plainly, the others warmly.
voices() {
    sql "$W/ws" "SELECT DISTINCT voice FROM draft JOIN group_link l ON l.group_id = draft.group_id
        JOIN sighting USING (question_id) JOIN post_match m USING (post_id)
        JOIN source ON source.id = m.source_id WHERE source.key $1 AND (SELECT count(*)
        FROM group_link x WHERE x.group_id = draft.group_id) = 1"
}
is "the forum's voice" "$(voices "= 'forum'")" plain
is "the others' voice" "$(voices "<> 'forum'")" warm

# Another voice: drafts are made anew, once.
sed -i 's/^voice = plain/voice = warm/' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" draft
is 'plain drafts' "$(sql "$W/ws" "SELECT count(*) FROM draft WHERE voice = 'plain' AND id IN
    (SELECT max(id) FROM draft GROUP BY group_id)")" 0
expect 0 earshot -C "$W/ws" draft
holds "$W/err" ' 0 drafts, 0 thanks and replies without a link, 0 gaps'

# A mention counts as a question nowhere, and is said to be one.
mentions=$(sql "$W/ws" 'SELECT count(*) FROM question WHERE asks = 0')
at_least mentions "$mentions" 5
figure() { earshot -C "$W/ws" stats --csv | sed -n "s/^$1,\([0-9]*\),.*/\1/p"; }
is 'mentions in numbers' "$(figure mentions)" "$mentions"
is 'questions in numbers' "$(figure questions)" "$(earshot -C "$W/ws" questions --ids | wc -l)"
is 'questions of the runs' "$(sql "$W/ws" 'SELECT sum(questions) FROM crawl_run')" \
    "$(sql "$W/ws" 'SELECT count(*) FROM post WHERE p >= .5')"
is 'groups with a mention and a question' "$(sql "$W/ws" "SELECT count(*) FROM (SELECT group_id
    FROM group_link JOIN question ON question.id = question_id GROUP BY group_id
    HAVING min(asks) <> max(asks))")" 0

# An asker who comes back: what was said before stands beside the new draft.
# shellcheck disable=SC2046
set -- $(sql "$W/ws" "SELECT min(d.id), max(d.id) FROM draft d
    JOIN group_link l ON l.group_id = d.group_id JOIN sighting USING (question_id)
    JOIN post ON post.id = sighting.post_id WHERE d.kind = 'answer' AND d.id IN
    (SELECT max(id) FROM draft GROUP BY group_id) AND asker_hash <> ''
    GROUP BY asker_hash HAVING count(DISTINCT d.group_id) > 1 LIMIT 1" | tr '|' ' ')
[ $# -eq 2 ] || { fail 'nobody on the test site has two answers'; exit; }
expect 0 earshot -C "$W/ws" draft "$2"
lacks "$W/out" 'What we said before'
sql "$W/ws" "UPDATE draft SET checks = '[]' WHERE id = $1"
expect 0 earshot -C "$W/ws" draft "$1" approve
expect 0 earshot -C "$W/ws" draft "$2"
holds "$W/out" 'What we said before'
holds "$W/out" "draft $1, "
holds "$W/out" 'to the same asker'
expect 0 earshot -C "$W/ws" draft "$1"
lacks "$W/out" 'What we said before'
