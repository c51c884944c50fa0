# Groups, search, sources, departments, answers, tray: every page and every file of it, after the pipeline.
. tests/cli/lib.sh

site_start --calm
workspace "$W/ws"
expect 0 earshot -C "$W/ws" crawl
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" draft
echo 'mistletoe grows' >"$W/password"
for who in ada:lead op:operator; do
    expect 0 earshot -C "$W/ws" user add "${who%:*}" --role "${who#*:}" --password-file "$W/password"
done
DRAFT=$(sql "$W/ws" "SELECT MIN(draft_id) FROM queue WHERE state = 'machine' AND errors = 0")
expect 0 earshot -C "$W/ws" draft "$DRAFT" approve --by ada
serve_start "$W/ws"
for who in ada op; do
    web 303 -c "$W/$who.jar" "$APP/sign-in" -d "name=$who" --data-urlencode 'password=mistletoe grows'
done
get() { web "$1" -b "$W/ada.jar" "$APP$2"; }

ALL=$(sql "$W/ws" 'SELECT COUNT(*) FROM queue')
at_least groups "$ALL" 3

# rows NAME PATH WANTED: each form of the list has so many rows.
rows() {
    get 200 "$2.csv?$3"
    head -1 "$W/out" | tr -d '\r' >"$W/header"
    get 200 "$2.json?$3"
    is "$1 as JSON" "$(grep -o '"\(group\|id\|department\)":' "$W/out" | sort | uniq -c | sort -n | tail -1 | awk '{print $1}')" "$4"
    get 200 "$2.jsonl?$3"
    is "$1 as lines" "$(wc -l <"$W/out" | tr -d ' ')" "$4"
    get 200 "$2.atom?$3"
    is "$1 as a feed" "$(grep -c '^<entry>' "$W/out")" "$4"
    get 200 "$2.xlsx?$3"
    is "$1 as an Excel file" "$(head -c 2 "$W/out")" PK
    holds "$W/head" 'attachment; filename='
}
rows queue /q state=all "$ALL"
rows groups /groups '' "$ALL"
expect 0 earshot -C "$W/ws" groups --csv
head -1 "$W/out" | tr -d '\r' >"$W/wanted"
is "columns of groups" "$(cut -d, -f1-12 "$W/header")" "$(cat "$W/wanted")"
rows sources /sources '' "$(sql "$W/ws" 'SELECT COUNT(*) FROM source WHERE active')"
get 200 /sources.csv
head -1 "$W/out" | tr -d '\r' >"$W/header"
expect 0 earshot -C "$W/ws" sources --csv
is "columns of sources" "$(cat "$W/header")" "$(head -1 "$W/out" | tr -d '\r')"
rows departments /departments '' "$(sql "$W/ws" 'SELECT COUNT(*) FROM department WHERE active')"
rows tray /answers/tray '' 1
rows answers /answers '' 1
get 200 /answers.csv
head -1 "$W/out" | tr -d '\r' >"$W/header"
expect 0 earshot -C "$W/ws" export answers --format csv
is "columns of answers" "$(cat "$W/header")" "$(head -1 "$W/out" | tr -d '\r')"

# What the public gets is what the command line makes.
DEPT=$(sql "$W/ws" "SELECT key FROM department LIMIT 1")
for form in html jsonld atom md; do
    get 200 "/answers/public.$form?dept=$DEPT"
    cp "$W/out" "$W/public"
    expect 0 earshot -C "$W/ws" export answers --dept "$DEPT" --format "$form"
    cmp -s "$W/public" "$W/out" || fail "public.$form is not what export answers makes"
done

# Search: the words of a question find it, marked.
WORDS=$(sql "$W/ws" "SELECT text FROM question JOIN question_group ON head_id = question.id JOIN queue ON group_id = question_group.id LIMIT 1")
web 200 -b "$W/ada.jar" -G "$APP/search" --data-urlencode "q=$WORDS"
holds "$W/out" '<mark>'
holds "$W/out" 'href="/groups/'
web 200 -b "$W/ada.jar" -G "$APP/search.csv" --data-urlencode "q=$WORDS"
at_least hits "$(wc -l <"$W/out")" 2
get 200 '/search?q=%22zebra+crossing+quux%22'
holds "$W/out" 'Nothing has these words'
# The handle sees an index that was made anew meanwhile.
expect 0 earshot -C "$W/ws" index --rebuild
web 200 -b "$W/ada.jar" -G "$APP/search" --data-urlencode "q=$WORDS"
holds "$W/out" '<mark>'

# Pages, and what an operator does not see.
for page in /groups /search /sources /sources/1 /departments /answers /answers/tray; do
    get 200 "$page"
    holds "$W/out" '</html>'
done
get 404 /sources/999
get 404 /groups/999999
for page in /groups /groups.csv /search /answers /answers/tray.csv /departments; do
    web 404 -b "$W/op.jar" "$APP$page"
done
web 200 -b "$W/op.jar" "$APP/sources.csv"
