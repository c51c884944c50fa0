# Goals: set, changed and dropped from a month on; every word is kept, and in the audit log. The
# report of a month has them, says what a baseline is, and is the same after retention.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
rm -f "$W"/ws/seeds/*.example
printf '[department]\nname = Physics\n' >"$W/ws/seeds/physics.ini"
printf '[department]\nname = Library\n' >"$W/ws/seeds/library.ini"
goal() { earshot -C "$W/ws" goal "$@"; }
this=$(date -u +%Y-%m)
next=$(date -u -d "$this-01 + 1 month" +%Y-%m)
last=$(date -u -d "$this-01 - 1 month" +%Y-%m)

expect 0 goal
expect 0 goal set answered 40 --dept physics --by ann
holds "$W/err" "physics: answered at least 40 from $this"
expect 0 goal set to-approved 24h --dept physics
expect 0 goal set there-share 90% --dept library
expect 0 goal set answered 50 --dept physics --from "$next"
expect 0 goal set answered 1 --dept physics --dry-run
expect 0 goal list --csv
tr -d '\r' <"$W/out" | sed 's/,[^,]*$//' >"$W/lines"
same "$W/lines" <<CSV
id,department,figure,direction,target,unit,from,until,state,by
1,physics,answered,at least,40,count,$this,$this,in force,ann
2,physics,to-approved,at most,24.0,hours,$this,,in force,command line
3,library,there-share,at least,90,percent,$this,,in force,command line
4,physics,answered,at least,50,count,$next,,to come,command line
CSV
expect 0 goal list --dept library --ids
is 'of a department' "$(cat "$W/out")" 3

# What is dropped from this month on is over, what was planned too; the rows stay.
expect 0 goal drop answered --dept physics
expect 4 goal drop answered --dept physics
holds "$W/err" "physics has no goal for answered in $this"
expect 0 goal --json
is 'states' "$(tr ',' '\n' <"$W/out" | sed -n 's/.*"state" *: *"\(.*\)".*/\1/p' | paste -sd,)" \
    'never held,in force,in force,never held,dropped'
is 'rows in the log' "$(sql "$W/ws" "SELECT group_concat(action || ' ' || COALESCE(before, '') || ' > ' || after, '; ') FROM audit WHERE object = 'department physics' AND after LIKE 'answered%'")" \
    "goal.set  > answered at least 40 from $this; goal.set answered at least 40 from $this > answered at least 50 from $next; goal.drop answered at least 40 from $this > answered none from $this"
expect 0 earshot -C "$W/ws" audit verify

# What is wrong is said in a line.
expect 2 goal set answered 40
holds "$W/err" 'wanted --dept NAME'
expect 2 goal set answerd 40 --dept physics
holds "$W/err" 'did you mean "answered"?'
expect 2 goal set answered many --dept physics
holds "$W/err" 'wanted a whole number'
expect 2 goal set there-share 120 --dept physics
expect 2 goal set answered --dept physics
expect 2 goal set answered 4 --dept physics --from "$last"
holds "$W/err" 'that month is over'
expect 2 goal set answered 4 --dept physics --from soon
expect 2 goal raise
expect 4 goal set answered 4 --dept chemistry

# What is asked of us by phone is listened for, too: the baseline begins.
printf 'question,where\nWhen is the open day?,phone\n' >"$W/calls.csv"
expect 0 earshot -C "$W/ws" import questions "$W/calls.csv" --dept physics
expect 0 earshot -C "$W/ws" report --month "$this" --dept physics --format md
holds "$W/out" "Baseline until $(date -u -d '28 days' +%Y-%m-%d): what it was like before; no comparison yet."
printf 'baseline = 0d\n' >>"$W/ws/seeds/physics.ini"
expect 0 goal
expect 0 earshot -C "$W/ws" report --month "$this" --dept physics --format md
lacks "$W/out" 'Baseline until'

# A month that was found, answered and posted two months back, in a department that is new.
rm -rf "$W/ws"
gathered
back=$((62 * 86400))
sql "$W/ws" "UPDATE post SET first_seen_s = first_seen_s - $back, posted_s = posted_s - $back;
    UPDATE question_group SET created_s = created_s - $back, changed_s = changed_s - $back;
    UPDATE draft SET created_s = created_s - $back; UPDATE gap SET created_s = created_s - $back;
    UPDATE queue SET changed_s = changed_s - $back; UPDATE begun SET at_s = at_s - $back;
    UPDATE fetch SET at_ms = at_ms - $back * 1000;
    UPDATE crawl_run SET started_s = started_s - $back, ended_s = ended_s - $back;
    INSERT INTO crawl_run (started_s, ended_s, pages) SELECT started_s - 60, ended_s - 60, 3 FROM crawl_run;
    INSERT INTO crawl_source (run_id, source_id, pages) SELECT (SELECT MAX(id) FROM crawl_run), source_id, 3
        FROM crawl_source WHERE run_id = (SELECT MIN(id) FROM crawl_run);
    UPDATE crawl_run SET started_s = started_s + 90 WHERE id = (SELECT MIN(id) FROM crawl_run)"
sql "$W/ws" "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)
        SELECT group_id, id, 1, 'approve', 'approved', 'ann', created_s + 60 FROM draft WHERE id IN (SELECT draft_id FROM queue);
    UPDATE queue SET state = 'approved', revision = 1, changed_s = changed_s + 60 WHERE draft_id IS NOT NULL;
    DELETE FROM queue_count;
    INSERT INTO queue_count (department_id, state, n) SELECT department_id, state, COUNT(*) FROM queue GROUP BY department_id, state"
at=$(sql "$W/ws" "SELECT strftime('%Y-%m', MAX(created_s), 'unixepoch') FROM draft")
first=$(date -u -d "$at-01" +%s)
sql "$W/ws" "INSERT INTO goal (department_id, measure, at_most, target, from_s, actor, at_s) SELECT id, 'found', 0, 1, $first, 'ann', $first FROM department WHERE key = 'physics';
    INSERT INTO goal (department_id, measure, at_most, target, from_s, actor, at_s) SELECT id, 'answered', 0, 1000, $first, 'ann', $first FROM department WHERE key = 'physics'"
expect 0 earshot -C "$W/ws" journal add 'exam <b>week</b>' --dept physics --on "$at-15"
reports() {
    for form in html md; do
        expect 0 earshot -C "$W/ws" report --month "$at" --format $form -o "$W/$1.all.$form"
        expect 0 earshot -C "$W/ws" report --month "$at" --dept physics --format $form -o "$W/$1.physics.$form"
    done
}
reports one
holds "$W/one.physics.md" '| Found | at least 1 | '
grep -q '^| Found | at least 1 | [0-9]* | reached |$' "$W/one.physics.md" || fail 'a goal that was reached'
grep -q '^| physics: Answered | at least 1000 | [0-9]* | not reached |$' "$W/one.all.md" || fail 'one that was not, of all'
holds "$W/one.physics.md" '&lt;b>week&lt;/b>'
holds "$W/one.physics.html" 'class="happened"'
holds "$W/one.physics.html" '<p class="notice">Baseline until '
lacks "$W/one.physics.md" 'The month before'
expect 0 earshot -C "$W/ws" export unanswered --month "$at" --format xlsx -o "$W/list.xlsx"
grep -rq '"figure":"Baseline"' "$W/ws/exports" || fail 'the summary of what is unanswered does not flag the baseline'

# What has aged out changes no figure, and no byte.
printf '[retention]\nbodies = 1d\ngone = 1d\naskers = 1d\nfetches = 1d\nruns = 1d\naudit = 1d\n' >>"$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" retention run --csv
at_least 'words that went' "$(sed -n 's/^words of decided questions,1,\([0-9]*\),.*/\1/p' "$W/out")" 2
at_least 'requests that went' "$(sql "$W/ws" "SELECT SUM(n) FROM past_count WHERE what = 'requests'")" 1
at_least 'crawls that went' "$(sql "$W/ws" "SELECT SUM(n) FROM past_count WHERE what = 'crawls'")" 1
reports two
for form in all.html all.md physics.html physics.md; do
    cmp "$W/one.$form" "$W/two.$form" || fail "$form is not the same after retention"
done

# A new goal changes no month that is over.
expect 0 goal set answered 1 --dept physics
reports three
for form in all.html all.md physics.html physics.md; do
    cmp "$W/one.$form" "$W/three.$form" || fail "$form has changed with a goal that was set later"
done
