# Decisions about drafts: each a revision, none lost; an old revision is refused; states agree everywhere.
. tests/cli/lib.sh

gathered

expect 0 earshot -C "$W/ws" drafts --ids
cp "$W/out" "$W/ids"
at_least 'drafts' "$(wc -l <"$W/ids")" 5
ID=$(sed -n 1p "$W/ids") OTHER=$(sed -n 2p "$W/ids")

# The card: the question, the quotes with their place, the one link, the history.
expect 0 earshot -C "$W/ws" draft "$ID"
for part in "Draft $ID" Question Draft Evidence 'as on the page' "$DEPARTMENT/" Checks Why History
do holds "$W/out" "$part"; done

# Quotes are bytes of the page as it is stored.
is 'quotes that do not stand on their page' "$(sql "$W/ws" "SELECT count(*) FROM draft_sentence s
    JOIN page_text p ON p.url_id = s.url_id WHERE CAST(s.text AS BLOB) <>
    substr(CAST(p.text AS BLOB), s.start_at + 1, s.end_at - s.start_at)")" 0
is 'links off the own site' "$(sql "$W/ws" "SELECT count(*) FROM draft WHERE link IS NOT NULL
    AND link NOT LIKE '$DEPARTMENT/%'")" 0

state() { earshot -C "$W/ws" drafts --csv | grep "^$1," | cut -d, -f3; }
is 'state of a new draft' "$(state "$ID")" machine
expect 0 earshot -C "$W/ws" draft "$ID" approve --revision 0
is 'state after approve' "$(state "$ID")" approved

# Somebody else looked at revision 0: told so, with both, and nothing changes.
expect 5 earshot -C "$W/ws" draft "$ID" reject --reason 'wrong page' --revision 0
holds "$W/err" "draft $ID is at revision 1 (approved), not 0"
is 'state after the conflict' "$(state "$ID")" approved

expect 0 earshot -C "$W/ws" draft "$ID" reopen
expect 0 earshot -C "$W/ws" draft "$ID" reject --reason 'wrong page'
is 'state after reject' "$(state "$ID")" rejected
expect 0 earshot -C "$W/ws" export unanswered --format csv
holds "$W/out" 'wrong page'
expect 0 earshot -C "$W/ws" draft "$ID" reopen
expect 0 earshot -C "$W/ws" draft "$ID"
for line in 'drafted' 'approved' 'rejected' 'wrong page' 'reopened'; do holds "$W/out" "$line"; done
is 'decisions kept' "$(sql "$W/ws" "SELECT count(*) FROM decision WHERE draft_id = $ID")" 4

# An edit is a text of one's own with the link kept.
LINK=$(sql "$W/ws" "SELECT link FROM draft WHERE id = $OTHER")
printf 'Thank you for asking. Our page says how:\n\n%s\n\nDepartment of Physics\n' "$LINK" >"$W/text"
expect 0 earshot -C "$W/ws" draft "$OTHER" edit --text-file "$W/text"
is 'state after edit' "$(state "$OTHER")" edited
expect 0 earshot -C "$W/ws" export drafts --format jsonl
holds "$W/out" 'Our page says how:'
expect 0 earshot -C "$W/ws" draft "$OTHER" approve --by ann
expect 0 earshot -C "$W/ws" draft "$OTHER"
holds "$W/out" 'approved by ann'

# A new run leaves decisions alone.
expect 0 earshot -C "$W/ws" draft
is 'state after another run' "$(state "$OTHER")" approved

expect 4 earshot -C "$W/ws" draft 99999
holds "$W/err" '99999'
expect 2 earshot -C "$W/ws" draft "$ID" aprove
holds "$W/err" 'approve'
expect 2 earshot -C "$W/ws" draft abc
holds "$W/err" 'abc'
expect 4 earshot -C "$W/ws" draft "$ID" edit --text-file "$W/nowhere"
holds "$W/err" "$W/nowhere"
