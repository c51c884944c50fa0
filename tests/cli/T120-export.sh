# Lists that stay as they were: a month's unanswered, in every form, whatever happens afterwards.
. tests/cli/lib.sh

gathered
sleep 1 # lists are made in a second after that in which all was found
MONTH=$(sql "$W/ws" "SELECT strftime('%Y-%m', first_asked_s, 'unixepoch') FROM queue
    WHERE state = 'gap' AND asks = 1 AND first_asked_s < strftime('%s', 'now', '-40 days')
    GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1")
[ -n "$MONTH" ] || fail 'the site has no gap of a month that is over'

# The sheets of a department's list have its own numbers, and name its own sources.
cp -r "$W/ws" "$W/two"
printf '[department]\nname = Library\nmode = listen\nkeyword = library\n' >"$W/two/seeds/library.ini"
expect 0 earshot -C "$W/two" journal # which takes the new file
sql "$W/two" "UPDATE post SET first_seen_s = first_seen_s - 40 * 86400"
at=$(sql "$W/two" "SELECT strftime('%Y-%m', MAX(first_seen_s), 'unixepoch') FROM post")
for dept in all physics library; do
    only="--dept $dept"
    [ $dept = all ] && only=
    expect 0 earshot -C "$W/two" export unanswered --month "$at" $only --format xlsx -o "$W/$dept.xlsx"
    python3 - "$W/$dept.xlsx" <<'PY'
import re, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
found = re.search(r'>Found<.*?<v>(\d+)</v>', z.read('xl/worksheets/sheet1.xml').decode()).group(1)
print(found, len(re.findall('<row ', z.read('xl/worksheets/sheet5.xml').decode())) - 1)
PY
done >"$W/numbers"
{
    n=$(sql "$W/two" 'SELECT COUNT(*) FROM heard')
    printf '%s 4\n%s 4\n0 0\n' "$n" "$n"
} | same "$W/numbers"

# Frozen at the first asking, in each form; what happens later changes none of them.
for form in csv xlsx jsonl md html atom; do
    expect 0 earshot -C "$W/ws" export unanswered --month "$MONTH" --format $form
    cp "$W/out" "$W/first.$form"
    cmp -s "$W/out" "$W/ws/exports/unanswered-$MONTH.$form" || fail "$form: not what is kept in exports/"
    at_least "$form: bytes" "$(wc -c <"$W/first.$form")" 100
done
expect 0 earshot -C "$W/ws" export unanswered --month "$MONTH" --dept physics --format csv
cp "$W/out" "$W/first.physics"
at_least 'rows of the month' "$(wc -l <"$W/first.jsonl")" 1
ID=$(sed -n '1s/.*"group":\([0-9]*\),.*/\1/p' "$W/first.jsonl")
expect 0 earshot -C "$W/ws" gap "$ID" reject not-our-topic --by ann
sql "$W/ws" "UPDATE question SET text = 'changed'"
for form in csv xlsx jsonl md html atom; do
    expect 0 earshot -C "$W/ws" export unanswered --month "$MONTH" --format $form
    cmp -s "$W/out" "$W/first.$form" || fail "$form is not the same when it is asked for again"
done
expect 0 earshot -C "$W/ws" export unanswered --month "$MONTH" --dept physics --format csv
cmp -s "$W/out" "$W/first.physics" || fail 'the list of a department is not the same again'
# A form that nobody has asked for yet is made of what was frozen, not of what is there now.
expect 0 earshot -C "$W/ws" export unanswered --month "$MONTH" --json
lacks "$W/out" '"changed"'
holds "$W/out" "\"group\":$ID,"
expect 0 earshot -C "$W/ws" export unanswered
! grep -q "^$ID," "$W/out" || fail 'what was refused as not our topic is still unanswered'

# What somebody has changed is told, not handed on.
printf 'x' >>"$W/ws/exports/unanswered-$MONTH.csv"
expect 8 earshot -C "$W/ws" export unanswered --month "$MONTH" --format csv
holds "$W/err" 'it is not as it was frozen: restore it from a backup'

# Nor is anything before the first crawl: an empty list would stay empty for ever.
expect 0 earshot init "$W/new"
expect 0 earshot -C "$W/new" export unanswered --month "$MONTH"
holds "$W/err" "nothing has been heard yet: the list of $MONTH is not frozen"
[ ! -e "$W/new/exports" ] || [ -z "$(ls "$W/new/exports")" ] || fail 'an empty list was kept'

# A month that goes on is not frozen, and says so; a month is a whole one.
NOW=$(sql "$W/ws" "SELECT strftime('%Y-%m', MAX(made_s), 'unixepoch') FROM frozen_list")
expect 0 earshot -C "$W/ws" export unanswered --month "$NOW"
holds "$W/err" "$NOW is not over: this list is not frozen, it will change"
[ ! -e "$W/ws/exports/unanswered-$NOW.csv" ] || fail 'a month that goes on was kept'
# What was asked in a month and found when its list was frozen stands on the list of the month it was found in.
asked_in_month() {
    sql "$W/ws" "UPDATE post SET posted_s = strftime('%s', '$MONTH-15') $2 WHERE id IN
        (SELECT post_id FROM heard JOIN group_link USING (question_id) WHERE group_id = $1);
        UPDATE queue SET first_asked_s = strftime('%s', '$MONTH-15'), last_asked_s = strftime('%s', '$MONTH-15') WHERE group_id = $1"
}
earshot -C "$W/ws" export unanswered --month "$MONTH" --ids >"$W/on"
ID=$(sql "$W/ws" "SELECT group_id FROM queue WHERE state = 'gap' AND asks = 1 AND group_id NOT IN ($(paste -sd, "$W/on")) ORDER BY group_id LIMIT 1")
asked_in_month "$ID" ', first_seen_s = (SELECT MIN(made_s) FROM frozen_list) - 1'
expect 0 earshot -C "$W/ws" export unanswered --month "$NOW" --ids
! grep -qx "$ID" "$W/out" || fail 'what was not asked in this month is on its list'
asked_in_month "$ID" ', first_seen_s = (SELECT MIN(made_s) FROM frozen_list)'
expect 0 earshot -C "$W/ws" export unanswered --month "$NOW" --ids
grep -qx "$ID" "$W/out" || fail 'what was found late is on no list'
# What had a draft when the list of its month was frozen, and is judged to want a page later, stands on the list of the month of that judgement.
DRAFT=$(sql "$W/ws" "SELECT draft_id FROM queue WHERE state = 'machine' AND asks = 1 AND group_id NOT IN ($ID) ORDER BY group_id LIMIT 1")
LOST=$(sql "$W/ws" "SELECT group_id FROM draft WHERE id = $DRAFT")
asked_in_month "$LOST" ''
expect 0 earshot -C "$W/ws" export unanswered --month "$NOW" --ids
! grep -qx "$LOST" "$W/out" || fail 'a draft waits, and it is on a list'
expect 0 earshot -C "$W/ws" draft "$DRAFT" needs-page --reason 'opening hours'
expect 0 earshot -C "$W/ws" export unanswered --month "$NOW" --ids
grep -qx "$LOST" "$W/out" || fail 'what became unanswered is on no list'
expect 2 earshot -C "$W/ws" export unanswered --month 2026-13
holds "$W/err" 'wanted a month such as 2026-10'
expect 2 earshot -C "$W/ws" export unanswered --month "$MONTH" --older 14d
expect 2 earshot -C "$W/ws" export questions --month "$MONTH"
expect 2 earshot -C "$W/ws" export questions --format html
holds "$W/err" '--format html: wanted for questions one of csv|jsonl|md|xlsx'
expect 2 earshot -C "$W/ws" export unanswered --format jsonld
holds "$W/err" 'csv|jsonl|md|xlsx|html|atom'

# The columns are those that the man page names, in its order; JSON says their version.
for list in unanswered questions drafts answers sheet; do
    expect 0 earshot -C "$W/ws" export $list
    head -1 "$W/out" | tr -d '\r' >"$W/head"
    sed -n "s/^columns of $list: //p" earshot-formats.5 | tr -d ' ' | same "$W/head"
    expect 0 earshot -C "$W/ws" export $list --format jsonl
    is "$list: rows with their schema" "$(grep -c "^{\"schema\":\"$list/1\"," "$W/out")" "$(wc -l <"$W/out")"
done

# Pages and feeds are XML; the Excel file has its sheets.
expect 0 earshot -C "$W/ws" export unanswered --format html -o "$W/list.html"
lacks "$W/list.html" 'Asked 1 times'
lacks "$W/list.html" 'on 1 sites'
expect 0 earshot -C "$W/ws" export unanswered --format atom -o "$W/list.atom"
expect 0 earshot -C "$W/ws" export unanswered --format xlsx -o "$W/list.xlsx"
if command -v xmllint >/dev/null; then
    expect 0 xmllint --noout "$W/list.html" "$W/list.atom" "$W/first.html" "$W/first.atom"
fi
python3 - "$W/list.xlsx" >"$W/sheets" <<'PY'
import re, sys, zipfile
print(*re.findall(r'<sheet name="(\w+)"', zipfile.ZipFile(sys.argv[1]).read('xl/workbook.xml').decode()))
PY
same "$W/sheets" <<'TXT'
Summary Unanswered Answered Pages Sources Definitions
TXT
python3 - "$W/list.xlsx" >"$W/summary" <<'PY'
import re, sys, zipfile
import xml.etree.ElementTree as tree
M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
sheet = tree.fromstring(zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml'))
rows = [{c.get('r')[0]: ''.join(c.itertext()) for c in r} for r in sheet.iter(M + 'row')]
print(*[rows[0][c] for c in sorted(rows[0])])
for r in rows:
    if r.get('C') == 'hours': print(r['A'], '-', r['C'])
page = sheet.find(M + 'pageSetup')
print('pages', page.get('fitToWidth', '1'), 'by', page.get('fitToHeight', '1'), page.get('orientation'))
PY
same "$W/summary" <<'TXT'
figure value unit means
Asked to approved - hours
Approved to posted - hours
pages 1 by 1 portrait
TXT
grep -q '^figure, value, unit, means;' earshot-formats.5 || fail 'the manual does not name the columns of Summary'

# A spreadsheet program takes the CSV as it is, and the Excel file: the same cells, none that calculates.
OFFICE=$(command -v soffice || command -v libreoffice) || skip 'no LibreOffice here: the CSV was not opened with it'
sql "$W/ws" "WITH n AS (SELECT id, row_number() OVER (ORDER BY id) k FROM question WHERE asks = 1)
    UPDATE question SET text = CASE (SELECT k FROM n WHERE n.id = question.id) WHEN 1 THEN '=1+1' WHEN 2 THEN '+49 123'
    WHEN 3 THEN '-5' WHEN 4 THEN '@SUM(A1)' WHEN 5 THEN char(9) || '=2' WHEN 6 THEN '1/2' WHEN 7 THEN 'Größe 日本 ' || char(128512)
    WHEN 8 THEN 'one' || char(10) || 'two' WHEN 9 THEN 'a \"q\", b' WHEN 10 THEN 'TRUE' WHEN 11 THEN '12:30' WHEN 12 THEN '5 %'
    WHEN 13 THEN ' blank before' WHEN 14 THEN '3,5' WHEN 15 THEN 'MARCH1' WHEN 16 THEN '0123' WHEN 17 THEN '2026-11-22'
    WHEN 18 THEN '1e5' ELSE text END, body = 'a body; with' || char(13) || char(10) || 'two lines'"
expect 0 earshot -C "$W/ws" export questions --format csv --bom -o "$W/list.csv"
expect 0 earshot -C "$W/ws" export questions --format jsonl -o "$W/list.jsonl"
expect 0 earshot -C "$W/ws" export questions --format xlsx -o "$W/ours.xlsx"
timeout 120 "$OFFICE" "-env:UserInstallation=file://$W/office" --headless --infilter='CSV:44,34,76,1,,0,false,false' \
    --convert-to xlsx:'Calc MS Excel 2007 XML' --outdir "$W/office-out" "$W/list.csv" >"$W/office.log" 2>&1 ||
    fail "LibreOffice: $(tail -1 "$W/office.log")"
cat >"$W/cells.py" <<'PY'
import csv, json, re, sys, zipfile
import xml.etree.ElementTree as tree
M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
def sheet(path):
    z = zipfile.ZipFile(path)
    shared = [''.join(t.text or '' for t in si.iter(M + 't')) for si in tree.fromstring(z.read('xl/sharedStrings.xml'))] \
        if 'xl/sharedStrings.xml' in z.namelist() else []
    for r in tree.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(M + 'row'):
        row = {}
        for c in r:
            at = ord(re.match('[A-Z]', c.get('r')).group()) - 65
            v, kind = c.find(M + 'v'), c.get('t')
            if c.find(M + 'f') is not None: print('a formula:', c.get('r'))
            if kind == 's': row[at] = re.sub('_x([0-9A-F]{4})_', lambda m: chr(int(m.group(1), 16)), shared[int(v.text)])
            elif kind == 'inlineStr': row[at] = ''.join(t.text or '' for t in c.iter(M + 't'))
            elif v is not None: row[at] = float(v.text)
        yield row
def same(a, b): return a == b or a.replace('\r\n', '\n') == b.replace('\r\n', '\n')
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))
wanted = [json.loads(l) for l in open(sys.argv[2], encoding='utf-8')]
office, ours = list(sheet(sys.argv[3])), list(sheet(sys.argv[4]))
print('rows', len(rows) == len(wanted) + 1 == len(office) == len(ours))
taken = []
for n, (w, o, x) in enumerate(zip(wanted, office[1:], ours[1:])):
    r = rows[n + 1]
    for at in range(len(r)):
        seen = o.get(at, '')
        if isinstance(seen, float):
            if rows[0][at] == 'question': taken.append(r[at])
            elif float(r[at]) != seen: print('number', r[at], seen)
        elif not same(seen, r[at]): print('LibreOffice', repr(r[at]), repr(seen))
    guarded = r[3][1:] if r[3][:1] == "'" else r[3]
    if guarded != w['question'] or not same(r[4], w['body']): print('CSV', repr(r[3]), repr(w['question']))
    if x.get(3, '') != w['question'].replace('\t', ' ') or x.get(0) != w['id']: print('Excel', repr(x.get(3)), repr(w['question']))
print('taken for numbers', sorted(taken))
PY
python3 "$W/cells.py" "$W/list.csv" "$W/list.jsonl" "$W/office-out/list.xlsx" "$W/ours.xlsx" >"$W/cells"
same "$W/cells" <<'TXT'
rows True
taken for numbers ['0123', '1e5', '2026-11-22']
TXT
