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
is 'told' "$(sql "$W/ws" 'SELECT count(*) FROM alarm WHERE told_s IS NOT NULL')" 0

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
