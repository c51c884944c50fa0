# Manual pages: they are well made, name each other, and say what the program says of itself.
. tests/cli/lib.sh

pages='earshot.1 earshot.ini.5 earshot-formats.5'
for page in $pages; do
    # shellcheck disable=SC2230
    if command -v man >/dev/null; then
        MANWIDTH=80 man --warnings -l "$page" >/dev/null 2>"$W/err" || fail "man cannot read $page"
        [ ! -s "$W/err" ] || fail "$page: $(head -3 "$W/err")"
    fi
    ! command -v mandoc >/dev/null || expect 0 mandoc -Tlint -W warning "$page"
    head -1 "$page" | grep -q "\"earshot $(cat VERSION)\"" || fail "$page is of another version"
    # Who it names is there: \fBearshot-formats\fR(5)
    sed -n 's/\\-/-/g; s/^\.BR \(earshot[a-z.-]*\) (\([15])\).*/\1.\2/p' "$page" | tr -d ')' | sort -u >"$W/named"
    [ -s "$W/named" ] || fail "$page names no other"
    while read -r other; do
        [ -f "$other" ] || fail "$page: there is no $other"
    done <"$W/named"
done

# Every command, and every option of its own, is in earshot(1).
sed 's/\\-/-/g; s/\\f.//g' earshot.1 >"$W/page"
expect 0 earshot help
cp "$W/out" "$W/help"
for command in $(sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' "$W/help"); do
    sed -n '/^\.SH COMMANDS/,/^\.SH EXIT/p' "$W/page" |
        grep -qE "(^|[\" ])$command([\" ,]|\$)" || fail "earshot(1) has no $command"
    expect 0 earshot help "$command"
    for option in $(sed -n '/^Options$/,/^$/s/^ *\(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' "$W/out"); do
        grep -qF -- "$option" "$W/page" || fail "earshot(1) has no $option of $command"
    done
done

# Every filter is in earshot-formats(5) with what it reads and writes.
sed 's/\\-/-/g; s/\\e/\\/g' earshot-formats.5 >"$W/page"
expect 0 earshot filter
sed -n 's/^\([a-z][a-z]*\) .*/.B \1/p; s/^ *\(in\|out\): *\(.*\)/\1: \2/p' "$W/out" >"$W/lines"
while IFS= read -r line; do
    grep -qxF -- "$line" "$W/page" || fail "earshot-formats(5) has no line: $line"
done <"$W/lines"

# README's tour works as it stands, over the test site; the server aside, which waits for a browser.
site_start --calm
workspace "$W/ws" qa faq
expect 0 earshot -C "$W/ws" run
sed -n '/^## A five-minute tour/,/^## A first/s/^    \(earshot .*\)/\1/p' README.md | grep -v '^earshot serve' >"$W/tour"
at_least "commands of the tour" "$(wc -l <"$W/tour")" 8
cd "$W/ws" || exit 1
while IFS= read -r line; do
    (eval "$line") >"$W/out" 2>"$W/err" </dev/null || fail "README: $line: $(tail -1 "$W/err")"
    [ -s "$W/out" ] || [ -s "$W/err" ] || fail "README: $line says nothing"
done <"$W/tour"
