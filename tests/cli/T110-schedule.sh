# What is due runs, once for each slot, whatever kills it; units and crontab lines fit the workspace.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum qa
ini=$W/ws/seeds/physics.ini
cp "$ini" "$W/plain.ini"

# Without a schedule there is nothing to do, and it says so.
expect 0 earshot -C "$W/ws" run --due
holds "$W/err" 'no department and no source has a schedule'
expect 0 earshot -C "$W/ws" schedule --json
is 'schedules' "$(tr -d ' \n' <"$W/out")" '[]'

# What is wrong is said with its line.
sed 's/^\[department\]/&\nschedule = weekdays/' "$W/plain.ini" >"$ini"
expect 7 earshot -C "$W/ws" run --due
holds "$W/err" 'physics.ini:2: schedule = weekdays: no time'

# A department, and a source of its own; neither comes due by itself now.
HOUR=$(far_hour) FAR_DAY=$((($(date -u +%e) + 13) % 28 + 1))
sed "s/^\[department\]/&\nschedule = daily $HOUR-${HOUR%0}1 jitter 1m/; s/^\[source qa\]/&\nschedule = monthly $FAR_DAY 00:00 America\/New_York/" \
    "$W/plain.ini" >"$ini"
expect 0 earshot -C "$W/ws" check --offline
lacks "$W/out" 'no effect'
expect 0 earshot -C "$W/ws" run --due -n
is 'rows after a dry run' "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run')" 0
expect 0 earshot -C "$W/ws" run --due
holds "$W/err" 'nothing is due before'
is 'first seen, not run' "$(sql "$W/ws" "SELECT count(*) FROM schedule_run WHERE outcome = 'first seen'")" 2
is 'requests' "$(requests)" 0

# The slots come: of the department's sources all but the one with its own.
yesterday() { sql "$W/ws" "UPDATE schedule_run SET day = day - $1, due_s = due_s - 86400 * $1 WHERE source_id = 0"; }
yesterday 3
expect 0 earshot -C "$W/ws" schedule --jsonl
holds "$W/out" '"name":"physics"'
grep '"name":"physics",' "$W/out" >"$W/line"
lacks "$W/line" '"due_since":null'
expect 0 earshot -C "$W/ws" run --due
holds "$W/err" 'due since'
at_least 'questions of the forum' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 3
is 'requests to the other source' "$(requests qa)" 0
is 'missed slots' "$(sql "$W/ws" "SELECT missed FROM schedule_run WHERE outcome = 'done'")" 2
at_least 'drafts' "$(sql "$W/ws" 'SELECT count(*) FROM draft')" 1
n=$(requests)
expect 0 earshot -C "$W/ws" run --due
is 'requests when nothing is due' "$(requests)" "$n"
expect 0 earshot -C "$W/ws" schedule --csv
holds "$W/out" 'done'

# The other source by itself.
sql "$W/ws" 'UPDATE schedule_run SET day = day - 40 WHERE source_id > 0'
expect 0 earshot -C "$W/ws" run --due
at_least 'requests to it' "$(requests qa)" 1

# Somebody else works: exit code 75, and the slot stays due.
yesterday 1
{
    flock 8
    expect 75 earshot -C "$W/ws" run --due
} 8>>"$W/ws/earshot.lock"
is 'slots begun' "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run WHERE ended_s IS NULL')" 0

# Killed in the middle, twice: taken up, done once, one row.
rows=$(sql "$W/ws" 'SELECT count(*) FROM schedule_run')
for _ in 1 2; do
    "$ROOT/$B/earshot" -C "$W/ws" run --due >/dev/null 2>&1 &
    pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run WHERE ended_s IS NULL')" = 1 ] && break
        sleep 0.02
    done
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
done
expect 0 earshot -C "$W/ws" run --due
is 'rows' "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run')" "$((rows + 1))"
is 'slots without an end' "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run WHERE ended_s IS NULL')" 0
expect 0 earshot -C "$W/ws" run --due
holds "$W/err" 'nothing is due before'

# Files that start it.
mkdir "$W/units"
expect 0 earshot -C "$W/ws" schedule --systemd -o "$W/units"
for f in earshot-run.service earshot-run.timer earshot-serve.service; do
    [ -s "$W/units/$f" ] || fail "$f is not there"
done
holds "$W/units/earshot-run.service" "ReadWritePaths=$W/ws"
holds "$W/units/earshot-run.service" "run --due"
case $W in /tmp/* | /var/tmp/*) holds "$W/err" "$W/ws: services see none of it (PrivateTmp)" ;; esac
holds "$W/err" "user earshot, who must own $W/ws"
expect 0 earshot -C "$W/ws" schedule --systemd
holds "$W/out" "#   chown -R earshot:earshot $W/ws"
holds "$W/out" 'enable --now earshot-run.timer earshot-serve.service'
expect 0 earshot -C "$W/ws" schedule --cron
holds "$W/out" "earshot -C $W/ws run --due"
# as crontab(5) has it: five fields in their ranges, then a command
awk 'function bad(why) { print "line " NR ": " why; exit }
    function field(v, low, high,  parts, ranges, k, n, step) {
        n = split(v, ranges, ",")
        for (k = 1; k <= n; k++) {
            step = split(ranges[k], parts, "/")
            if (step > 2 || (step == 2 && (parts[2] !~ /^[0-9]+$/ || parts[2] < 1 || parts[2] > high))) bad("step " v)
            if (parts[1] == "*") continue
            if (parts[1] !~ /^[0-9]+(-[0-9]+)?$/) bad("field " v)
            split(parts[1], parts, "-")
            if (parts[1] < low || parts[1] > high || (parts[2] != "" && (parts[2] < parts[1] || parts[2] > high))) bad("range " v)
        }
    }
    /^#/ || /^$/ { next }
    NF < 6 { bad("too few fields") }
    { field($1, 0, 59); field($2, 0, 23); field($3, 1, 31); field($4, 1, 12); field($5, 0, 7); lines++ }
    $6 !~ /^\// { bad("wanted a full path") }
    /%/ { bad("cron ends a line there") }
    END { print lines + 0 " lines" }' "$W/out" >"$W/cron"
is 'crontab' "$(cat "$W/cron")" '1 lines'
expect 2 earshot -C "$W/ws" schedule --cron --systemd
if command -v systemd-analyze >/dev/null; then
    for s in run serve; do
        expect 0 systemd-analyze security --offline=true --threshold=20 "$W/units/earshot-$s.service"
        expect 0 systemd-analyze verify "$W/units/earshot-$s.service"
        [ ! -s "$W/err" ] || fail "earshot-$s.service: $(cat "$W/err")"
    done
    expect 0 systemd-analyze verify "$W/units/earshot-run.timer"
fi

# Twelve departments, sixty sources: a line each, each department at a moment of its own, fit for a terminal.
expect 0 earshot init "$W/many"
settings >"$W/many/earshot.ini"
for d in 01 02 03 04 05 06 07 08 09 10 11 12; do
    {
        printf '[department]\nname = Department %s\nsite = https://d%s.example.edu/\nkeyword = k\n' $d $d
        printf 'schedule = weekdays 05:00-07:00 America/New_York jitter 20m\n'
        for s in 1 2 3 4 5; do
            printf '[source s%s]\nurl = https://q%s.example/%s\nbasis = feed\n' $s $s $d
            printf 'schedule = daily 0%s:30 Europe/Berlin\n' $s
        done
    } >"$W/many/seeds/dept$d.ini"
done
expect 0 earshot -C "$W/many" run --due
expect 0 earshot -C "$W/many" schedule
is 'lines' "$(wc -l <"$W/out")" 73
at_most 'columns of the longest line' "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' "$W/out")" 160
expect 0 earshot -C "$W/many" schedule --jsonl
# of 1,200 seconds; two may meet, one day in twenty
at_least 'moments of twelve departments' "$(grep -v '/s' "$W/out" | sed 's/.*"next":"\([^"]*\)".*/\1/' | sort -u | wc -l)" 10
sed -n 's/.*"name":"dept[0-9]*","schedule":.*"next":"[^T]*T\([0-9]*\):.*/\1/p' "$W/out" | sort -u >"$W/hours"
while read -r hour; do # 05:00 to 07:00 in New York, in summer or winter
    at_least 'hour (UTC) of a department' "${hour#0}" 9
    at_most 'hour (UTC) of a department' "${hour#0}" 11
done <"$W/hours"
