# earshot check asks hosts side by side: three that do not answer cost what one does.
. tests/cli/lib.sh

LIVE=$W/raw
mkdir -p "$LIVE" "$W/dead"
printf 'User-agent: *\nDisallow: /private/\n' | respond robots.txt 'Content-Type: text/plain'
html_page index 'Hello' '<p>Hello.</p>'
echo 60000 >"$W/dead/robots.txt.wait"
: >"$W/dead/robots.txt"
expect 0 earshot init "$W/ws"
{ settings && echo 'timeout = 3s'; } >"$W/ws/earshot.ini"
printf '[department]\nname = Department of Physics\nkeyword = Northfield\n' >"$W/ws/seeds/physics.ini"
for i in 1 2 3 4 5 6; do
    ln -sfn "$([ $((i % 2)) = 1 ] && echo "$LIVE" || echo "$W/dead")" "$W/raw-$i"
    "$ROOT/$B/tests/site/raw" "$W/raw-$i" "127.0.7.$i" >"$W/raw-$i.json" &
    PIDS="$PIDS $!"
    written "$W/raw-$i.json"
    printf '\n[source s%d]\nurl = http://127.0.7.%d:%d/\nbasis = test\n' "$i" "$i" \
        "$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/raw-$i.json")" >>"$W/ws/seeds/physics.ini"
done

expect 8 earshot -C "$W/ws" check --csv
sed -n 's/^"physics, source \(s[0-9]\)",\([a-z]*\),.*\(HTTP 200\|cannot be had\).*/\1 \2 \3/p' "$W/out" >"$W/seen"
same "$W/seen" <<'EOF'
s1 ok HTTP 200
s2 problem cannot be had
s3 ok HTTP 200
s4 problem cannot be had
s5 ok HTTP 200
s6 problem cannot be had
EOF
is 'requests' "$(sql "$W/ws" 'SELECT count(*) FROM fetch')" 9
is 'the dead were asked at the same time' "$(sql "$W/ws" "SELECT max(at_ms) < min(at_ms + span_ms)
    FROM fetch WHERE outcome = 'timeout'")" 1
is 'and none of them twice' "$(sql "$W/ws" "SELECT count(*) FROM fetch WHERE outcome = 'timeout'")" 3

# A signal ends it at once, whoever is waited for; what was known by then is told.
expect 0 earshot init "$W/new"
{ settings && echo 'timeout = 50s'; } >"$W/new/earshot.ini"
cp "$W/ws/seeds/physics.ini" "$W/new/seeds/"
: >"$LIVE/log"
"$ROOT/$B/earshot" -C "$W/new" check --csv >"$W/out" 2>"$W/err" &
CHECK=$!
six_asked() { [ "$(wc -l <"$LIVE/log")" = 6 ]; }
soon six_asked
kill -INT $CHECK
wait $CHECK
is 'exit code' $? 130
is 'hosts that were waited for' "$(grep -c 'robots.txt: not asked for yet; not asked' "$W/out")" 3
is 'what is left on standard error' "$(cat "$W/err")" 'earshot: interrupted; run again to go on'
