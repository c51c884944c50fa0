# Commands, options and words that are not known: exit 2, one line that helps.
. tests/cli/lib.sh

expect 2 earshot
holds "$W/out" 'usage: earshot [-C DIR] COMMAND [OPTION]... [ARGUMENT]...'
same "$W/err" <<'TEXT'
earshot: no command given
TEXT

expect 2 earshot frobnicate
same "$W/err" <<'TEXT'
earshot: unknown command "frobnicate" (earshot help lists them)
TEXT
expect 2 earshot inti
same "$W/err" <<'TEXT'
earshot: unknown command "inti": did you mean "init"?
TEXT
expect 2 earshot help stast
holds "$W/err" 'did you mean "stats"?'
expect 2 earshot stats --nonsense
holds "$W/err" 'unknown option --nonsense'
expect 2 earshot stats --jsno
holds "$W/err" 'did you mean --json?'
expect 2 earshot stats one too many
expect 2 earshot stats --limit many
holds "$W/err" 'limit'
expect 2 earshot crawl physics
holds "$W/err" '"physics": earshot crawl takes options only (earshot help crawl)'
expect 2 earshot stats --since yesteryear
holds "$W/err" 'since'
expect 2 earshot stats --color mauve
holds "$W/err" 'auto'

expect 2 earshot drafts --state bogus
holds "$W/err" 'machine|edited'

# Help exits 0, goes to standard output, and every command has it.
expect 0 earshot help
for name in $(sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' "$W/out"); do
    expect 0 earshot "$name" --help
    holds "$W/out" "usage: earshot [-C DIR] $name"
    lacks "$W/out" '(-1)' # stands for an option that was not given
    is "unindented examples of $name" \
        "$(sed -n '/^Examples/,/^Options of/p' "$W/out" | grep -c '^earshot')" 0
    expect 0 earshot help "$name"
done
expect 0 earshot --help
expect 0 earshot help help
holds "$W/out" 'usage: earshot [-C DIR] COMMAND'

expect 0 earshot version
same "$W/out" <<TEXT
earshot $(cat VERSION)
TEXT

cp "$W/out" "$W/version"
expect 0 earshot --version
cmp -s "$W/version" "$W/out" || fail "--version says something else than version"

# A reader that has had enough is no error to speak of.
mkfifo "$W/pipe"
: <"$W/pipe" &
(sleep 0.2; earshot help) >"$W/pipe" 2>"$W/err"
same "$W/err" </dev/null

# A full or closed standard output is an error, not silence.
if [ -w /dev/full ]; then
    earshot help >/dev/full 2>"$W/err"
    is "exit with /dev/full" $? 1
fi
