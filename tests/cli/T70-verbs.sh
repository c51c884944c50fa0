# Every verb of a decision on the command line: arguments, refusals with a way out, undo, cards without a draft.
. tests/cli/lib.sh

gathered
card() { earshot -C "$W/ws" "$@"; }
state() { sql "$W/ws" "SELECT state || ' ' || revision FROM queue WHERE group_id = $1"; }

expect 0 card drafts --ids
ID=$(sed -n 1p "$W/out") OTHER=$(sed -n 2p "$W/out")
G=$(sql "$W/ws" "SELECT group_id FROM draft WHERE id = $ID")

# Parked, and back; undo is one's own, and a row.
expect 0 card draft "$ID" park --until 2099-01-01 --by ann
holds "$W/err" "draft $ID: parked, revision 1"
is 'parked' "$(state "$G")" 'parked 1'
expect 4 card draft "$ID" undo --by bob
holds "$W/err" 'bob has decided nothing about it in the last 15 minutes'
expect 0 card draft "$ID" undo --by ann
is 'undone' "$(state "$G")" 'machine 2'
is 'rows in the log' "$(sql "$W/ws" "SELECT group_concat(actor || ' ' || action || ' ' || before || ' ' || after, ', ')
    FROM audit WHERE object = 'group $G'")" 'ann park machine parked, ann undo parked machine'
expect 0 earshot -C "$W/ws" audit verify
expect 1 card draft "$ID" park --until 2001-01-01
holds "$W/err" 'that time has passed'
expect 2 card draft "$ID" park soon
holds "$W/err" '2026-12-01T09:00:00Z'
expect 2 card draft "$ID" approve --to bob
holds "$W/err" '--to is for hand-over, not for approve'
expect 2 card draft "$ID" park --until 2099-01-01 2099-02-01
holds "$W/err" 'one of the two'
expect 2 card draft "$ID" approve --by earshot
holds "$W/err" 'how the program itself signs'

# A dry run looks it over and writes nothing.
expect 0 card draft "$ID" reject not-our-topic -n
holds "$W/err" 'rejected, revision 3 (dry run: nothing written)'
is 'after a dry run' "$(state "$G")" 'machine 2'

expect 0 card draft "$ID" hand-over --to 'Graduate Office' --reason 'they set the fees'
expect 0 card export unanswered --format csv
holds "$W/out" 'handed over to Graduate Office: they set the fees'
expect 0 card draft "$ID" reopen
expect 0 card draft "$ID" needs-page --reason 'what a transfer costs'
expect 0 card export unanswered --format csv
holds "$W/out" 'wants a page: what a transfer costs'
expect 0 card draft "$ID" note 'ask Kim again' --by ann
is 'a note is no revision' "$(state "$G")" 'needs-page 5'
expect 0 card draft "$ID" reopen

# Approved, posted by hand, withdrawn: never straight from the machine.
expect 1 card draft "$OTHER" post
holds "$W/err" 'it cannot be posted'
expect 0 card draft "$OTHER" approve --revision 0
expect 1 card draft "$OTHER" post --url 'javascript:x'
holds "$W/err" 'https://'
expect 0 card draft "$OTHER" post
expect 1 card draft "$OTHER" post
holds "$W/err" 'is posted already: nothing changed'
# Where it stands may be written down later, taken back, and is not changed once it is there.
expect 2 card draft "$OTHER" address https://forum.example.net/t/1
expect 1 card draft "$OTHER" post --url 'javascript:x'
postings() { sql "$W/ws" "SELECT count(*) || ' ' || coalesce(max(url), '') FROM posting WHERE draft_id = $OTHER"; }
expect 0 card draft "$OTHER" post --url 'https://forum.example.net/t/1#wrong'
is 'posting with its address' "$(postings)" '1 https://forum.example.net/t/1#wrong'
expect 1 card draft "$OTHER" post --url 'https://forum.example.net/t/1#p2'
expect 0 card draft "$OTHER" undo
is 'posting without it' "$(postings)" '1 '
expect 0 card draft "$OTHER" post --url 'https://forum.example.net/t/1#p2'
is 'rows in the audit log' "$(sql "$W/ws" "SELECT count(*) FROM audit WHERE action = 'post' AND before = 'posted'")" 2
is 'posting' "$(sql "$W/ws" "SELECT url FROM posting WHERE draft_id = $OTHER")" \
    'https://forum.example.net/t/1#p2'
expect 1 card draft "$OTHER" edit --text-file /dev/null
expect 0 card draft "$OTHER" withdraw --reason 'the fee has changed'
expect 1 card draft "$OTHER" approve
holds "$W/err" 'it cannot be approved (reopen it first)'

# A request is written down, and the drafter applies it at once.
expect 4 card draft "$ID" pick --page https://elsewhere.example/
holds "$W/err" "no page of the department's own site"
PAGE=$(sql "$W/ws" "SELECT address FROM url JOIN page_text ON url_id = id ORDER BY id LIMIT 1")
expect 0 card draft "$ID" pick --page "$PAGE"
is 'request' "$(sql "$W/ws" "SELECT count(*) FROM decision d JOIN url ON url.id = d.arg
    WHERE verb = 'pick' AND address = '$PAGE'")" 1
holds "$W/err" 'takes its place'
expect 5 card draft "$ID" tone negative
holds "$W/err" "draft $ID has been superseded by draft"
NEW=$(sql "$W/ws" "SELECT draft_id FROM queue WHERE group_id = $G")
is 'the page picked' "$(sql "$W/ws" "SELECT address FROM draft JOIN url ON url.id = link_url_id
    WHERE draft.id = $NEW")" "$PAGE"
expect 2 card draft "$NEW" tone angry
printf 'Ask at the office, please.\n\n%s\n' "$PAGE" >"$W/text"
expect 0 card draft "$NEW" write --text-file "$W/text" --by ann
NEW=$(sql "$W/ws" "SELECT draft_id FROM queue WHERE group_id = $G")
expect 0 card draft "$NEW"
holds "$W/out" 'Ask at the office, please.'
expect 1 card draft "$OTHER" redraft
holds "$W/err" 'it cannot be drafted again (reopen it first)'

# What no page answers is a card, too.
expect 0 card gaps --ids
GAP=$(sed -n 1p "$W/out")
[ -n "$GAP" ] || fail 'the site has no gap'
expect 0 card gap "$GAP"
expect 1 card gap "$GAP" approve
holds "$W/err" "group $GAP has no draft that could be approved"
expect 0 card gap "$GAP" park 2099-01-01 --reason 'after the vote'
expect 0 card export unanswered --format csv
holds "$W/out" 'parked until 2099-01-01T00:00:00Z: after the vote'
expect 0 card gap "$GAP" undo
is 'a gap again' "$(state "$GAP")" 'gap 2'
expect 4 card gap 99999
holds "$W/err" 'there is no group 99999'
expect 4 card draft 99999 reject
holds "$W/err" 'there is no draft 99999'

# Nothing is ever deleted; the queue and its counts agree; --rebuild finds nothing to mend.
sql "$W/ws" 'SELECT * FROM queue ORDER BY group_id' >"$W/before"
expect 0 card index --rebuild
sql "$W/ws" 'SELECT * FROM queue ORDER BY group_id' >"$W/after"
is 'groups in the queue' "$(wc -l <"$W/after")" "$(wc -l <"$W/before")"
is 'wrong counts' "$(sql "$W/ws" "SELECT count(*) FROM queue_count c WHERE n <> (SELECT count(*)
    FROM queue q WHERE q.department_id = c.department_id AND q.state = c.state)")" 0
