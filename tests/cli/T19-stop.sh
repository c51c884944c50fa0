# SIGTERM and SIGINT end a crawl cleanly within seconds, whatever it is doing; a second one at once.
. tests/cli/lib.sh

BIN=$ROOT/$B/earshot

# How soon is at once: sooner than CRAWL_GRACE_MS, which what is under way gets to end.
AT_ONCE=6
# With that grace, while what it waits for would take minutes.
IN_TIME=60

# begun NAME: the command that was started crawls there.  read_some NAME: a page of an archive at least.
begun() { grep -qx "$pid" "$W/$1/earshot.lock" && store_says "$W/$1" 'SELECT count(*) FROM crawl_run'; }
read_some() { store_says "$W/$1" 'SELECT count(*) > 0 FROM page'; }

# stops WHAT SIGNAL CODE SECONDS READY COMMAND...: started, signalled a while after the command
# READY succeeds, ended in time.
stops() {
    what=$1 sig=$2 want=$3 seconds=$4 ready=$5
    shift 5
    "$@" >"$W/stopped" 2>&1 </dev/null &
    pid=$!
    # shellcheck disable=SC2086
    soon $ready || fail "$what: it does not begin"
    case $ready in read_some*) ;; *) sleep 1 ;; esac
    kill -0 $pid 2>/dev/null || fail "$what: it ended before the signal"
    from=$(date +%s)
    for one in $sig; do
        kill -"$one" $pid
        sleep 0.2
    done
    wait $pid 2>/dev/null
    is "$what, SIG$sig: exit code" $? "$want"
    at_most "$what, SIG$sig: seconds to the end" $(($(date +%s) - from)) "$seconds"
}

# make NAME PATH: a workspace whose one source is there.
make() {
    expect 0 earshot init "$W/$1"
    settings >"$W/$1/earshot.ini"
    printf 'timeout = 60s\n' >>"$W/$1/earshot.ini"
    printf '[department]\nname = P\nkeyword = Northfield\n[source s]\nurl = http://127.0.0.1:%s/%s\nbasis = licence\n' \
        "$RAW" "$2" >"$W/$1/seeds/p.ini"
}

intact() {
    is "$1: integrity" "$(sql "$W/$1" 'PRAGMA integrity_check')" ok
    is "$1: runs that are open" "$(sql "$W/$1" 'SELECT count(*) FROM crawl_run WHERE ended_s IS NULL')" 1
}

raw_start
page='<html><title>Northfield</title>'
echo "$page" | respond page 'Content-Type: text/html'
echo "$page" | respond slow 'Content-Type: text/html'
echo 120000 >"$W/raw/slow.wait"
echo "$page" | respond drip 'Content-Type: text/html'
echo 1500 >"$W/raw/drip.drip"

respond robots.txt </dev/null
make slow slow
make drip drip
# What is under way gets its time to end: three of these at once.
(stops 'an answer is slow' TERM 143 $IN_TIME 'begun slow' "$BIN" -C "$W/slow" crawl && exit $FAILED) &
first=$!
(stops 'an answer drips' INT 130 $IN_TIME 'begun drip' "$BIN" -C "$W/drip" crawl && exit $FAILED) &
second=$!
soon grep -q slow "$W/raw/log" && soon grep -q drip "$W/raw/log" || fail 'they ask for no page' # robots.txt they have had
make robots page
echo 120000 >"$W/raw/robots.txt.wait"
stops 'robots.txt is slow' TERM 143 $IN_TIME 'begun robots' "$BIN" -C "$W/robots" crawl
wait $first || FAILED=1
wait $second || FAILED=1
intact robots
intact slow
intact drip
rm "$W/raw/robots.txt.wait"
stops 'twice' 'TERM TERM' 143 $AT_ONCE 'begun slow' "$BIN" -C "$W/slow" crawl
stops 'twice' 'TERM INT' 130 $AT_ONCE 'begun slow' "$BIN" -C "$W/slow" crawl
stops 'twice' 'INT TERM' 143 $AT_ONCE 'begun drip' "$BIN" -C "$W/drip" crawl
intact slow
intact drip

make clock page
printf 'User-agent: *\nCrawl-delay: 300\n' | respond robots.txt 'Content-Type: text/plain'
stops 'a clock runs' TERM 143 $AT_ONCE 'begun clock' "$BIN" -C "$W/clock" crawl
stops 'a clock runs' INT 130 $AT_ONCE 'begun clock' "$BIN" -C "$W/clock" crawl
intact clock

make blocked page
printf 'HTTP/1.1 503 Busy\r\nRetry-After: 200\r\nContent-Length: 0\r\n\r\n' >"$W/raw/robots.txt"
stops 'the host asked for a pause' TERM 143 $AT_ONCE 'begun blocked' "$BIN" -C "$W/blocked" crawl
intact blocked

# An archive that comes through a pipe, and stops coming.
make pipe page
printf '%s' "$page" >"$W/a.html"
printf 'a.html\thttp://127.0.0.1:%s/page\n' "$RAW" >"$W/list.tsv"
expect 0 "$B/tests/warc/mkwarc" "$W" "$W/list.tsv" "$W/one.warc.gz"
mkfifo "$W/archive"
for end in TERM:143 INT:130; do
    { cat "$W/one.warc.gz" && exec sleep 60; } >"$W/archive" &
    feeder=$!
    stops 'an archive from a pipe' "${end%:*}" "${end#*:}" $AT_ONCE 'begun pipe' \
        "$BIN" -C "$W/pipe" crawl --warc "$W/archive" --dept p
    kill $feeder 2>/dev/null
    { cat "$W/one.warc.gz" && exec sleep 60; } >"$W/archive" &
    feeder=$!
    stops 'the filter warc' "${end%:*}" "${end#*:}" $AT_ONCE true "$BIN" filter warc "$W/archive"
    kill $feeder 2>/dev/null
done
is 'pages of the archive' "$(sql "$W/pipe" 'SELECT count(*) FROM page')" 1

# A large archive, in the middle.
for i in $(seq 30000); do
    printf 'a.html\thttp://127.0.0.1:%s/page/%d\n' "$RAW" "$i"
done >"$W/list.tsv"
expect 0 "$B/tests/warc/mkwarc" "$W" "$W/list.tsv" "$W/many.warc.gz"
make many page
stops 'a large archive' TERM 143 $IN_TIME 'read_some many' "$BIN" -C "$W/many" crawl --warc "$W/many.warc.gz" --dept p
at_least 'pages so far' "$(sql "$W/many" 'SELECT count(*) FROM page')" 1
is 'integrity' "$(sql "$W/many" 'PRAGMA integrity_check')" ok
