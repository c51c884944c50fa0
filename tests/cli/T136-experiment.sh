# Two voices by turns: who is in which arm, what may not change any more, and how it came out.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws"
INI=$W/ws/seeds/physics.ini
sed -i 's/^\[source forum\]/&\naudience = students/' "$INI"
cat >>"$INI" <<INI

[experiment openings]
voices = warm, plain
metric = approved
from   = 2020-01-01
to     = 2099-12-31
INI
LINE=$(grep -n '^metric' "$INI" | cut -d: -f1)
expect 0 earshot -C "$W/ws" check
expect 0 earshot -C "$W/ws" experiment --csv
tr -d '\r' <"$W/out" >"$W/lines"
same "$W/lines" <<'CSV'
experiment,department,state,from,to,metric,voice_a,voice_b,assigned_a,assigned_b,tone,planned_to
openings,physics,running,2020-01-01T00:00:00Z,2100-01-01T00:00:00Z,approved,warm,plain,0,0,,2100-01-01T00:00:00Z
CSV
sed -i "${LINE}s/approved/rejected/" "$INI" # nothing is drafted yet: it may be another one
expect 0 earshot -C "$W/ws" run
sed -i "${LINE}s/rejected/approved/" "$INI"
expect 7 earshot -C "$W/ws" draft
holds "$W/err" "physics.ini:$LINE: [experiment openings] metric = approved: it began with rejected, and drafts have been made for it: put that back, or begin another under a new key"
expect 7 earshot -C "$W/ws" check
holds "$W/out" 'it began with rejected'
expect 7 earshot -C "$W/ws" experiment openings
sed -i "${LINE}s/approved/rejected/" "$INI"
expect 0 earshot -C "$W/ws" check

# Every answer composed here has the voice of its arm, by turns.
n=$(sql "$W/ws" 'SELECT COUNT(*) FROM experiment_arm')
at_least 'groups in the experiment' "$n" 4
is 'answers in no arm' "$(sql "$W/ws" "SELECT COUNT(*) FROM draft d WHERE kind = 'answer' AND origin = 'machine'
    AND NOT EXISTS (SELECT 1 FROM experiment_arm m WHERE m.group_id = d.group_id)")" 0
is 'drafts in the other voice' "$(sql "$W/ws" "SELECT COUNT(*) FROM draft JOIN experiment_arm m USING (group_id)
    WHERE voice NOT LIKE CASE m.ordinal % 2 WHEN 0 THEN 'warm%' ELSE 'plain%' END")" 0
is 'turns left out' "$(sql "$W/ws" 'SELECT MAX(ordinal) - MIN(ordinal) + 1 - COUNT(*) FROM experiment_arm')" 0

# A card says which.
A_FIRST=$(sql "$W/ws" 'SELECT d.id FROM draft d JOIN experiment_arm m USING (group_id) WHERE m.ordinal % 2 = 0 ORDER BY d.id LIMIT 1')
expect 0 earshot -C "$W/ws" draft "$A_FIRST"
holds "$W/out" 'Experiment   openings: voice warm (arm a)'
expect 0 earshot -C "$W/ws" draft "$A_FIRST" --json
tr -d ' \n' <"$W/out" >"$W/lines"
holds "$W/lines" '"experiment":{"key":"openings","arm":"a","voice":"warm"}'
expect 0 earshot -C "$W/ws" group "$(sql "$W/ws" 'SELECT min(group_id) FROM queue WHERE group_id NOT IN (SELECT group_id FROM experiment_arm)')"
lacks "$W/out" 'Experiment'

# While it runs: counts, no share, no verdict.
B_FIRST=$(sql "$W/ws" 'SELECT d.id FROM draft d JOIN experiment_arm m USING (group_id) WHERE m.ordinal % 2 = 1 ORDER BY d.id LIMIT 1')
B_NEXT=$(sql "$W/ws" 'SELECT d.id FROM draft d JOIN experiment_arm m USING (group_id) WHERE m.ordinal % 2 = 1 ORDER BY d.id LIMIT 1 OFFSET 1')
expect 0 earshot -C "$W/ws" draft "$B_FIRST" reject not-our-topic --by ann
expect 0 earshot -C "$W/ws" draft "$B_NEXT" reject not-our-topic --by ann
expect 0 earshot -C "$W/ws" draft "$A_FIRST" approve --by ann
expect 0 earshot -C "$W/ws" experiment openings --dept physics
holds "$W/out" 'Rejected: Of the groups decided, those whose draft was rejected.'
holds "$W/out" 'It runs until 2099-12-31; until then there are counts and no verdict.'
expect 0 earshot -C "$W/ws" experiment openings --csv
tr -d '\r' <"$W/out" | cut -d, -f1,2,4-16 >"$W/lines"
same "$W/lines" <<'CSV'
arm,voice,decided,counted,of,share,low,high,lower_quartile,median,upper_quartile,experiment,department,state,metric
a,warm,1,0,1,,,,,,,openings,physics,running,rejected
b,plain,2,2,2,,,,,,,openings,physics,running,rejected
CSV

# A decision that is taken back does not count, and what was rejected is drafted again in its arm.
expect 0 earshot -C "$W/ws" draft "$B_NEXT" undo --by ann
expect 0 earshot -C "$W/ws" draft "$B_NEXT" redraft --by ann
is 'the voice of another draft' "$(sql "$W/ws" "SELECT voice FROM draft WHERE group_id = (SELECT group_id FROM draft WHERE id = $B_NEXT)
    ORDER BY id DESC LIMIT 1")" "$(sql "$W/ws" "SELECT voice FROM draft WHERE id = $B_NEXT")"
is 'groups after another draft' "$(sql "$W/ws" 'SELECT COUNT(*) FROM experiment_arm')" "$n"

# Not later, but earlier; then there are shares, and a sentence.
sed -i 's/^to     = .*/to     = 2100-01-01/' "$INI"
expect 7 earshot -C "$W/ws" draft
holds "$W/err" 'to = 2100-01-01: it began with 2099-12-31'
sed -i 's/^to     = .*/to     = 2020-12-31/' "$INI"
expect 0 earshot -C "$W/ws" draft
expect 0 earshot -C "$W/ws" experiment openings --csv
tr -d '\r' <"$W/out" | cut -d, -f1,2,5-9,15 >"$W/lines"
same "$W/lines" <<'CSV'
arm,voice,counted,of,share,low,high,state
a,warm,0,1,0.000,0.000,0.793,over
b,plain,1,1,1.000,0.207,1.000,over
difference,,,,-1.000,-1.000,0.122,over
CSV
expect 0 earshot -C "$W/ws" experiment openings --json
holds "$W/out" '"arm":"difference"'
expect 0 earshot -C "$W/ws" experiment openings
holds "$W/out" 'No difference can be told: to tell one of 10 points, each arm needs about 400 more that are decided.'
holds "$W/out" 'It was ended early: it was planned to go on until 2099-12-31.'
holds "$W/out" 'of its groups are not decided, so this may still move.'

# A card of the workspace that does not parse is told before anything is drafted with it.
mkdir -p "$W/ws/seeds/voices"
printf '[neutral]\nopne = Hello.\n' >"$W/ws/seeds/voices/mine.ini"
cp "$INI" "$W/ini"
printf '\n[experiment next]\nvoices = mine, plain\nmetric = posted\nfrom = 2030-01-01\nto = 2030-02-01\n' >>"$INI"
expect 8 earshot -C "$W/ws" check
holds "$W/out" 'mine.ini:2: [neutral] opne'
cp "$W/ini" "$INI"

expect 2 earshot -C "$W/ws" experiment openings --audience students
holds "$W/err" 'takes no --campaign and no --audience'
expect 4 earshot -C "$W/ws" experiment nonesuch
holds "$W/err" 'there is no experiment "nonesuch" (earshot experiment lists them)'
expect 4 earshot -C "$W/ws" experiment --dept nonesuch

# Without its section it is kept, with what was counted; its keys are in the settings' list.
expect 0 earshot -C "$W/ws" config show --origin
holds "$W/out" 'experiment openings'
sed -i '/^\[experiment/,$d' "$INI"
expect 0 earshot -C "$W/ws" draft
expect 0 earshot -C "$W/ws" experiment --csv
holds "$W/out" 'openings,physics,over'
