# Merges, splits and heads that editors decide on: kept, replayed, taken back; the later one wins.
. tests/cli/lib.sh

gathered

# Who is in which group, and what is a group's head.
members() { earshot -C "$W/ws" group "$1" --ids | sort -n | tr '\n' ' '; }
links() { sql "$W/ws" 'SELECT question_id, group_id FROM group_link ORDER BY question_id'; }
head_of() { sql "$W/ws" "SELECT head_id FROM question_group WHERE id = $1"; }

expect 0 earshot -C "$W/ws" groups --ids
sort -n "$W/out" >"$W/ids"
at_least groups "$(wc -l <"$W/ids")" 4
ONE=$(sed -n 1p "$W/ids") TWO=$(sed -n 2p "$W/ids") SIX=$(sed -n 3p "$W/ids")
links >"$W/before"
HEAD_A=$(head_of "$ONE")
IN_A=$(members "$ONE") IN_B=$(members "$TWO")
QA=$(echo "$IN_A" | cut -d' ' -f1) QB=$(echo "$IN_B" | cut -d' ' -f1)

# A dry run says what would move and writes nothing.
expect 0 earshot -C "$W/ws" group "$ONE" merge "$TWO" --dry-run --csv
holds "$W/out" "$QB,$TWO,$ONE,"
holds "$W/err" 'nothing was written'
is 'decisions after a dry run' "$(sql "$W/ws" 'SELECT count(*) FROM group_decision')" 0

expect 0 earshot -C "$W/ws" group "$ONE" merge "$TWO" --by ann --revision 0 --csv
holds "$W/out" "$QB,$TWO,$ONE,"
holds "$W/err" 'revision 1'
for q in $IN_A $IN_B; do
    is "group of question $q" "$(sql "$W/ws" "SELECT group_id FROM group_link WHERE question_id = $q")" "$ONE"
done
expect 0 earshot -C "$W/ws" groups --ids
! grep -qx "$TWO" "$W/out" || fail 'the group that was merged away is still listed'

# The old id leads on, and the history tells who did it.
expect 0 earshot -C "$W/ws" group "$TWO"
holds "$W/err" "group $TWO is part of group $ONE now: the merge of group $ONE by ann"
holds "$W/out" 'ann'
expect 0 earshot -C "$W/ws" group "$ONE" history --csv
holds "$W/out" "ann,merge,$ONE,"

# Somebody was faster.
expect 5 earshot -C "$W/ws" group "$ONE" merge "$SIX" --revision 0
holds "$W/err" "group $ONE is at revision 1, not 0"
expect 5 earshot -C "$W/ws" group "$SIX" merge "$TWO"
holds "$W/err" "group $TWO is part of group $ONE now (by ann)"
expect 5 earshot -C "$W/ws" group "$TWO" merge "$SIX"
expect 5 earshot -C "$W/ws" group "$SIX" split "$QB"
holds "$W/err" "question $QB is in group $ONE, not in $SIX"

# Indexing, anew too, and drafting keep it; drafts of the group are made anew.  A mention that gets
# no draft is looked at once.
links >"$W/merged"
waiting() { earshot -C "$W/ws" draft --dry-run 2>&1 | sed -n 's/.* \([0-9]*\) looked at.*/\1/p'; }
is 'drafts that wait' "$(waiting)" 1
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" draft
is 'drafts that wait after a run' "$(waiting)" 0
expect 0 earshot -C "$W/ws" index --rebuild
links >"$W/again"
same "$W/again" <"$W/merged"

# A split goes against the merge, and says so; its group has a new id.
expect 0 earshot -C "$W/ws" group "$ONE" split "$QB" --by ben
holds "$W/err" "overrules the merge of group $ONE by ann"
N=$(sql "$W/ws" "SELECT group_id FROM group_link WHERE question_id = $QB")
is 'a new id' "$([ "$N" -gt "$ONE" ] && [ "$N" != "$TWO" ] && echo yes)" yes
expect 0 earshot -C "$W/ws" index --rebuild
is 'still apart' "$(sql "$W/ws" "SELECT group_id FROM group_link WHERE question_id = $QB")" "$N"

# What a later decision rests on is not taken back under it.
expect 5 earshot -C "$W/ws" group "$TWO" undo
holds "$W/err" "take it back first (earshot group $ONE undo)"
expect 0 earshot -C "$W/ws" group "$ONE" undo
holds "$W/err" "takes back the split of group $ONE by ben"
links >"$W/again"
same "$W/again" <"$W/merged"
expect 0 earshot -C "$W/ws" group "$TWO" undo
links >"$W/again"
same "$W/again" <"$W/before"
is 'the head as before' "$(head_of "$ONE")" "$HEAD_A"
expect 1 earshot -C "$W/ws" group "$TWO" undo
holds "$W/err" 'nothing that stands was decided'

# A head picked by hand stays.
expect 0 earshot -C "$W/ws" group "$ONE" merge "$TWO"
expect 0 earshot -C "$W/ws" group "$ONE" head "$QB"
is 'the head' "$(head_of "$ONE")" "$QB"
expect 0 earshot -C "$W/ws" group "$ONE" merge "$SIX"
is 'the head after another merge' "$(head_of "$ONE")" "$QB"
expect 1 earshot -C "$W/ws" group "$ONE" head "$QB"
holds "$W/err" 'made the head already'
expect 0 earshot -C "$W/ws" group "$ONE" undo
expect 0 earshot -C "$W/ws" group "$ONE" undo
is 'no longer' "$([ "$(head_of "$ONE")" != "$QB" ] && echo yes)" yes
expect 0 earshot -C "$W/ws" group "$ONE" undo
links >"$W/again"
same "$W/again" <"$W/before"

# Killed between the decision and what it does: the next run does it.
sql "$W/ws" "INSERT INTO group_decision (department_id, verb, group_id, head_id, actor, at_s)
    VALUES (1, 'merge', $ONE, $HEAD_A, 'cleo', 1);
    INSERT INTO group_decision_part SELECT MAX(id), 0, $TWO FROM group_decision"
expect 0 earshot -C "$W/ws" index
links >"$W/again"
same "$W/again" <"$W/merged"
expect 0 earshot -C "$W/ws" check --offline

# What cannot be.
expect 2 earshot -C "$W/ws" group "$ONE" merge "$ONE"
holds "$W/err" 'cannot be merged with itself'
expect 4 earshot -C "$W/ws" group "$ONE" merge 99999
holds "$W/err" 'group 99999: there is none'
expect 4 earshot -C "$W/ws" group 99999 undo
expect 4 earshot -C "$W/ws" group "$ONE" split 99999
holds "$W/err" 'question 99999: there is none'
# shellcheck disable=SC2046
expect 1 earshot -C "$W/ws" group "$ONE" split $(members "$ONE")
holds "$W/err" 'leave one at least'
expect 2 earshot -C "$W/ws" group "$ONE" merg "$SIX"
holds "$W/err" 'wanted show, history, merge, split, head or undo'
expect 2 earshot -C "$W/ws" group "$ONE" merge
expect 2 earshot -C "$W/ws" group "$ONE" undo 3
expect 2 earshot -C "$W/ws" group "$ONE" merge x
expect 2 earshot -C "$W/ws" group "$ONE" merge "$SIX" --by ''
holds "$W/err" '--by: wanted a name'
expect 0 earshot -C "$W/ws" group "$ONE" split "$QB" --dry-run
holds "$W/err" 'dry run: 1 question would move'
