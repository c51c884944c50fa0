# A visit that goes on from one log into the next counts once, whatever is imported when.
. tests/cli/lib.sh

now=$(date +%s)
midnight=$(((now / 86400 - 2) * 86400))
FIREFOX='Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
# hits SECONDS_FROM_MIDNIGHT FROM TO REFERER: one each of clients FROM to TO
hits() {
    seq "$2" "$3" | sed "s|.*|198.51.100.& - - [$(date -u -d "@$((midnight + $1))" '+%d/%b/%Y:%H:%M:%S +0000')] \"GET /fees HTTP/1.1\" 200 5 \"$4\" \"$FIREFOX\"|"
}

expect 0 earshot init "$W/ws"
cat >"$W/ws/seeds/physics.ini" <<'INI'
[department]
name = Physics
site = https://physics.example.edu/

[source forum]
url   = https://forum.example.net/
basis = written permission
INI
expect 0 earshot -C "$W/ws" journal
sql "$W/ws" "INSERT INTO host (id, authority) VALUES (1, 'https://physics.example.edu');
    INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority, first_seen_s) VALUES
     (1, 1, 'https://physics.example.edu/fees', 1, 1, 'done', 'page', 0, 0, 0);
    INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s) VALUES (1, 1, 'What are the fees?', '', 'en', 'a', 1, 1);
    INSERT INTO question_group (id, department_id, head_id, created_s, changed_s) VALUES (1, 1, 1, 1, 1);
    INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, link_url_id, confidence, voice, template, basis_hash, checks, created_s)
     VALUES (1, 1, 'neutral', 1, 'answer', 'It is on the page.', 'https://physics.example.edu/fees', 1, 1, 'warm', 't', 1, '[]', 1)"

# Three days.  At each midnight some were there before and come again (1 to 40), some leave (41 to 60),
# some come anew (61 to 90), and some were away for longer than half an hour (91 to 99).
: >"$W/log.3" && : >"$W/log.2" && : >"$W/log.1"
night() { # NIGHT BEFORE AFTER
    at=$(($1 * 86400))
    { hits $((at - 2000)) 91 99 https://forum.example.net/; hits $((at - 900)) 1 60 https://forum.example.net/; hits $((at - 30)) 1 20 -; } >>"$W/log.$2"
    { hits $((at + 20)) 1 40 -; hits $((at + 600)) 61 99 https://www.google.com/; hits $((at + 40000)) 1 9 -; } >>"$W/log.$3"
}
night -1 3 2
night 0 2 1
cat "$W/log.3" "$W/log.2" "$W/log.1" >"$W/all.log"
gzip -c "$W/log.3" >"$W/log.10.gz"

rows() { sql "$1" 'SELECT day, how, place, n FROM visit ORDER BY day, how, place'; }
# each LABEL FILE...: each file an import of its own
each() {
    label=$1
    shift
    rm -rf "$W/parts"
    cp -r "$W/ws" "$W/parts"
    for file in "$@"; do expect 0 earshot -C "$W/parts" import weblog "$W/$file" --quiet; done
    rows "$W/parts" >"$W/got"
    cmp "$W/want" "$W/got" || fail "$label: $(diff "$W/want" "$W/got")"
}
cp -r "$W/ws" "$W/whole"
expect 0 earshot -C "$W/whole" import weblog "$W/all.log"
holds "$W/err" ': 234 visits to 1 page'
rows "$W/whole" >"$W/want"
each 'one after the other' log.3 log.2 log.1
each 'twice each' log.3 log.3 log.2 log.2 log.1 log.3 log.1
each 'the newest first' log.1 log.2 log.10.gz
each 'the one between them last' log.1 log.3 log.2
each 'all after some' log.2 all.log
each 'some after all' all.log log.1 log.2
head -n 60 "$W/log.1" >"$W/grown"
each 'a log that grows' log.3 log.2 grown log.1
cp -r "$W/ws" "$W/series"
expect 0 earshot -C "$W/series" import weblog "$W/log.1" "$W/log.10.gz" "$W/log.2" --quiet
rows "$W/series" >"$W/got"
cmp "$W/want" "$W/got" || fail 'a rotated series, as the shell has it, counts otherwise'
cp -r "$W/ws" "$W/pipe"
earshot -C "$W/pipe" import weblog - "$W/log.2" "$W/log.1" <"$W/log.3" --quiet || fail 'standard input'
rows "$W/pipe" >"$W/got"
cmp "$W/want" "$W/got" || fail "standard input first: $(diff "$W/want" "$W/got") $(cat "$W/err")"

# A dry run tells the same as what comes of it, and keeps nothing.
rm -rf "$W/parts"
cp -r "$W/ws" "$W/parts"
expect 0 earshot -C "$W/parts" import weblog "$W/log.1" --quiet
kept=$(sql "$W/parts" 'SELECT COUNT(*) FROM weblog_seam')
expect 0 earshot -C "$W/parts" import weblog "$W/log.2" --dry-run
sed 's/ (dry run: nothing written)//' "$W/err" >"$W/dry"
holds "$W/dry" '40 taken from a later log, where they went on'
is 'kept by a dry run' "$(sql "$W/parts" 'SELECT COUNT(*) FROM weblog_seam')" "$kept"
expect 0 earshot -C "$W/parts" import weblog "$W/log.2"
cmp "$W/dry" "$W/err" || fail "the dry run told otherwise: $(cat "$W/dry" "$W/err")"

# Killed at any point and repeated, in either order.
for first in 3 1; do
    rm -rf "$W/parts"
    cp -r "$W/ws" "$W/parts"
    for file in $first 2 $((4 - first)); do
        for wait in 0.005 0.01 0.02 0.03; do
            earshot -C "$W/parts" import weblog "$W/log.$file" >/dev/null 2>&1 &
            pid=$!
            sleep $wait
            kill -9 $pid 2>/dev/null
            wait $pid 2>/dev/null
        done
        expect 0 earshot -C "$W/parts" import weblog "$W/log.$file" --quiet
    done
    rows "$W/parts" >"$W/got"
    cmp "$W/want" "$W/got" || fail "killed, from log.$first on: $(diff "$W/want" "$W/got")"
done

# What is kept of visitors: hashes of the last half hour, with a key; in no backup, and not for long.
is 'ends that are kept' "$(sql "$W/whole" 'SELECT COUNT(*) FROM weblog_seam WHERE how IS NULL')" 9
is 'keys' "$(sql "$W/whole" 'SELECT COUNT(*) FROM weblog_key')" 1
expect 0 earshot -C "$W/whole" backup -o "$W/backup"
expect 0 earshot restore "$W/backup" "$W/new"
is 'visitors in a backup' "$(sql "$W/new" 'SELECT (SELECT COUNT(*) FROM weblog_seam) + (SELECT COUNT(*) FROM weblog_key)')" 0
sql "$W/whole" 'UPDATE weblog_seam SET until_s = 1'
expect 0 earshot -C "$W/whole" retention run
holds "$W/out" 'seams of logs'
is 'visitors after retention' "$(sql "$W/whole" 'SELECT (SELECT COUNT(*) FROM weblog_seam) + (SELECT COUNT(*) FROM weblog_key)')" 0
