# One draft on a terminal and beside it: wrapped words, marks besides colours, all of it as JSON.
. tests/cli/lib.sh

gathered
ID=$(earshot -C "$W/ws" drafts --ids | head -1)
ESC=$(printf '\033')

# What a machine drafts is the page's or the voice's, sentence by sentence.
borne=0
for id in $(earshot -C "$W/ws" drafts --ids); do
    expect 0 earshot -C "$W/ws" draft "$id"
    lacks "$W/out" '  ! '
    lacks "$W/out" '  ~ '
    ! grep -q "^  = " "$W/out" || borne=$((borne + 1))
    # No line is too long unless it is one word, its mark aside.
    sed 's/^ *//' "$W/out" | awk -v id="$id" 'length($0) > 80 && NF > 2 { print id ": " $0 }' >"$W/long"
    same "$W/long" </dev/null
done
at_least 'cards with sentences of the page' "$borne" 10

# Colours when they are asked for, and never alone.
expect 0 earshot -C "$W/ws" draft "$ID"
lacks "$W/out" "$ESC"
cp "$W/out" "$W/plain"
expect 0 earshot -C "$W/ws" draft "$ID" --color always
holds "$W/out" "$ESC[32m"
sed "s/$ESC\[[0-9]*m//g" "$W/out" >"$W/uncolored"
cmp -s "$W/plain" "$W/uncolored" || fail 'colours change the words'

# An edit that names a fee of its own: marked, an error, and not to be approved.
LINK=$(sql "$W/ws" "SELECT link FROM draft WHERE id = $ID")
printf 'We have a lovely garden. The fee is 4711 dollars.\n\n%s\n' "$LINK" >"$W/text"
expect 0 earshot -C "$W/ws" draft "$ID" edit --text-file "$W/text" --by ann
expect 0 earshot -C "$W/ws" draft "$ID"
holds "$W/out" '  ! We have a lovely garden.'
holds "$W/out" '  ! The fee is 4711 dollars.'
holds "$W/out" '! error numbers: 4711'
holds "$W/out" 'edited by ann'
expect 1 earshot -C "$W/ws" draft "$ID" approve
holds "$W/err" 4711

# The same for programs.
expect 0 earshot -C "$W/ws" draft "$ID" --json
for key in support checks earlier notes places target history threshold words grade before after; do
    holds "$W/out" "\"$key\":"
done
holds "$W/out" '"support": "unsupported"'
