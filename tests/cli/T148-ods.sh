# Tables as LibreOffice saves them (.ods): departments, questions and a filled sheet; and what is refused.
. tests/cli/lib.sh
command -v python3 >/dev/null || skip 'no python3 here: no .ods was made'

cat >"$W/ods.py" <<'PY'
# ods.py OUT [TYPE [MANIFEST]]: an OpenDocument file; on standard input what is in <office:spreadsheet>
import sys, zipfile
names = {n: f'urn:oasis:names:tc:opendocument:xmlns:{n}:1.0' for n in ('office', 'table', 'text', 'style')}
names['calcext'] = 'urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'
style = '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'
kind = sys.argv[2] if len(sys.argv) > 2 else 'spreadsheet'
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('mimetype', 'application/vnd.oasis.opendocument.' + kind, zipfile.ZIP_STORED)
    z.writestr('content.xml', '<?xml version="1.0" encoding="UTF-8"?><office:document-content ' +
        ' '.join(f'xmlns:{n}="{u}"' for n, u in names.items()) + f'><office:automatic-styles>{style}</office:automatic-styles>' +
        '<office:body><office:spreadsheet>' + sys.stdin.read() + '</office:spreadsheet></office:body></office:document-content>')
    z.writestr('META-INF/manifest.xml', sys.argv[3] if len(sys.argv) > 3 else '<manifest/>')
PY
ods() { python3 "$W/ods.py" "$@"; }
row() {
    printf '<table:table-row>'
    for cell; do printf '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' "$cell"; done
    printf '</table:table-row>'
}
sheet() { printf '<table:table table:name="%s"%s>%s</table:table>' "$1" "${3:-}" "$2"; }
BLANK='<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'

# Departments: a sheet that is hidden, a title above, columns moved; the same as from CSV.
{
    sheet Old "$(row key name)$(row old Old)" ' table:style-name="off"'
    sheet Departments "$(row Departments)$BLANK$(row name key site keyword)$(row 'Physics &amp; Maths' physics https://physics.example.edu/ 'Example physics')$BLANK"
} | ods "$W/departments.ods"
printf 'key,name,site,keyword\nphysics,Physics & Maths,https://physics.example.edu/,Example physics\n' >"$W/departments.csv"
for from in csv ods; do
    expect 0 earshot init "$W/$from"
    expect 0 earshot -C "$W/$from" import departments "$W/departments.$from"
done
expect 0 cmp "$W/csv/seeds/physics.ini" "$W/ods/seeds/physics.ini"

# Questions: a date is a date, lines stay lines, comments are no part of it.
{
    row question details asked_at
    printf '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>who asked?</text:p></office:annotation><text:p>When is<text:s/>the <text:span>open day</text:span>?</text:p></table:table-cell>'
    printf '<table:table-cell office:value-type="string"><text:p>First line</text:p><text:p>second</text:p></table:table-cell>'
    printf '<table:table-cell office:value-type="date" office:date-value="2026-11-20"><text:p>20.11.26</text:p></table:table-cell></table:table-row>'
    row 'May I bring my dog to physics?' '' 2026-11-19
} >"$W/rows"
sheet Calls "$(cat "$W/rows")" | ods "$W/calls.ods"
printf 'question,details,asked_at\nWhen is the open day?,"First line\nsecond",2026-11-20\nMay I bring my dog to physics?,,2026-11-19\n' >"$W/calls.csv"
expect 0 earshot -C "$W/ods" import questions "$W/calls.ods" --dept physics
holds "$W/err" '2 of them new'
expect 0 earshot -C "$W/ods" import questions "$W/calls.csv" --dept physics
holds "$W/err" '0 of them new'
sheet Calls "$(row x question where)$(row '' 'Where?' pub)" | ods "$W/bad.ods"
expect 1 earshot -C "$W/ods" import questions "$W/bad.ods" --dept physics
holds "$W/err" "$W/bad.ods, sheet Calls, C2: where: \"pub\": wanted phone, desk or mail"

# A sheet comes back: taken, and known when it comes again as CSV.
expect 0 earshot -C "$W/ods" index
expect 0 earshot -C "$W/ods" draft
expect 0 earshot -C "$W/ods" export sheet --dept physics --format csv
ID=$(sed -n '2s/,.*//p' "$W/out")
[ -n "$ID" ] || fail 'the sheet is empty'
NUMBER="<table:table-cell office:value-type=\"float\" office:value=\"$ID\"><text:p>No. $ID</text:p></table:table-cell>"
sheet List "$(row group answer)<table:table-row>$NUMBER<table:table-cell office:value-type=\"string\" office:string-value=\"Dogs wait outside.&#10;Sorry.\"><text:p>Dogs wait outside.</text:p><text:p>Sorry.</text:p></table:table-cell></table:table-row>$BLANK" | ods "$W/filled.ods"
expect 0 earshot -C "$W/ods" import answers "$W/filled.ods" --by ann
holds "$W/err" '1 answer taken, 0 already there'
printf 'group,answer\n%s,"Dogs wait outside.\nSorry."\n' "$ID" >"$W/filled.csv"
expect 0 earshot -C "$W/ods" import answers "$W/filled.csv" --by ann
holds "$W/err" '0 answers taken, 1 already there'

# All that is wrong is told with its cell, and nothing is taken; what has no word in it is asked about.
n=$(sql "$W/ods" 'SELECT COUNT(*) FROM decision')
sheet List "$(row group answer)$(row x Yes.)<table:table-row table:number-rows-repeated=\"2\">$NUMBER<table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>Err:509</text:p></table:table-cell></table:table-row><table:table-row>$NUMBER<table:table-cell office:value-type=\"currency\" office:value=\"6500\"><text:p>\$6,500</text:p></table:table-cell></table:table-row>" | ods "$W/bad.ods"
expect 1 earshot -C "$W/ods" import answers "$W/bad.ods" --by ann
sed "s|$W/||g; s|^earshot: ||" "$W/err" >"$W/told"
same "$W/told" <<'TXT'
warning: bad.ods, sheet List, B5: answer: "6500" has no word in it: is that what was typed?  Spreadsheets make numbers and dates of some answers
bad.ods, sheet List, A2: group: wanted the number on the sheet
bad.ods, sheet List, B3: answer: the spreadsheet took it for a formula and shows Err:509: begin it with a letter
bad.ods, sheet List, B4: answer: the spreadsheet took it for a formula and shows Err:509: begin it with a letter
bad.ods: 3 mistakes: nothing is written
TXT

# refused NAME WORDS: one line, and nothing is taken.
refused() {
    expect 1 earshot -C "$W/ods" import answers "$W/$1" --by ann
    is "what is said of $1" "$(sed "s|.*$W/||" "$W/err")" "$1: $2"
}
ods "$W/locked.ods" spreadsheet '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>' </dev/null
refused locked.ods 'protected by a password: save it without one'
ods "$W/letter.odt" text </dev/null
refused letter.odt 'an OpenDocument file, but no spreadsheet: save the table as .ods or .xlsx'
printf '<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>\n' >"$W/flat.fods"
refused flat.fods 'a flat OpenDocument file (.fods): save it as .ods'
sheet List "$(row group question)" | ods "$W/other.ods"
refused other.ods 'no sheet that can be seen has a column "answer"'
head -c 300 "$W/filled.ods" >"$W/cut.ods"
expect 1 earshot -C "$W/ods" import answers "$W/cut.ods" --by ann
holds "$W/err" 'cut.ods: a broken archive'
sheet List "$(row answer group)<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"><text:p>1</text:p></table:table-cell></table:table-row>" | ods "$W/bomb.ods"
expect 1 earshot -C "$W/ods" import answers "$W/bomb.ods" --by ann
holds "$W/err" 'bomb.ods, sheet List: more than 5000000 cells'
is 'decisions of wrong files' "$(sql "$W/ods" 'SELECT COUNT(*) FROM decision')" "$n"

# As LibreOffice itself saves it, in each of its forms: our own sheet, filled in, is the same in all.
OFFICE=$(command -v soffice || command -v libreoffice) || skip 'no LibreOffice here: nothing was saved by it'
office() {
    timeout 120 "$OFFICE" "-env:UserInstallation=file://$W/office" --headless --convert-to "$1" --outdir "$W/saved" "$2" \
        >"$W/office.log" 2>&1 || fail "LibreOffice: $(tail -1 "$W/office.log")"
}
expect 0 earshot -C "$W/ods" export sheet --dept physics --format xlsx -o "$W/sheet.xlsx"
ID=$(sql "$W/ods" "SELECT group_id FROM gap WHERE group_id <> $ID LIMIT 1")
office fods "$W/sheet.xlsx"
python3 - "$W/saved/sheet.fods" <<'PY'
import re, sys
text = open(sys.argv[1], encoding='utf-8').read()
head, rows = text.split('</table:table-header-rows>')
answer = '<table:table-cell office:value-type="string"><text:p>On 2 May, “in room 4”, für  alle.</text:p><text:p>- bring a card</text:p></table:table-cell>'
rows, n = re.subn('<table:table-cell table:number-columns-repeated="16[0-9]*"/>', answer, rows, count=1)
assert n == 1
open(sys.argv[1], 'w', encoding='utf-8').write(head + '</table:table-header-rows>' + rows)
PY
mv "$W/saved/sheet.fods" "$W/office.fods"
was='1 answer taken, 0 already there'
for form in ods xlsx 'csv:Text - txt - csv (StarCalc):44,34,76,1' 'csv:Text - txt - csv (StarCalc):59,34,76,1'; do
    office "$form" "$W/office.fods"
    expect 0 earshot -C "$W/ods" import answers "$W/saved/office.${form%%:*}" --by cy
    holds "$W/err" "$was"
    was='0 answers taken, 1 already there'
done
refused office.fods 'a flat OpenDocument file (.fods): save it as .ods'
