# Alarms by mail and events to webhooks: each once, signed, tried again, kill-safe, to public addresses only.
. tests/cli/lib.sh

sink_start smtp
SMTP=$SINK
sink_start http
HTTP=$SINK
site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum qa
cat >>"$W/ws/earshot.ini" <<INI
[serve]
base = https://earshot.northfield.example
[mail]
server = smtp://127.0.0.1:$SMTP
from = earshot@northfield.example
alarms = lead@northfield.example
[webhook chat]
url = http://127.0.0.1:$HTTP/hook?x=1
secret_file = chat.key
events = draft, gap, alarm, decision
timeout = 60s
INI
echo 's3cret' >"$W/ws/chat.key"

# What was there before a webhook is not told; what comes is, once, signed.
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" run
n=$(kept http)
at_least 'deliveries' "$n" 4
is 'drafts and gaps not told' "$(sql "$W/ws" "SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM gap)
    + (SELECT count(*) FROM alarm) - count(*) FROM webhook_log WHERE status = 204 AND tries = 1 AND outcome = 'told'")" 0
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" run
is 'deliveries the second time' "$(kept http)" "$(sql "$W/ws" 'SELECT count(*) FROM webhook_log')"
head -c 5 "$W/http/1" >"$W/line"
is 'method' "$(cat "$W/line")" 'POST '
stamp=$(sed -n 's/^Earshot-Signature: t=\([0-9]*\),v1=.*/\1/p' "$W/http/1")
mac=$(sed -n 's/^Earshot-Signature: t=[0-9]*,v1=\([0-9a-f]*\).*/\1/p' "$W/http/1")
body=$(sed '1,/^$/d' "$W/http/1")
delivery=$(sed -n 's/^Earshot-Delivery: \([0-9-]*\).*/\1/p' "$W/http/1")
is 'delivery' "$delivery" "$(sql "$W/ws" "SELECT id || '-' || created_s FROM webhook_log WHERE id = ${delivery%-*}")"
is 'signature' "$mac" "$(printf '%s.%s.%s' "$stamp" "$delivery" "$body" | openssl dgst -sha256 -hmac s3cret | sed 's/.*= //')"
holds "$W/http/1" '"link":"https://earshot.northfield.example/g/'
lacks "$W/http/1" 's3cret'
expect 0 earshot -C "$W/ws" webhooks --jsonl --limit 1
holds "$W/out" '"outcome":"told"'

# A decision is an event.
id=$(sql "$W/ws" 'SELECT max(id) FROM draft')
expect 0 earshot -C "$W/ws" draft "$id" reject wrong
expect 0 earshot -C "$W/ws" notify
holds "$W/err" '1 webhook delivery'
is 'decisions told' "$(sql "$W/ws" "SELECT count(*) FROM webhook_log WHERE event = 'decision'")" 1

# Sent again by hand: the same delivery.
expect 0 earshot -C "$W/ws" webhook 1 resend
grep -l '^Earshot-Delivery: 1-[0-9]*.$' "$W"/http/[0-9]* | wc -l >"$W/n"
is 'delivery 1' "$(cat "$W/n")" 2
expect 4 earshot -C "$W/ws" webhook 99999 resend
expect 2 earshot -C "$W/ws" webhook 1 forget

# An alarm: mailed once until it is mended, then again.
sql "$W/ws" "UPDATE gap SET escalation = 'legal' WHERE group_id = (SELECT min(group_id) FROM gap);
    UPDATE queue SET escalation = 'legal', state = 'gap', rank = rank | (4 << 40) WHERE group_id = (SELECT min(group_id) FROM gap)"
m=$(kept smtp)
told() { sql "$W/ws" "SELECT count(*) FROM webhook_log WHERE event = 'alarm' AND body LIKE '%escalation%'"; }
n=$(told)
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" notify
is 'mails of it' "$(kept smtp)" "$((m + 1))"
expect 4 earshot -C "$W/ws" alarms --dept phys
expect 0 earshot -C "$W/ws" alarms --csv
holds "$W/out" ',escalation,'
is 'told by webhook' "$(told)" "$((n + 1))"
sql "$W/ws" "UPDATE queue SET escalation = NULL"
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" alarms --ids
is 'alarms' "$(sql "$W/ws" "SELECT count(*) FROM alarm WHERE kind = 'escalation' AND mended_s IS NULL")" 0
is 'mails with its end' "$(kept smtp)" "$((m + 2))"
holds "$W/smtp/$(kept smtp)" 'Subject: Earshot: 2 alarms mended'
holds "$W/smtp/$(kept smtp)" 'Mended:'
is 'their ends told by webhook' "$(sql "$W/ws" "SELECT count(*) FROM webhook_log WHERE object LIKE 'mended:%' AND body LIKE '%\"mended\":true%'")" 2
expect 0 earshot -C "$W/ws" notify
is 'mails with its end, asked again' "$(kept smtp)" "$((m + 2))"
sql "$W/ws" "UPDATE queue SET escalation = 'legal' WHERE group_id = (SELECT min(group_id) FROM gap)"
echo refuse >"$W/smtp/mode"
expect 3 earshot -C "$W/ws" notify
echo good >"$W/smtp/mode"
expect 0 earshot -C "$W/ws" notify
is 'mails of both' "$(kept smtp)" "$((m + 3))"

# A source that fell silent: told, mended once it is not, told again when it does again.
# With the first post of all, whichever source that came from: there a department's history begins.
seen() { sql "$W/ws" "UPDATE post SET first_seen_s = first_seen_s $1 86400 * 40
    WHERE id IN (SELECT m.post_id FROM post_match m JOIN source s ON s.id = m.source_id WHERE s.key = 'qa')
    OR id = (SELECT post_id FROM post_match ORDER BY rowid LIMIT 1)"; }
for _ in 1 2; do
    n=$(kept smtp)
    seen -
    expect 0 earshot -C "$W/ws" notify
    expect 0 earshot -C "$W/ws" notify
    is 'mails of a silent source' "$(kept smtp)" "$((n + 1))"
    holds "$W/smtp/$((n + 1))" 'Subject: Earshot: 2 new alarms'
    holds "$W/smtp/$((n + 1))" 'source qa: silent: nothing new for 40 days'
    # what the other source has had today is more than usual now that there is a history
    grep -q 'spike: [0-9]* questions in the last 24 hours; usual is 0.0 a day' "$W/smtp/$((n + 1))" || fail 'no spike'
    seen +
    expect 0 earshot -C "$W/ws" notify
    expect 0 earshot -C "$W/ws" notify
    is 'mails of its end' "$(kept smtp)" "$((n + 2))"
    holds "$W/smtp/$((n + 2))" 'Subject: Earshot: 2 alarms mended'
done
# One that fails, by what its last two runs came to.
n=$(kept smtp)
sql "$W/ws" "INSERT INTO crawl_run (started_s, ended_s, outcome, requests, pages, questions)
    SELECT ended_s + 60 * k, ended_s + 60 * k, 'done', 1, 1, 0 FROM crawl_run, (SELECT 1 k UNION SELECT 2 UNION SELECT 3);
    INSERT INTO crawl_source (run_id, source_id, requests, pages, unchanged, failed, refused, skipped, threads, questions)
    SELECT r.id, s.id, 1, 1, 0, 1, 0, 0, 0, 0 FROM crawl_run r, source s WHERE r.requests = 1 AND s.key = 'forum'"
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" alarms --csv
holds "$W/out" 'source forum: fails: no page in '
is 'mails of a source that fails' "$(kept smtp)" "$((n + 1))"

# A webhook that fails: noted, later again, given up after five tries; other states do not matter.
redo() { sql "$W/ws" "UPDATE webhook_log SET due_s = 0, done_s = NULL, tries = $1 WHERE id = 1"; }
redo 0
echo refuse >"$W/http/mode"
expect 3 earshot -C "$W/ws" notify
holds "$W/err" 'answered 500, wanted 2xx'
is 'next try in' "$(sql "$W/ws" 'SELECT due_s - tried_s FROM webhook_log WHERE id = 1')" 300
expect 0 earshot -C "$W/ws" notify
redo 4
expect 3 earshot -C "$W/ws" notify
is 'the fifth' "$(sql "$W/ws" 'SELECT outcome FROM webhook_log WHERE id = 1 AND done_s > 0')" 'given up: answered 500, wanted 2xx'
redo 0
echo moved >"$W/http/mode"
expect 3 earshot -C "$W/ws" notify
holds "$W/err" 'answered 302, wanted 2xx'
# hangs: a look at a server that takes what it is sent and answers nothing.
hangs() {
    n=$(kept http)
    echo hang >"$W/http/mode"
    sed -i 's/^timeout = 60s/timeout = 1s/' "$W/ws/earshot.ini"
    expect 3 earshot -C "$W/ws" notify
    sed -i 's/^timeout = 1s/timeout = 60s/' "$W/ws/earshot.ini"
    soon keeps http $((n + 1))
}
redo 0
hangs
redo 0
n=$(kept http)
"$ROOT/$B/earshot" -C "$W/ws" notify >/dev/null 2>&1 &
pid=$!
soon keeps http $((n + 1)) || fail 'the server has nothing'
kill -9 "$pid"
wait "$pid" 2>/dev/null
is 'a try that was killed' "$(sql "$W/ws" 'SELECT tries FROM webhook_log WHERE id = 1 AND done_s IS NULL')" 1
echo good >"$W/http/mode"
expect 0 earshot -C "$W/ws" notify
is 'it is somebody'"'"'s for two minutes' "$(sql "$W/ws" 'SELECT tries FROM webhook_log WHERE id = 1')" 1
sql "$W/ws" 'UPDATE webhook_log SET due_s = 0 WHERE id = 1'
expect 0 earshot -C "$W/ws" notify
is 'then told' "$(sql "$W/ws" 'SELECT outcome FROM webhook_log WHERE id = 1')" told

# Nobody there: one try, the others wait with it, and none of theirs is lost.
sql "$W/ws" 'UPDATE webhook_log SET due_s = 0, done_s = NULL, tries = 0 WHERE id <= 3'
hangs
is 'tries while nobody answers' "$(sql "$W/ws" 'SELECT sum(tries) FROM webhook_log WHERE id <= 3')" 1
echo good >"$W/http/mode"
sql "$W/ws" 'UPDATE webhook_log SET due_s = 0 WHERE done_s IS NULL'

# Two look at the same time: each delivery and each digest once.
sql "$W/ws" 'UPDATE webhook_log SET due_s = 0, done_s = NULL, tries = 0'
n=$(kept http)
rows=$(sql "$W/ws" 'SELECT count(*) FROM webhook_log')
for _ in 1 2 3 4; do
    "$ROOT/$B/earshot" -C "$W/ws" notify >/dev/null 2>&1 &
    lookers="${lookers:-} $!"
done
for pid in $lookers; do wait "$pid" || fail "a look beside others exits $?"; done
is 'deliveries by four at once' "$(($(kept http) - n))" "$rows"
is 'tries of each' "$(sql "$W/ws" 'SELECT DISTINCT tries FROM webhook_log')" 1

# Not to this machine unless it is allowed.
sed -i '/^allow_address/d' "$W/ws/earshot.ini"
redo 0
n=$(kept http)
expect 3 earshot -C "$W/ws" notify
holds "$W/err" '127.0.0.1'
is 'deliveries' "$(kept http)" "$n"
