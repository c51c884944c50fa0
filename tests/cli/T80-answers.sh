# Approved answers as a page, its structured data and a feed: read again by our own tools, the
# same bytes each time, nobody's name in them.
. tests/cli/lib.sh

gathered

# Nothing is approved yet: documents without answers, no file for a folder.
for form in html jsonld atom; do
    expect 0 earshot -C "$W/ws" export answers --format $form
    [ -s "$W/out" ] || fail "$form: nothing at all"
done
mkdir "$W/web"
expect 0 earshot -C "$W/ws" export answers --format html -o "$W/web"
is 'a folder, no answers' "$(ls -A "$W/web" | wc -l)" 0

for id in $(earshot -C "$W/ws" drafts --ids); do
    expect 0 earshot -C "$W/ws" draft "$id" approve
done
expect 0 earshot -C "$W/ws" export answers --format jsonl
cp "$W/out" "$W/list"
n=$(wc -l <"$W/list")
at_least answers "$n" 10

# The page: no opening, no byline, the link as a link; the same bytes to a file and a folder.
expect 0 earshot -C "$W/ws" export answers --format html
cp "$W/out" "$W/page"
is 'anchors' "$(grep -c '<article id="q[0-9]*"' "$W/page")" "$n"
is 'one script' "$(grep -c '<script' "$W/page")" 1
lacks "$W/page" 'Thank you for'
lacks "$W/page" 'thanks for asking'
holds "$W/page" '<html lang="en">'
holds "$W/page" 'name="viewport"'
expect 0 earshot -C "$W/ws" export answers --format html -o "$W/page2"
cmp "$W/page" "$W/page2" || fail 'another run, other bytes'
expect 0 earshot -C "$W/ws" export answers --format html -o "$W/web"
cmp "$W/page" "$W/web/physics.html" || fail 'a folder, other bytes'
is 'files in the folder' "$(ls -A "$W/web")" physics.html

# Read as a page of the web it gives the questions back.
{
    printf '{"id":1,"url":"https://x.example/faq","type":"text/html","body_base64":"'
    base64 -w0 <"$W/page"
    echo '"}'
} | earshot filter extract >"$W/extracted" || fail 'extract'
is 'questions found' "$(grep -o '"how":' "$W/extracted" | wc -l)" "$n"

expect 0 earshot -C "$W/ws" export answers --format jsonld
is 'questions in the data' "$(grep -c '"@type":"Question"' "$W/out")" "$n"
sed 's/.*/&/' "$W/out" | tr -d '\n' | sed 's/.*/{"id":1,"text":"x","row":&}/' |
    earshot filter stem >/dev/null || fail 'the data is no JSON'
expect 0 earshot -C "$W/ws" export answers --format atom
is 'entries' "$(grep -c '<entry>' "$W/out")" "$n"
lacks "$W/out" 'Thank you for'

# One question alone is a QAPage, and read back as one.
ONE=$(earshot -C "$W/ws" export answers --format jsonl | sed -n '1s/.*"group":\([0-9]*\).*/\1/p')
expect 0 earshot -C "$W/ws" export answers --group "$ONE" --format jsonld
holds "$W/out" '"@type":"QAPage"'
is 'questions in it' "$(grep -c '"@type":"Question"' "$W/out")" 1
expect 0 earshot -C "$W/ws" export answers --group "$ONE" --format html
{
    printf '{"id":1,"url":"https://x.example/q","type":"text/html","body_base64":"'
    base64 -w0 <"$W/out"
    echo '"}'
} | earshot filter extract >"$W/extracted" || fail 'extract of one'
is 'one question found' "$(grep -o '"how":' "$W/extracted" | wc -l)" 1
holds "$W/extracted" '"accepted":true'
expect 4 earshot -C "$W/ws" export answers --group 99999 --format html
expect 2 earshot -C "$W/ws" export answers --group "$ONE" --format html -o "$W/web"
expect 2 earshot -C "$W/ws" export drafts --group "$ONE"

# Markdown: a section each.
expect 0 earshot -C "$W/ws" export answers --format md
is 'sections of answers' "$(grep -c '^## ' "$W/out")" "$n"
expect 0 earshot -C "$W/ws" export drafts --format md
is 'sections of drafts' "$(grep -c '^## ' "$W/out")" "$(earshot -C "$W/ws" drafts --ids | wc -l)"
holds "$W/out" 'Evidence:'

# A style sheet of one's own, and one that would end itself.
mkdir -p "$W/ws/seeds/styles"
echo 'p { color: teal }' >"$W/ws/seeds/styles/faq.css"
expect 0 earshot -C "$W/ws" export answers --format html
holds "$W/out" 'p { color: teal }'
echo 'p { } </style>' >"$W/ws/seeds/styles/faq.css"
expect 7 earshot -C "$W/ws" export answers --format html
rm -r "$W/ws/seeds/styles"

# A second department: one document each.
sed 's/^name .*/name = Second/' "$W/ws/seeds/physics.ini" >"$W/ws/seeds/second.ini"
expect 2 earshot -C "$W/ws" export answers --format html
holds "$W/err" '--dept'
expect 0 earshot -C "$W/ws" export answers --format html --dept physics
cmp "$W/page" "$W/out" || fail 'one of two, other bytes'

expect 2 earshot -C "$W/ws" export drafts --format atom
expect 2 earshot -C "$W/ws" export drafts -o "$W/web"

# When the last answer is taken back, none stays on the web.
for id in $(earshot -C "$W/ws" drafts --ids --state approved); do
    expect 0 earshot -C "$W/ws" draft "$id" withdraw
done
expect 0 earshot -C "$W/ws" export answers --format html -o "$W/web"
is 'answers on the web' "$(grep -c '<article' "$W/web/physics.html")" 0
