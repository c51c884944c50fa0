# A month's report: the same bytes again, also after later decisions; hostile words are text.
. tests/cli/lib.sh

gathered

cp -r "$W/ws" "$W/decide"
# What an editor can decide now is one number, whoever says it; an alarm is of it, what is only listened to is not.
sql "$W/decide" "UPDATE gap SET escalation = 'legal' WHERE group_id = (SELECT group_id FROM queue WHERE state = 'gap' LIMIT 1);
    UPDATE queue SET escalation = 'legal', rank = 4 << 32 WHERE group_id IN (SELECT group_id FROM gap WHERE escalation IS NOT NULL);
    DELETE FROM draft_sentence; DELETE FROM evidence; DELETE FROM draft WHERE id = (SELECT MAX(draft_id) FROM queue WHERE state = 'machine');
    UPDATE queue SET state = 'open', draft_id = NULL, tone = '' WHERE draft_id NOT IN (SELECT id FROM draft);
    DELETE FROM queue_count; INSERT INTO queue_count (department_id, state, n) SELECT department_id, state, COUNT(*) FROM queue GROUP BY department_id, state;
    INSERT INTO account (name, full_name, mail, settings, created_s) VALUES ('ada', 'Ada', 'ada@x.example', '{\"digest\":\"daily\"}', 1);
    INSERT INTO account_role (account_id, department_id, role) VALUES (last_insert_rowid(), NULL, 'editor')"
cat >>"$W/decide/earshot.ini" <<INI
[mail]
server = smtp://127.0.0.1:9
from = earshot@northfield.example
INI
N=$(sql "$W/decide" "SELECT COUNT(*) FROM queue WHERE state IN ('machine', 'edited', 'stale', 'reply-missing', 'reopened') OR escalation IS NOT NULL")
at_least 'to decide' "$N" 3
at_least 'to decide as of states' "$(($(sql "$W/decide" "SELECT COUNT(*) FROM queue WHERE state IN ('machine', 'open', 'gap')")))" $((N + 1))
expect 0 earshot -C "$W/decide" report --month "$(sql "$W/decide" "SELECT strftime('%Y-%m', MAX(first_seen_s), 'unixepoch') FROM post")" --format md
is 'the report' "$(sed -n 's/^| To decide | \([0-9]*\) .*/\1/p' "$W/out" | head -1)" "$N"
is 'different questions' "$(sed -n 's/^| Different questions | \([0-9]*\) .*/\1/p' "$W/out" | head -1)" "$(earshot -C "$W/decide" stats --csv | sed -n 's/^groups,\([0-9]*\),.*/\1/p')"
is 'stats' "$(earshot -C "$W/decide" stats --csv | sed -n 's/^to_decide,\([0-9]*\),.*/\1/p')" "$N"
expect 0 earshot -C "$W/decide" digest --dry-run --to ada
holds "$W/out" "Subject: Earshot: $N to decide"
expect 0 earshot -C "$W/decide" export unanswered --month "$(sql "$W/decide" "SELECT strftime('%Y-%m', MAX(first_seen_s), 'unixepoch') FROM post")" --format xlsx -o "$W/now.xlsx"
python3 - "$W/now.xlsx" >"$W/summary" <<'PY'
import sys, zipfile
import xml.etree.ElementTree as tree
M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
sheet = tree.fromstring(zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml'))
for row in sheet.iter(M + 'row'):
    cells = [''.join(c.itertext()) for c in row]
    if cells[0] == 'To decide': print(int(float(cells[1])))
PY
is 'Summary' "$(cat "$W/summary")" "$N"
echo 'mistletoe grows' >"$W/password"
sql "$W/decide" "DELETE FROM account_role; DELETE FROM account"
expect 0 earshot -C "$W/decide" user add eve --role editor --password-file "$W/password"
serve_start "$W/decide"
web 303 -c "$W/jar" "$APP/sign-in" -d name=eve --data-urlencode 'password=mistletoe grows'
web 200 -b "$W/jar" "$APP/q/"
holds "$W/out" "To do <span class=\"n\">$N</span>"
web 200 -b "$W/jar" "$APP/numbers.csv"
is '/numbers' "$(sed -n 's/^open,To decide,\([0-9]*\).*/\1/p' "$W/out")" "$N"
# A department that only listens has no tone, and nobody sought a page.
sql "$W/decide" "UPDATE source SET mode = 'listen'; DELETE FROM gap_page; DELETE FROM gap; DELETE FROM stale; DELETE FROM evidence; DELETE FROM draft;
    UPDATE queue SET state = 'open', draft_id = NULL, tone = '', escalation = NULL, rank = 0;
    DELETE FROM queue_count; INSERT INTO queue_count (department_id, state, n) SELECT department_id, state, COUNT(*) FROM queue GROUP BY department_id, state"
web 200 -b "$W/jar" "$APP/numbers"
holds "$W/out" 'only listened to (mode = listen)'
web 200 -b "$W/jar" "$APP/numbers.csv"
holds "$W/out" 'positive,Positive,,,,not measured'
holds "$W/out" 'open,To decide,0'
web 200 -b "$W/jar" "$APP/g/$(sql "$W/decide" 'SELECT MIN(group_id) FROM queue')"
holds "$W/out" 'Its sources only listen: nothing is drafted.'
lacks "$W/out" 'This is the right page'
expect 0 earshot -C "$W/decide" report --month "$(date -u +%Y-%m)" --format md
holds "$W/out" 'only listened to (mode = listen)'
holds "$W/out" '| Positive | not measured |'
holds "$W/out" '| Topics with no page | not measured |'

# What was found is dated a month back; then decisions of that month, and of the next.
sql "$W/ws" "UPDATE post SET first_seen_s = first_seen_s - 40 * 86400; UPDATE question_group SET created_s = created_s - 40 * 86400, changed_s = changed_s - 40 * 86400;
    UPDATE draft SET created_s = created_s - 40 * 86400; UPDATE gap SET created_s = created_s - 40 * 86400; UPDATE queue SET changed_s = changed_s - 40 * 86400"
at=$(sql "$W/ws" "SELECT strftime('%Y-%m', MAX(created_s), 'unixepoch') FROM draft")
sql "$W/ws" "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s) SELECT group_id, id, 1, 'approve', 'approved', 'ann', created_s + 60 FROM draft WHERE id % 2 = 1 AND id IN (SELECT draft_id FROM queue);
    UPDATE queue SET state = 'approved', revision = 1, changed_s = changed_s + 60 WHERE draft_id % 2 = 1;
    DELETE FROM queue_count;
    INSERT INTO queue_count (department_id, state, n) SELECT department_id, state, COUNT(*) FROM queue GROUP BY department_id, state"

expect 2 earshot -C "$W/ws" report --month "$(date -u -d '40 days' +%Y-%m)"
holds "$W/err" 'it has not begun'
expect 0 earshot -C "$W/ws" report --month "$at" -o "$W/one.html"
expect 0 earshot -C "$W/ws" report --month "$at" --format md -o "$W/one.md"
at_least "found" "$(sed -n 's/^| Found | \([0-9]*\) .*/\1/p' "$W/one.md")" 5
at_least "answered" "$(sed -n 's/^| Answered | \([0-9]*\) .*/\1/p' "$W/one.md")" 2
holds "$W/one.md" '## Topics with no page'
holds "$W/one.html" '<svg class="plot"'
lacks "$W/one.html" '<script'
lacks "$W/one.html" 'src='
for id in $(earshot -C "$W/ws" drafts --ids | head -4); do
    earshot -C "$W/ws" draft "$id" reject --reason other >/dev/null 2>&1 ||
        earshot -C "$W/ws" draft "$id" approve >/dev/null 2>&1
done
at_least "later decisions" "$(sql "$W/ws" "SELECT COUNT(*) FROM decision WHERE at_s > strftime('%s', 'now') - 3600")" 1
expect 0 earshot -C "$W/ws" report --month "$at" -o "$W/two.html"
expect 0 earshot -C "$W/ws" report --month "$at" --format md -o "$W/two.md"
cmp "$W/one.html" "$W/two.html" || fail "the report of a month that is over has changed"
cmp "$W/one.md" "$W/two.md" || fail "the Markdown of a month that is over has changed"

# A department alone, a month without anything, and what is no month.
expect 0 earshot -C "$W/ws" report --month 2001-01 --format md
holds "$W/out" '| Found | 0 |'
expect 2 earshot -C "$W/ws" report --month october
expect 0 earshot -C "$W/ws" report
