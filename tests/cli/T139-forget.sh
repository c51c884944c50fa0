# Words that somebody wants forgotten are in no file of the workspace afterwards: frozen lists in
# every form, packed ones too, the store's pages and log, archives, the index, what was half written.
. tests/cli/lib.sh

raw_start
SITE=http://127.0.0.1:$RAW
# of a month that is over
post() { html_question "$SITE" "$@" 2026-03-05T10:00:00Z; }
post ask-one 'Why did Zebedee Quirk fail the Northfield exam?' 'I heard that he did.'
post ask-two 'Can I get help at Northfield with a paper?' 'ZEBEDEE  QUIRK could not tell me.'
post ask-three 'When does the Northfield summer school begin?' 'I want to come by train.'
post ask-four 'May the marks of Ottilie Marsh at Northfield be seen?' 'She did not ask me to.'
html_page index 'Board' '<ul><li><a href="/ask-one">one</a></li><li><a href="/ask-two">two</a></li>
<li><a href="/ask-three">three</a></li><li><a href="/ask-four">four</a></li></ul>'
html_page own 'Physics' '<p>Welcome to the department.</p>'

DELAY=2ms
board_workspace "$W/ws" "$SITE/own" "$SITE/" 'keyword = Northfield'
echo 'archive = yes' >>"$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" run
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 4

# A month that is over, frozen in each form, for all and for the department; a sheet; a feed of ours.
FORMS='csv xlsx jsonl md html atom'
for form in $FORMS; do
    expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --format $form
    expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --dept physics --format $form
done 2>/dev/null
holds "$W/ws/exports/unanswered-2026-03.csv" 'Zebedee Quirk'
expect 0 earshot -C "$W/ws" export sheet --format html -o "$W/ws/exports/sheet.html"
expect 0 earshot -C "$W/ws" export sheet --format xlsx -o "$W/ws/exports/sheet.xlsx"
expect 0 earshot -C "$W/ws" export questions --format xlsx -o "$W/ws/exports/mine.xlsx"
echo 'who was killed left Zebedee Quirk here' >"$W/ws/exports/unanswered-2026-02.csv.part"
expect 0 earshot -C "$W/ws" search Zebedee
echo 'who was killed left a copy, Zebedee Quirk in it' >"$W/ws/archive/earshot-1.warc.gz.part"
GROUP=$(sql "$W/ws" "SELECT group_id FROM group_link l JOIN question q ON q.id = question_id WHERE text LIKE '%summer%'")
expect 0 earshot -C "$W/ws" journal add 'Zebedee Quirk was in the papers'
sql "$W/ws" "INSERT INTO note (group_id, text, actor, at_s) VALUES ($GROUP, 'zebedee quirk called', 'ann', 1)"
# Words of before that were changed stand in free bytes.
sql "$W/ws" "PRAGMA secure_delete = OFF; INSERT INTO note (group_id, text, actor, at_s)
    SELECT $GROUP, 'Zebedee Quirk ' || hex(zeroblob(900)), 'ann', 1 FROM page; DELETE FROM note WHERE length(text) > 900"
cp -r "$W/ws" "$W/kept"

# anywhere DIR WORDS: the files of a workspace that hold them, unpacked where they are packed.
cat >"$W/anywhere.py" <<'PY'
import sys
from unpacked import files
words = [w.lower().encode() for w in sys.argv[2:]]
for name, data in files(sys.argv[1]):
    if any(w in data.lower() for w in words):
        print(name)
PY
anywhere() { PYTHONPATH=tests/cli python3 -B "$W/anywhere.py" "$@" | sort; }
at_least 'files with the words before' "$(anywhere "$W/ws" 'zebedee' 'quirk' | wc -l)" 18

# Dry: all of it is named, nothing changes.
expect 0 earshot -C "$W/ws" erase --text 'Zebedee Quirk' --csv
for what in post, 'frozen list,exports/unanswered-2026-03.xlsx' 'frozen list,exports/unanswered-2026-03-physics.atom' \
    'export,exports/sheet.html' 'export,exports/sheet.xlsx' 'archive record,' index, journal, note,; do
    holds "$W/out" "$what"
done
for form in $FORMS frozen; do
    cmp -s "$W/kept/exports/unanswered-2026-03.$form" "$W/ws/exports/unanswered-2026-03.$form" || fail "$form: a dry run wrote"
done
[ -e "$W/ws/exports/sheet.html" ] || fail 'a dry run deleted'

# Done: nowhere, and the lists are lists still.
DAY=$(date -u +%Y-%m-%d)
expect 0 earshot -C "$W/ws" erase --text 'Zebedee Quirk' --yes --csv
holds "$W/out" 'frozen list,exports/unanswered-2026-03.csv,yes,"words replaced, frozen anew"'
anywhere "$W/ws" 'zebedee' 'quirk' >"$W/left"
same "$W/left" </dev/null
for form in $FORMS; do
    for dept in '' '--dept physics'; do
        # shellcheck disable=SC2086
        expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 $dept --format $form
        name=unanswered-2026-03${dept:+-physics}.$form
        cmp -s "$W/out" "$W/ws/exports/$name" || fail "$name: not what is kept"
    done
done
holds "$W/ws/exports/unanswered-2026-03.csv" "[erased $DAY]"
holds "$W/ws/exports/unanswered-2026-03.csv" 'summer school'
is 'rows of the list' "$(wc -l <"$W/ws/exports/unanswered-2026-03.csv")" "$(wc -l <"$W/kept/exports/unanswered-2026-03.csv")"
is 'files of the list' "$(ls "$W/ws/exports" | grep -c unanswered)" 13
python3 - "$W/ws/exports/unanswered-2026-03.xlsx" >"$W/sheets" <<'PY'
import re, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
text = ''.join(z.read(n).decode() for n in z.namelist() if n.endswith('.xml'))
print('rows with erased words' in text, text.count('[erased '))
PY
same "$W/sheets" <<'TXT'
True 4
TXT
[ ! -e "$W/ws/exports/sheet.xlsx" ] || fail 'an Excel file with the words is there'
[ ! -e "$W/ws/exports/mine.xlsx" ] || fail 'an Excel file with the words is there'
expect 0 earshot -C "$W/ws" check
expect 0 earshot -C "$W/ws" archive check
expect 4 earshot -C "$W/ws" erase --text 'zebedee quirk' --yes

# By the address: the words of that post, its place in the lists, its address.
expect 0 earshot -C "$W/ws" erase --url "$SITE/ask-four" --yes --csv
anywhere "$W/ws" 'ottilie' 'ask-four' >"$W/left"
same "$W/left" </dev/null
expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --format csv
holds "$W/out" 'summer school'
expect 0 earshot -C "$W/ws" why "$SITE/ask-four"
holds "$W/out" 'erased'

# No crawl brings any of it back, nor does one ask for it.
: >"$W/raw/log"
expect 0 earshot -C "$W/ws" crawl --again
is 'asked for' "$(grep -c ask-four "$W/raw/log")" 0
expect 0 earshot -C "$W/ws" index
anywhere "$W/ws/index" 'ottilie' 'zebedee' 'quirk' >"$W/left"
same "$W/left" </dev/null
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 1

# A list that somebody has changed cannot be made anew: what holds the words goes.
rm -rf "$W/ws"
cp -r "$W/kept" "$W/ws"
echo '{"list":"head"}' >"$W/ws/exports/unanswered-2026-03.frozen"
expect 0 earshot -C "$W/ws" backup
expect 3 earshot -C "$W/ws" erase --text 'Zebedee Quirk' --yes --csv
holds "$W/out" 'export,exports/unanswered-2026-03.csv,yes,deleted'
holds "$W/out" 'copy,backups/earshot-'
holds "$W/out" 'make a new backup, then delete it'
rm -r "$W/ws/backups"
anywhere "$W/ws" 'zebedee' 'quirk' >"$W/left"
same "$W/left" </dev/null
rm "$W/ws/exports/unanswered-2026-03.frozen"
is 'rows of lists that are gone' "$(sql "$W/ws" "SELECT count(*) FROM frozen_list WHERE file LIKE '%.csv'")" 0

# Killed at any moment: the lists are lists, and doing it again does the rest.
for ms in 4 8 12 16 20 25 30 40 60 90; do
    rm -rf "$W/ws"
    cp -r "$W/kept" "$W/ws"
    killed "$ms" -C "$W/ws" erase --text 'Zebedee Quirk' --yes
    whole "$W/ws"
    n=$(sql "$W/ws" 'SELECT count(*) FROM post')
    [ "$n" = 4 ] || is "$ms ms: posts" "$n" 2
    expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --format csv
    case $n in
    4) holds "$W/out" 'Zebedee Quirk' ;;
    *) lacks "$W/out" 'Zebedee Quirk' ;;
    esac
    "$ROOT/$B/earshot" -q -C "$W/ws" erase --text 'Zebedee Quirk' --yes >/dev/null 2>"$W/err"
    code=$?
    [ "$code" = 0 ] || [ "$code" = 4 ] || fail "$ms ms: erasing again exits $code: $(cat "$W/err")"
    anywhere "$W/ws" 'zebedee' 'quirk' >"$W/left"
    same "$W/left" </dev/null
    expect 0 earshot -C "$W/ws" archive check
done
for form in $FORMS; do
    expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --format $form
done

# A list that is being frozen is there whole, or not at all.
rm -rf "$W/kept/exports"
sql "$W/kept" 'DELETE FROM frozen_list'
for ms in 3 6 9 12 16 20 30; do
    rm -rf "$W/ws"
    cp -r "$W/kept" "$W/ws"
    killed "$ms" -C "$W/ws" export unanswered --month 2026-03 --format xlsx
    whole "$W/ws"
    is "$ms ms: rows without a file" "$(for file in $(sql "$W/ws" 'SELECT file FROM frozen_list'); do
        [ -s "$W/ws/exports/$file" ] || echo "$file"
    done)" ''
    expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --format xlsx
    cp "$W/out" "$W/again.xlsx"
    expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --format xlsx
    cmp -s "$W/out" "$W/again.xlsx" || fail "$ms ms: not the same when it is asked for again"
done

# So is a file that is imported.
i=0
while [ "$i" -lt 400 ]; do
    echo "\"How do I reach the Northfield office number $i?\",phone"
    i=$((i + 1))
done | { echo question,where; cat; } >"$W/calls.csv"
for ms in 5 10 20 30 45 60; do
    rm -rf "$W/ws"
    cp -r "$W/kept" "$W/ws"
    killed "$ms" -C "$W/ws" import questions "$W/calls.csv" --dept physics
    whole "$W/ws"
    n=$(sql "$W/ws" 'SELECT count(*) FROM intake')
    [ "$n" = 0 ] || is "$ms ms: questions" "$n" 400
    expect 0 earshot -C "$W/ws" import questions "$W/calls.csv" --dept physics
    is "$ms ms: questions in the end" "$(sql "$W/ws" 'SELECT count(*) FROM intake')" 400
done

# What is not ours to change is named.
rm -rf "$W/ws"
cp -r "$W/kept" "$W/ws"
# What is not ours to change is named.
echo '; ask Zebedee Quirk' >>"$W/ws/seeds/physics.ini"
echo 'call Zebedee Quirk' >"$W/ws/todo.txt"
expect 3 earshot -C "$W/ws" erase --text 'zebedee quirk' --yes --csv
holds "$W/out" 'settings,seeds/physics.ini,no,'
holds "$W/out" 'file,todo.txt,no,'
