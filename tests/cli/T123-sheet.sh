# A question sheet goes out, is filled in, and comes back as drafts.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum qa
expect 0 earshot -C "$W/ws" run
expect 0 earshot -C "$W/ws" export sheet --dept physics
cp "$W/out" "$W/sheet.csv"
expect 0 earshot -C "$W/ws" export unanswered --dept physics
ALARM=$(sql "$W/ws" "SELECT group_id FROM gap WHERE escalation IS NOT NULL ORDER BY 1 LIMIT 1")
n_alarms=$(sql "$W/ws" "SELECT count(*) FROM gap WHERE escalation IS NOT NULL")
at_least alarms "$n_alarms" 1
is 'rows of the sheet' "$(wc -l <"$W/sheet.csv")" "$(($(wc -l <"$W/out") - n_alarms))"
is 'alarms on the sheet' "$(grep -c "^$ALARM," "$W/sheet.csv")" 0
expect 2 earshot -C "$W/ws" export sheet --format atom
holds "$W/err" 'wanted for sheet one of csv|jsonl|md|xlsx|html'
expect 0 earshot -C "$W/ws" export sheet --dept physics --format html
holds "$W/out" '<h1>Question sheet, Department of Physics</h1>'
lacks "$W/out" "No. $ALARM,"
cp "$W/out" "$W/sheet.html"
if command -v xmllint >/dev/null; then expect 0 xmllint --noout "$W/sheet.html"; fi
ID=$(sed -n '2s/,.*//p' "$W/sheet.csv")
# Of several departments, each question says whose it is; the table always does.
is 'whose it is, in a table' "$(sed -n '2p' "$W/sheet.csv" | cut -d, -f2)" physics
lacks "$W/sheet.html" 'for <bdi>'
sed 's/^name .*/name = The Library/' "$W/ws/seeds/physics.ini" >"$W/ws/seeds/library.ini"
expect 0 earshot -C "$W/ws" export sheet --format html
holds "$W/out" 'for <bdi>Department of Physics</bdi>, asked'
rm "$W/ws/seeds/library.ini"

# Filled in by hand, the last row left empty.
printf 'group,question,times_asked,answer\r\n%s,x,1,"Come to room 4-113, at any time."\r\n%s,x,1,\r\n' "$ID" "$ID" >"$W/filled.csv"
expect 2 earshot -C "$W/ws" import answers "$W/filled.csv"
holds "$W/err" '--by NAME says who wrote them'
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ann --dry-run
is 'decisions of a dry run' "$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')" 0
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ann
holds "$W/err" '1 answer taken, 0 already there'
is 'the draft' "$(sql "$W/ws" "SELECT origin || ' ' || (answer LIKE '%Come to room 4-113%') FROM draft WHERE group_id = $ID ORDER BY id DESC LIMIT 1")" 'written 1'
is 'the decision' "$(sql "$W/ws" "SELECT verb || ' ' || actor FROM decision WHERE group_id = $ID")" 'write ann'

is 'its audit row' "$(sql "$W/ws" "SELECT actor || ' ' || action || ' ' || object || ' ' || before || ' ' || after || ' ' || result FROM audit")" \
    "ann write group $ID gap gap ok"

# The same sheet again changes nothing, not even once something else was decided about it.
counted() { sql "$W/ws" 'SELECT (SELECT COUNT(*) FROM decision) || "," || (SELECT COUNT(*) FROM draft) || "," || (SELECT COUNT(*) FROM audit)'; }
was=$(counted)
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ann
holds "$W/err" '0 answers taken, 1 already there'
is 'rows after the same sheet' "$(counted)" "$was"
DRAFT=$(sql "$W/ws" "SELECT max(id) FROM draft WHERE group_id = $ID")
expect 0 earshot -C "$W/ws" draft "$DRAFT" reject wrong
was=$(counted)
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ben --dry-run
holds "$W/err" '0 answers taken, 1 already there (dry run: nothing written)'
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ben
is 'rows after a rejection' "$(counted)" "$was"
expect 0 earshot -C "$W/ws" draft "$DRAFT" undo
# Not what was taken back: that may be said again.
expect 0 earshot -C "$W/ws" draft "$DRAFT" undo --by ann
expect 0 earshot -C "$W/ws" import answers "$W/filled.csv" --by ann
holds "$W/err" '1 answer taken, 0 already there'
expect 0 earshot -C "$W/ws" audit verify

# One that is wrong, and none is taken.
n=$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')
printf 'group,answer\n%s,Yes.\n999999,No.\n' "$ID" >"$W/bad.csv"
expect 4 earshot -C "$W/ws" import answers "$W/bad.csv" --by ann
holds "$W/err" "$W/bad.csv:3: group 999999: "
printf 'group,answer\nx,Yes.\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import answers "$W/bad.csv" --by ann
holds "$W/err" "$W/bad.csv:2: group: wanted the number on the sheet"
printf 'group,answer\n%s,Yes.\n%s,Talk to us.\n' "$ID" "$ALARM" >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import answers "$W/bad.csv" --by ann
holds "$W/err" "$W/bad.csv:3: group $ALARM: a person must see it first: "
printf 'PK\003\004' >"$W/bad.xlsx"
expect 1 earshot -C "$W/ws" import answers "$W/bad.xlsx" --by ann
holds "$W/err" 'bad.xlsx: a broken archive'
is 'decisions of wrong files' "$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')" "$n"

# As an Excel file: its own columns moved, one of somebody's added, a title above, a hidden sheet before it.
expect 0 earshot -C "$W/ws" export sheet --dept physics --format xlsx -o "$W/sheet.xlsx"
expect 0 earshot -C "$W/ws" import answers "$W/sheet.xlsx" --by ann
holds "$W/err" '0 answers taken, 0 already there'
command -v python3 >/dev/null || skip 'no python3 here: the Excel file was not filled in'
cat >"$W/fill.py" <<'PY'
# fill.py IN OUT GROUP ANSWER: as somebody in Excel would
import re, sys, zipfile
source, to, group, answer = sys.argv[1:5]
S = '<c r="%s" t="inlineStr"><is><r><t>%s</t></r><r><rPr><b/></rPr><t xml:space="preserve">%s</t></r></is></c>'
def row(n, cells):
    return '<row r="%d">%s</row>' % (n, ''.join(cells))
rows = row(1, [S % ('A1', 'Open ', 'day')]) + \
    row(3, [S % ('B3', 'Ans', 'wer'), S % ('C3', 'Who', ' knows'), S % ('E3', 'gro', 'up')]) + \
    row(4, [S % ('B4', answer, ''), '<c r="C4" t="b"><v>1</v></c>', '<c r="E4"><v>%s.0</v></c>' % group]) + \
    row(5, ['<c r="C5" t="e"><v>#N/A</v></c>', '<c r="E5"><v>%s</v></c>' % group])
book = zipfile.ZipFile(source)
out = zipfile.ZipFile(to, 'w', zipfile.ZIP_DEFLATED)
for name in book.namelist():
    body = book.read(name).decode()
    if name == 'xl/worksheets/sheet1.xml':
        body = re.sub(r'<sheetData>.*</sheetData>', '<sheetData>' + rows + '</sheetData>', body, flags=re.S)
    out.writestr(name, body)
out.close()
PY
python3 "$W/fill.py" "$W/sheet.xlsx" "$W/filled.xlsx" "$ID" 'Come to room 4-115 &amp; ring.'
n=$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')
expect 0 earshot -C "$W/ws" import answers "$W/filled.xlsx" --by ben
holds "$W/err" '1 answer taken, 0 already there'
is 'the draft of an Excel file' "$(sql "$W/ws" "SELECT origin || ' ' || (answer LIKE '%Come to room 4-115 & ring.%') FROM draft WHERE group_id = $ID ORDER BY id DESC LIMIT 1")" 'written 1'
python3 "$W/fill.py" "$W/sheet.xlsx" "$W/bad.xlsx" x No.
expect 1 earshot -C "$W/ws" import answers "$W/bad.xlsx" --by ann
holds "$W/err" "$W/bad.xlsx, sheet List, E4: group: wanted the number on the sheet"
python3 "$W/fill.py" "$W/sheet.xlsx" "$W/bad.xlsx" 999999 No.
expect 4 earshot -C "$W/ws" import answers "$W/bad.xlsx" --by ann
holds "$W/err" "$W/bad.xlsx, sheet List, B4: group 999999: "
is 'decisions of wrong Excel files' "$(sql "$W/ws" 'SELECT COUNT(*) FROM decision')" $((n + 1))

# Saved by LibreOffice, and by way of its own format.
OFFICE=$(command -v soffice || command -v libreoffice) || skip 'no LibreOffice here: the sheet did not go through it'
python3 "$W/fill.py" "$W/sheet.xlsx" "$W/lo.xlsx" "$ID" 'Come to room 4-117.'
for to in ods xlsx:'Calc MS Excel 2007 XML'; do
    from=$W/lo.xlsx
    [ "$to" = ods ] || from=$W/office-out/lo.ods
    timeout 120 "$OFFICE" "-env:UserInstallation=file://$W/office" --headless --convert-to "$to" \
        --outdir "$W/office-out" "$from" >"$W/office.log" 2>&1 || fail "LibreOffice: $(tail -1 "$W/office.log")"
done
expect 0 earshot -C "$W/ws" import answers "$W/office-out/lo.xlsx" --by cy
holds "$W/err" '1 answer taken, 0 already there'
is 'the draft by way of LibreOffice' "$(sql "$W/ws" "SELECT origin || ' ' || (answer LIKE '%Come to room 4-117.%') FROM draft WHERE group_id = $ID ORDER BY id DESC LIMIT 1")" 'written 1'
expect 0 earshot -C "$W/ws" import answers "$W/office-out/lo.ods" --by cy
holds "$W/err" '0 answers taken, 1 already there'
