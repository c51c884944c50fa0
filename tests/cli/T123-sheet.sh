# A question sheet goes out, is filled in, and comes back as drafts.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum qa
expect 0 earshot -C "$W/ws" run
expect 0 earshot -C "$W/ws" export sheet --dept physics
cp "$W/out" "$W/sheet.csv"
expect 0 earshot -C "$W/ws" export unanswered --dept physics
is 'rows of the sheet' "$(wc -l <"$W/sheet.csv")" "$(wc -l <"$W/out")"
expect 0 earshot -C "$W/ws" export sheet --dept physics --format html
holds "$W/out" '<h1>Question sheet Department of Physics</h1>'
cp "$W/out" "$W/sheet.html"
if command -v xmllint >/dev/null; then expect 0 xmllint --noout "$W/sheet.html"; fi
ID=$(sed -n '2s/,.*//p' "$W/sheet.csv")

# Filled in by hand, the last row left empty.
printf 'group,question,times_asked,answer\r\n%s,x,1,"Come to room 4-113, at any time."\r\n%s,x,1,\r\n' "$ID" "$ID" >"$W/filled.csv"
expect 2 earshot -C "$W/ws" import answers "$W/filled.csv"
holds "$W/err" '--by NAME says who wrote them'
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ann --dry-run
is 'decisions of a dry run' "$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')" 0
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ann
holds "$W/err" '1 answers by ann'
is 'the draft' "$(sql "$W/ws" "SELECT origin || ' ' || (answer LIKE '%Come to room 4-113%') FROM draft WHERE group_id = $ID ORDER BY id DESC LIMIT 1")" 'written 1'
is 'the decision' "$(sql "$W/ws" "SELECT verb || ' ' || actor FROM decision WHERE group_id = $ID")" 'write ann'

# One that is wrong, and none is taken.
n=$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')
printf 'group,answer\n%s,Yes.\n999999,No.\n' "$ID" >"$W/bad.csv"
expect 4 earshot -C "$W/ws" import answers "$W/bad.csv" --by ann
holds "$W/err" "$W/bad.csv:3: group 999999: "
printf 'group,answer\nx,Yes.\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import answers "$W/bad.csv" --by ann
holds "$W/err" "$W/bad.csv:2: group: wanted the number on the sheet"
printf 'PK\003\004' >"$W/bad.xlsx"
expect 1 earshot -C "$W/ws" import answers "$W/bad.xlsx" --by ann
holds "$W/err" 'save the sheet as CSV'
is 'decisions of wrong files' "$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')" "$n"
