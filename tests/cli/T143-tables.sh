# Tables that people made: what sources are called, and all that is wrong at once.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
rm -f "$W/ws/seeds/"*.ini

# A source is called by its host: the same table, and one with more rows, give the same names.
cat >"$W/depts.csv" <<'CSV'
key,name,site,keyword,source,basis
physics,Physics,https://physics.example.edu/,"""Example physics""",https://academia.stackexchange.com/questions/tagged/a https://forum.physics.example.edu/,public
,,,,https://www.asked.org/r/a https://www.asked.org/r/b,public
maths,Mathematics,https://maths.example.edu/,"""Example maths""",https://academia.stackexchange.com/questions/tagged/b,public
CSV
expect 0 earshot -C "$W/ws" import departments "$W/depts.csv"
grep -h '^\[source' "$W/ws/seeds/physics.ini" "$W/ws/seeds/maths.ini" >"$W/named"
same "$W/named" <<'TXT'
[source academia-stackexchange]
[source forum-physics]
[source asked]
[source asked-2]
[source academia-stackexchange]
TXT
expect 0 earshot -C "$W/ws" import departments "$W/depts.csv"
holds "$W/err" 'physics.ini: unchanged'
expect 0 earshot -C "$W/ws" departments --ids
sed 's|,https://www.asked.org|,https://news.example.org/ &|; s| ,https|  https|' "$W/depts.csv" >"$W/more.csv"
expect 0 earshot -C "$W/ws" import departments "$W/more.csv" --force
grep -h '^\[source' "$W/ws/seeds/physics.ini" >"$W/named"
same "$W/named" <<'TXT'
[source academia-stackexchange]
[source forum-physics]
[source news-example]
[source asked]
[source asked-2]
TXT

# A table may say its own mistakes in any order; they are told in that of its lines.
printf 'key,name,site,keyword,voice,source,basis,max_pages\na,A,https://a.example.edu/,x,loud,,,\n,,,,,https://f.example/,,many\n' >"$W/bad.csv"
printf 'b,,https://b.example.edu/,x,loud,,,\n' >>"$W/bad.csv"
expect 1 earshot -C "$W/ws" import departments "$W/bad.csv"
sed -n 's/.*bad.csv:\([0-9]*\): .*/\1/p' "$W/err" >"$W/lines"
same "$W/lines" <<'TXT'
2
3
3
4
4
TXT

# Questions: all mistakes with row and column, of many the first, and nothing is taken.
printf 'question,where,asked_at\nWhat?,pub,soon\nWhen?,desk,11/20/2026\n,desk,31.11.2026\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import questions "$W/bad.csv" --dept physics
sed "s|$W/||g; s|^earshot: ||; s|^error: ||" "$W/err" >"$W/told"
same "$W/told" <<'TXT'
bad.csv:2: where: "pub": wanted phone, desk or mail
bad.csv:2: asked_at: "soon": wanted a date as 2026-11-20 or 20.11.2026
bad.csv:3: asked_at: "11/20/2026": wanted a date as 2026-11-20 or 20.11.2026
bad.csv:4: question: it is empty
bad.csv:4: asked_at: "31.11.2026": wanted a date as 2026-11-20 or 20.11.2026
bad.csv: 5 mistakes: nothing is written
TXT
{ echo 'question,where'; for i in $(seq 112); do echo "Q$i?,pub"; done; } >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import questions "$W/bad.csv" --dept physics
is 'lines that are told' "$(grep -c 'wanted phone' "$W/err")" 100
holds "$W/err" 'and 12 more'
holds "$W/err" '112 mistakes'
is 'questions of wrong files' "$(sql "$W/ws" 'SELECT COUNT(*) FROM intake')" 0

# A day is the same however a spreadsheet writes it: in words of CSV, or as a date of a workbook.
python3 - "$W/dates.xlsx" <<'PY'
import sys, zipfile
M = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
P = 'http://schemas.openxmlformats.org/package/2006/relationships'
def text(at, t): return f'<c r="{at}" t="inlineStr"><is><t>{t}</t></is></c>'
rows = f'<row r="1">{text("A1", "question")}{text("B1", "asked_at")}</row>' \
    f'<row r="2">{text("A2", "When is the open day?")}<c r="B2" s="1"><v>46346</v></c></row>'
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    z.writestr('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    z.writestr('_rels/.rels', f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    z.writestr('xl/workbook.xml', f'<workbook {M} xmlns:r="{R}"><sheets><sheet name="Calls" sheetId="1" r:id="r1"/></sheets></workbook>')
    z.writestr('xl/_rels/workbook.xml.rels', f'<Relationships xmlns="{P}"><Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
    z.writestr('xl/styles.xml', f'<styleSheet {M}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>')
    z.writestr('xl/worksheets/sheet1.xml', f'<worksheet {M}><sheetData>{rows}</sheetData></worksheet>')
PY
printf 'question;asked_at\nWhen is the open day?;20.11.2026\n' >"$W/german.csv"
printf 'question,asked_at\nWhen is the open day?,2026-11-20\n' >"$W/iso.csv"
expect 0 earshot -C "$W/ws" import questions "$W/german.csv" --dept physics
holds "$W/err" '1 of them new'
is 'the day' "$(sql "$W/ws" "SELECT posted_s / 86400 FROM post WHERE how = 'intake'")" 20777
for again in iso.csv dates.xlsx; do
    expect 0 earshot -C "$W/ws" import questions "$W/$again" --dept physics
    holds "$W/err" '0 of them new'
done
