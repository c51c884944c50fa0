# What a changed list of keywords would gain and lose, and that it changes nothing.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws" forum faq
expect 0 earshot -C "$W/ws" crawl
posts=$(sql "$W/ws" 'SELECT count(*) FROM post')
at_least posts "$posts" 5
one=$(sql "$W/ws" "SELECT count(*) FROM post WHERE title || ' ' || body LIKE '%fee%'")
at_least 'posts about a fee' "$one" 1

# As it is: everything stays.
expect 0 earshot -C "$W/ws" match --dept physics --dry-run --json
is 'words that stand twice' "$(grep -c '"words":\["Northfield","Northfield"' "$W/out")" 0
is 'all stay' "$(grep -c '"verdict":"keeps"' "$W/out")" "$posts"
lacks "$W/out" '"verdict":"gains"'
holds "$W/err" "$posts posts stay, 0 come, 0 go"

# A department is tried on what its own sources read, be they new in its file.
sed -e '/^site /d' -e '/^contact /d' -e '/source forum/,/^$/d' "$W/ws/seeds/physics.ini" >"$W/ws/seeds/library.ini"
expect 0 earshot -C "$W/ws" match --dept library --jsonl
at_least 'come' "$(grep -c '"verdict":"gains"' "$W/out")" 1
is 'of other sources' "$(grep -cv "\"address\":\"$FAQ" "$W/out")" 0
earshot -C "$W/ws" match --dept library --ids >"$W/new" 2>"$W/err"
expect 0 earshot -C "$W/ws" crawl --dry-run
expect 0 earshot -C "$W/ws" match --dept library --ids
same "$W/out" <"$W/new"
rm "$W/ws/seeds/library.ini"

# Another list: sorted by what happens, with the words as they stand there.
sed -i 's/^keyword .*/keyword = park*\nkeyword = zebra crossing\nkeyword = "Northfield"/' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" match --dept physics --jsonl
cp "$W/out" "$W/again"
expect 0 earshot -C "$W/ws" match --dept physics --jsonl
same "$W/out" <"$W/again"
holds "$W/out" '"parking"'
holds "$W/err" '1 keyword hits no stored post'
expect 0 earshot -C "$W/ws" match --keywords --csv
tr -d '\r' <"$W/out" >"$W/table"
is 'the head' "$(head -1 "$W/table")" keyword,department,kind,posts,alone,gains,words
is 'the most first' "$(sed -n 2p "$W/table" | cut -d, -f1)" '"""Northfield"""'
holds "$W/table" 'zebra crossing,physics,keyword,0,0,0,'
is 'rows' "$(wc -l <"$W/table")" 5
sed -i '/Northfield"$/d' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" match --jsonl
lost=$(grep -c '"verdict":"loses"' "$W/out")
at_least 'lost' "$lost" 1
is 'they come first' "$(head -"$lost" "$W/out" | grep -c '"loses"')" "$lost"
is 'nothing is changed' "$(sql "$W/ws" 'SELECT count(*) FROM post_match')" "$posts"

# What is no keyword is said with its line.
sed -i 's/^keyword = zebra.*/keyword = titel:zebra/' "$W/ws/seeds/physics.ini"
expect 7 earshot -C "$W/ws" match
holds "$W/err" 'no operator "titel:"'
