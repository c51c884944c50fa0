# The search index on disk: follows the store, is made again when damaged, and is not needed.
. tests/cli/lib.sh

site_start --calm
workspace "$W/ws"
expect 0 earshot -C "$W/ws" run

# Reading it gives what indexing everything in memory gives.
expect 0 earshot -C "$W/ws" check
holds "$W/out" 'index/'
for words in 'application fee waiver' 'visa' 'quantum course' 'zzyzx'; do
    expect 0 earshot -C "$W/ws" search "$words" --jsonl
    is "$words: warnings" "$(wc -c <"$W/err")" 0
    cp "$W/out" "$W/by-index"
    mv "$W/ws/index" "$W/index"
    expect 0 earshot -C "$W/ws" search "$words" --jsonl
    holds "$W/err" 'searching without it; earshot index makes it'
    same "$W/out" <"$W/by-index"
    mv "$W/index" "$W/ws/index"
done
expect 0 earshot -C "$W/ws" search 'application fee waiver' --ids
at_least 'hits' "$(wc -l <"$W/out")" 2

# Nothing new: not a byte of it changes.
(cd "$W/ws/index" && cksum ./*/*) >"$W/before"
expect 0 earshot -C "$W/ws" index
(cd "$W/ws/index" && cksum ./*/*) >"$W/after"
same "$W/after" <"$W/before"

# A question that is gone is found no more; a new one is, after index, in a segment of its own.
expect 0 earshot -C "$W/ws" search application fee --jsonl
first=$(sed -n 's/.*"id": *\([0-9]*\), *"kind": *"question".*/\1/p' "$W/out" | head -1)
[ -n "$first" ] || fail 'no question among the hits'
sql "$W/ws" "DELETE FROM post_match WHERE post_id IN (SELECT post_id FROM sighting WHERE question_id = $first);
             DELETE FROM sighting WHERE question_id = $first"
expect 0 earshot -C "$W/ws" search application fee --jsonl
grep -q "\"id\": *$first, *\"kind\": *\"question\"" "$W/out" && fail "question $first is still found"
segments=$(find "$W/ws/index/questions" -name '*.seg' | wc -l)
expect 0 earshot -C "$W/ws" index
holds "$W/err" 'index/questions: '
at_least 'segments' "$(find "$W/ws/index/questions" -name '*.seg' | wc -l)" "$segments"
expect 0 earshot -C "$W/ws" check

# Behind the store: said, and searched all the same.
sql "$W/ws" "INSERT INTO question (department_id, text, body, language, stems, stem_hash, created_s)
             SELECT department_id, 'Is the flurbology laboratory open?', '', 'en', 'flurbolog', 1, 1 FROM question LIMIT 1;
             INSERT INTO post (url_id, permalink, title, body, tags, how, p, content_hash, first_seen_s,
             last_seen_s, changed_s) SELECT url_id, 'http://127.0.0.1/flurbology', '', '', '', '', 1, 1, 1, 1, 1
             FROM post LIMIT 1;
             INSERT INTO sighting (post_id, department_id, question_id, post_hash)
             SELECT (SELECT MAX(id) FROM post), department_id, id, 1 FROM question
             WHERE stems = 'flurbolog'"
expect 0 earshot -C "$W/ws" search flurbology
holds "$W/err" 'index/questions is behind the store'
holds "$W/out" '*flurbology*'
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" search flurbology
is 'warnings' "$(wc -c <"$W/err")" 0
holds "$W/out" '*flurbology*'

# Damaged: refused by check, healed by --rebuild and, where opening shows it, by index alone.
earshot -C "$W/ws" search application fee --jsonl >"$W/want"
file=$(find "$W/ws/index/questions" -name '*.seg' | sort | head -1)
bytes=$(wc -c <"$file")
printf 'XXXX' | dd of="$file" bs=1 seek=$((bytes / 2)) conv=notrunc 2>/dev/null
expect 8 earshot -C "$W/ws" check
holds "$W/out" 'earshot index --rebuild makes it again'
expect 0 earshot -C "$W/ws" index --rebuild
expect 0 earshot -C "$W/ws" check
expect 0 earshot -C "$W/ws" search application fee --jsonl
is 'ids after --rebuild' "$(grep -o ".id.: *[0-9]*" "$W/out" | sort)" "$(grep -o ".id.: *[0-9]*" "$W/want" | sort)"
printf 'XXXX' | dd of="$W/ws/index/passages/manifest" bs=1 seek=20 conv=notrunc 2>/dev/null
expect 0 earshot -C "$W/ws" search application fee
holds "$W/err" 'index/passages/manifest: damaged: its checksum: searching without it'
expect 0 earshot -C "$W/ws" index
holds "$W/err" 'it is made again'
expect 0 earshot -C "$W/ws" check

# What is not there yet hides no damage of what is.
file=$(find "$W/ws/index/passages" -name '*.seg' | sort | head -1)
printf 'XXXX' | dd of="$file" bs=1 seek=$(($(wc -c <"$file") / 2)) conv=notrunc 2>/dev/null
mv "$W/ws/index/questions" "$W/questions"
expect 8 earshot -C "$W/ws" check
holds "$W/out" 'index/passages'
mv "$W/questions" "$W/ws/index/questions"
expect 0 earshot -C "$W/ws" index --rebuild
expect 0 earshot -C "$W/ws" check

# Damage that opening does not show: postings that make no sense are said, and searched without.
u64() { od -An -t u8 -j "$2" -N 8 "$1" | tr -d ' '; }
earshot -C "$W/ws" search application fee --jsonl >"$W/want"
file=$(find "$W/ws/index/questions" -name '*.seg' | sort | head -1)
row=$(($(u64 "$file" 24) + 5 * 32)) # of the first field's entries
tr '\0' '\377' </dev/zero | dd of="$file" bs=1 seek="$(u64 "$file" $((row + 8)))" count="$(u64 "$file" $((row + 16)))" conv=notrunc 2>/dev/null
expect 0 earshot -C "$W/ws" search application fee --jsonl
holds "$W/err" 'damaged'
holds "$W/err" 'searching without it'
same "$W/out" <"$W/want"
