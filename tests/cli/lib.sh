# lib.sh - what every command line test sources: a folder of its own, the
# local test site, and checks that say what they saw.
#
#   . tests/cli/lib.sh
#   expect 0 earshot init "$W/ws"      run, keep $W/out and $W/err, check the exit code
#   holds "$W/err" 'a fixed string'    the file has it
#   same "$W/out" <<'EOF'              the file is exactly this
#   site_start --calm                  sets DEPARTMENT FORUM QA BOARD FAQ TRAPS DEAF API PORT
#   workspace "$W/ws"                  a workspace whose sources are on the test site
#   soon test -s FILE                  wait for it, however slow the machine is
#   gathered                           both, and one run; what most tests of decisions begin with
#
# Tests run from the root of the repository with B naming the build folder.
# What they start ends with them; what they write is below $W.

set -u
B=${B:-build}
ROOT=$(pwd)
W=$(mktemp -d "${TMPDIR:-/tmp}/earshot-test.XXXXXX") || exit 1
SITE_PID=
PIDS= # of what else is started: ended with the test
FAILED=0
HOME=$W
LC_ALL=C
export HOME LC_ALL
unset NO_COLOR http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
umask 022

earshot() { "$ROOT/$B/earshot" "$@"; }

cleanup() {
    trap - EXIT INT TERM
    [ -z "$SITE_PID" ] || { kill "$SITE_PID" 2>/dev/null; wait "$SITE_PID" 2>/dev/null; }
    for pid in $PIDS; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
    [ -z "${MOUNTED:-}" ] || umount "$MOUNTED" 2>/dev/null
    rm -rf "$W"
}
trap 'code=$?; cleanup; [ "$FAILED" -eq 0 ] || code=1; exit $code' EXIT
trap 'exit 1' INT TERM

fail() {
    FAILED=1
    echo "FAILED: $*"
}

skip() {
    echo "skipped: $*"
    exit 0
}

# expect CODE COMMAND...: run it; no crash is ever an accepted failure.
expect() {
    want=$1
    shift
    "$@" >"$W/out" 2>"$W/err" </dev/null
    got=$?
    [ "$got" -eq "$want" ] || {
        fail "\"$*\" exits $got, wanted $want"
        sed 's/^/    out: /' "$W/out" | head -20
        sed 's/^/    err: /' "$W/err" | head -20
    }
}

holds() {
    grep -qF -- "$2" "$1" || {
        fail "$(basename "$1") does not hold: $2"
        sed 's/^/    /' "$1" | head -20
    }
}

lacks() {
    ! grep -qF -- "$2" "$1" || fail "$(basename "$1") holds: $2"
}

# same FILE: standard input is what it must be, byte for byte.
same() {
    cat >"$W/wanted"
    cmp -s "$W/wanted" "$1" || {
        fail "$(basename "$1") differs from what was wanted (-wanted +seen):"
        diff -u "$W/wanted" "$1" | sed 1,2d | head -40
    }
}

# is NAME SEEN WANTED
is() { [ "$2" = "$3" ] || fail "$1: $2, wanted $3"; }

# at_least NAME SEEN LOW
at_least() { [ "$2" -ge "$3" ] || fail "$1: $2, wanted $3 or more"; }

at_most() { [ "$2" -le "$3" ] || fail "$1: $2, wanted $3 or less"; }

# sql FOLDER STATEMENT: a look into the store from outside.
sql() { sqlite3 -batch -noheader -cmd '.timeout 60000' "$1/earshot.db" "$2"; }

# soon COMMAND...: again until it succeeds, for a minute or two at most; says nothing.
soon() {
    soon_n=0
    until "$@" >/dev/null 2>&1; do
        soon_n=$((soon_n + 1))
        [ "$soon_n" -lt 1200 ] || return 1
        sleep 0.05
    done
}

# store_says DIR STATEMENT: its answer is 1; for soon.
store_says() { [ "$(sql "$1" "$2")" = 1 ]; }

# over PID: a child that has ended, waited for or not.
over() { ! grep -q '^State:.[^ZX]' "/proc/$1/status" 2>/dev/null; }

# written FILE: waits until there is something in it.
written() { soon [ -s "$1" ]; }

address() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$W/site.json"; }

site_start() {
    SITE_LOG=$W/site.log
    : >"$SITE_LOG"
    "$ROOT/$B/tests/site/site" --log "$SITE_LOG" --gold "$W/gold.tsv" "$@" >"$W/site.json" &
    SITE_PID=$!
    written "$W/site.json"
    [ -s "$W/site.json" ] || { fail "the test site does not start"; exit 1; }
    PORT=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/site.json")
    DEPARTMENT=$(address department) FORUM=$(address forum) QA=$(address qa)
    BOARD=$(address board) FAQ=$(address faq) TRAPS=$(address traps) DEAF=$(address deaf) API=$(address api)
}

site_stop() {
    kill "$SITE_PID"
    wait "$SITE_PID" 2>/dev/null
    SITE_PID=
}

# raw_start [ADDRESS]: serves the answers that respond makes, at http://127.0.0.1:$RAW.
raw_start() {
    mkdir -p "$W/raw"
    "$ROOT/$B/tests/site/raw" "$W/raw" "$@" >"$W/raw.json" &
    PIDS="$PIDS $!"
    written "$W/raw.json"
    RAW=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/raw.json")
    [ -n "$RAW" ] || { fail "the raw server does not start"; exit 1; }
}

# respond PATH [HEADER...]: standard input is the body of a 200 for it.
respond() {
    answer=$W/raw/$1
    shift
    mkdir -p "$(dirname "$answer")"
    cat >"$W/body"
    {
        printf 'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n' "$(wc -c <"$W/body")"
        for line; do printf '%s\r\n' "$line"; done
        printf '\r\n'
        cat "$W/body"
    } >"$answer"
}

# html_page NAME TITLE HTML: the same for a page with that in it.
html_page() {
    respond "$1" 'Content-Type: text/html; charset=utf-8' <<HTML
<!DOCTYPE html><html lang="en"><head><title>$2</title></head><body><main><h1>$2</h1>
$3</main></body></html>
HTML
}

# html_question ORIGIN NAME TITLE BODY [DATE [BELOW]]: for a question, as boards mark it up.
html_question() {
    respond "$2" 'Content-Type: text/html; charset=utf-8' <<HTML
<!DOCTYPE html><html lang="en"><head><title>$3</title><script type="application/ld+json">
{"@context":"https://schema.org","@type":"QAPage","mainEntity":{"@type":"Question","name":"$3",
"text":"$4","answerCount":0,${5:+"\"dateCreated\":\"$5\","}"url":"$1/$2"}}</script></head>
<body><main><h1>$3</h1><p>$4</p><div>${6:-}</div></main></body></html>
HTML
}

# site_and_board: two hosts with the same answers, the department's own and somebody else's.
site_and_board() {
    raw_start
    SITE=http://127.0.0.1:$RAW
    rm "$W/raw.json"
    raw_start
    BOARD=http://127.0.0.1:$RAW
}

# authority NAME; certificate NAME AUTHORITY EXTENSION [OPTION...]: $W/NAME.pem and .key.
authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
        -keyout "$W/$1.key" -out "$W/$1.pem" 2>"$W/openssl" || { cat "$W/openssl"; exit 1; }
}

certificate() {
    name=$1 by=$2
    printf '%s\n' "$3" >"$W/extension"
    shift 3
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
        -keyout "$W/$name.key" -out "$W/$name.csr" 2>"$W/openssl" &&
        openssl x509 -req -in "$W/$name.csr" -CA "$W/$by.pem" -CAkey "$W/$by.key" -CAcreateserial \
            -extfile "$W/extension" -out "$W/$name.pem" "$@" 2>"$W/openssl" ||
        { cat "$W/openssl"; exit 1; }
}

# sink_start NAME [KIND [CERTIFICATE]]: a server (smtp, smtps, http, notify) that keeps what it is
# sent in $W/NAME; its port in $SINK.  It speaks TLS with $W/CERTIFICATE.pem and .key.
sink_start() {
    mkdir -p "$W/$1"
    [ -z "${3:-}" ] || { cp "$W/$3.pem" "$W/$1/server.pem" && cp "$W/$3.key" "$W/$1/server.key"; }
    "$ROOT/$B/tests/site/sink" "${2:-$1}" "$W/$1" >"$W/$1.json" &
    PIDS="$PIDS $!"
    written "$W/$1.json"
    SINK=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/$1.json")
    [ -n "$SINK" ] || { fail "the server $1 does not start"; exit 1; }
}

# What such a server has kept whole: how many.
kept() { find "$W/$1" -name '[0-9]*' ! -name '*.part' | wc -l; }

# keeps NAME N: so many at least; for soon.
keeps() { [ "$(kept "$1")" -ge "$2" ]; }

# killed MS ARGUMENT...: earshot, killed that many milliseconds after it was started, or done before.
killed() {
    after=$(printf '0.%03d' "$1")
    shift
    "$ROOT/$B/earshot" "$@" >/dev/null 2>&1 </dev/null &
    pid=$!
    sleep "$after"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
}

# whole DIR: nothing is damaged in its store, and every row speaks of ones that are there.
whole() {
    is "integrity of $1" "$(sql "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" ok
}

# damage FILE OFFSET: the byte there is another one.
damage() {
    damaged=$(od -An -tu1 -j "$2" -N 1 "$1")
    # shellcheck disable=SC2059
    printf "\\$(printf %o $((255 - damaged)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# Requests so far, of a host or of all.
requests() { grep -c "\"host\":\"${1:-}" "$SITE_LOG"; }

polite() { "$ROOT/$B/tests/site/polite" "$@"; }

# A time of day that is hours from now, either way: of a schedule that is not to come due by itself.
far_hour() { date -u -d '12 hours' +%H:00; }

settings() {
    cat <<INI
[crawler]
contact       = mailto:test@northfield.example
homepage      = https://northfield.example/earshot
delay         = ${DELAY:-20ms}
allow_address = 127.0.0.0/8
INI
}

# workspace DIR [SOURCE...]: sources of the test site, all that have questions unless named.
workspace() {
    ws=$1
    shift
    expect 0 earshot init "$ws"
    settings >"$ws/earshot.ini"
    cat >"$ws/seeds/physics.ini" <<INI
[department]
name     = Department of Physics
site     = $DEPARTMENT/
keyword  = Northfield
exclude  = physics band
contact  = physics-comms@northfield.example
byline   = {editor}, Department of Physics
voice    = warm
language = en
INI
    for source in ${*:-forum qa board faq}; do
        cat >>"$ws/seeds/physics.ini" <<INI

[source $source]
url   = $(address "$source")/
basis = written permission
INI
    done
}

# board_workspace DIR SITE BOARD [LINE...]: the department's site and one board, all of whose posts
# are kept; more lines of the department.
board_workspace() {
    ws=$1 site=$2 board=$3
    shift 3
    expect 0 earshot init "$ws"
    settings >"$ws/earshot.ini"
    {
        printf '[department]\nname = Department of Physics\nsite = %s\n' "$site"
        printf 'contact = comms@northfield.example\n'
        for line; do printf '%s\n' "$line"; done
        printf '\n[source board]\nurl = %s\nbasis = written permission\nmatch = all\n' "$board"
    } >"$ws/seeds/physics.ini"
}

# admissions DIR: a campaign of that workspace, whose days are always.
admissions() {
    cat >>"$1/seeds/physics.ini" <<INI

[campaign admissions]
from    = 2020-01-01
to      = 2099-12-31
keyword = apply
keyword = application
INI
}

# gathered: the workspace $W/ws after one run over the test site, which is gone again.
gathered() {
    site_start --calm --crawl-delay 0.02
    DELAY=5ms
    workspace "$W/ws"
    expect 0 earshot -C "$W/ws" run
    site_stop
}

# serve_start DIR [OPTION...]: the web application of a workspace, at $APP; $FIRST: the link for the
# first account, while there is none.  Ends with the test.
serve_start() {
    ws=$1
    shift
    "$ROOT/$B/earshot" -C "$ws" serve --port 0 "$@" >"$W/serve.out" 2>"$W/serve.err" &
    SERVE_PID=$!
    PIDS="$PIDS $SERVE_PID"
    written "$W/serve.out"
    APP=$(sed -n '1s|/$||p' "$W/serve.out")
    FIRST=$(sed -n 2p "$W/serve.out")
    [ -n "$APP" ] || { fail "earshot serve does not start"; cat "$W/serve.err"; exit 1; }
}

# web CODE CURL_ARGUMENT...: ask the application; $W/out is the body, $W/head the headers.
web() {
    want=$1
    shift
    got=$(curl -sS -m 60 -o "$W/out" -D "$W/head" -w '%{http_code}' "$@" 2>"$W/err")
    [ "$got" = "$want" ] || {
        fail "curl $* answers $got, wanted $want"
        sed 's/^/    out: /' "$W/out" | head -20
        sed 's/^/    err: /' "$W/err" | head -5
    }
}
