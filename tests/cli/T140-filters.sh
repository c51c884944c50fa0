# Campaigns and audiences narrow pages, files and figures; editors say who asks a group; alarms come first.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws"
sed -i "s/^\[source forum\]/&\naudience = students/; s/^\[source board\]/&\naudience = applicants/" "$W/ws/seeds/physics.ini"
admissions "$W/ws"
expect 0 earshot -C "$W/ws" run
echo 'mistletoe grows' >"$W/password"
for who in ada:lead vic:viewer; do
    expect 0 earshot -C "$W/ws" user add "${who%:*}" --role "${who#*:}" --password-file "$W/password"
done
serve_start "$W/ws"
for who in ada vic; do
    web 303 -c "$W/$who.jar" "$APP/sign-in" -d "name=$who" --data-urlencode 'password=mistletoe grows'
done
get() { web "$1" -b "$W/ada.jar" "$APP$2"; }
lines() { get 200 "$1" && wc -l <"$W/out" | tr -d ' '; }

# The queue says what the store says, in every form, and the tabs count it.
CAMPAIGN=$(sql "$W/ws" "SELECT COUNT(DISTINCT q.group_id) FROM queue q JOIN group_link l ON l.group_id = q.group_id
    JOIN heard h ON h.question_id = l.question_id JOIN post_campaign p ON p.post_id = h.post_id")
STUDENTS=$(sql "$W/ws" "SELECT COUNT(DISTINCT q.group_id) FROM queue q JOIN group_link l ON l.group_id = q.group_id
    JOIN heard h ON h.question_id = l.question_id JOIN post_match m ON m.post_id = h.post_id JOIN source s ON s.id = m.source_id
    WHERE s.audience = ',students,'")
ALL=$(sql "$W/ws" 'SELECT COUNT(*) FROM queue')
at_least 'groups of the campaign' "$CAMPAIGN" 1
at_most 'groups of the campaign' "$CAMPAIGN" $((ALL - 1))
at_least 'groups of students' "$STUDENTS" 1
is 'the campaign as a file' "$(lines '/q.jsonl?state=all&campaign=admissions')" "$CAMPAIGN"
is 'students as a file' "$(lines '/groups.jsonl?audience=students')" "$STUDENTS"
is 'no such audience' "$(lines '/groups.jsonl?audience=student')" 0
get 200 '/groups?campaign=admissions'
holds "$W/out" "All <span class=\"n\">$CAMPAIGN</span>"
holds "$W/out" '<option value="admissions" selected>'
holds "$W/out" '/groups.csv?state=all&amp;campaign=admissions'
get 200 '/q/physics?audience=students'
holds "$W/out" 'audience=students">Start with the first'
get 200 '/groups.csv?campaign=admissions'
holds "$W/out" ',admissions'
get 200 '/groups.atom?audience=students'
is 'a feed of students' "$(grep -c '^<entry>' "$W/out")" "$STUDENTS"

# Figures, and the rows behind them.
for f in found groups open gaps topics; do
    get 200 "/numbers.csv?campaign=admissions"
    n=$(sed -n "s/^$f,[^,]*,\([0-9]*\).*/\1/p" "$W/out")
    get 200 "/numbers/rows.csv?figure=$f&campaign=admissions"
    is "rows of $f" "$(($(wc -l <"$W/out") - 1))" "$n"
    [ "$f" != groups ] || is 'groups of the campaign' "$n" "$CAMPAIGN"
done
get 200 '/numbers?campaign=admissions'
holds "$W/out" 'Only posts of the campaign <strong>admissions</strong>'
holds "$W/out" 'since=2020-01-01&amp;until='
holds "$W/out" 'The campaign</a>'
expect 0 earshot -C "$W/ws" report --campaign admissions --dept physics --format md
holds "$W/out" 'campaign admissions, 1 Jan 2020 to '
is 'the report' "$(sed -n 's/^| Different questions | \([0-9]*\) .*/\1/p' "$W/out" | head -1)" "$CAMPAIGN"
expect 4 earshot -C "$W/ws" report --campaign nonesuch

# Sources and search.
is 'sources of students' "$(($(lines '/sources.csv?audience=students') - 1))" 1
expect 0 earshot -C "$W/ws" sources --audience students --csv
is 'the same' "$(($(wc -l <"$W/out") - 1))" 1
holds "$W/out" ',students'
get 200 '/sources'
holds "$W/out" '<option value="applicants">'
get 200 '/search.jsonl?q=application+deadline&campaign=admissions'
n=$(wc -l <"$W/out")
at_least 'hits of the campaign' "$n" 1
lacks "$W/out" '"kind":"page"'
get 200 '/search.jsonl?q=application+deadline'
at_least 'all hits' "$(wc -l <"$W/out")" "$n"

# Who asks, said by hand: on the command line and on the page, with undo and a row of the log for each.
G=$(sql "$W/ws" "SELECT MIN(group_id) FROM queue")
expect 0 earshot -C "$W/ws" group "$G" audience parents alumni --by ann
holds "$W/out" 'alumni, parents'
is 'parents' "$(lines '/groups.jsonl?audience=parents')" 1
expect 0 earshot -C "$W/ws" groups --audience parents --ids
is 'the same group' "$(cat "$W/out")" "$G"
expect 0 earshot -C "$W/ws" group "$G" audience undo
lacks "$W/out" 'parents'
expect 4 earshot -C "$W/ws" groups --audience nobody
expect 2 earshot -C "$W/ws" group "$G" audience "$(printf '%050d' 7)"
holds "$W/err" 'has 40 bytes at most'
expect 4 earshot -C "$W/ws" group 999999 audience parents
get 200 "/groups/$G"
CSRF=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$W/out" | head -1)
say() { web "$1" -b "$W/$2.jar" -H 'Sec-Fetch-Site: same-origin' "$APP/groups/$G/audience" -d "csrf=$3" -d "revision=$4" -d "do=$5" --data-urlencode "audience=$6"; }
say 303 ada "$CSRF" 2 set 'parents, <b>staff</b>'
get 200 "/groups/$G"
holds "$W/out" '&lt;b&gt;staff&lt;/b&gt;, parents'
say 409 ada "$CSRF" 2 set 'students'
say 303 ada "$CSRF" 3 undo ''
is 'taken back' "$(lines '/groups.jsonl?audience=parents')" 0
web 200 -b "$W/vic.jar" "$APP/groups/$G"
lacks "$W/out" "/groups/$G/audience"
VIC=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$W/out" | head -1)
say 403 vic "$VIC" 4 set 'students'
at_least 'rows of the log' "$(sql "$W/ws" "SELECT COUNT(*) FROM audit WHERE action = 'audience' AND result = 'ok'")" 4
expect 0 earshot -C "$W/ws" audit verify

# A filter is part of the search: a thousand better hits outside of it hide nothing.
expect 0 earshot -C "$W/ws" search --audience students --limit 1000 --jsonl application deadline
grep '"kind":"question"' "$W/out" | sed 's/"score":[^,]*,//' | sort >"$W/before"
get 200 '/search.jsonl?q=application+deadline&audience=students'
sed 's/"score":[^,]*,//' "$W/out" | sort >"$W/web"
at_least 'hits of students' "$(wc -l <"$W/web")" 1
sed -n 's/.*"title":"\([^"]*\)".*/"title":"\1"/p' "$W/web" | tr -d '\001\002' >"$W/texts"
for i in $(seq 1100); do echo "\"Application deadline $i, application deadline?\",phone"; done | { echo question,where; cat; } >"$W/calls.csv"
expect 0 earshot -C "$W/ws" import questions "$W/calls.csv" --dept physics
expect 0 earshot -C "$W/ws" index
get 200 '/search.jsonl?q=application+deadline'
is 'hits of students among the best' "$(grep -cFf "$W/texts" "$W/out")" 0
expect 0 earshot -C "$W/ws" search --audience students --limit 1000 --jsonl application deadline
grep '"kind":"question"' "$W/out" | sed 's/"score":[^,]*,//' | sort >"$W/after"
cmp -s "$W/before" "$W/after" || fail 'the command finds others'
get 200 '/search.jsonl?q=application+deadline&audience=students'
sed 's/"score":[^,]*,//' "$W/out" | sort >"$W/web2"
cmp -s "$W/web" "$W/web2" || fail 'the page finds others'
get 200 '/search?q=application+deadline&audience=students&dept=physics'
holds "$W/out" '<mark>'
