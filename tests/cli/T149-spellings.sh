# Words that are erased go however they were written: composed and decomposed letters, capitals, blanks of any
# kind, what cannot be seen, references and escapes, tags between, other character sets, addresses.
. tests/cli/lib.sh

raw_start
SITE=http://127.0.0.1:$RAW
# of a month that is over
post() { html_question "$SITE" "$1" "$2" "$3" 2026-03-05T10:00:00Z "${4:-}"; }
u=$(printf 'u\314\210') # decomposed
s=$(printf '\302\255')  # soft hyphen
n=$(printf '\302\240')  # no-break space
post one 'Does Jürgen Straßer teach at Northfield?' 'I would like to know.'
post two "Why did J${u}rgen Straßer leave Northfield?" "J${u}rgen  Straßer did not say."
post three 'Is JÜRGEN STRASSER at Northfield on Mondays?' 'The desk did not know.'
post four 'Who replaces J&uuml;rgen&nbsp;Stra&szlig;er at Northfield?' 'It was J&#252;rgen&#xA0;Stra&#xDF;er.'
post five "May Northfield name J${s}ür${s}gen${n}Stra${s}ßer?" 'Or not.'
post six 'When does the Northfield library open?' 'On Mondays.' "<i>J${u}r</i>gen<br>Stra<b>ß</b>er<wbr> was here"
post seven 'When does the Northfield summer school begin?' 'I want to come by train.'
post eight 'Where is the Northfield shuttle?' 'At the gate.' '<script>x = "J\u00fcrgen Stra\u00dfer"</script>'
post nine 'Who runs the Northfield choir?' 'They sing.' "<a href=\"/none?q=J%C3%BCrgen%20Stra%C3%9Fer\">more</a>"
respond 'ten' 'Content-Type: text/html; charset=iso-8859-1' <<HTML
<html lang="en"><head><title>Paths at Northfield</title></head><body><p>$(printf 'by J\374rgen Stra\337er')</p></body></html>
HTML
post ask-ottilie-marsh 'May the marks of Ottilie Marsh at Northfield be seen?' 'No.'
post shut-gates 'When is the Northfield gate open?' 'Never.'
html_page index 'Board' "<ul>$(for i in one two three four five six seven eight nine ten ask-ottilie-marsh shut-gates; do echo "<li><a href=\"/$i\">$i</a></li>"; done)</ul>"
html_page own 'Physics' '<p>Welcome to the department.</p>'

DELAY=2ms
board_workspace "$W/ws" "$SITE/own" "$SITE/" 'keyword = Northfield'
echo 'archive = yes' >>"$W/ws/earshot.ini"
expect 0 earshot -C "$W/ws" run
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 11
for form in csv xlsx jsonl md html atom; do
    expect 0 earshot -C "$W/ws" export unanswered --month 2026-03 --format $form
done
for form in csv xlsx jsonl md; do
    expect 0 earshot -C "$W/ws" export questions --format $form -o "$W/ws/exports/mine.$form"
done
echo "<p>Stra&szlig;er</p><p>J&uuml;rgen<br/>STRASSER</p>" >"$W/ws/exports/by-hand.html"
echo 'Jürgen,Straßer' >"$W/ws/exports/other.csv"
GROUP=$(sql "$W/ws" "SELECT group_id FROM group_link l JOIN question q ON q.id = question_id WHERE text LIKE '%summer%'")
expect 0 earshot -C "$W/ws" journal add "J${u}rgen${n}${n}STRASSER was in the papers"
sql "$W/ws" "INSERT INTO note (group_id, text, actor, at_s) VALUES ($GROUP, 'ask J${u}r${s}gen STRASSER, not Jurgen Strasser', 'ann', 1)"
cp -r "$W/ws" "$W/kept"

# Which files hold the name, by what Python makes of their bytes.
cat >"$W/anywhere.py" <<'PY'
import html, re, sys, unicodedata, urllib.parse
from unpacked import files
def fold(text):
    text = ''.join(c for c in unicodedata.normalize('NFKC', text) if unicodedata.category(c) != 'Cf')
    return re.sub(r'\s+', ' ', unicodedata.normalize('NFC', text.casefold()))
def readings(data):
    for text in data.decode('utf-8', 'replace'), data.decode('latin-1'):
        yield text
        yield html.unescape(html.unescape(text))
        yield urllib.parse.unquote(text)
        yield re.sub(r'\\u([0-9a-f]{4})', lambda m: chr(int(m[1], 16)), text)
        text = re.sub(r'</?(i|b|wbr)>', '', html.unescape(text))
        yield re.sub(r'<[^>]*>', ' ', text)
name = fold('Jürgen Straßer')
for what, data in files(sys.argv[1]):
    if any(name in fold(text) for text in readings(data)):
        print(what)
PY
anywhere() { PYTHONPATH=tests/cli python3 -B "$W/anywhere.py" "$1" | sort; }
at_least 'files with the name before' "$(anywhere "$W/ws" | wc -l)" 12

# However it is asked for, the same is found, and nothing changes before --yes.
expect 0 earshot -C "$W/ws" erase --text 'Jürgen Straßer' --csv
cp "$W/out" "$W/dry"
is 'posts' "$(grep -c '^post,' "$W/dry")" 5
# answers and requests of five posts and of the address with the name, four answers that hold it
is 'archive records' "$(grep -c '^archive record,' "$W/dry")" 16
for words in 'JÜRGEN  STRASSER' "j${u}rgen strasser" "Jür${s}gen${n}Straßer"; do
    expect 0 earshot -C "$W/ws" erase --text "$words" --csv
    same "$W/out" <"$W/dry"
done
expect 4 earshot -C "$W/ws" erase --text 'Jurgen Straßer jr.'
expect 2 earshot -C "$W/ws" erase --text "J${s}${s}${s}"
expect 2 earshot -C "$W/ws" erase --text 'ＥＲＡＳＥＤ'
(cd "$W/kept" && find . -type f ! -name '*.db*' -exec cmp -s {} "$W/ws/{}" \; -o -type f ! -name '*.db*' -print) >"$W/changed"
same "$W/changed" </dev/null

expect 0 earshot -C "$W/ws" erase --text "J${u}rgen strasser" --yes --csv
anywhere "$W/ws" >"$W/left"
same "$W/left" </dev/null
is 'posts' "$(sql "$W/ws" 'SELECT count(*) FROM post')" 6
is 'note' "$(sql "$W/ws" 'SELECT text FROM note')" 'ask [erased], not Jurgen Strasser'
is 'journal' "$(sql "$W/ws" 'SELECT text FROM journal')" '[erased] was in the papers'
[ ! -e "$W/ws/exports/by-hand.html" ] || fail 'a file with the name is there'
[ -e "$W/ws/exports/other.csv" ] || fail 'a file without the name went'
holds "$W/ws/exports/unanswered-2026-03.csv" '[erased '
expect 0 earshot -C "$W/ws" archive check
expect 0 earshot -C "$W/ws" check
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" search 'summer school'
expect 4 earshot -C "$W/ws" erase --text 'Jürgen Straßer' --yes

# An address is made of a title's words: it goes with its page, and what leads to it in archives too.
expect 0 earshot -C "$W/ws" erase --text 'Ottilie Marsh' --csv
holds "$W/out" "page,$SITE/ask-ottilie-marsh,yes,not asked for again"
expect 3 earshot -C "$W/ws" erase --text 'Shut Gates' --csv --yes
holds "$W/out" "page,$SITE/shut-gates,no,"
expect 0 earshot -C "$W/ws" erase --text 'Ottilie Marsh' --yes
find "$W/ws" -type f -name '*.gz' -exec zcat {} + >"$W/unpacked"
grep -rqaiE 'ottilie.marsh' "$W/ws" "$W/unpacked" && fail 'the name is there'
expect 0 earshot -C "$W/ws" why "$SITE/ask-ottilie-marsh"
holds "$W/out" 'erased'

# What is not ours to change is named, in whatever form.
expect 0 earshot -C "$W/ws" backup
echo "; ask J${u}rgen Straßer" >>"$W/ws/seeds/physics.ini"
echo 'call J&uuml;rgen&nbsp;Stra&szlig;er' >"$W/ws/todo.html"
expect 3 earshot -C "$W/ws" erase --text 'jürgen straßer' --yes --csv
holds "$W/out" 'settings,seeds/physics.ini,no,'
holds "$W/out" 'file,todo.html,no,'
holds "$W/out" 'copy,backups/earshot-'
