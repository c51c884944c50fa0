# Campaigns and audiences narrow every list; a department that listens gets no drafts.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws"
sed -i "s/^name .*/&\nmode = listen/; s/^\[source forum\]/&\naudience = students, applicants/" "$W/ws/seeds/physics.ini"
admissions "$W/ws"
cat >>"$W/ws/seeds/physics.ini" <<INI

[campaign long-ago]
from    = 1999-01-01
to      = 1999-01-31
keyword = Northfield
INI
expect 0 earshot -C "$W/ws" check
lacks "$W/out" 'no effect'
expect 0 earshot -C "$W/ws" run
n=$(sql "$W/ws" 'SELECT COUNT(*) FROM question_group')
holds "$W/err" "$n groups ($n only listened to), "

# Who listens collects and groups, and drafts nothing; whoever switches it on gets what is new from then on.
at_least 'groups of a department that listens' "$(sql "$W/ws" 'SELECT COUNT(*) FROM question_group')" 5
is 'drafts of a department that listens' "$(sql "$W/ws" 'SELECT COUNT(*) FROM draft')" 0
sed -i '/^mode = listen/d' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" draft
is 'drafts of what was found before' "$(sql "$W/ws" 'SELECT COUNT(*) FROM draft')" 0
expect 0 earshot -C "$W/ws" draft --all-older
at_least 'drafts of what was found before, asked for' "$(sql "$W/ws" 'SELECT COUNT(*) FROM draft')" 3
n=$(sql "$W/ws" 'SELECT COUNT(*) FROM draft')
expect 0 earshot -C "$W/ws" draft
is 'drafts after another run' "$(sql "$W/ws" 'SELECT COUNT(*) FROM draft')" "$n"

# A campaign's list is the questions with its words, in each list as in the store.
expect 0 earshot -C "$W/ws" questions --ids
cp "$W/out" "$W/all"
expect 0 earshot -C "$W/ws" questions --campaign admissions --ids
cp "$W/out" "$W/narrow"
at_least 'questions of the campaign' "$(wc -l <"$W/narrow")" 1
at_most 'questions of the campaign' "$(wc -l <"$W/narrow")" $(($(wc -l <"$W/all") - 1))
sql "$W/ws" "SELECT DISTINCT s.question_id FROM sighting s JOIN post p ON p.id = s.post_id JOIN question q ON q.id = s.question_id
    WHERE q.asks = 1 AND s.muted IS NULL AND (p.title || ' ' || p.body) LIKE '%appl%'" | sort >"$W/likely"
sort "$W/narrow" | comm -23 - "$W/likely" >"$W/strange"
same "$W/strange" </dev/null
for list in groups drafts gaps 'export unanswered' 'export questions' 'export drafts'; do
    # shellcheck disable=SC2086
    expect 0 earshot -C "$W/ws" $list --ids
    all=$(wc -l <"$W/out")
    # shellcheck disable=SC2086
    expect 0 earshot -C "$W/ws" $list --campaign admissions --ids
    at_most "$list of the campaign" "$(wc -l <"$W/out")" "$all"
    # shellcheck disable=SC2086
    expect 0 earshot -C "$W/ws" $list --campaign long-ago --ids
    is "$list of a campaign without posts" "$(wc -l <"$W/out")" 0
done
expect 0 earshot -C "$W/ws" stats --campaign admissions --csv
is 'stats of the campaign' "$(sed -n 's/^questions,\([0-9]*\).*/\1/p' "$W/out")" "$(wc -l <"$W/narrow")"
expect 4 earshot -C "$W/ws" groups --campaign nonesuch
holds "$W/err" 'no department has a campaign "nonesuch"'
expect 2 earshot -C "$W/ws" draft --campaign admissions
holds "$W/err" 'earshot draft takes no --campaign and no --audience'

# Words that were a campaign's are taken back with it.
sed -i 's/^keyword = appl.*/keyword = zzyzx/' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" run
expect 0 earshot -C "$W/ws" questions --campaign admissions --ids
is 'questions of a campaign with other words' "$(wc -l <"$W/out")" 0

# Who asks: by the sources.
expect 0 earshot -C "$W/ws" questions --audience applicants --ids
n=$(wc -l <"$W/out")
is 'questions of the audience' "$n" "$(sql "$W/ws" "SELECT COUNT(DISTINCT h.question_id) FROM heard h JOIN question q ON q.id = h.question_id
    JOIN post_match m ON m.post_id = h.post_id JOIN source s ON s.id = m.source_id WHERE q.asks = 1 AND s.key = 'forum'")"
at_least 'questions of the audience' "$n" 1
expect 4 earshot -C "$W/ws" questions --audience parents
holds "$W/err" 'no source and no group has the audience "parents"'
