# Settings: a mistake is named by file, line, key and the nearest known key; exit 7.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
ini=$W/ws/earshot.ini

broken() {
    printf '%s\n' "$1" >"$ini"
    expect 7 earshot -C "$W/ws" stats
    holds "$W/err" "$2"
}

broken '[crawler]
dealy = 5s' "$ini:2:"
holds "$W/err" 'dealy'
holds "$W/err" 'delay'
broken '[crawler]
delay = soon' "$ini:2:"
holds "$W/err" 'soon'
broken '[crawler]
delay = -1s' "$ini:2:"
broken '[crawler]
delay = 5s
delay = 6s' "$ini:3:"
broken '[crawlers]
delay = 5s' 'crawler'
broken '[crawler]
archive = maybe' 'maybe'
broken '[serve]
listen = localhost:80' "$ini:2:"
broken '[serve]
listen = 0.0.0.0:8377' 'tls_proxy = yes'
broken 'delay = 5s' "$ini:1:"
broken '[crawler' "$ini:1:"

# Several mistakes: check lists each.
cat >"$ini" <<'INI'
[crawler]
dealy = 5s
archive = maybe
INI
expect 7 earshot -C "$W/ws" check --jsonl
holds "$W/out" 'dealy'
holds "$W/out" 'maybe'

settings >"$ini"
cat >"$W/ws/seeds/physics.ini" <<'INI'
[department]
name    = Department of Physics
site    = http://127.0.0.3:1/
keyword = Northfield

[source forum]
url     = http://127.0.0.4:1/
basis   = written permission
INI
expect 0 earshot -C "$W/ws" config show --origin
holds "$W/out" "$ini:4"
grep -E '^crawler +delay +20ms +' "$W/out" >/dev/null || fail "config show does not tell the delay"
grep -E '^crawler +archive +no +default' "$W/out" >/dev/null || fail "a default is not called one"
expect 0 earshot -C "$W/ws" config show
grep -E '^department +keyword +Northfield +.*seeds/physics.ini$' "$W/out" >/dev/null ||
    fail "config show does not tell whose keyword it is"
expect 0 earshot -C "$W/ws" departments --jsonl
holds "$W/out" '"name":"Department of Physics"'

broken_seed() {
    printf '%s\n' "$1" >"$W/ws/seeds/physics.ini"
    expect 7 earshot -C "$W/ws" stats
    holds "$W/err" 'physics.ini'
    holds "$W/err" "$2"
}

broken_seed '[department]
name = P
keywrod = x' 'keyword'
broken_seed '[department]
name = P
site = not an address' 'not an address'
broken_seed '[department]
name = P
[source a]
basis = written permission' 'url'
broken_seed '[department]
name = P
[source a]
url = http://127.0.0.4:1/
mode = shout' 'shout'
printf '[department]\nname = \377\376\nkeyword = x\n' >"$W/ws/seeds/physics.ini"
expect 7 earshot -C "$W/ws" stats

# What is no mistake of the file, but will not do what was meant: exit 8, a line each.
meant() {
    printf '[department]\nname = P\n%b' "$1" >"$W/ws/seeds/physics.ini"
    expect 8 earshot -C "$W/ws" check --csv
    holds "$W/out" "$2"
}
from='[source a]\nurl = http://127.0.0.4:1/\nbasis = own\n'
site='site = http://127.0.0.3:1/\nkeyword = x\n'
meant "keyword = x\n$from" 'no site: without pages to link to'
meant "${site}voice = shrill\n" 'no voice card ""shrill""'
meant "${site}${from}voice = loud\n" 'no voice card ""loud""'
meant "${site}${from}delay = 1ms\n" 'the one of [crawler] is longer'
meant "${site}[campaign c]\nfrom = 2026-11-01\nto = 2026-11-02\n" 'no keyword: nothing belongs to it'
printf '[department]\nname = P\n%b' "keyword = x\n${from}mode = listen\n" >"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" check --offline

# A first page on this machine, which no crawl would be let to: said before one is tried.
settings | grep -v allow_address >"$ini"
expect 8 earshot -C "$W/ws" check --csv
holds "$W/out" '"physics, source a",problem,address 127.0.0.4 is not public (loopback); allow_address may'
