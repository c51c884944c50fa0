# The whole pipeline: what it finds, where its drafts lead, what it leaves alone.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws"
sed -i 's/^exclude .*/&\nperson   = Ruth Calder, Prof. Calder/' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" run
polite --delay-ms 5 "$SITE_LOG" >"$W/polite" || { fail 'the run is not polite'; cat "$W/polite"; }

# Drafts: enough of them, most on the page that answers, each sentence from its page, one link.
expect 0 earshot -C "$W/ws" export drafts --format jsonl
grep '"kind":"answer"' "$W/out" >"$W/drafts.jsonl"
grep -v '"kind":"answer"' "$W/out" >"$W/mentions.jsonl"
n=$(wc -l <"$W/drafts.jsonl")
at_least 'drafts' "$n" 12
sed 's/.*"urls":\["\([^"]*\)".*"link":"\([^"]*\)".*/\1	\2/' "$W/drafts.jsonl" | sort >"$W/links"
cut -f1,3 "$W/gold.tsv" | sort >"$W/gold"
right=$(comm -12 "$W/links" "$W/gold" | wc -l)
at_least 'drafts in ten that link to the right page' "$((right * 10 / n))" 8
is 'links off the department' "$(cut -f2 "$W/links" | grep -vc "^$DEPARTMENT/")" 0
is 'drafts without evidence' "$(grep -c '"sentences":\[\]' "$W/drafts.jsonl")" 0
awk -F '\t' '$2 == "noise" || $2 == "statement" { print $1 }' "$W/gold.tsv" | sort >"$W/noise"
cut -f1 "$W/links" | comm -12 - "$W/noise" >"$W/loud"
same "$W/loud" </dev/null

# Who says thank you is thanked and who complains is heard, without a link; what asks nothing is no
# question in any list.
sed 's/.*"urls":\["\([^"]*\)".*/\1/' "$W/mentions.jsonl" | sort >"$W/thanked"
awk -F '\t' '$2 == "thanks" || $2 == "grievance" { print $1 }' "$W/gold.tsv" | sort >"$W/thanks"
same "$W/thanked" <"$W/thanks"
is 'thanks with a link' "$(grep -vc '"link":null' "$W/mentions.jsonl")" 0
expect 0 earshot -C "$W/ws" questions --mentions --csv
is 'mentions, with a heading' "$(wc -l <"$W/out")" 6
holds "$W/out" 'The Northfield physics espresso machine is back'
for list in questions groups 'export questions' 'export unanswered' gaps; do
    # shellcheck disable=SC2086
    expect 0 earshot -C "$W/ws" $list
    lacks "$W/out" 'espresso'
    lacks "$W/out" 'Thank you, Northfield'
    lacks "$W/out" 'lab sign-up'
done

# An alarm is listed first and has no draft; who is asked about is named; abuse is left alone.
expect 0 earshot -C "$W/ws" gaps --jsonl
sed -n 1p "$W/out" >"$W/first"
holds "$W/first" '"escalation":"self-harm"'
holds "$W/first" 'Failed the Northfield physics final'
grep 'Is Ruth Calder taking' "$W/out" >"$W/person"
holds "$W/person" '"owner":"Ruth Calder"'
holds "$W/person" 'asks about Ruth Calder: for them, or for who speaks for them'
grep 'this is for you' "$W/out" >"$W/abuse"
holds "$W/abuse" 'do not engage'
for kind in alarm person abuse; do
    lacks "$W/drafts.jsonl" "$(awk -F '\t' -v k=$kind '$2 == k { print $1 }' "$W/gold.tsv")"
done
expect 0 earshot -C "$W/ws" export unanswered --format csv
lacks "$W/out" 'this is for you'
holds "$W/out" 'Ruth Calder'

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

# Nobody who asked is named in a file that leaves the program.
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
# Ask about addresses and words.
expect 0 earshot -C "$W/ws" why "$DEPARTMENT/private/exam-questions"
holds "$W/out" 'robots.txt'
holds "$W/out" 'Disallow: /private/'
expect 0 earshot -C "$W/ws" search 'application fee waiver' --jsonl
holds "$W/out" 'application fee'
is 'integrity' "$(sql "$W/ws" 'PRAGMA integrity_check')" ok

# What links to own pages say is kept for the search; what links elsewhere say is the public's.
at_least 'own pages with a link that says something' \
    "$(sql "$W/ws" "SELECT count(*) FROM url WHERE label IS NOT NULL")" 5
is 'pages named by a link within them' \
    "$(sql "$W/ws" "SELECT count(*) FROM url WHERE label LIKE 'Skip to%'")" 0
is 'others pages with labels' "$(sql "$W/ws" "SELECT count(*) FROM url
    JOIN source ON source.id = source_id WHERE label IS NOT NULL AND own_site = 0")" 0
