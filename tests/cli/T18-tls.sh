# HTTPS: HTTP/1.1 and HTTP/2, an authority of one's own, and certificates and versions that are refused.
. tests/cli/lib.sh

command -v openssl >/dev/null || skip 'openssl is not installed'

# serve NAME CERTIFICATE [OPTION...]: its port in $PORT_OF; files of $W/https are whole answers.
serve() {
    log=$W/$1.log certificate=$2
    shift 2
    # it ends when its input does
    (cd "$W/https" && exec openssl s_server -accept 127.0.0.1:0 -HTTP -cert "$W/$certificate.pem" \
        -key "$W/$certificate.key" "$@" >"$log" 2>&1 <"$W/never") &
    PIDS="$PIDS $!"
    soon grep -q '^ACCEPT .*:[0-9]*$' "$log"
    PORT_OF=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$log")
    [ -z "$PORT_OF" ] || return
    fail "$log: s_server does not start"
    cat "$log"
    exit 1
}

# h2_is: it answers, or it has ended as somebody else has the port.
h2_is() {
    curl -s -o "$W/h2.page" --http2 --cacert "$W/ours.pem" "https://127.0.0.1:$PORT_OF/robots.txt" && h2=up && return
    over $pid && h2=down
}

# serve_h2: the same by HTTP/2, from $W/htdocs; its port in $PORT_OF.
serve_h2() {
    for PORT_OF in $(shuf -i 20000-40000 -n 5); do
        (exec nghttpd -v -a 127.0.0.1 -d "$W/htdocs" "$PORT_OF" "$W/good.key" "$W/good.pem" \
            >"$W/h2.log" 2>&1) &
        pid=$! h2=
        soon h2_is
        [ "$h2" != up ] || { PIDS="$PIDS $pid" && return; }
        kill $pid 2>/dev/null
    done
    fail 'nghttpd does not start'
    cat "$W/h2.log"
    exit 1
}

# make WORKSPACE [LINE]: its sources come from source_at.
make() {
    expect 0 earshot init "$1"
    { settings && printf '%s\n' "${2:-}"; } >"$1/earshot.ini"
    { printf '[department]\nname = P\nkeyword = Northfield\n' && cat "$W/sources"; } >"$1/seeds/p.ini"
}

source_at() {
    printf '[source %s]\nurl = https://%s\nbasis = licence\n' "$1" "$2" >>"$W/sources"
}

# had SOURCE: pages that were read of it.  outcome WORKSPACE HOST: what became of its requests.
had() {
    sql "$W/ws" "SELECT count(*) FROM page JOIN url ON url.id = url_id
                 JOIN source ON source.id = source_id WHERE source.key = '$1'"
}

outcome() {
    sql "$1" "SELECT DISTINCT outcome FROM fetch JOIN host ON host.id = host_id
              WHERE authority = 'https://$2'"
}

# tried DIR N PAGES: a crawl of it, which is ended once so many hosts were refused and so many pages
# are kept: it would ask the hosts again.
all_tried() {
    store_says "$1" "SELECT (SELECT count(DISTINCT host_id) FROM fetch WHERE outcome = 'TLS failed') >= $2
        AND (SELECT count(*) FROM page) >= $3" || over "$crawl"
}

tried() {
    "$ROOT/$B/earshot" -C "$1" crawl >"$W/out" 2>"$W/err" &
    crawl=$!
    soon all_tried "$@"
    kill "$crawl" 2>/dev/null
    wait "$crawl" 2>/dev/null
}

mkdir "$W/https" "$W/htdocs"
mkfifo "$W/never"
sleep 600 >"$W/never" &
PIDS="$PIDS $!"
page='<html><title>Is Northfield physics secure?</title><p>Is Northfield physics secure?</html>'
printf 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n' >"$W/https/robots.txt"
printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s' "$page" >"$W/https/a"
: >"$W/htdocs/robots.txt"
echo "$page" >"$W/htdocs/a.html"

authority ours
authority theirs
here=subjectAltName=IP:127.0.0.1,DNS:localhost
certificate good ours "$here"
certificate other ours subjectAltName=DNS:other.example
certificate unknown theirs "$here"
certificate expired ours "$here" -days 0
authority self
: >"$W/sources"
serve good good
good=127.0.0.1:$PORT_OF
source_at good "$good/a"

# Without ca_file nobody vouches for it.
make "$W/none"
tried "$W/none" 1 0
is 'without ca_file' "$(outcome "$W/none" "$good")" 'TLS failed'
is 'pages without ca_file' "$(sql "$W/none" 'SELECT count(*) FROM page')" 0

source_at named "localhost:${good#*:}/a"
pages=2
refused=
for kind in other unknown expired self; do
    serve $kind $kind
    source_at $kind "127.0.0.1:$PORT_OF/a"
    refused="$refused 127.0.0.1:$PORT_OF"
done
serve old good -tls1_1 -cipher ALL:@SECLEVEL=0
source_at old "127.0.0.1:$PORT_OF/a"
refused="$refused 127.0.0.1:$PORT_OF"
# Plain HTTP where TLS should be.
raw_start
source_at plain "127.0.0.1:$RAW/a"
refused="$refused 127.0.0.1:$RAW"
if command -v nghttpd >/dev/null; then
    serve_h2
    pages=3
    source_at h2 "127.0.0.1:$PORT_OF/a.html"
else
    echo 'skipped: HTTP/2: nghttpd is not installed'
fi

# A path is meant from the workspace on; the authority's file is trusted besides the system's.
make "$W/ws" 'ca_file = ca.pem'
cp "$W/ours.pem" "$W/ws/ca.pem"
expect 0 earshot -C "$W/ws" config show
holds "$W/out" 'ca.pem'
# shellcheck disable=SC2086
set -- $refused
tried "$W/ws" $# $pages
is 'pages with a certificate of ours' "$(had good)" 1
is 'the same by its name' "$(had named)" 1
for host in $refused; do is "outcome of $host" "$(outcome "$W/ws" "$host")" 'TLS failed'; done
is 'pages of the hosts that are refused' \
    "$(had other)$(had unknown)$(had expired)$(had self)$(had old)$(had plain)" 000000
if [ -f "$W/h2.log" ]; then
    is 'pages by HTTP/2' "$(had h2)" 1
    holds "$W/h2.log" ':path: /a.html'
fi
grep -hE 'robots.txt|GET' "$W"/other.log "$W"/unknown.log "$W"/expired.log "$W"/self.log >"$W/leak"
is 'requests sent to hosts that are refused' "$(wc -l <"$W/leak")" 0

# A file that holds no certificate is a mistake that is named at once.
cp "$W/good.key" "$W/ws/ca.pem"
expect 7 earshot -C "$W/ws" crawl
holds "$W/err" 'ca_file'
