# What outlives a restart of the web application, what does not, and cookies behind a proxy that does TLS.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
printf '\n[serve]\ntls_proxy = yes\n' >>"$W/ws/earshot.ini"
again() {
    kill "$SERVE_PID"
    wait "$SERVE_PID" 2>/dev/null
    : >"$W/serve.out"
    serve_start "$W/ws"
}
here() { printf '%s%s' "$APP" "$(printf %s "$1" | sed 's|^http://[^/]*||')"; }

# Each start has a link of its own for the first account; an older one is over.
serve_start "$W/ws"
old=$FIRST
web 200 "$old"
again
web 404 "$(here "$old")"
web 200 "$FIRST"
echo 'mistletoe grows' >"$W/password"
expect 0 earshot -C "$W/ws" user add ada --role admin --password-file "$W/password"
web 404 "$FIRST"
web 404 "$FIRST" -d name=eve -d password=mistletoe+grows -d again=mistletoe+grows
again
is "links once somebody has an account" "$FIRST" ''

# Who guessed waits on, whatever was started anew; another address does not.
from() { echo "X-Forwarded-For: $1"; }
for _ in 1 2 3 4 5 6; do
    web 401 "$APP/sign-in" -H "$(from 192.0.2.9)" -d name=ada -d password=wrong
    sql "$W/ws" 'UPDATE attempt SET last_s = last_s - 60'
done
sql "$W/ws" 'UPDATE attempt SET last_s = last_s + 660' # the last one is yet to come, however slow this machine is
again
web 429 "$APP/sign-in" -H "$(from 192.0.2.9)" -d name=ada --data-urlencode 'password=mistletoe grows'
web 429 "$APP/sign-in" -H "$(from 192.0.2.8)" -d name=ada --data-urlencode 'password=mistletoe grows'
sql "$W/ws" 'UPDATE attempt SET last_s = last_s - 660'
web 303 -c "$W/jar" "$APP/sign-in" -H "$(from 192.0.2.8)" -d name=ada --data-urlencode 'password=mistletoe grows'
expect 0 earshot -C "$W/ws" audit --action sign-in --csv
holds "$W/out" 'ada,sign-in,account ada,ok,192.0.2.8'

# A session does, too; behind TLS its cookie says so and is another one.
again
web 200 -b "$W/jar" "$APP/profile"
web 401 -b "$W/jar" "$APP/profile" -H 'X-Forwarded-Proto: https'
web 303 "$APP/sign-in" -H 'X-Forwarded-Proto: https' -H "$(from 192.0.2.8)" -d name=ada --data-urlencode 'password=mistletoe grows'
grep -qE '^Set-Cookie: __Host-earshot=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure.$' "$W/head" ||
    fail "the cookie is: $(grep Set-Cookie "$W/head")"
cookie=$(sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/p' "$W/head")
web 200 -H "Cookie: $cookie" "$APP/profile" -H 'X-Forwarded-Proto: https'
web 401 -H "Cookie: $cookie" "$APP/profile"
