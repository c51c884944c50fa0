# Answers that do not hold any more: the page, the link or the question changed; old links block
# an approval until the crawl has asked again.
. tests/cli/lib.sh

site_and_board

# page HOW DAYS: the page that answers.
page() {
    html_page exams 'Registering for exams' "<p>You register for an exam $1. Registration closes $2 days before
the day of the exam.</p><p>An exam that was failed can be taken again once, within a year.</p>"
}
# ask TITLE BODY: the question on the board.
ask() { html_question "$BOARD" ask "$@"; }
html_page index 'Physics' '<p>Welcome to the department.</p><ul><li><a href="/exams">Registering for exams</a></li></ul>'
page 'in the portal' 14
ask 'How do I register for an exam?' 'I am in my first year and cannot find it.'

DELAY=2ms
board_workspace "$W/ws" "$SITE/" "$BOARD/ask"
expect 0 earshot -C "$W/ws" run
is 'drafts' "$(earshot -C "$W/ws" drafts --ids | wc -l)" 1
ID=$(earshot -C "$W/ws" drafts --ids)
state() { earshot -C "$W/ws" drafts --csv | grep "^$1," | cut -d, -f3; }
again() {
    expect 0 earshot -C "$W/ws" crawl --again
    expect 0 earshot -C "$W/ws" index
    expect 0 earshot -C "$W/ws" draft
}

# A link that answered a day and more ago blocks; crawl --links asks for it, and for nothing else.
sql "$W/ws" 'UPDATE fetch SET at_ms = at_ms - 90000000'
expect 1 earshot -C "$W/ws" draft "$ID" approve
holds "$W/err" 'its last answer is more than 24 hours old'
holds "$W/err" 'earshot crawl --links'
: >"$W/raw/log"
expect 0 earshot -C "$W/ws" crawl --links --dry-run
holds "$W/err" '1 link of answers'
is 'requests of a dry run' "$(grep -c . "$W/raw/log")" 0
expect 0 earshot -C "$W/ws" crawl --links
is 'pages asked for' "$(grep -v robots "$W/raw/log" | tr '\n' ' ')" '/exams '
expect 0 earshot -C "$W/ws" crawl --links
is 'asked twice' "$(grep -c exams "$W/raw/log")" 1
expect 0 earshot -C "$W/ws" draft "$ID" approve
is 'state' "$(state "$ID")" approved
expect 4 earshot -C "$W/ws" draft "$ID" diff
holds "$W/err" 'nothing it stands on has changed'
expect 4 earshot -C "$W/ws" draft 999 diff
holds "$W/err" 'there is no draft 999'
expect 2 earshot -C "$W/ws" crawl --links --again

# The page says something else.
page 'at the office' 21
again
holds "$W/err" '1 stale'
is 'state' "$(state "$ID")" stale
expect 0 earshot -C "$W/ws" draft "$ID" diff
holds "$W/out" 'its page says something else'
holds "$W/out" '[-in-] {+at+} the [-portal.-] {+office.+} Registration closes [-14-] {+21+} days'
expect 0 earshot -C "$W/ws" draft "$ID" diff --json
holds "$W/out" '"kind": "removed"'
again
holds "$W/err" '0 stale'

# Approved as it is: not a second time for the same.
expect 0 earshot -C "$W/ws" draft "$ID" approve
again
is 'state' "$(state "$ID")" approved

# The question is another one.
ask 'How do I register for an exam?' 'I failed it twice and want to cancel my whole degree.'
again
is 'state' "$(state "$ID")" stale
expect 0 earshot -C "$W/ws" draft "$ID" diff
holds "$W/out" 'the question was edited'
expect 0 earshot -C "$W/ws" draft "$ID" approve

# Another one altogether, which opens a group of its own: the answer to the old one is still shown.
ask 'Where can I cancel my housing contract early?' 'Please help.'
again
holds "$W/err" '1 stale'
expect 0 earshot -C "$W/ws" draft "$ID" diff
holds "$W/out" 'the question was edited'
is 'state' "$(state "$ID")" stale
expect 0 earshot -C "$W/ws" draft "$ID" approve

# The link is gone.
rm "$W/raw/exams"
again
is 'state' "$(state "$ID")" stale
expect 0 earshot -C "$W/ws" draft "$ID" diff
holds "$W/out" 'its link cannot be used'
expect 1 earshot -C "$W/ws" draft "$ID" approve
holds "$W/err" 'not found'
