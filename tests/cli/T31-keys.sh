# The card in a browser: keys, the next card by itself, text that is never lost, two people at one card.
. tests/cli/lib.sh
. tests/browser/lib.sh

site_start --calm
DELAY=0ms workspace "$W/ws"
expect 0 earshot -C "$W/ws" run
echo 'mistletoe grows' >"$W/password"
for name in ada ben; do
    expect 0 earshot -C "$W/ws" user add "$name" --role admin --password-file "$W/password"
done
serve_start "$W/ws"
browse keys.mjs
is "a decision each" "$(sql "$W/ws" "SELECT group_concat(verb, ' ') FROM (SELECT verb FROM decision WHERE actor = 'ada' ORDER BY id)")" \
    'approve undo reject edit approve'
