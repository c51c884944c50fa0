# rush.sh - two editors decide as fast as they can while the crawler, the indexer and the drafter
# write: no decision is lost or made twice, nobody waits in vain.
#
#   B=build sh tests/browser/rush.sh [--seconds N]
#
# "make soak-review" runs it for two minutes; tests/cli/T97-rush.sh is the short form.
. tests/cli/lib.sh
. tests/browser/lib.sh
. tests/browser/world.sh

SECONDS_RUSHED=120
[ "${1:-}" != --seconds ] || SECONDS_RUSHED=$2
ROUND_LIMIT=300 # seconds that one round of the writer may take

site_start --calm
DELAY=0ms workspace "$W/ws"
expect 0 earshot -q -C "$W/ws" run
world=$W/ws
world_accounts physics
serve_start "$W/ws"

# The writer: every page is asked for anew, every draft may be made anew.
rounds=$W/rounds
: >"$rounds"
(
    trap 'exit 0' TERM
    while :; do
        sql "$W/ws" "UPDATE url SET state = 'queued', due_s = 0, etag = NULL, last_modified = NULL, content_hash = 1
            WHERE state = 'done'" || echo "a look from outside fails" >>"$W/bad"
        for command in crawl index draft; do
            timeout "$ROUND_LIMIT" "$ROOT/$B/earshot" -q -C "$W/ws" "$command" >"$W/writer.$command" 2>&1 ||
                { echo "$command exits $?"; cat "$W/writer.$command"; } >>"$W/bad"
            echo "$command" >>"$rounds"
        done
    done
) &
WRITER=$!
PIDS="$PIDS $WRITER"

browse rush.mjs "$SECONDS_RUSHED"
kill "$WRITER" 2>/dev/null
wait "$WRITER" 2>/dev/null
[ ! -s "$W/bad" ] || { fail 'the writer'; head -20 "$W/bad"; }
at_least 'what the writer got done' "$(wc -l <"$rounds")" 1
expect 0 earshot -C "$W/ws" check
! grep -iE 'locked|error|assert' "$W/serve.err" || fail 'serve complains'
cat "$W/browse.out"
echo "$(grep -c draft "$rounds") rounds of the writer"
