# The whole pipeline, what it finds, decisions on drafts, lists and exports.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws"
expect 0 earshot -C "$W/ws" run
polite --delay-ms 5 "$SITE_LOG" >"$W/polite" || { fail 'the run is not polite'; cat "$W/polite"; }

# Drafts: enough of them, most on the page that answers, each sentence from its page, one link.
expect 0 earshot -C "$W/ws" export drafts --format jsonl
cp "$W/out" "$W/drafts.jsonl"
n=$(wc -l <"$W/drafts.jsonl")
at_least 'drafts' "$n" 12
sed 's/.*"urls":\["\([^"]*\)".*"link":"\([^"]*\)".*/\1	\2/' "$W/drafts.jsonl" | sort >"$W/links"
cut -f1,3 "$W/gold.tsv" | sort >"$W/gold"
right=$(comm -12 "$W/links" "$W/gold" | wc -l)
at_least 'drafts in ten that link to the right page' "$((right * 10 / n))" 8
is 'links off the department' "$(cut -f2 "$W/links" | grep -vc "^$DEPARTMENT/")" 0
is 'drafts without evidence' "$(grep -c '"sentences":\[\]' "$W/drafts.jsonl")" 0
sql "$W/ws" "SELECT count(*) FROM draft d JOIN question q ON q.group_id = d.group_id
    WHERE q.text LIKE '%pizza dough%' OR q.text LIKE '%tent %'" >"$W/noise" 2>/dev/null || echo 0 >"$W/noise"
is 'drafts about noise' "$(cat "$W/noise")" 0

# What no page answers is a gap: nothing is made up.
expect 0 earshot -C "$W/ws" gaps --jsonl
for gap in 'part-time PhD' 'philosophy' '3D printer' 'machine shop' 'summer camp' 'weddings'; do
    holds "$W/out" "$gap"
done

# A second run has nothing to do, and makes nothing twice.
tables='post question question_group draft gap'
count_all() { for t in $tables; do sql "$W/ws" "SELECT '$t', count(*) FROM $t"; done; }
count_all >"$W/first"
expect 0 earshot -C "$W/ws" run
count_all >"$W/again"
same "$W/again" <"$W/first"

# Decisions: each raises the revision; a stale one is refused with exit 5 and changes nothing.
set -- $(earshot -C "$W/ws" drafts --ids)
one=$1 two=$2 three=$3
expect 0 earshot -C "$W/ws" draft "$one" approve --revision 0 --by ada
expect 5 earshot -C "$W/ws" draft "$one" reject --revision 0 --by grace
holds "$W/err" "draft $one is at revision 1 (approved), not 0"
expect 0 earshot -C "$W/ws" draft "$one" --jsonl
holds "$W/out" '"state":"approved"'
expect 0 earshot -C "$W/ws" draft "$one" reopen --revision 1
expect 0 earshot -C "$W/ws" draft "$one" --jsonl
holds "$W/out" '"state":"reopened"'
holds "$W/out" '"revision":2'

link=$(earshot -C "$W/ws" draft "$two" --jsonl | sed 's/.*"link":"\([^"]*\)".*/\1/')
printf 'Thank you for asking. The page says it best:\n%s\n' "$link" >"$W/text"
expect 0 earshot -C "$W/ws" draft "$two" edit --text-file "$W/text" --by ada
expect 0 earshot -C "$W/ws" draft "$two" approve --revision 1
expect 0 earshot -C "$W/ws" draft "$two"
holds "$W/out" 'The page says it best'
holds "$W/out" 'edited by ada'
expect 0 earshot -C "$W/ws" draft "$three" reject --reason 'not our topic'
expect 0 earshot -C "$W/ws" drafts --state rejected --ids
same "$W/out" <<TEXT
$three
TEXT
expect 4 earshot -C "$W/ws" draft 99999
expect 4 earshot -C "$W/ws" draft 99999 approve
expect 2 earshot -C "$W/ws" draft "$one" fly
expect 2 earshot -C "$W/ws" draft one
expect 2 earshot -C "$W/ws" drafts --state lost
# Decisions outlive the next run.
expect 0 earshot -C "$W/ws" run -q
expect 0 earshot -C "$W/ws" drafts --state approved --ids
holds "$W/out" "$two"

# Every list in every form; forms agree on how many rows there are.
for list in sources hosts departments groups questions drafts gaps; do
    expect 0 earshot -C "$W/ws" $list --jsonl
    rows=$(wc -l <"$W/out")
    at_least "rows of $list" "$rows" 1
    expect 0 earshot -C "$W/ws" $list --ids
    is "ids of $list" "$(wc -l <"$W/out")" "$rows"
    expect 0 earshot -C "$W/ws" $list --json
    is "$list as one JSON value" "$(head -c 1 "$W/out")" '['
    expect 0 earshot -C "$W/ws" $list --csv
    at_least "lines of $list as CSV" "$(wc -l <"$W/out")" $((rows + 1))
    expect 0 earshot -C "$W/ws" $list --limit 1 --jsonl
    is "$list --limit 1" "$(wc -l <"$W/out")" 1
    expect 0 earshot -C "$W/ws" $list
done

# Exports: every form, to a file, no user names, formulas made safe.
for what in unanswered questions drafts; do
    for format in csv jsonl md; do
        expect 0 earshot -C "$W/ws" export $what --format $format -o "$W/export.$format"
        is "standard output with -o" "$(wc -c <"$W/out")" 0
        [ -s "$W/export.$format" ] || fail "export $what --format $format is empty"
        for name in quarkling mireille_b lab_goblin photon_phil; do
            lacks "$W/export.$format" $name
        done
    done
done
expect 2 earshot -C "$W/ws" export everything
expect 2 earshot -C "$W/ws" export drafts --format papyrus
expect 1 earshot -C "$W/ws" export drafts -o "$W/no/such/folder.csv"

# Ask about addresses and words.
expect 0 earshot -C "$W/ws" why "$DEPARTMENT/private/exam-questions"
holds "$W/out" 'robots.txt'
holds "$W/out" 'Disallow: /private/'
expect 0 earshot -C "$W/ws" search 'application fee waiver' --jsonl
holds "$W/out" 'application fee'
is 'integrity' "$(sql "$W/ws" 'PRAGMA integrity_check')" ok
