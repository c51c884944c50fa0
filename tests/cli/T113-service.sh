# serve as a service: settings read again on SIGHUP, or kept when they are wrong; what is due started beside it.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum
HOUR=$(far_hour)
sed -i "s/^\[department\]/&\nschedule = daily $HOUR-${HOUR%0}1 jitter 1m/" "$W/ws/seeds/physics.ini"
serve_start "$W/ws" --scheduler

told() {
    soon grep -qF "$1" "$W/serve.err" && return
    fail "serve does not say: $1"
    cat "$W/serve.err"
}

# The scheduler has seen the timetable, in a process of its own.
soon store_says "$W/ws" 'SELECT count(*) FROM schedule_run'
is 'slots seen' "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run')" 1

cp "$W/ws/seeds/physics.ini" "$W/good.ini"
echo 'nonsense = 1' >>"$W/ws/seeds/physics.ini"
kill -HUP "$SERVE_PID"
told 'the settings of before stay: '
web 200 "$APP/healthz"
sed 's/^name .*/name = Department of Physics and more/' "$W/good.ini" >"$W/ws/seeds/physics.ini"
kill -HUP "$SERVE_PID"
told 'the settings were read again'
is 'the name' "$(sql "$W/ws" 'SELECT name FROM department')" 'Department of Physics and more'
web 200 "$APP/healthz"

# What may change without a start does, and what may not is named.
printf '[serve]\nmetrics = yes\nthreads = 3\nlisten = 127.0.0.1:1\n' >>"$W/ws/earshot.ini"
web 404 "$APP/metrics"
kill -HUP "$SERVE_PID"
told '[serve] listen, threads: at the next start'
web 200 "$APP/metrics"

# Fifty times in a row, some of them wrong, while eight connections ask: every request has its answer.
printf 'secret and long' >"$W/password"
expect 0 earshot -C "$W/ws" user add ann --role admin --password-file "$W/password"
web 303 -c "$W/jar" "$APP/sign-in" -d name=ann --data-urlencode "password=secret and long"
cp "$W/ws/seeds/physics.ini" "$W/good.ini"
: >"$W/codes"
for k in 1 2 3 4 5 6 7 8; do
    while [ ! -e "$W/enough" ]; do
        curl -sS -m 20 -b "$W/jar" -o /dev/null -w '%{http_code}\n' "$APP/metrics" -o /dev/null "$APP/sources" \
            -o /dev/null "$APP/q/physics" -o /dev/null "$APP/departments" 2>&1
    done >"$W/codes.$k" &
    PIDS="$PIDS $!" && askers="${askers:-} $!"
done
: >"$W/serve.err"
says_more() { [ "$(grep -c 'settings' "$W/serve.err")" -gt "$n" ]; }
asked_enough() { [ "$(cat "$W"/codes.* | wc -l)" -ge 200 ]; }
for k in 1 2 3 4 5 6 7 8 9 10; do
    for name in A B wrong D E; do
        sed "s/^name .*/name = Physics $k $name/" "$W/good.ini" >"$W/ws/seeds/physics.ini"
        [ $name != wrong ] || echo 'nonsense = 1' >>"$W/ws/seeds/physics.ini"
        n=$(grep -c 'settings' "$W/serve.err")
        kill -HUP "$SERVE_PID"
        soon says_more
    done
done
soon asked_enough
touch "$W/enough"
for pid in $askers; do wait "$pid"; done
cat "$W"/codes.* >"$W/codes"
is 'settings read again, and refused' \
    "$(grep -c 'were read again' "$W/serve.err") $(grep -c 'of before stay' "$W/serve.err")" '40 10'
at_least 'requests meanwhile' "$(wc -l <"$W/codes")" 200
is 'what they were answered' "$(sort -u "$W/codes")" 200
is 'the name at the end' "$(sql "$W/ws" 'SELECT name FROM department')" 'Physics 10 E'
web 200 -b "$W/jar" "$APP/departments"
holds "$W/out" 'Physics 10 E'

kill "$SERVE_PID"
wait "$SERVE_PID"
is 'exit code' "$?" 0

# Off unless asked for.
sed -i '/^listen/d; /^threads/d' "$W/ws/earshot.ini"
sql "$W/ws" 'DELETE FROM schedule_run'
rm -f "$W/serve.out"
serve_start "$W/ws"
sleep 0.6
is 'slots seen without it' "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run')" 0
kill "$SERVE_PID"
wait "$SERVE_PID"

# What the service manager hears: ready, reloading, the watchdog while requests come to their end, stopping.
sink_start notify
rm -f "$W/serve.out"
NOTIFY_SOCKET=$W/notify/socket WATCHDOG_USEC=1000000
export NOTIFY_SOCKET WATCHDOG_USEC
serve_start "$W/ws"
unset NOTIFY_SOCKET WATCHDOG_USEC
heard() {
    soon grep -q "$1" "$W/notify/told" && return
    fail "the service manager does not hear: $1"
    cat "$W/notify/told"
}
heard ' READY=1$'
heard ' WATCHDOG=1$'
kill -HUP "$SERVE_PID"
heard ' RELOADING=1,MONOTONIC_USEC=[0-9]*$'
told 'the settings were read again'
# another process writes, so that a sign-in waits: nothing is fed after a second of that
mkfifo "$W/release"
sqlite3 -cmd '.timeout 60000' "$W/ws/earshot.db" 'BEGIN IMMEDIATE' ".shell touch '$W/locked'; cat '$W/release'" 'ROLLBACK' &
locker=$!
soon [ -e "$W/locked" ] || fail 'the store is not locked'
{
    told 'a request has been at work for 1 s: the watchdog is not fed'
    sleep 2.5
    echo >"$W/release"
} >"$W/released" &
web 401 "$APP/sign-in" -d 'name=nobody&password=nothing'
wait "$locker"
same "$W/released" </dev/null
n=$(grep -c WATCHDOG "$W/notify/told")
fed_again() { [ "$(grep -c WATCHDOG "$W/notify/told")" -gt "$n" ]; }
soon fed_again || fail 'it is not fed again'
awk '/WATCHDOG/ { if (last && $1 - last > gap) gap = $1 - last; last = $1 } END { print gap }' "$W/notify/told" >"$W/gap"
at_least 'longest time without food, ms' "$(cat "$W/gap")" 2500
at_most 'longest time without food, ms' "$(cat "$W/gap")" 30000
kill "$SERVE_PID"
wait "$SERVE_PID"
is 'exit code' "$?" 0
heard ' STOPPING=1$'
is 'ready, before and after' "$(grep -c ' READY=1$' "$W/notify/told")" 2
