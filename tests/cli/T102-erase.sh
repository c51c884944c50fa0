# One post out of everything: rows, archives, exports, index; what is not reached is named.
. tests/cli/lib.sh

raw_start
SITE=http://127.0.0.1:$RAW
post() { html_question "$SITE" "$@"; }
post ask-1 'How do I register for an exam in Northfield?' 'My name is Zebedee Quirk and I failed it.'
post ask-2 'Where is the Northfield library?' 'I asked Zebedee Quirk, who did not know.'
post ask-3 'When does the Northfield summer school begin?' 'I want to come by train.'
html_page index 'Board' '<ul><li><a href="/ask-1">one</a></li><li><a href="/ask-2">two</a></li><li><a href="/ask-3">three</a></li></ul>'

html_page own 'Physics' '<p>Welcome to the department.</p>'

DELAY=2ms
board_workspace "$W/ws" "$SITE/own" "$SITE/" 'keyword = Northfield'
echo 'archive = yes' >>"$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" crawl
earshot -C "$W/ws" index >/dev/null 2>&1
earshot -C "$W/ws" draft >/dev/null 2>&1
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 3
mkdir "$W/ws/exports"
echo "$SITE/ask-1,How do I register" >"$W/ws/exports/one.csv"
echo "$SITE/ask-3,When does" >"$W/ws/exports/three.csv"
GROUP=$(sql "$W/ws" "SELECT group_id FROM group_link l JOIN question q ON q.id = question_id WHERE text LIKE '%register%'")
sql "$W/ws" "INSERT INTO note (group_id, text, actor, at_s) VALUES ($GROUP, 'Zebedee Quirk again', 'ann', 1)"
sql "$W/ws" "INSERT INTO typed VALUES ($GROUP, 'ann', 0, 'Dear Mr Quirk', 1)"
# anywhere WORDS: how many files of the workspace hold them, unpacked where they are packed.
anywhere() {
    n=0
    for file in $(find "$W/ws" -type f ! -name '*.backup'); do
        case $file in *.gz) zcat "$file" ;; *) cat "$file" ;; esac | grep -qaiF -- "$1" && { n=$((n + 1)); echo "  in $file" >&2; }
    done
    echo "$n"
}
at_least 'before' "$(anywhere 'Zebedee Quirk' 2>/dev/null)" 2

expect 2 earshot -C "$W/ws" erase
expect 2 earshot -C "$W/ws" erase --text 'a'
expect 2 earshot -C "$W/ws" erase --text xxxxx --url http://x.example/
expect 4 earshot -C "$W/ws" erase --url "$SITE/none" --yes

# Dry unless told: the list is the same, nothing changes.
cp "$W/ws"/archive/*.warc.gz "$W/before.warc.gz"
expect 0 earshot -C "$W/ws" erase --url "$SITE/ask-1" --csv
holds "$W/err" 'would be erased'
sed 's/ at [0-9]*:.*//' "$W/out" | sort >"$W/dry"
cmp "$W/before.warc.gz" "$W/ws"/archive/*.warc.gz || fail 'a dry run wrote'
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 3
expect 0 earshot -C "$W/ws" erase --url "$SITE/ask-1" --yes --csv
sed 's/ at [0-9]*:.*//' "$W/out" | sort | diff "$W/dry" - || fail 'the dry run said something else'
for what in post, 'note of group,' 'typed text of group,' 'archive record,' export, index, page,; do
    holds "$W/out" "$what"
done
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 2
is 'register' "$(anywhere 'register for an exam')" 0
is 'notes' "$(sql "$W/ws" 'SELECT count(*) FROM note')" 0
[ ! -e "$W/ws/exports/one.csv" ] || fail 'the export is there'
[ -e "$W/ws/exports/three.csv" ] || fail 'an export too many went'
expect 0 earshot -C "$W/ws" archive check
holds "$W/out" ' 0'
is 'length of the archive' "$(stat -c %s "$W/ws"/archive/*.warc.gz)" "$(stat -c %s "$W/before.warc.gz")"
lacks "$(echo "$W/ws"/archive/*.cdxj)" 'ask-1'
holds "$(echo "$W/ws"/archive/*.cdxj)" 'ask-3'
expect 0 earshot -C "$W/ws" check
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" audit --action erase --csv
lacks "$W/out" 'ask-1'
expect 4 earshot -C "$W/ws" erase --url "$SITE/ask-1" --yes

# A crawl, and an old archive, bring nothing back.
expect 0 earshot -C "$W/ws" crawl --again
expect 0 earshot -C "$W/ws" crawl --warc "$W/before.warc.gz"
expect 0 earshot -C "$W/ws" index
is 'posts after a crawl' "$(sql "$W/ws" "SELECT count(*) FROM post WHERE title LIKE '%register%'")" 0
is 'others' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 2

# Words, wherever they stand; copies are named.
expect 0 earshot -C "$W/ws" backup
sql "$W/ws" "INSERT INTO note (group_id, text, actor, at_s)
    SELECT group_id, 'Called ZEBEDEE QUIRK twice; zebedee quirk was out', 'ann', 1 FROM group_link l
    JOIN question q ON q.id = question_id WHERE text LIKE '%summer%'"
expect 3 earshot -C "$W/ws" erase --text 'zebedee quirk' --yes
holds "$W/out" 'a copy of the whole store, not reached'
is 'note' "$(sql "$W/ws" 'SELECT text FROM note')" 'Called [erased] twice; [erased] was out'
is 'words' "$(anywhere 'zebedee quirk')" 0
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 1
expect 0 earshot -C "$W/ws" archive check
expect 0 earshot -C "$W/ws" check
