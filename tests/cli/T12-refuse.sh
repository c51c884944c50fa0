# What a crawl will not do, and how it ends when it is told to or has to.
. tests/cli/lib.sh

BIN=$ROOT/$B/earshot
site_start --crawl-delay 0.05 --slow-ms 2000
workspace "$W/ws" forum

# Loopback is not public: without allow_address nothing is asked.
printf '[crawler]\ncontact = mailto:test@northfield.example\ndelay = 20ms\n' >"$W/ws/earshot.ini"
expect 3 earshot -C "$W/ws" crawl
is 'requests without allow_address' "$(requests)" 0
printf '[crawler]\ndelay = 20ms\nallow_address = 10.0.0.0/8\n' >"$W/ws/earshot.ini"
expect 3 earshot -C "$W/ws" crawl
is 'requests with another range' "$(requests)" 0
printf '[crawler]\ncontact = mailto:test@northfield.example\nallow_address = 127.0.0.0/99\n' \
    >"$W/ws/earshot.ini"
expect 7 earshot -C "$W/ws" crawl
holds "$W/err" '127.0.0.0/99'

# A public host is not asked without a contact.
settings | grep -v contact >"$W/ws/earshot.ini"
printf '\n[source far]\nurl = https://earshot.invalid/\nbasis = licence\n' >>"$W/ws/seeds/physics.ini"
expect 7 earshot -C "$W/ws" crawl
holds "$W/err" 'contact'
is 'requests without a contact' "$(requests)" 0

# A source without a basis does not run; the others do.
settings >"$W/ws/earshot.ini"
sed -i '/^\[source far\]/,$d' "$W/ws/seeds/physics.ini"
printf '\n[source qa]\nurl = %s/\n' "$QA" >>"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" crawl --dry-run
is 'requests of a dry run' "$(requests)" 0
earshot -C "$W/ws" crawl >"$W/out" 2>"$W/err"
is 'requests to a source without a basis' "$(requests qa)" 0
at_least 'requests to the source with one' "$(requests forum)" 20

# First pages that are not there, no HTML, empty; a host that nobody serves.
expect 0 earshot init "$W/odd"
settings >"$W/odd/earshot.ini"
{
    printf '[department]\nname = P\nkeyword = Northfield\n'
    for path in missing paper empty gone fails; do
        printf '[source %s]\nurl = %s/%s\nbasis = licence\n' $path "$TRAPS" $path
    done
} >"$W/odd/seeds/odd.ini"
earshot -C "$W/odd" crawl --jsonl >"$W/out" 2>"$W/err"
code=$?
[ $code -eq 0 ] || [ $code -eq 3 ] || fail "a crawl of odd first pages exits $code"
is 'sources in the report' "$(grep -c '"source"' "$W/out")" 5
expect 0 earshot -C "$W/odd" why "$TRAPS/missing"
holds "$W/out" '404'

# A host that nobody serves is asked once, then waited for; its pages are not tried without robots.txt.
expect 0 earshot init "$W/nobody"
settings >"$W/nobody/earshot.ini"
printf '[department]\nname = P\nkeyword = x\n[source far]\nurl = http://127.0.0.99:%s/\nbasis = licence\n' \
    "$PORT" >"$W/nobody/seeds/nobody.ini"
timeout -s TERM 2 "$BIN" -C "$W/nobody" crawl >"$W/out" 2>"$W/err"
code=$?
[ $code -eq 124 ] || [ $code -eq 3 ] || fail "a crawl of an unreachable host exits $code"
expect 0 earshot -C "$W/nobody" why "http://127.0.0.99:$PORT/"
holds "$W/out" 'robots.txt'

# Two at a time: the second is told to come back.  SIGTERM and SIGINT end a run cleanly.
expect 0 earshot init "$W/slow"
settings >"$W/slow/earshot.ini"
printf '[department]\nname = P\nkeyword = Northfield\n[source slow]\nurl = %s/slow\nbasis = licence\n' \
    "$TRAPS" >"$W/slow/seeds/slow.ini"
# It holds the lock; what it waits for goes on while it stands still.
at_work() {
    soon grep -qx "$pid" "$W/slow/earshot.lock" || fail 'the crawl of the slow page does not begin'
    kill -STOP "$pid"
}
for end in TERM:143 INT:130; do
    "$BIN" -C "$W/slow" crawl --again >"$W/out" 2>"$W/err" &
    pid=$!
    at_work
    "$BIN" -C "$W/slow" crawl >"$W/out2" 2>"$W/err2"
    is 'exit of the second of two' $? 75
    holds "$W/err2" "$pid"
    kill -"${end%:*}" $pid
    kill -CONT $pid
    wait $pid
    is "exit after SIG${end%:*}" $? "${end#*:}"
done

# One that was killed leaves no lock and no lease behind.
"$BIN" -C "$W/slow" crawl --again >"$W/out" 2>"$W/err" &
pid=$!
at_work
kill -9 $pid
wait $pid 2>/dev/null
expect 0 earshot -C "$W/slow" crawl
is 'integrity' "$(sql "$W/slow" 'PRAGMA integrity_check')" ok

# A full disk ends a run with a word, and does not spoil what is there.
mkdir "$W/small"
expect 0 earshot init "$W/empty"
empty=$(du -k "$W/empty/earshot.db" | cut -f1) # made in the log first, so it needs twice its room
if mount -t tmpfs -o size=$((empty * 2 + 200))k tmpfs "$W/small" 2>/dev/null; then
    MOUNTED=$W/small
    workspace "$W/small/ws" forum
    expect 1 earshot -C "$W/small/ws" crawl
    holds "$W/err" 'make room and run again'
    settings >"$W/small/ws/earshot.ini"
    echo 'disk_floor = 0' >>"$W/small/ws/earshot.ini"
    earshot -C "$W/small/ws" run >"$W/out" 2>"$W/err"
    code=$?
    [ $code -gt 0 ] && [ $code -lt 70 ] || fail "a run on a full disk exits $code"
    mount -o remount,size=20M "$W/small"
    is 'integrity after a full disk' "$(sql "$W/small/ws" 'PRAGMA integrity_check')" ok
    expect 0 earshot -C "$W/small/ws" run
    at_least 'posts after there is room' "$(sql "$W/small/ws" 'SELECT count(*) FROM post')" 15
else
    echo 'the part about a full disk needs the right to mount a tmpfs: left out'
fi
