# Redirects to addresses that are not public: of robots.txt, of a first page; nothing is asked there.
. tests/cli/lib.sh

# moves PATH LOCATION: the raw server's answer.
moves() {
    printf 'HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n' "$2" >"$W/raw/$1"
}

# crawl_from PATH CODE: one source; its first page, or robots.txt, leads elsewhere.
crawl_from() {
    rm -rf "$W/ws" "$W/raw/log"
    expect 0 earshot init "$W/ws"
    settings | sed 's|127.0.0.0/8|127.0.0.1/32|' >"$W/ws/earshot.ini"
    printf '[department]\nname = P\nkeyword = x\n[source s]\nurl = http://127.0.0.1:%s/%s\nbasis = licence\n' \
        "$RAW" "$1" >"$W/ws/seeds/p.ini"
    expect "$2" earshot -C "$W/ws" crawl
}

raw_start
for target in http://169.254.169.254/robots.txt "http://[::1]:$RAW/x" "http://127.0.0.2:$RAW/x" \
    "http://0x7f.2:$RAW/x" "http://[::ffff:127.0.0.2]:$RAW/x"; do
    moves robots.txt "$target"
    crawl_from start 3
    holds "$W/out" 'is not public'
    is "asked after robots.txt led to $target" "$(cat "$W/raw/log")" /robots.txt
done

respond robots.txt 'Content-Type: text/plain' </dev/null
for target in http://169.254.169.254/ "http://[::1]:$RAW/x" "http://127.0.0.2:$RAW/x" \
    "file:///etc/passwd"; do
    moves start "$target"
    crawl_from start 3
    expect 0 earshot -C "$W/ws" why "http://127.0.0.1:$RAW/start"
    holds "$W/out" 'moved to where this source does not go'
    is "asked after the first page led to $target" "$(tr '\n' ' ' <"$W/raw/log")" \
        '/robots.txt /start '
done

# Six redirects in a row are one too many for a page.
for i in 1 2 3 4 5 6; do moves "hop$i" "/hop$((i + 1))"; done
respond hop7 'Content-Type: text/html' </dev/null
crawl_from hop1 3
holds "$W/out" 'more than 5 redirects'
is 'hops' "$(tr '\n' ' ' <"$W/raw/log")" '/robots.txt /hop1 /hop2 /hop3 /hop4 /hop5 /hop6 '
