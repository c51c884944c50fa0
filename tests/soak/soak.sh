# soak.sh - politeness under stress: a crawl of many hosts that misbehave is killed at random,
# again and again; what the server saw is held against what was allowed, and what was stored
# against a crawl of the same hosts when all was well.
#
#   B=build sh tests/soak/soak.sh [--hosts N] [--pages N] [--seconds N] [--max-ms N] [--seed N] [--brief]
#
# "make soak" runs it with SOAK_SECONDS (180); tests/cli/T91-soak.sh runs a short form.
. tests/cli/lib.sh

HOSTS=200 PAGES=90 SECONDS_KILLED=180 MAX_MS=4000 SEED=$(date +%s) BRIEF=
DELAY_MS=200
while [ $# -gt 0 ]; do
    case $1 in
    --hosts) HOSTS=$2 && shift ;;
    --pages) PAGES=$2 && shift ;;
    --seconds) SECONDS_KILLED=$2 && shift ;;
    --max-ms) MAX_MS=$2 && shift ;;
    --seed) SEED=$2 && shift ;;
    --brief) BRIEF=--brief ;;
    *) echo "soak.sh: unknown option $1" >&2 && exit 2 ;;
    esac
    shift
done
OWN=10 # WORLD_N_OWN
ROUNDS=8 # runs that are left alone until all is done

# folder NAME DELAY: a workspace that crawls every host of the server.
folder() {
    expect 0 earshot init "$W/$1"
    cat >"$W/$1/earshot.ini" <<INI
[crawler]
contact       = mailto:test@northfield.example
delay         = $2
allow_address = 127.0.0.0/8
INI
    sed -n 's/.*"rules":"\([^"]*\)".*/\1/p' "$W/rules.jsonl" | awk -v own=$OWN '
        NR == 1 { print "[department]\nname = Houses\nkeyword = room" }
        NR <= own { print "site = http://" $0 "/" }
        NR > own { printf "\n[source h%d]\nurl = http://%s/\nbasis = test\nmatch = all\n", NR, $0 }
    ' >"$W/$1/seeds/houses.ini"
    rm -f "$W/$1/seeds/physics.ini"
}

# What must not depend on storms and kills: everything but ids, times and what the held host has.
dump() {
    sql "$1" "SELECT 'url', address, url.kind, state FROM url JOIN host ON host.id = host_id
                WHERE authority <> '$HELD'
              UNION ALL SELECT 'page', address, title, page.kind FROM page JOIN url ON url.id = url_id
                JOIN host ON host.id = host_id WHERE authority <> '$HELD'
              UNION ALL SELECT 'text', address, text_hash, '' FROM page_text JOIN url ON url.id = url_id
              UNION ALL SELECT 'post', permalink, title, body FROM post
                JOIN url ON url.id = url_id JOIN host ON host.id = host_id WHERE authority <> '$HELD'
              UNION ALL SELECT 'for', permalink, words, key FROM post_match
                JOIN post ON post.id = post_id JOIN department ON department.id = department_id
                JOIN url ON url.id = url_id JOIN host ON host.id = host_id
                WHERE authority <> '$HELD'" | sort
}

# Addresses that are still to be fetched, and when the first of them may be.
left() {
    sql "$W/ws" "SELECT count(*), coalesce(max(min(due_s) - unixepoch() + 1, 0), 0) FROM url
                 JOIN host ON host.id = host_id
                 WHERE state IN ('queued', 'waiting') AND authority <> '$HELD'"
}

"$ROOT/$B/tests/soak/server" "$W" --hosts "$HOSTS" --pages "$PAGES" --seed "$SEED" $BRIEF &
SITE_PID=$!
written "$W/rules.jsonl"
[ -s "$W/rules.jsonl" ] || { fail 'the server does not start'; exit 1; }
HELD=http://$(sed -n 's/.*"rules":"\([^"]*\)".*"held":true.*/\1/p' "$W/rules.jsonl")

folder calm 1ms
expect 0 earshot -q -C "$W/calm" crawl
dump "$W/calm" >"$W/want"
at_least 'rows of the calm crawl' "$(wc -l <"$W/want")" "$((HOSTS * PAGES))"

kill -USR1 "$SITE_PID"
folder ws "${DELAY_MS}ms"
"$ROOT/$B/tests/soak/drive" --seconds "$SECONDS_KILLED" --max-ms "$MAX_MS" --seed "$SEED" -- \
    "$ROOT/$B/earshot" -q -C "$W/ws" crawl >"$W/events.jsonl" 2>"$W/err"
code=$?
round=1
while read -r n wait <<LEFT && [ "$n" -gt 0 ] && [ "$round" -lt "$ROUNDS" ]; do
$(left | tr '|' ' ')
LEFT
    sleep "$((wait + 1))"
    "$ROOT/$B/tests/soak/drive" -- "$ROOT/$B/earshot" -q -C "$W/ws" crawl \
        >>"$W/events.jsonl" 2>"$W/err"
    code=$?
    round=$((round + 1))
done
# A run may have ended in the store and been killed before it could exit.
read -r at unix <<START
$(sed -n 's/.*"start","at_us":\([0-9]*\),"unix_ms":\([0-9]*\).*/\1 \2/p' "$W/events.jsonl" | head -1)
START
sql "$W/ws" 'SELECT ended_s FROM crawl_run WHERE ended_s IS NOT NULL' |
    awk -v at="$at" -v unix="$unix" '
        { printf "{\"event\":\"end\",\"at_us\":%.0f}\n", ($1 * 1000 - unix) * 1000 + at }' \
        >>"$W/events.jsonl"
is 'exit code, as one host is held' "$code" 3
expect 0 earshot -C "$W/ws" sources --csv
dump "$W/ws" >"$W/got"
same "$W/got" <"$W/want"
kill "$SITE_PID"
wait "$SITE_PID" 2>/dev/null
SITE_PID=
"$ROOT/$B/tests/soak/check" --delay-ms "$DELAY_MS" "$W/rules.jsonl" "$W/log.jsonl" \
    "$W/events.jsonl" >"$W/check" || fail 'not polite'
head -50 "$W/check"
echo "seed $SEED, $round runs to the end"
[ -z "${SOAK_KEEP:-}" ] || cp -r "$W" "$SOAK_KEEP"
