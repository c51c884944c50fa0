# Every list in every form, and the files that leave the program.
. tests/cli/lib.sh

gathered

# The same number of rows in each form; JSON that a parser takes; nothing on standard error.
for list in departments sources hosts groups questions drafts gaps stats; do
    expect 0 earshot -C "$W/ws" $list --jsonl
    n=$(wc -l <"$W/out")
    at_least "$list" "$n" 1
    sed 's/.*/{"id":1,"text":"x","row":&}/' "$W/out" | earshot filter stem >"$W/parsed" ||
        fail "$list --jsonl is no JSON"
    expect 0 earshot -C "$W/ws" $list --json
    is "$list --json" "$(grep -c '^ {' "$W/out")" "$n"
    expect 0 earshot -C "$W/ws" $list --ids
    is "$list --ids" "$(wc -l <"$W/out")" "$n"
    expect 0 earshot -C "$W/ws" $list
    is "$list" "$(wc -l <"$W/out")" $((n + 1))
    same "$W/err" </dev/null
    expect 0 earshot -C "$W/ws" $list --limit 1 --ids
    case $list in stats) ;; *) is "$list --limit 1" "$(wc -l <"$W/out")" 1 ;; esac
done

# Of a department that was never run for there is nothing: not everybody's.
sed 's/^name .*/name = Astronomy/' "$W/ws/seeds/physics.ini" >"$W/ws/seeds/astronomy.ini"
for list in groups questions drafts gaps stats report 'search fee' 'export unanswered' 'export answers'; do
    # shellcheck disable=SC2086
    expect 4 earshot -C "$W/ws" $list --dept astronomy
    same "$W/out" </dev/null
    holds "$W/err" 'astronomy: nothing is known of it yet (earshot run)'
done
echo kept >"$W/list.csv"
expect 4 earshot -C "$W/ws" export unanswered --dept astronomy -o "$W/list.csv"
is 'the old file, when a list fails' "$(cat "$W/list.csv")" kept
rm "$W/ws/seeds/astronomy.ini"

# One thing of each, and none that is not there.
for pair in 'group 1' 'question 1' 'source 1' 'host 1' 'department physics'; do
    # shellcheck disable=SC2086
    expect 0 earshot -C "$W/ws" $pair
    at_least "$pair" "$(wc -l <"$W/out")" 1
done
for pair in 'group 999' 'question 999' 'source 999' 'host 999' 'department fysics'; do
    # shellcheck disable=SC2086
    expect 4 earshot -C "$W/ws" $pair
    is "$pair: lines" "$(wc -l <"$W/err")" 1
done

# The columns are the format (earshot(1)).
expect 0 earshot -C "$W/ws" export unanswered
head -1 "$W/out" | tr -d '\r' >"$W/head"
same "$W/head" <<'CSV'
group,department,question,times_asked,sites,places,first_seen,last_seen,why,nearest_page,owner,language
CSV
is 'unanswered: as many as gaps that somebody should close' "$(sql "$W/ws" "SELECT count(*) FROM gap WHERE why NOT LIKE 'do not engage%'")" \
    "$(earshot -C "$W/ws" export unanswered --format jsonl | wc -l)"
holds "$W/out" 'physics-comms@northfield.example'
expect 0 earshot -C "$W/ws" export questions
head -1 "$W/out" | tr -d '\r' >"$W/head"
same "$W/head" <<'CSV'
id,department,group,question,body,language,state,times_asked,first_seen,last_seen,urls
CSV
expect 0 earshot -C "$W/ws" export drafts
head -1 "$W/out" | tr -d '\r' >"$W/head"
same "$W/head" <<'CSV'
id,department,group,question,urls,state,tone,answer,link,confidence,sentences,created_at,kind,revision,owner
CSV
expect 0 earshot -C "$W/ws" export unanswered --format md --limit 2
is 'lines of Markdown' "$(wc -l <"$W/out")" 4
expect 0 earshot -C "$W/ws" export questions --bom -o "$W/file.csv"
is 'byte order mark' "$(head -c 3 "$W/file.csv" | od -An -tx1 | tr -d ' ')" efbbbf
same "$W/out" </dev/null
expect 0 earshot -C "$W/ws" export questions --since 2199-01-01 --format jsonl
same "$W/out" </dev/null
# The ending of a file says its form, unless an option does; no form is written under another one's name.
expect 0 earshot -C "$W/ws" export unanswered -o "$W/named.xlsx"
is 'an Excel file' "$(head -c 2 "$W/named.xlsx")" PK
expect 0 earshot -C "$W/ws" export sheet -o "$W/named.html"
holds "$W/named.html" '<h1>Question sheet'
expect 0 earshot -C "$W/ws" export questions --format csv -o "$W/named.jsonl"
is 'what is told wins' "$(head -c 3 "$W/named.jsonl")" id,
expect 0 earshot -C "$W/ws" groups -o "$W/named.csv"
is 'a list as CSV' "$(head -c 15 "$W/named.csv")" 'group,times_ask'
expect 2 earshot -C "$W/ws" export sheet -o "$W/named.ods"
holds "$W/err" 'named.ods: no .ods is written here: wanted one of csv|jsonl|md|xlsx'
expect 2 earshot -C "$W/ws" import departments --template -o "$W/named.xlsx"
[ ! -e "$W/named.ods" ] || fail 'a refused form leaves a file'
expect 2 earshot -C "$W/ws" export answers-to-everything
holds "$W/err" 'unanswered'
expect 2 earshot -C "$W/ws" export drafts --format pdf
holds "$W/err" 'csv|jsonl|md'
expect 4 earshot -C "$W/ws" export drafts --dept fysics
holds "$W/err" 'physics'

# Nobody's name is in any of it.
for what in unanswered questions drafts; do
    expect 0 earshot -C "$W/ws" export $what --format jsonl
    grep -iE '"(author|asker|user)' "$W/out" && fail "export $what names askers"
done

# Found again by its words, with the hits marked.
expect 0 earshot -C "$W/ws" search application fee
holds "$W/out" '*'
expect 0 earshot -C "$W/ws" match --dept physics --jsonl
