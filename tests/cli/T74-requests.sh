# What an editor asks the drafter for: pick, tone, write, reuse, redraft; answers that are used
# again by themselves; the answer tag.
. tests/cli/lib.sh

site_and_board

page() { html_page "$1" "$2" "<p>$3</p>"; }
# ask NAME TITLE
ask() { html_question "$BOARD" "$1" "$2" ''; }
html_page index 'Physics' '<p>Welcome to the department.</p><ul><li><a href="/exams">Registering for exams</a></li>
<li><a href="/library">The library</a></li></ul>'
page exams 'Registering for exams' 'You register for an exam in the portal of the university. Registration closes 14 days before the day of the exam. Nobody is registered by mail.'
page library 'The library' 'The library of the department is open on weekdays from 9 to 17. Books are lent for 4 weeks to students and staff.'
ask one 'How do I register for an exam?'
ask two 'How can I register for an exam'
ask three 'What is the best dough for a pizza?'

DELAY=2ms
expect 0 earshot init "$W/ws"
settings >"$W/ws/earshot.ini"
cat >"$W/department" <<INI
[department]
name = Department of Physics
site = $SITE/
contact = comms@northfield.example
threshold = 1
INI
for n in one two three; do
    cat >"$W/$n.source" <<INI

[source $n]
url   = $BOARD/$n
basis = written permission
match = all
INI
done
cat "$W/department" "$W/one.source" "$W/three.source" >"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" run
ID=$(earshot -C "$W/ws" drafts --ids | head -1)
GAP=$(sql "$W/ws" 'SELECT group_id FROM gap')
LIBRARY=$(sql "$W/ws" "SELECT id FROM url WHERE address LIKE '%/library'")
latest() { sql "$W/ws" "SELECT $1 FROM draft ORDER BY id DESC LIMIT 1"; }

# Another page, another tone, one's own words, and back to the program's.
expect 0 earshot -C "$W/ws" draft "$ID" pick "$LIBRARY"
holds "$W/err" 'takes its place'
is 'link' "$(latest link)" "$SITE/library"
expect 0 earshot -C "$W/ws" draft "$(latest id)" tone negative
is 'tone and link' "$(latest "tone || ' ' || link")" "negative $SITE/library"
expect 0 earshot -C "$W/ws" draft "$(latest id)"
holds "$W/out" 'comms@northfield.example'
printf 'Ask in the portal, please.\n\n%s/exams\n' "$SITE" >"$W/words"
expect 0 earshot -C "$W/ws" draft "$(latest id)" write --text-file "$W/words" --by ann
is 'by hand' "$(latest "origin || ' ' || link")" "written $SITE/exams"
expect 0 earshot -C "$W/ws" draft "$(latest id)" redraft
is 'by the program' "$(latest "origin || ' ' || link || ' ' || tone")" "machine $SITE/exams negative"
is 'requests that drafts follow' "$(sql "$W/ws" 'SELECT count(DISTINCT decision_id) FROM draft')" 4
is 'drafts after another run' "$(earshot -C "$W/ws" draft 2>/dev/null; sql "$W/ws" 'SELECT count(*) FROM draft')" 5

# A gap offers the pages that were weighed, and takes a pick.
expect 0 earshot -C "$W/ws" gap "$GAP" pick "$LIBRARY"
expect 0 earshot -C "$W/ws" gap "$GAP" undo
holds "$W/err" 'has no draft now'
is 'taken back: a gap again' "$(sql "$W/ws" 'SELECT count(*) FROM gap')" 1
expect 0 earshot -C "$W/ws" gap "$GAP" pick "$LIBRARY"
is 'a gap no more' "$(sql "$W/ws" 'SELECT count(*) FROM gap')" 0
is 'its link' "$(latest link)" "$SITE/library"

# The same question again: the approved answer, with its date, while its page says so.
FIRST=$(sql "$W/ws" "SELECT max(id) FROM draft WHERE link LIKE '%/exams'")
expect 0 earshot -C "$W/ws" draft "$FIRST" tone neutral
FIRST=$(latest id)
expect 0 earshot -C "$W/ws" draft "$FIRST" approve
cat "$W/two.source" >>"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" crawl
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" draft
holds "$W/err" '1 re-used'
is 'used again' "$(latest "origin || ' ' || from_id")" "reused $FIRST"
expect 0 earshot -C "$W/ws" draft "$(latest id)"
holds "$W/out" 're-used answer of 20'
holds "$W/out" 'Answered before'
holds "$W/out" "draft $FIRST, approved"
THIRD=$(sql "$W/ws" "SELECT max(id) FROM draft WHERE link LIKE '%/library'")
expect 0 earshot -C "$W/ws" draft "$THIRD" reuse "$FIRST"
is 'used again on request' "$(latest "origin || ' ' || from_id")" "reused $FIRST"

# The answer tag stands in the text, and there alone.
expect 7 sh -c "sed 's/^contact.*/answer_tag = answers/' '$W/department' >'$W/ws/seeds/physics.ini' &&
    '$ROOT/$B/earshot' -C '$W/ws' check"
holds "$W/out" 'wanted one parameter such as src=answer'
{ cat "$W/department"; echo 'answer_tag = src=answers'; cat "$W/one.source" "$W/three.source"; } \
    >"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" draft "$FIRST" redraft
is 'link of the draft' "$(latest link)" "$SITE/exams"
is 'link in the text' "$(latest "instr(answer, '$SITE/exams?src=answers') > 0")" 1
expect 0 earshot -C "$W/ws" draft "$(latest id)" approve
