# serve as a service: settings read again on SIGHUP, or kept when they are wrong; what is due started beside it.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum
sed -i 's/^\[department\]/&\nschedule = daily 00:00-00:01 jitter 1m/' "$W/ws/seeds/physics.ini"
serve_start "$W/ws" --scheduler

told() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        grep -qF "$1" "$W/serve.err" && return
        sleep 0.1
    done
    fail "serve does not say: $1"
    cat "$W/serve.err"
}

# The scheduler has seen the timetable, in a process of its own.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run')" = 1 ] && break
    sleep 0.1
done
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
kill "$SERVE_PID"
wait "$SERVE_PID"
is 'exit code' "$?" 0

# Off unless asked for.
sql "$W/ws" 'DELETE FROM schedule_run'
rm -f "$W/serve.out"
serve_start "$W/ws"
sleep 0.6
is 'slots seen without it' "$(sql "$W/ws" 'SELECT count(*) FROM schedule_run')" 0
