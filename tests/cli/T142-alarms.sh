# Alarms are looked for at the end of every run, whether or not anybody is to be told.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum qa
expect 0 earshot -C "$W/ws" alarms
holds "$W/err" 'nobody has looked yet: a run does at its end, and earshot notify'
is 'rows before a run' "$(wc -l <"$W/out")" 0
expect 0 earshot -C "$W/ws" run
n=$(sql "$W/ws" "SELECT count(*) FROM queue WHERE escalation IS NOT NULL AND state = 'gap'")
at_least 'alarms of the site' "$n" 1
grep -q "^[^ ]*: *$n new alarms\{0,1\}: earshot alarms" "$W/err" || holds "$W/err" "$n new alarm"
expect 0 earshot -C "$W/ws" alarms --csv
is 'alarms that are noted' "$(grep -c ',escalation,' "$W/out")" "$n"
lacks "$W/err" 'looked'
lacks "$W/err" 'as of'
is 'told' "$(sql "$W/ws" 'SELECT count(*) FROM alarm_mail')" 0

# A dry run looks at nothing; one that is due does.
sql "$W/ws" 'DELETE FROM alarm; DELETE FROM alarm_look'
expect 0 earshot -C "$W/ws" run --dry-run
is 'looks of a dry run' "$(sql "$W/ws" 'SELECT count(*) FROM alarm_look')" 0
expect 0 earshot -C "$W/ws" run --due
is 'alarms after run --due' "$(sql "$W/ws" "SELECT count(*) FROM alarm WHERE kind = 'escalation'")" "$n"
expect 0 earshot -C "$W/ws" run --due
is 'and once more' "$(sql "$W/ws" "SELECT count(*) FROM alarm WHERE kind = 'escalation'")" "$n"

# What came after the look is not in the list, and the list says so.
sql "$W/ws" 'UPDATE alarm_look SET at_s = at_s - 3600'
expect 0 earshot -C "$W/ws" alarms
holds "$W/err" 'what has changed since is not in it (earshot notify looks)'
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" alarms
lacks "$W/err" 'as of'

# Each address is told once, whoever else is refused; who is refused is tried again, less and less often.
sink_start smtp
sink_start http
cat >>"$W/ws/earshot.ini" <<INI
[mail]
server = smtp://127.0.0.1:$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/smtp.json")
from = earshot@northfield.example
alarms = lead@northfield.example
alarms = gone@northfield.example
alarms = press@northfield.example
timeout = 10s
INI
mails() { find "$W/smtp" -name '[0-9]*' ! -name '*.part' -exec cat {} + | grep -ac "^RCPT TO:<$1@"; }
letters() { echo "$(mails lead) $(mails gone) $(mails press)"; }
owed() { sql "$W/ws" "SELECT $1 FROM alarm_mail WHERE address LIKE 'gone@%' AND alarm_id = (SELECT max(id) FROM alarm)"; }
wait_over() { sql "$W/ws" 'UPDATE alarm_mail SET due_s = 0'; }
echo gone@northfield.example >"$W/smtp/refused"
expect 3 earshot -C "$W/ws" notify
holds "$W/err" '1 not told, and tried again later: gone@northfield.example'
is 'mails with one refused' "$(letters)" '1 0 1'
expect 3 earshot -C "$W/ws" notify
expect 3 earshot -C "$W/ws" notify
is 'the others once more' "$(letters)" '1 0 1'
is 'tries; wait after the third' "$(owed "tries || ' ' || (due_s - strftime('%s', 'now') BETWEEN 200 AND 300)")" '3 1'
expect 0 earshot -C "$W/ws" notify
wait_over
for _ in 1 2 3; do
    expect 3 earshot -C "$W/ws" notify
    wait_over
done
is 'tries' "$(owed tries)" 6
rm "$W/smtp/refused"
expect 0 earshot -C "$W/ws" notify
is 'mails of all' "$(letters)" '1 1 1'
expect 0 earshot -C "$W/ws" notify
is 'mails of all, later' "$(letters)" '1 1 1'

# Their end the same way; who never had the beginning is not told the end.
sql "$W/ws" "UPDATE alarm_mail SET told_s = NULL, begun = 0 WHERE address LIKE 'press@%'"
sql "$W/ws" 'UPDATE queue SET escalation = NULL'
echo gone@northfield.example >"$W/smtp/refused"
expect 3 earshot -C "$W/ws" notify
is 'mails of the end, one refused' "$(letters)" '2 1 1'
rm "$W/smtp/refused"
expect 0 earshot -C "$W/ws" notify
expect 0 earshot -C "$W/ws" notify
is 'mails of the end' "$(letters)" '2 2 1'

# Killed between two of them, or on the way: the one that was on its way may come twice, under one id, none is lost.
sql "$W/ws" "UPDATE queue SET escalation = 'legal' WHERE group_id = (SELECT min(group_id) FROM gap)"
rm -f "$W/smtp/"[0-9]*
echo hang >"$W/smtp/mode"
"$ROOT/$B/earshot" -C "$W/ws" notify >/dev/null 2>&1 </dev/null &
pid=$!
soon keeps smtp 1
kill -9 "$pid"
wait "$pid" 2>/dev/null
is 'mails before the kill' "$(letters)" '1 0 0'
echo good >"$W/smtp/mode"
expect 0 earshot -C "$W/ws" notify
is 'mails while it may be on its way' "$(letters)" '1 1 1'
wait_over
expect 0 earshot -C "$W/ws" notify
wait_over
expect 0 earshot -C "$W/ws" notify
is 'mails after it' "$(letters)" '2 1 1'
is 'their ids' "$(cat "$W/smtp/"[0-9]* | grep -a '^Message-ID:' | sort -u | wc -l)" 3
# Killed, and over before it is told again: it may have been told, so its end is.
sql "$W/ws" "UPDATE alarm_mail SET told_s = NULL, begun = 1, due_s = 0 WHERE address LIKE 'lead@%'"
sql "$W/ws" 'UPDATE queue SET escalation = NULL'
expect 0 earshot -C "$W/ws" notify
is 'mails of its end' "$(letters)" '3 2 2'

# Four look at the same time: each address once.
sql "$W/ws" "UPDATE queue SET escalation = 'legal' WHERE group_id = (SELECT min(group_id) FROM gap)"
rm -f "$W/smtp/"[0-9]*
for _ in 1 2 3 4; do
    "$ROOT/$B/earshot" -C "$W/ws" notify >/dev/null 2>&1 &
    lookers="${lookers:-} $!"
done
for pid in $lookers; do wait "$pid" || fail "a look beside others exits $?"; done
is 'mails by four at once' "$(letters)" '1 1 1'
sql "$W/ws" 'UPDATE queue SET escalation = NULL'
expect 0 earshot -C "$W/ws" notify

# Mail that cannot be sent keeps no webhook from being told, and one webhook keeps no other.
printf '[webhook %s]\nurl = http://127.0.0.1:%s/\nsecret_file = key\nevents = alarm\ntimeout = 60s\n' \
    dead 1 chat "$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/http.json")" >>"$W/ws/earshot.ini"
echo s3cret >"$W/ws/key"
earshot -C "$W/ws" notify >/dev/null 2>&1
dead() { sql "$W/ws" "SELECT coalesce(sum(tries), 0) FROM webhook_log WHERE webhook = 'dead'"; }
n=$(dead)
sed -i 's/^timeout = 10s/&\nuser = earshot\npassword_file = nowhere/' "$W/ws/earshot.ini"
sql "$W/ws" "UPDATE queue SET escalation = 'legal' WHERE group_id IN (SELECT min(group_id) FROM gap UNION SELECT max(group_id) FROM gap)"
expect 4 earshot -C "$W/ws" notify
holds "$W/err" nowhere
at_least 'webhook calls' "$(kept http)" 1
is 'of them all' "$(kept http)" "$(sql "$W/ws" "SELECT count(*) FROM webhook_log WHERE webhook = 'chat' AND outcome = 'told'")"
is 'tries of the dead one' "$(($(dead) - n))" 1
