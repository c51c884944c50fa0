# Mutes: what they hide, that nothing is lost, and that it comes back when they go.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws" faq forum
expect 0 earshot -C "$W/ws" run
lists() {
    for list in questions groups drafts gaps; do expect 0 earshot -C "$W/ws" $list --jsonl; cat "$W/out"; done
    for what in unanswered questions drafts; do
        expect 0 earshot -C "$W/ws" export $what --format jsonl; cat "$W/out"
    done
}
lists >"$W/before"
holds "$W/before" 'vegan option'
holds "$W/before" '/faq#q-'
drafts=$(sql "$W/ws" 'SELECT count(*) FROM draft')
posts=$(sql "$W/ws" 'SELECT count(*) FROM sighting')

# The preview, before anything is hidden.
cp "$W/ws/seeds/physics.ini" "$W/physics.ini"
printf 'mute = phrase:vegan options\nmute = title:Pr\303\274fung\n' >>"$W/ws/seeds/physics.ini" # [source forum]
expect 0 earshot -C "$W/ws" match --jsonl
is 'would hide' "$(grep -c '"verdict":"mutes"' "$W/out")" 2
holds "$W/out" '"mute: phrase:vegan options"'
holds "$W/err" 'mutes hide 2 more'
expect 0 earshot -C "$W/ws" check
lacks "$W/out" 'no effect'

# Hidden everywhere, and shown with its reason where it is asked for.
expect 0 earshot -C "$W/ws" index
holds "$W/err" '2 posts muted'
lists >"$W/muted"
lacks "$W/muted" 'vegan option'
lacks "$W/muted" 'verpasst'
holds "$W/muted" 'calculator'
expect 0 earshot -C "$W/ws" questions
holds "$W/err" 'muted posts left out: 2'
expect 0 earshot -C "$W/ws" questions --muted --jsonl
is 'muted questions' "$(wc -l <"$W/out")" 2
holds "$W/out" '"muted":"phrase:vegan options"'
id=$(sed -n 's/.*"question_id":\([0-9]*\).*vegan.*/\1/p' "$W/out")
expect 0 earshot -C "$W/ws" question "$id" --json
holds "$W/out" '"muted":"phrase:vegan options"'
holds "$W/out" '"author_hash":"'
author=$(sed -n 's/.*"author_hash":"\([0-9a-f]*\)".*/\1/p' "$W/out" | head -1)
expect 0 earshot -C "$W/ws" question "$id"
holds "$W/out" 'vegan option'
expect 0 earshot -C "$W/ws" stats --jsonl
grep '"muted"' "$W/out" | grep -q 2 || fail 'stats does not count what is muted'
expect 0 earshot -C "$W/ws" search vegan option --jsonl
lacks "$W/out" '"kind":"question"'
expect 0 earshot -C "$W/ws" match --jsonl
is 'is hidden' "$(grep -c '"verdict":"muted"' "$W/out")" 2
expect 0 earshot -C "$W/ws" draft
is 'nothing is deleted' "$(sql "$W/ws" 'SELECT count(*) FROM sighting')" "$posts"

# Another line that hides the same post; a whole site.
cp "$W/physics.ini" "$W/ws/seeds/physics.ini"
echo "mute = author-hash:$author" >>"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" index
lists >"$W/muted"
lacks "$W/muted" 'vegan option'
holds "$W/muted" 'verpasst'
cp "$W/physics.ini" "$W/ws/seeds/physics.ini"
echo "mute = site:127.0.0.4" >>"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" questions --jsonl
lacks "$W/out" '127.0.0.4'
holds "$W/out" '/faq#q-'

# Without a mute all is as it was; a draft is what it was.
cp "$W/physics.ini" "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" match --jsonl
at_least 'will be heard' "$(grep -c '"verdict":"hears"' "$W/out")" 3
expect 0 earshot -C "$W/ws" index
holds "$W/err" 'heard again'
lists >"$W/after"
same "$W/after" <"$W/before"
is 'drafts' "$(sql "$W/ws" 'SELECT count(*) FROM draft')" "$drafts"

# A line that is none is said with where it stands.
echo 'mute = example.net' >>"$W/ws/seeds/physics.ini"
expect 7 earshot -C "$W/ws" index
holds "$W/err" 'wanted site:, author-hash:, phrase: or title:'
