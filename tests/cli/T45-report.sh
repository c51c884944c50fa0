# A month's report: the same bytes again, also after later decisions; hostile words are text.
. tests/cli/lib.sh

gathered

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
