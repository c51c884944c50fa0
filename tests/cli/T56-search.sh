# The search screen: operators, phrases, marks in files, bold words within 80 columns on a terminal.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws" faq forum
expect 0 earshot -C "$W/ws" run
search() { expect 0 earshot -C "$W/ws" search "$@"; }

search application fee waiver --jsonl --limit 100
all=$(wc -l <"$W/out")
at_least 'hits' "$all" 3
holds "$W/out" '*fee*'
holds "$W/out" '"language":"en"'
holds "$W/out" '"repeated_by":['
host=${FAQ#http://}
search "site:${host%:*}" application fee waiver --jsonl --limit 100
at_least 'on one site' "$(wc -l <"$W/out")" 1
at_most 'on one site' "$(wc -l <"$W/out")" $((all - 1))
lacks "$W/out" '"kind":"page"'
search site:nowhere.example fee --jsonl
same "$W/out" </dev/null
search '"application fee"' --jsonl
at_least 'with a phrase' "$(wc -l <"$W/out")" 1
search '"fee application"' --jsonl
same "$W/out" </dev/null
search lang:de 'Pr'$(printf '\303\274')'fung' --jsonl
at_least 'in German' "$(wc -l <"$W/out")" 1
lacks "$W/out" '"language":"en"'
search lang:de fee --jsonl
same "$W/out" </dev/null
search fee --since 2199-01-01 --jsonl
same "$W/out" </dev/null
search fee
holds "$W/out" '*fee'
lacks "$W/out" "$(printf '\033')"
expect 2 earshot -C "$W/ws" search site:x
holds "$W/err" 'no word to look for'
expect 2 earshot -C "$W/ws" search '"fee'
holds "$W/err" 'not closed'

# On a terminal: bold, and no line that is wider.
command -v script >/dev/null || skip 'no script(1): the terminal is not tried'
(
    unset NO_COLOR
    TERM=xterm script -qec "stty columns 80; '$ROOT/$B/earshot' -C '$W/ws' search application fee waiver" /dev/null </dev/null
) | tr -d '\r' >"$W/screen"
holds "$W/screen" "$(printf '\033[1mfee')"
sed "s/$(printf '\033')\[[0-9]*m//g" "$W/screen" >"$W/plain"
is 'widest' "$(awk '{ if (length($0) > 80 && !/http/) n++ } END { print n + 0 }' "$W/plain")" 0
(TERM=xterm script -qec "'$ROOT/$B/earshot' -C '$W/ws' search zzyzx" /dev/null </dev/null) | tr -d '\r' >"$W/screen"
same "$W/screen" <<'EOF'
none
EOF
