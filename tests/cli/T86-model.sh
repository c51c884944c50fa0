# A language model is off unless asked for; on, its words replace the quoted ones only when they may; broken, nothing is lost.
. tests/cli/lib.sh

"$ROOT/$B/tests/site/model" >"$W/model.json" &
PIDS="$PIDS $!"
written "$W/model.json"
MODEL=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' "$W/model.json")
[ -n "$MODEL" ] || { fail "the endpoint does not start"; exit 1; }

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum
expect 0 earshot -C "$W/ws" run
site_stop
n=$(sql "$W/ws" 'SELECT count(*) FROM draft')
at_least 'drafts' "$n" 3
is 'words of a model while it is off' "$(sql "$W/ws" 'SELECT count(*) FROM draft WHERE model IS NOT NULL')" 0

model() {
    settings >"$W/ws/earshot.ini"
    printf '\n[model]\nurl = http://127.0.0.1:%s/%s/v1\nname = tiny\ntimeout = 60s\n' "$MODEL" "$1" >>"$W/ws/earshot.ini"
}

# It is a department's choice, and needs an address.
cp "$W/ws/seeds/physics.ini" "$W/physics.ini"
sed 's/^\[department\]/&\nmodel = yes/' "$W/physics.ini" >"$W/ws/seeds/physics.ini"
expect 7 earshot -C "$W/ws" draft
holds "$W/err" 'model = yes: earshot.ini names no url in [model]'

# Down: every draft stands, the run is a success, and it says why.
model error
expect 0 earshot -C "$W/ws" draft
holds "$W/err" 'the drafts stand as they are'
holds "$W/err" 'answered 500, wanted 200'
is 'drafts' "$(sql "$W/ws" 'SELECT count(*) FROM draft')" "$n"

# Well: its words, the same evidence, one link on the own site, whose words they are.
model good
expect 0 earshot -C "$W/ws" draft
holds "$W/err" 'in the words of tiny'
at_least 'rephrased' "$(sql "$W/ws" "SELECT count(*) FROM draft WHERE model = 'tiny'")" 2
is 'without evidence' "$(sql "$W/ws" "SELECT count(*) FROM draft WHERE model = 'tiny' AND NOT EXISTS
    (SELECT 1 FROM draft_sentence WHERE draft_id = draft.id)")" 0
is 'links off the own site' "$(sql "$W/ws" "SELECT count(*) FROM draft WHERE link NOT LIKE '$DEPARTMENT/%'
    OR answer NOT LIKE '%' || link || '%'")" 0
ID=$(sql "$W/ws" "SELECT max(id) FROM draft WHERE model = 'tiny'")
expect 0 earshot -C "$W/ws" draft "$ID"
holds "$W/out" 'In short: '
expect 0 earshot -C "$W/ws" draft "$ID" approve

# An address of its own is refused once and for all.
cp -r "$W/ws" "$W/evil"
sql "$W/evil" "DELETE FROM decision; UPDATE draft SET model = NULL WHERE model = 'tiny'" >/dev/null
before=$(sql "$W/evil" 'SELECT count(*) FROM draft')
sed "s|/good/|/link/|" "$W/ws/earshot.ini" >"$W/evil/earshot.ini"
expect 0 earshot -C "$W/evil" draft -v
holds "$W/err" 'it writes an address'
is 'drafts' "$(sql "$W/evil" 'SELECT count(*) FROM draft')" "$before"
is 'evil' "$(sql "$W/evil" "SELECT count(*) FROM draft WHERE answer LIKE '%evil%'")" 0

# A key in the clear is refused.
printf 'key_file = key\n' >>"$W/ws/earshot.ini"
sed -i 's|http://127.0.0.1:[0-9]*/|http://model.example/|' "$W/ws/earshot.ini"
expect 7 earshot -C "$W/ws" check
holds "$W/out" 'the key of key_file would cross the network in the clear'
