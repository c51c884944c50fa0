# earshot serve: HTTP at its edges, the queue and the card; what was crawled is only ever text.
. tests/cli/lib.sh

site_start --calm
DELAY=0ms workspace "$W/ws"
expect 0 earshot -C "$W/ws" run

# ---- where it listens ----
expect 6 earshot -C "$W/ws" serve --listen 0.0.0.0:0
holds "$W/err" 'in the clear'
expect 1 earshot -C "$W/ws" serve --listen localhost:80
expect 2 earshot -C "$W/ws" serve --port 70000
holds "$W/err" 'wanted a whole number from 0 to 65535'
expect 2 earshot -C "$W/ws" serve --port=-1

# ---- hostile words in every place that the pages show ----
evil='<script>alert(1)</script>"><img src=x onerror=alert(2)>'
q() { sql "$W/ws" "$1"; }
G=$(q "SELECT group_id FROM queue WHERE state = 'machine' AND errors = 0 ORDER BY rank DESC, group_id LIMIT 1")
q "UPDATE question SET text = '$evil', body = '$evil' WHERE id = (SELECT head_id FROM question_group WHERE id = $G)"
q "UPDATE post SET title = '$evil', body = '$evil', permalink = 'javascript:alert(3)' WHERE id IN (SELECT post_id FROM sighting JOIN group_link USING (question_id) WHERE group_id = $G)"
q "UPDATE page SET title = '$evil'"
q "UPDATE draft SET answer = '$evil' || answer WHERE group_id = $G"
q "INSERT INTO note (group_id, text, actor, at_s) VALUES ($G, '$evil', '$evil', 1)"

echo 'mistletoe grows' >"$W/password"
expect 0 earshot -C "$W/ws" user add ada --role admin --password-file "$W/password"
expect 0 earshot -C "$W/ws" user add vic --role viewer --password-file "$W/password"
serve_start "$W/ws"

code() {
    want=$1
    shift
    web "$want" -b "$W/jar" "$@"
}
sign_in() {
    rm -f "$W/jar"
    curl -s -m 20 -c "$W/jar" -o /dev/null --data-urlencode "name=$1" --data-urlencode 'password=mistletoe grows' "$APP/sign-in"
}
token() { sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' "$W/out" | head -1; }

# ---- without an account: what watches, what looks, nothing else ----
touch "$W/jar"
code 200 "$APP/healthz"
same "$W/out" <<'TEXT'
ok
TEXT
code 200 "$APP/readyz"
code 404 "$APP/metrics"
code 401 "$APP/q/"
code 401 "$APP/g/$G"
code 401 -X POST "$APP/g/$G/approve"

# ---- HTTP at its edges ----
code 404 "$APP/nothing"
code 405 -X DELETE "$APP/healthz"
grep -qi '^Allow: GET, HEAD' "$W/head" || fail "no Allow"
code 405 "$APP/g/$G/approve"
code 404 --path-as-is "$APP/static/../../earshot.ini"
code 404 --path-as-is "$APP/static/x/..%2f..%2fearshot.ini"
code 400 "$APP/q/?find=%ff"
code 400 "$APP/q/?find=%0"
head -c 300000 /dev/zero | tr '\0' a >"$W/big"
code 413 --data-binary "@$W/big" "$APP/sign-in"
code 415 -H 'Content-Type: application/json' -d '{}' "$APP/sign-in"
is "HEAD" "$(curl -sI -m 20 "$APP/healthz" | tr -d '\r' | sed -n 's/^Content-Length: //p')" 3
for page in /healthz /nothing /sign-in; do
    code "$(curl -s -o /dev/null -w '%{http_code}' "$APP$page")" "$APP$page"
    for header in "Content-Security-Policy: default-src 'none'" 'X-Content-Type-Options: nosniff' 'X-Frame-Options: DENY' \
        'Referrer-Policy: no-referrer' 'Cache-Control: no-store'; do
        holds "$W/head" "$header"
    done
done
# A client that brings a byte now and then does not keep others waiting.
(printf 'GET /healthz HTTP/1.1\r\nHost: x\r\nX: '; sleep 3) | curl -s -m 4 "telnet://${APP#http://}" >/dev/null 2>&1 &
slow=$!
code 200 "$APP/healthz"
wait "$slow"
css=$(curl -s "$APP/sign-in" | sed -n 's/.*href="\(\/static\/[^"]*css\)".*/\1/p')
code 200 "$APP$css"
holds "$W/head" 'immutable'
etag=$(tr -d '\r' <"$W/head" | sed -n 's/^ETag: //p')
code 304 -H "If-None-Match: $etag" "$APP$css"

# ---- the queue and the card ----
sign_in ada
code 303 "$APP/"
code 200 "$APP/q/physics"
harmless() {
    lacks "$W/out" '<script>alert'
    lacks "$W/out" '<img'
    lacks "$W/out" 'href="javascript'
    lacks "$W/out" ' style='
    ! sed 's/"[^"]*"//g' "$W/out" | grep -qE '<[a-z][^>]* on[a-z]+=' || fail "a handler stands in the page"
}
harmless
holds "$W/out" '&lt;script&gt;alert(1)'
holds "$W/out" 'aria-current="page"'
code 404 "$APP/q/chemistry"
code 200 "$APP/q/?state=gap"
code 200 "$APP/q/physics?find=no-such-words"
holds "$W/out" 'Nothing here is like that'
code 404 "$APP/g/999999"
code 404 "$APP/g/x"
code 200 "$APP/g/$G"
harmless
holds "$W/out" 'id="question"'
holds "$W/out" 'id="evidence"'
holds "$W/out" 'id="checks"'
holds "$W/out" 'rel="noopener noreferrer nofollow"'
at_most "bytes of the first page" "$(($(wc -c <"$W/out") + $(curl -s "$APP$css" | wc -c)))" 100000
is "a part" "$(curl -s -b "$W/jar" -H 'X-Earshot: part' "$APP/g/$G" | head -c 5)" '<main'

# ---- decisions: the next card follows, undo leads back, a stale revision is a conflict ----
E=$(q "SELECT group_id FROM queue WHERE state = 'machine' AND errors = 0 AND group_id <> $G ORDER BY rank DESC, group_id LIMIT 1")
D=$(q "SELECT draft_id FROM queue WHERE group_id = $E")
code 200 "$APP/g/$E?dept=physics"
csrf=$(token)
card() { code "$1" -d "csrf=$csrf&revision=$3&draft=$D&list=dept%3Dphysics" "$APP/g/$E/$2" ; }
code 403 -d "revision=0" "$APP/g/$E/approve"
card 303 approve 0
grep -q "^Location: /g/[0-9]*?dept=physics&did=approve" "$W/head" || fail "no next card: $(cat "$W/head")"
is state "$(q "SELECT state FROM queue WHERE group_id = $E")" approved
is audit "$(q "SELECT action || ' ' || object || ' ' || result FROM audit ORDER BY id DESC LIMIT 1")" "approve group $E ok"
code 200 "$APP/g/$E?did=approve"
holds "$W/out" 'Approved.'
code 200 "$APP/g/$E?did=%3Cb%3E"
lacks "$W/out" 'class="message"'
card 409 reject 0
holds "$W/out" 'Somebody was quicker'
code 303 -d "csrf=$csrf" "$APP/undo"
is state "$(q "SELECT state FROM queue WHERE group_id = $E")" machine

# Two people edit: the text of the second stays in the box, with base and theirs beside it.
code 303 -d "csrf=$csrf" "$APP/g/$E/take"
is lease "$(q "SELECT actor FROM lease WHERE group_id = $E")" ada
code 200 -d "csrf=$csrf&revision=2&text=half+a+thought" "$APP/g/$E/type"
is typed "$(q "SELECT text FROM typed WHERE group_id = $E")" 'half a thought'
code 200 "$APP/g/$E"
holds "$W/out" 'You typed something here'
code 200 "$APP/g/$E?edit=1"
holds "$W/out" 'half a thought</textarea>'
expect 0 earshot -C "$W/ws" draft "$D" edit --by ben --text-file "$W/password"
code 409 --data-urlencode "csrf=$csrf" -d "revision=2&draft=$D" --data-urlencode 'text=my own words <b>' "$APP/g/$E/edit"
holds "$W/out" 'my own words &lt;b&gt;</textarea>'
holds "$W/out" 'mistletoe grows'
holds "$W/out" 'Base: revision 2'
code 422 --data-urlencode "csrf=$csrf" -d "revision=3&draft=$D" --data-urlencode 'text=It is due on 31 May 2031 in room 1234.' "$APP/g/$E/approve"
holds "$W/out" 'room 1234.</textarea>'
is state "$(q "SELECT state FROM queue WHERE group_id = $E")" edited
code 200 --data-urlencode "csrf=$csrf" --data-urlencode 'text=<i>See 31 May 2031.' "$APP/g/$E/lint"
holds "$W/out" '<strong>Error</strong>'
holds "$W/out" 'class="mark unsupported"'
lacks "$W/out" '<i>'

# Many at once: first the question, then the act.
code 200 -d "csrf=$csrf&verb=park&card=$G.0" "$APP/q/bulk"
holds "$W/out" 'Park for a week: 1 card?'
is state "$(q "SELECT state FROM queue WHERE group_id = $G")" machine
code 200 -d "csrf=$csrf&verb=park&card=$G.0&sure=1" "$APP/q/bulk"
is state "$(q "SELECT state FROM queue WHERE group_id = $G")" parked
code 400 -d "csrf=$csrf&verb=park" "$APP/q/bulk"

# The script's answer: what follows, and what to say.
N=$(q "SELECT group_id || ' ' || draft_id FROM queue WHERE state = 'machine' ORDER BY rank DESC LIMIT 1")
code 200 -H 'X-Earshot: act' -d "csrf=$csrf&revision=0&draft=${N#* }&arg=not-our-topic" "$APP/g/${N% *}/reject"
holds "$W/out" '"says":"Rejected. '
holds "$W/head" 'application/json'

# Who only reads sees no button and gets no further.
sign_in vic
code 200 "$APP/g/$E"
lacks "$W/out" '/approve'
code 403 -d "csrf=$(token)&revision=3" "$APP/g/$E/approve"

kill -TERM "$SERVE_PID"
wait "$SERVE_PID"
is "exit after SIGTERM" "$?" 0
