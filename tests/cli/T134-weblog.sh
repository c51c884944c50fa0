# Logs of a web server: visits to the pages that answers link to, each line once.
. tests/cli/lib.sh

now=$(date +%s)
# day N [HH:MM:SS]: the time of a log, N days ago
day() { date -u -d "@$((now - $1 * 86400))" "+%d/%b/%Y:${2:-12:00:00} +0000"; }
number() { echo $((now / 86400 - $1)); }
FIREFOX='Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
# hit DAYS_AGO TIME CLIENT TARGET REFERER [AGENT [STATUS]]
hit() { printf '%s - - [%s] "GET %s HTTP/1.1" %s 5316 "%s" "%s"\n' "$3" "$(day "$1" "$2")" "$4" "${7:-200}" "$5" "${6:-$FIREFOX}"; }

expect 0 earshot init "$W/ws"
cat >"$W/ws/seeds/physics.ini" <<'INI'
[department]
name       = Physics
site       = https://physics.example.edu/
answer_tag = src=answers

[source forum]
url   = https://forum.example.net/
basis = written permission
INI
expect 0 earshot -C "$W/ws" journal
posted=$((now - 10 * 86400))
sql "$W/ws" "INSERT INTO host (id, authority) VALUES (1, 'https://physics.example.edu'), (2, 'https://forum.example.net');
    INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority, first_seen_s) VALUES
     (1, 1, 'https://physics.example.edu/fees', 1, 1, 'done', 'page', 0, 0, 0), (2, 2, 'https://physics.example.edu/visit/', 1, 1, 'done', 'page', 0, 0, 0),
     (3, 3, 'https://forum.example.net/', 2, 2, 'done', 'page', 0, 0, 0);
    INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s, changed_s) VALUES (1, 'Fees', 'other', 1, 0, 1, 1);
    INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash, first_seen_s, last_seen_s, changed_s) VALUES
     (1, 3, 'https://forum.example.net/t/1', 'What are the fees?', 'x', '[]', 'test', 1, 1, 1, 1, 1), (2, 3, 'https://forum.example.net/t/2', 'How much is it?', 'x', '[]', 'test', 1, 1, 1, 1, 1);
    INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s) VALUES (1, 1, 'What are the fees?', '', 'en', 'a', 1, 1), (2, 1, 'How much is it?', '', 'en', 'b', 2, 1);
    INSERT INTO sighting (post_id, department_id, question_id, post_hash) VALUES (1, 1, 1, 1), (2, 1, 2, 1);
    INSERT INTO question_group (id, department_id, head_id, created_s, changed_s) VALUES (1, 1, 1, 1, 1), (2, 1, 2, 1, 1);
    INSERT INTO group_link (question_id, group_id, p, why) VALUES (1, 1, 1, ''), (2, 2, 1, '');
    INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, link_url_id, confidence, voice, template, basis_hash, checks, created_s)
     VALUES (1, 1, 'neutral', 1, 'answer', 'It is on the page.', 'https://physics.example.edu/fees', 1, 1, 'warm', 't', 1, '[]', 1), (2, 2, 'neutral', 1, 'answer', 'It is there.', 'https://physics.example.edu/fees', 1, 1, 'warm', 't', 1, '[]', 1);
    INSERT INTO decision (id, group_id, draft_id, revision, verb, state, actor, at_s) VALUES (1, 1, 1, 1, 'post', 'posted', 'ann', $posted), (2, 2, 2, 1, 'post', 'posted', 'ann', $posted);
    INSERT INTO posting (draft_id, decision_id, post_id, url, actor, at_s) VALUES (1, 1, 1, 'https://forum.example.net/t/1#a9', 'ann', $posted), (2, 2, 2, NULL, 'ann', $posted)"

# Twenty days before the posting one visitor a day without a referer, and three since.
for d in $(seq 30 -1 11); do hit "$d" 10:00:00 198.51.100.7 /fees -; done >"$W/old.log"
for d in $(seq 9 -1 5); do
    for who in 1 2 3; do hit "$d" "1$who:00:00" "198.51.100.$who" /fees -; done
done >"$W/new.log"
{
    hit 4 08:00:00 203.0.113.1 /fees https://forum.example.net/                       # referred: shared by two
    hit 4 08:00:05 203.0.113.1 /fees https://forum.example.net/                       # again
    hit 4 09:00:00 203.0.113.1 /fees https://forum.example.net/                       # an hour later: another
    hit 4 10:00:00 2001:db8::9 /fees https://forum.example.net/t/1                    # the very thread
    hit 4 11:00:00 203.0.113.4 '/fees?src=answers&utm_source=x' -                     # tagged
    hit 4 12:00:00 203.0.113.5 /fees 'https://search.example.com/?q=fees'              # other
    hit 4 12:10:00 203.0.113.6 /fees https://forum.example.net/ 'Googlebot/2.1 (+http://www.google.com/bot.html)'
    hit 4 12:20:00 203.0.113.7 /fees https://forum.example.net/ "$FIREFOX" 404
    hit 4 12:30:00 203.0.113.8 /style.css https://forum.example.net/
    hit 4 12:40:00 203.0.113.9 /visit/ https://forum.example.net/                     # no answer links there
    echo 'not a line of a log'
    printf '203.0.113.3 - - [%s] "POST /fees HTTP/1.1" 200 1 "-" "%s"\n' "$(day 4)" "$FIREFOX"
    printf '203.0.113.3 - - [%s] "\\x16\\x03\\x01" 400 1 "-" "-"\n' "$(day 4)"
} >"$W/more.log"
cat "$W/old.log" "$W/new.log" "$W/more.log" >"$W/all.log"

# A dry run tells and writes nothing; then each line counts once, however the log comes again.
expect 0 earshot -C "$W/ws" import weblog "$W/all.log" --dry-run --csv
holds "$W/out" 'https://physics.example.edu/fees,1,3,35,1'
is 'rows of a dry run' "$(sql "$W/ws" 'SELECT COUNT(*) FROM visit')$(sql "$W/ws" 'SELECT COUNT(*) FROM weblog_line')" 00
[ ! -e "$W/ws/weblog.key" ] || fail 'a dry run made a key'
expect 0 earshot -C "$W/ws" import weblog "$W/all.log" --csv
tr -d '\r' <"$W/out" >"$W/table"
same "$W/table" <<'CSV'
page,tagged,referred,direct,other
https://physics.example.edu/fees,1,3,35,1
CSV
holds "$W/err" 'all.log:46: wanted'
holds "$W/err" '47 lines: 40 visits to 1 page, 1 tagged, 3 referred, 35 without origin, 1 other; 1 again within half an hour; 1 by robots; 1 line wrong'
is 'mode of the key' "$(stat -c %a "$W/ws/weblog.key")" 600
sql "$W/ws" 'SELECT * FROM visit ORDER BY url_id, day, how, group_id, place' >"$W/once"
again() {
    expect 0 earshot -C "$W/ws" import weblog "$@" --quiet
    sql "$W/ws" 'SELECT * FROM visit ORDER BY url_id, day, how, group_id, place' >"$W/twice"
    cmp "$W/once" "$W/twice" || fail "counted twice: $*"
}
again "$W/all.log"
gzip -c "$W/old.log" >"$W/log.2.gz"
gzip -c "$W/new.log" >>"$W/log.2.gz"
again "$W/log.2.gz" "$W/more.log"
again "$W/more.log" "$W/old.log"
earshot -C "$W/ws" import weblog - <"$W/all.log" >"$W/out" 2>"$W/err" || fail 'standard input is refused'
holds "$W/err" '47 lines: 0 visits to 0 pages'
holds "$W/err" 'standard input:46: wanted'
gzip -c "$W/all.log" | earshot -C "$W/ws" import weblog - >"$W/out" 2>"$W/err" || fail 'a packed pipe is refused'
holds "$W/err" '41 counted before'
sed 's/^/physics.example.edu:443 /; /not a line/d' "$W/all.log" >"$W/vhost.log"
sed 's/^/www.example.edu:443 /; /not a line/d' "$W/all.log" >>"$W/vhost.log"
again "$W/vhost.log"
expect 0 earshot -C "$W/ws" import weblog "$W/vhost.log"
holds "$W/err" 'for other hosts'

# Nobody who came is in the store.
strings -n 6 "$W/ws/earshot.db" "$W/ws/earshot.db-wal" 2>/dev/null >"$W/kept"
for word in 203.0.113 198.51.100 2001:db8 Firefox; do lacks "$W/kept" "$word"; done

# Killed at any point and repeated: the same as in one go.
for n in 1 2 3 4 5 6; do
    for d in 9 8 7 6 5; do seq 1 2000 | sed "s|.*|10.$n.$d.& - - [$(day "$d" "0$n:00:00")] \"GET /fees HTTP/1.1\" 200 1 \"-\" \"$FIREFOX &\"|"; done
done >"$W/long.log"
cp -r "$W/ws" "$W/killed"
expect 0 earshot -C "$W/ws" import weblog "$W/long.log"
sql "$W/ws" 'SELECT * FROM visit ORDER BY url_id, day, how, group_id, place' >"$W/once"
for wait in 0.02 0.05 0.1 0.15 0.2; do
    "$ROOT/$B/earshot" -C "$W/killed" import weblog "$W/long.log" >/dev/null 2>&1 &
    pid=$!
    sleep $wait
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
done
expect 0 earshot -C "$W/killed" import weblog "$W/long.log"
sql "$W/killed" 'SELECT * FROM visit ORDER BY url_id, day, how, group_id, place' >"$W/twice"
cmp "$W/once" "$W/twice" || fail 'an import that was killed counts otherwise'

# Several at once, the first of all: one key, and each line counts once.
cp -r "$W/ws" "$W/crowd"
rm "$W/crowd/weblog.key"
sql "$W/crowd" 'DELETE FROM visit; DELETE FROM weblog_line; DELETE FROM weblog_floor'
cp -r "$W/crowd" "$W/alone"
expect 0 earshot -C "$W/alone" import weblog "$W/long.log"
pids=
for _ in 1 2 3 4 5 6; do
    earshot -C "$W/crowd" import weblog "$W/long.log" >/dev/null 2>&1 &
    pids="$pids $!"
done
for pid in $pids; do wait "$pid"; done
expect 0 earshot -C "$W/crowd" import weblog "$W/long.log"
for ws in alone crowd; do
    sql "$W/$ws" 'SELECT * FROM visit ORDER BY url_id, day, how, group_id, place' >"$W/$ws.visits"
done
cmp "$W/alone.visits" "$W/crowd.visits" || fail 'imports at once count otherwise'

# What is no log is one clear error, and keeps the others from nothing.
seq 1 200 >"$W/numbers"
expect 1 earshot -C "$W/ws" import weblog "$W/numbers"
is 'lines about a file that is no log' "$(wc -l <"$W/err")" 1
holds "$W/err" 'numbers: no log in common or combined form: line 1: wanted a time'
# refused FILE WHY: one line, with the number of the line and what was wanted
refused() {
    expect 1 earshot -C "$W/ws" import weblog "$W/$1"
    is "lines about $1" "$(wc -l <"$W/err")" 1
    holds "$W/err" "$1: $2"
}
printf '#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method\n2026-11-20 00:00:00 10.0.0.1 GET /fees - 443\n' >"$W/u_ex.log"
refused u_ex.log 'no log in common or combined form: line 1: it is W3C extended form (IIS), wanted a line such as 192.0.2.1 - - ['
printf '{"level":"info","ts":1763596800.5,"request":{"remote_ip":"10.0.0.1","method":"GET","uri":"/fees"},"status":200}\n' >"$W/caddy.log"
refused caddy.log 'no log in common or combined form: line 1: it is JSON, wanted a line such as'
printf '\n2026/11/20 08:00:00 [error] 7#7: *1 open() "/fees" failed\n' >"$W/error.log"
refused error.log 'no log in common or combined form: line 2: wanted a time'
printf '\375\067\172\130\132\000 and so on' >"$W/log.xz"
refused log.xz 'packed by xz: wanted plain or gzip (xz -dc FILE | earshot import weblog -)'
head -c 300000 /dev/zero >"$W/zeros"
refused zeros 'no log in common or combined form: line 1: longer than a line'
expect 3 earshot -C "$W/ws" import weblog "$W/numbers" "$W/all.log"
expect 4 earshot -C "$W/ws" import weblog "$W/missing"
head -c 200 "$W/log.2.gz" >"$W/cut.gz"
expect 1 earshot -C "$W/ws" import weblog "$W/cut.gz"
holds "$W/err" 'ends before its end'
: >"$W/empty.log"
expect 0 earshot -C "$W/ws" import weblog "$W/empty.log"
expect 2 earshot -C "$W/ws" import weblog

# Two sites, and a log that does not say which.
printf '[department]\nname = Maths\nsite = https://maths.example.edu/\n' >"$W/ws/seeds/maths.ini"
expect 2 earshot -C "$W/ws" import weblog "$W/all.log"
holds "$W/err" 'give --host, one of maths.example.edu, physics.example.edu'
expect 4 earshot -C "$W/ws" import weblog "$W/all.log" --host chem.example.edu
again "$W/all.log" --host physics.example.edu
again "$W/all.log" --dept physics

# What retention has forgotten is not counted again.
rm "$W/ws/seeds/maths.ini"
printf '\n[retention]\nweblog = 7d\n' >>"$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" retention run --quiet
at_least 'the first day that is remembered' "$(sql "$W/ws" 'SELECT day FROM weblog_floor')" "$(number 8)"
again "$W/all.log"
expect 0 earshot -C "$W/ws" import weblog "$W/all.log"
holds "$W/err" 'older than is remembered'
rm "$W/ws/weblog.key"
again "$W/all.log"
holds "$W/err" 'weblog.key is gone'
expect 0 earshot -C "$W/ws" backup -o "$W/backup"
expect 0 earshot restore "$W/backup" "$W/new"
cmp "$W/ws/weblog.key" "$W/new/weblog.key" || fail 'the key is not in the backup'

# What it comes to: by answer, in the report and in lists.
expect 0 earshot -C "$W/killed" export answers --format csv
holds "$W/out" 'visits_tagged,visits_referred,visits_dark'
month=$(date -u -d "@$((now - 4 * 86400))" +%Y-%m)
expect 0 earshot -C "$W/ws" report --month "$month" --format md
holds "$W/out" '## Visits by answer'
grep -qE '^\| What are the fees\?.* \| 0\.5 \| 2 \| [0-9.]+ \|$' "$W/out" || fail "the first answer: $(grep 'What are' "$W/out")"
grep -qE '^\| How much is it\?.* \| 0\.5 \| 1 \| [0-9.]+ \|$' "$W/out" || fail "the second: $(grep 'How much' "$W/out")"
expect 0 earshot -C "$W/ws" report --month 2001-01 --format md
holds "$W/out" 'No log of the web server was read for these days.'
