# Digests: who wants one gets one, once a day or week; refused, slow, killed and dropped mails.
. tests/cli/lib.sh

sink_start smtp
SMTP=$SINK
site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum qa
expect 0 earshot -C "$W/ws" run
expect 2 earshot -C "$W/ws" digest extra
expect 7 earshot -C "$W/ws" digest
holds "$W/err" '[mail] server is missing'
cat >>"$W/ws/earshot.ini" <<INI
[serve]
base = https://earshot.northfield.example/
[mail]
server = smtp://127.0.0.1:$SMTP
from = earshot@northfield.example
timeout = 60s
INI
expect 0 earshot -C "$W/ws" digest --dry-run
is 'a dry run for nobody' "$(wc -c <"$W/out")" 0
holds "$W/err" "nobody's profile asks for one now"
person() {
    sql "$W/ws" "INSERT INTO account (name, full_name, mail, settings, created_s)
        VALUES ('$1', '$2', '$3', '{\"digest\":\"$4\"}', 1);
        INSERT INTO account_role (account_id, department_id, role) VALUES (last_insert_rowid(), NULL, '$5')"
}
person ada 'Ada, née "L"' ada@northfield.example daily editor
person ben Ben ben@northfield.example weekly lead
person cy Cy cy@northfield.example none editor
person dee Dee '' daily editor
person eve Eve eve@northfield.example daily operator

# What it says: links, the riskiest, gaps; nothing leaves.
expect 0 earshot -C "$W/ws" digest --dry-run --to ada
holds "$W/out" 'Subject: Earshot: '
holds "$W/out" '== Department of Physics =='
holds "$W/out" 'wait for a decision'
holds "$W/out" 'The riskiest first'
holds "$W/out" 'New gaps, which no page answers: '
holds "$W/out" 'https://earshot.northfield.example/g/'
holds "$W/out" 'You get this because your profile asks for it. To change that: '
expect 0 earshot -C "$W/ws" digest --dry-run --to cy
holds "$W/out" 'You get this because somebody had it sent to you, this once. To get one regularly: '
lacks "$W/out" 'your profile asks'
expect 0 earshot -C "$W/ws" digest --dry-run --to eve
lacks "$W/out" '/g/'
expect 4 earshot -C "$W/ws" digest --to nobody
is 'mails after dry runs' "$(kept smtp)" 0

# Each once; who wants none, or has no address, gets none; what an operator has nothing to say of is not sent.
expect 0 earshot -C "$W/ws" digest
holds "$W/err" '2 sent, 1 with nothing to say, 0 failed'
is 'mails' "$(kept smtp)" 2
expect 0 earshot -C "$W/ws" digest
is 'mails the second time' "$(kept smtp)" 2
cat "$W/smtp/1" "$W/smtp/2" >"$W/mails"
holds "$W/mails" 'RCPT TO:<ada@northfield.example>'
holds "$W/mails" 'RCPT TO:<ben@northfield.example>'
holds "$W/mails" 'To: =?UTF-8?B?'
holds "$W/mails" 'Message-ID: <digest-'
holds "$W/mails" 'Auto-Submitted: auto-generated'
is 'periods' "$(sql "$W/ws" "SELECT count(*) FROM digest_log WHERE sent_s > 0")" 3
is 'a week' "$(sql "$W/ws" "SELECT count(*) FROM digest_log WHERE period LIKE '%-W%'")" 1

# A server that refuses: said, kept for another time, then sent.
sql "$W/ws" 'DELETE FROM digest_log'
echo refuse >"$W/smtp/mode"
expect 3 earshot -C "$W/ws" digest --daily
holds "$W/err" 'digest for ada: smtp://127.0.0.1'
is 'mails' "$(kept smtp)" 2
echo good >"$W/smtp/mode"
expect 0 earshot -C "$W/ws" digest --daily
is 'mails' "$(kept smtp)" 3

# Slow: given up after the timeout.
sql "$W/ws" 'DELETE FROM digest_log'
sed -i 's/^timeout = 60s/timeout = 1s/' "$W/ws/earshot.ini"
echo hang >"$W/smtp/mode"
expect 3 earshot -C "$W/ws" digest --daily
sed -i 's/^timeout = 1s/timeout = 60s/' "$W/ws/earshot.ini"

# Killed after the server has it and before it is noted: at most one repeat, under the same id.
sql "$W/ws" 'DELETE FROM digest_log'
soon keeps smtp 4 # the one that nobody waited for
rm -f "$W/smtp/"[0-9]*
has_it() { keeps smtp $((n + 1)) || over "$pid"; }
for _ in 1 2 3; do
    n=$(kept smtp)
    "$ROOT/$B/earshot" -C "$W/ws" digest --to ada >/dev/null 2>&1 &
    pid=$!
    soon has_it
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    sql "$W/ws" 'UPDATE digest_log SET begun_s = begun_s - 1000'
done
is 'mails of a digest that was killed three times' "$(kept smtp)" 2
is 'their ids' "$(cat "$W/smtp/"[0-9]* | grep -a '^Message-ID:' | sort -u | wc -l)" 1
echo good >"$W/smtp/mode"

# On its way: another process leaves it alone.
sql "$W/ws" "UPDATE digest_log SET tries = 1, begun_s = strftime('%s', 'now')"
n=$(kept smtp)
expect 0 earshot -C "$W/ws" digest --to ada
is 'mails' "$(kept smtp)" "$n"

# Without TLS only to this machine.
sed -i 's|^server = .*|server = smtp://mail.northfield.example|' "$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" check
sed -i 's|^server = .*|server = http://127.0.0.1|' "$W/ws/earshot.ini"
expect 7 earshot -C "$W/ws" digest
