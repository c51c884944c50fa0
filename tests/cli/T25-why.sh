# earshot why: how an address stands, in words first, complete as JSON, also when it was never met.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
workspace "$W/ws" forum qa faq

# why CODE ADDRESS VERDICT: the verdict is that, to the letter.
why() {
    expect "$1" earshot -C "$W/ws" why "$2"
    sed -n 's/^verdict  *//p' "$W/out" >"$W/verdict"
    printf '%s\n' "$3" >"$W/wanted"
    cmp -s "$W/wanted" "$W/verdict" || fail "why $2 says: $(cat "$W/verdict"); wanted: $3"
}

# Before anything was asked: whose it would be.
why 4 "$QA/questions" \
    'It was never met: no page that was read links to it.  It would be fetched if one did.'
holds "$W/out" 'qa of physics would take it'
why 4 "$FORUM/" \
    "It was not asked for yet: it is source forum's own address, and the next crawl begins there."
expect 0 earshot -C "$W/ws" crawl

# A page with questions, one whose question was left out, a list, an own page.
thread=$(sql "$W/ws" "SELECT u.address FROM post p JOIN url u ON u.id = p.url_id
    WHERE u.address LIKE '$FORUM%' ORDER BY u.id LIMIT 1")
why 0 "$thread" 'It was fetched, and 1 question of it is kept.'
holds "$W/out" ', by platform discourse; for physics, matches Northfield'
holds "$W/out" "found on"
holds "$W/out" '200 fetched'
band=$(sql "$W/ws" "SELECT u.address FROM page p JOIN url u ON u.id = p.url_id
    WHERE p.left_out LIKE '%excluded%' AND u.address LIKE '$FORUM%' LIMIT 1")
expect 0 earshot -C "$W/ws" why "$band"
holds "$W/out" 'no question of it was kept: p 0.'
holds "$W/out" 'excluded by physics band.'
why 0 "$DEPARTMENT/graduate/thesis" \
    "It was fetched: a page of the department's own, which answers may quote."

# The line of robots.txt that decides, with its words.
why 0 "$DEPARTMENT/private/exam-questions" 'It is not fetched: robots.txt line 4 disallows it.'
holds "$W/out" 'disallowed by line 4: Disallow: /private/ (read '
why 4 "$DEPARTMENT/private/never" \
    'It was never met, and would be refused: line 4 of robots.txt disallows it.'

# A question's own address names its page.
link=$(sql "$W/ws" "SELECT permalink FROM post WHERE permalink LIKE '%#%' LIMIT 1")
expect 0 earshot -C "$W/ws" why "$link"
holds "$W/out" "${link%%#*}"
holds "$W/out" 'questions of it are kept'

# Redirects and canonical links: where they lead.
other=$(sql "$W/ws" "SELECT address FROM url WHERE redirect_to IS NOT NULL
    AND reason LIKE 'a duplicate%' ORDER BY id LIMIT 1")
same=$(sql "$W/ws" "SELECT t.address FROM url u JOIN url t ON t.id = u.redirect_to
    WHERE u.address = '$other'")
why 0 "$other" "It says that it is $same (done)."
holds "$W/out" 'none: the page that it stands for is visited instead'

# Queued, and why it waits.
sql "$W/ws" "UPDATE url SET state = 'queued', due_s = 0 WHERE address = '$thread'"
why 0 "$thread" 'It waits, and is the next of its source.'
sql "$W/ws" "UPDATE host SET blocked_until_ms = 4102444800000, failures = 3
    WHERE authority = '$FORUM'"
expect 0 earshot -C "$W/ws" why "$thread"
holds "$W/out" 'It waits for its host, which is blocked until 2100-01-01T00:00:00Z'

# Never met: traps, other hosts, and what may have been meant.
why 4 "$QA/users/12/jane" 'It was never met, and would not be taken: a profile.'
why 4 'https://example.org/' \
    'It was never met, and would not be taken: no source asks this host.'
expect 4 earshot -C "$W/ws" why "https${thread#http}"
holds "$W/err" "did you mean $thread?"
expect 4 earshot -C "$W/ws" why "$DEPARTMENT/graduate/thesis/"
holds "$W/err" "did you mean $DEPARTMENT/graduate/thesis?"

# What is no address.
for bad in nonsense /questions/1 '' 'http://' 'mailto:a@example.org' 'ftp://example.org/x'; do
    expect 2 earshot -C "$W/ws" why "$bad"
    holds "$W/err" 'earshot: '
done
expect 2 earshot -C "$W/ws" why ''
holds "$W/err" '"" is no address: wanted http'
expect 2 earshot -C "$W/ws" why forum.example.org/t/1
holds "$W/err" 'did you mean https://forum.example.org/t/1?'
expect 2 earshot -C "$W/ws" why

# JSON has every fact by itself.
expect 0 earshot -C "$W/ws" why "$thread" --json
for key in verdict known state page questions sources found_on leads_to robots delay host trap \
    guard requests next_visit queued_before_it depth; do
    holds "$W/out" "\"$key\":"
done
holds "$W/out" '"how":'
holds "$W/out" '"pays":true'
expect 4 earshot -C "$W/ws" why "https${thread#http}" --json
holds "$W/out" "\"suggestion\":\"$thread\""
