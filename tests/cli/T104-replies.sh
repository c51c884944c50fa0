# A posted answer is looked after: gone in two looks a day apart it is missing, and found again.
. tests/cli/lib.sh

site_and_board

html_page index 'Physics' '<p>Welcome.</p><ul><li><a href="/exams">Registering for exams</a></li></ul>'
html_page exams 'Registering for exams' '<p>You register for an exam in the portal. Registration closes 14 days before
the day of the exam.</p><p>An exam that was failed can be taken again once, within a year.</p>'
# ask REPLY: the question on the board, and what stands below it.
ask() {
    html_question "$BOARD" ask 'How do I register for an exam?' \
        'I am in my first year and cannot find it.' '' "$1"
}
ask ''
DELAY=2ms
board_workspace "$W/ws" "$SITE/" "$BOARD/ask"
expect 0 earshot -C "$W/ws" run
ID=$(earshot -C "$W/ws" drafts --ids)
expect 0 earshot -C "$W/ws" draft "$ID" approve
expect 0 earshot -C "$W/ws" draft "$ID" post "$BOARD/ask#reply-1"
state() { sql "$W/ws" "SELECT state FROM queue WHERE draft_id = $ID"; }
missed() { sql "$W/ws" 'SELECT missed_s > 0 FROM reply'; }
is 'state' "$(state)" posted
# later: a day passes.
later() { sql "$W/ws" 'UPDATE reply SET checked_s = checked_s - 90000, missed_s = CASE WHEN missed_s > 0 THEN missed_s - 90000 ELSE 0 END'; }
look() {
    : >"$W/raw/log"
    expect 0 earshot -C "$W/ws" crawl --links
    expect 0 earshot -C "$W/ws" draft
}

# Its words stand there, in tags.
ask '<p>You <b>register</b> for an exam in the
  portal. Good luck!</p>'
look
is 'asked for' "$(grep -c '^/ask' "$W/raw/log")" 1
is 'seen' "$(missed)" 0
look
is 'asked for twice in a day' "$(grep -c '^/ask' "$W/raw/log")" 0

# Its link alone does, too.
later
ask "<p>See <a href=\"$SITE/exams\">here</a>.</p>"
look
is 'seen' "$(missed)" 0

# Once missed is not missing; a day later it is.
later
ask '<p>This answer was deleted by a moderator.</p>'
look
is 'seen' "$(missed)" 1
is 'state' "$(state)" posted
later
look
is 'state' "$(state)" reply-missing
holds "$W/err" '1 missing'
is 'who' "$(sql "$W/ws" "SELECT verb || ' ' || actor FROM decision ORDER BY id DESC LIMIT 1")" 'missing earshot'

# Restored; then the whole page goes.
later
ask '<p>You register for an exam in the portal.</p>'
look
is 'state' "$(state)" posted
holds "$W/err" '1 found again'
later
rm "$W/raw/ask"
expect 3 earshot -C "$W/ws" crawl --links # it is the source's own address
is 'why' "$(sql "$W/ws" 'SELECT status, why FROM reply')" '404|the page is gone'

# Whoever deletes a question at its source has it deleted here, [retention] gone later; the fact that
# somebody asked stays, without a tombstone: if it comes back it is public again.
is 'gone at its source' "$(sql "$W/ws" 'SELECT count(*) FROM post WHERE gone_s IS NOT NULL')" 1
expect 0 earshot -C "$W/ws" retention run --csv
holds "$W/out" 'words of posts gone at their source,30,0,0'
is 'words in the first days' "$(sql "$W/ws" "SELECT count(*) FROM post WHERE body <> ''")" 1
sql "$W/ws" 'UPDATE post SET gone_s = gone_s - 31 * 86400'
expect 0 earshot -C "$W/ws" retention run --csv
holds "$W/out" 'words of posts gone at their source,30,1,1'
is 'words' "$(sql "$W/ws" "SELECT count(*) FROM post WHERE body <> ''")" 0
is 'words of the question' "$(sql "$W/ws" "SELECT count(*) FROM question WHERE body <> ''")" 0
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 1
is 'tombstones' "$(sql "$W/ws" 'SELECT count(*) FROM tombstone')" 0
