# Alarms by mail and events to webhooks: each once, signed, tried again, kill-safe, to public addresses only.
. tests/cli/lib.sh

sink_start() {
    mkdir -p "$W/$1"
    "$ROOT/$B/tests/site/sink" "$1" "$W/$1" >"$W/$1.json" &
    PIDS="$PIDS $!"
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s "$W/$1.json" ] && break; sleep 0.1; done
    sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/$1.json" >"$W/$1.port"
}
kept() { find "$W/$1" -name '[0-9]*' ! -name '*.part' | wc -l; }

sink_start smtp
sink_start http
site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum qa
cat >>"$W/ws/earshot.ini" <<INI
[serve]
base = https://earshot.northfield.example
[mail]
server = smtp://127.0.0.1:$(cat "$W/smtp.port")
from = earshot@northfield.example
alarms = lead@northfield.example
[webhook chat]
url = http://127.0.0.1:$(cat "$W/http.port")/hook?x=1
secret_file = chat.key
events = draft, gap, alarm, decision
timeout = 1s
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
is 'signature' "$mac" "$(printf '%s.%s' "$stamp" "$body" | openssl dgst -sha256 -hmac s3cret | sed 's/.*= //')"
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
grep -l '^Earshot-Delivery: 1.$' "$W"/http/[0-9]* | wc -l >"$W/n"
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
expect 0 earshot -C "$W/ws" alarms --csv
holds "$W/out" ',escalation,'
is 'told by webhook' "$(told)" "$((n + 1))"
sql "$W/ws" "UPDATE queue SET escalation = NULL"
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" alarms --ids
is 'alarms' "$(sql "$W/ws" "SELECT count(*) FROM alarm WHERE kind = 'escalation' AND mended_s IS NULL")" 0
sql "$W/ws" "UPDATE queue SET escalation = 'legal' WHERE group_id = (SELECT min(group_id) FROM gap)"
echo refuse >"$W/smtp/mode"
expect 3 earshot -C "$W/ws" notify
echo good >"$W/smtp/mode"
expect 0 earshot -C "$W/ws" notify
is 'mails of both' "$(kept smtp)" "$((m + 2))"

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
redo 0
echo slow >"$W/http/mode"
expect 3 earshot -C "$W/ws" notify
sleep 2
redo 0
"$ROOT/$B/earshot" -C "$W/ws" notify >/dev/null 2>&1 &
pid=$!
sleep 0.4
kill -9 "$pid"
wait "$pid" 2>/dev/null
is 'a try that was killed' "$(sql "$W/ws" 'SELECT tries FROM webhook_log WHERE id = 1 AND done_s IS NULL')" 1
echo good >"$W/http/mode"
sleep 2
expect 0 earshot -C "$W/ws" notify
is 'it is somebody'"'"'s for two minutes' "$(sql "$W/ws" 'SELECT tries FROM webhook_log WHERE id = 1')" 1
sql "$W/ws" 'UPDATE webhook_log SET due_s = 0 WHERE id = 1'
expect 0 earshot -C "$W/ws" notify
is 'then told' "$(sql "$W/ws" 'SELECT outcome FROM webhook_log WHERE id = 1')" told

# Not to this machine unless it is allowed.
sed -i '/^allow_address/d' "$W/ws/earshot.ini"
redo 0
n=$(kept http)
expect 3 earshot -C "$W/ws" notify
holds "$W/err" '127.0.0.1'
is 'deliveries' "$(kept http)" "$n"
