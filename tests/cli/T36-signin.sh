# Signing in over HTTP: the first account, cookies, forged forms, links that work once, codes, expiry.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
serve_start "$W/ws"
holds "$W/serve.err" 'nobody has an account yet'
jar="-b $W/jar -c $W/jar"
# RFC 6238 by other hands: openssl and the shell.
code_of() {
    mac=$(printf '%016X' $(($(date +%s) / 30)) | basenc --base16 -d | openssl dgst -sha1 -mac HMAC \
        -macopt "hexkey:$(printf %s "$1" | base32 -d | basenc --base16 -w0)" | sed 's/.*= //')
    at=$((0x$(printf %s "$mac" | cut -c40) * 2))
    printf '%06d' $(((0x$(printf %s "$mac" | cut -c$((at + 1))-$((at + 8))) & 0x7fffffff) % 1000000))
}
token() { sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' "$W/out" | head -1; }

# The first link makes an admin, once.
web 200 "$FIRST"
holds "$W/out" 'The first account'
web 404 "$APP/first/0000"
holds "$W/out" 'prints another one when it starts again'
web 422 "$FIRST" -d 'name=ada' -d 'password=short' -d 'again=short'
holds "$W/out" 'too short'
lacks "$W/out" 'value="short"'
web 422 "$FIRST" -d 'name=ada' --data-urlencode 'password=mistletoe grows' -d 'again=other'
web 303 "$FIRST" -d 'name=Ada' -d 'full_name=Ada+L' --data-urlencode 'password=mistletoe grows' \
    --data-urlencode 'again=mistletoe grows'
web 404 "$FIRST"
holds "$W/out" 'earshot user link NAME makes another one'
is "accounts" "$(sql "$W/ws" "SELECT a.name, r.role, r.department_id FROM account a JOIN account_role r ON r.account_id = a.id")" 'ada|admin|'

# Sign-in: the cookie's flags, where it leads, and that nothing else lets in.
web 401 "$APP/profile"
holds "$W/out" 'name="next" value="/profile"'
web 401 "$APP/sign-in" -d name=ada -d password=wrong
lacks "$W/head" 'Set-Cookie'
web 401 "$APP/sign-in" -d name=nobody -d password=wrong
holds "$W/out" 'Name and password do not fit together.'
# shellcheck disable=SC2086 # several words on purpose, as below
web 303 $jar "$APP/sign-in" -d name=ada --data-urlencode 'password=mistletoe grows' -d next=/profile
holds "$W/head" 'Location: /profile'
grep -qE '^Set-Cookie: earshot=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800.$' "$W/head" ||
    fail "the cookie is: $(grep Set-Cookie "$W/head")"
web 200 $jar "$APP/profile"
csrf=$(token)
is "token of the session" "$(printf %s "$csrf" | wc -c)" 64
is "cookie in the store" "$(sql "$W/ws" .dump | grep -c "$(awk '/earshot/ { print $7 }' "$W/jar")")" 0
for next in //evil.example '/\evil.example' https://evil.example 'javascript:1'; do
    web 303 $jar "$APP/sign-in" -d name=ada --data-urlencode 'password=mistletoe grows' --data-urlencode "next=$next"
    grep -q '^Location: /.$' "$W/head" || fail "next=$next leads to $(grep Location "$W/head")"
done
web 200 $jar "$APP/profile"
csrf=$(token)

# Forged: without the token, with another one, from another site, by another origin.
post="$APP/profile"
body='-d full_name=Eve -d mail='
web 403 $jar "$post" $body
web 403 $jar "$post" $body -d csrf=0000
web 403 $jar "$post" $body -d "csrf=$csrf" -H 'Sec-Fetch-Site: cross-site'
holds "$W/out" 'This came from another site, so nothing was done.'
web 403 $jar "$post" $body -d "csrf=$csrf" -H 'Sec-Fetch-Site: same-site'
web 403 $jar "$post" $body -d "csrf=$csrf" -H 'Origin: https://evil.example'
web 403 "$APP/sign-in" -d name=ada --data-urlencode 'password=mistletoe grows' -H 'Sec-Fetch-Site: cross-site'
web 405 $jar "$APP/sign-out"
is "name" "$(sql "$W/ws" 'SELECT full_name FROM account')" 'Ada L'
web 303 $jar "$post" -d 'full_name=Ada+Lovelace' -d mail= -d "csrf=$csrf" -H "Origin: $APP"
web 303 $jar "$post" -d 'full_name=Ada+Lovelace' -d mail= -d "csrf=$csrf" -H 'Origin: null' -H 'Sec-Fetch-Site: same-origin'
is "name" "$(sql "$W/ws" 'SELECT full_name FROM account')" 'Ada Lovelace'

# A session that ended while somebody typed: 401, and the text stands there to be copied.
sql "$W/ws" 'UPDATE session SET seen_s = seen_s - 43200'
long='The deadline is in March, as <b>every</b> year.'
web 401 $jar "$post" --data-urlencode "full_name=$long" -d "csrf=$csrf"
holds "$W/out" 'The deadline is in March, as &lt;b&gt;every&lt;/b&gt; year.'
lacks "$W/out" "$csrf"
web 401 $jar "$APP/profile"

# A link that sets a password once.
expect 0 earshot -C "$W/ws" user link ada
link=$APP$(cat "$W/out")
web 200 "$link"
web 303 "$link" --data-urlencode 'password=heron at noon' --data-urlencode 'again=heron at noon'
web 404 "$link" --data-urlencode 'password=heron at dusk' --data-urlencode 'again=heron at dusk'
web 401 "$APP/sign-in" -d name=ada --data-urlencode 'password=mistletoe grows'

# A second factor: the password leads to a form for the code, and only that to a cookie.
expect 0 earshot -C "$W/ws" user totp ada --on
secret=$(head -1 "$W/out")
web 200 "$APP/sign-in" -d name=ada --data-urlencode 'password=heron at noon'
lacks "$W/head" 'Set-Cookie'
holds "$W/out" 'autocomplete="one-time-code"'
half=$(sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$W/out")
web 401 "$APP/sign-in/code" -d "token=$half" -d code=abcdef
web 401 "$APP/profile" -H "Cookie: earshot=$half"
web 303 $jar "$APP/sign-in/code" -d "token=$half" -d "code=$(code_of "$secret")"
web 200 $jar "$APP/profile"
web 401 "$APP/sign-in/code" -d "token=$half" -d "code=$(code_of "$secret")"
expect 0 earshot -C "$W/ws" user totp ada --off

# Sign-out, and a disabled account.
web 303 $jar "$APP/sign-in" -d name=ada --data-urlencode 'password=heron at noon'
web 200 $jar "$APP/profile"
csrf=$(token)
cp "$W/jar" "$W/kept"
web 303 $jar "$APP/sign-out" -d "csrf=$csrf"
grep -q '^Set-Cookie: earshot=; .*Max-Age=0' "$W/head" || fail "the cookie is not taken back"
web 401 -b "$W/kept" "$APP/profile"

# Guessing: the answer becomes "wait", with the seconds.
for _ in 1 2 3 4 5; do web 401 "$APP/sign-in" -d name=ghost -d password=x; done
sql "$W/ws" 'UPDATE attempt SET last_s = last_s + 600' # however slow this machine is
web 429 "$APP/sign-in" -d name=ghost -d password=x
grep -qE '^Retry-After: [0-9]+.$' "$W/head" || fail "no Retry-After"
expect 0 earshot -C "$W/ws" audit verify
expect 0 earshot -C "$W/ws" audit --action sign-in --csv
lacks "$W/out" ghost
