# Questions that nobody typed into a page, and departments from a table.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum
expect 0 earshot -C "$W/ws" run
before=$(sql "$W/ws" 'SELECT COUNT(*) FROM question')

# A table as a spreadsheet writes it: byte order mark, CR LF, ; and quotes.
printf '\357\273\277Question;Details;Where;asked_at;asker\r\n' >"$W/calls.csv"
printf '"When is the ""late"" deadline; is there one?";Call 617-555-0147 or ann@example.org;phone;2026-11-02;Ann Example\r\n' >>"$W/calls.csv"
printf 'Where is the physics reading room?;;desk;2026-11-03;\r\n' >>"$W/calls.csv"
expect 0 earshot -C "$W/ws" import questions "$W/calls.csv" --dept physics --dry-run
is 'what a dry run says' "$(cat "$W/err")" '2 questions read (dry run: nothing written)'
is 'questions of a dry run' "$(sql "$W/ws" 'SELECT COUNT(*) FROM intake')" 0
expect 0 earshot -C "$W/ws" import questions "$W/calls.csv" --dept physics
holds "$W/err" '2 questions read, 2 of them new'
expect 0 earshot -C "$W/ws" import questions "$W/calls.csv" --dept physics
holds "$W/err" '2 questions read, 0 of them new'
is 'where they were asked' "$(sql "$W/ws" 'SELECT group_concat(place) FROM (SELECT place FROM intake ORDER BY post_id)')" 'phone,desk'
sql "$W/ws" "SELECT title || body || COALESCE(asker_hash, '') FROM post WHERE how = 'intake'" >"$W/kept"
lacks "$W/kept" 'ann@example.org'
lacks "$W/kept" '555-0147'
lacks "$W/kept" 'Ann Example'
holds "$W/kept" 'When is the "late" deadline; is there one?'
is 'askers by pseudonym' "$(sql "$W/ws" "SELECT COUNT(*) FROM post WHERE how = 'intake' AND LENGTH(asker_hash) = 32")" 1
! strings -n 6 "$W/ws/earshot.db" "$W/ws/earshot.db-wal" 2>/dev/null | grep -q 'Ann Example' || fail 'a name is in the store'

# They go the way of all others: indexed, grouped, drafted or a gap; JSON lines besides.
printf '%s\n' '{"question":"Where is the physics reading room?","where":"mail","id":"m-1"}' >"$W/mail.jsonl"
expect 0 earshot -C "$W/ws" import questions "$W/mail.jsonl" --dept physics
expect 0 earshot -C "$W/ws" run
is 'questions, one of them asked twice' "$(sql "$W/ws" 'SELECT COUNT(*) FROM question')" $((before + 2))
expect 0 earshot -C "$W/ws" groups --csv
holds "$W/out" 'Where is the physics reading room?'
is 'times and sites of what was asked at the desk and by mail' "$(sql "$W/ws" "SELECT times_asked || ' ' || sites FROM queue JOIN question_group g
    ON g.id = group_id JOIN question q ON q.id = g.head_id WHERE q.text LIKE '%reading room%'")" '2 2'
is 'requests for them' "$(sql "$W/ws" "SELECT COUNT(*) FROM fetch JOIN url ON url.id = url_id WHERE address LIKE 'intake:%'")" 0

# What is wrong is told with line and column, and nothing of the file is taken.
n=$(sql "$W/ws" 'SELECT COUNT(*) FROM intake')
printf 'question,where\nWhat is it?,desk\nWho?,pub\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import questions "$W/bad.csv" --dept physics
holds "$W/err" "$W/bad.csv:3: where: \"pub\": wanted phone, desk or mail"
printf 'question,asked_at\n"What\nis it?",soon\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import questions "$W/bad.csv" --dept physics
holds "$W/err" "$W/bad.csv:2: asked_at: \"soon\""
printf 'text\nWhat is it?\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import questions "$W/bad.csv" --dept physics
holds "$W/err" 'no column "question"'
expect 2 earshot -C "$W/ws" import questions "$W/calls.csv"
is 'questions of wrong files' "$(sql "$W/ws" 'SELECT COUNT(*) FROM intake')" "$n"

# Departments: all rows or none, and nothing that is there is written over.
cat >"$W/depts.csv" <<CSV
key,name,site,keyword,contact,source,basis
maths,Department of Mathematics,$DEPARTMENT/,Northfield mathematics;"""Course 18""",maths@northfield.example,$FORUM/ $QA/,written permission
biology,Biology,$DEPARTMENT/,Northfield biology,,,
CSV
expect 0 earshot -C "$W/ws" import departments "$W/depts.csv" --dry-run
holds "$W/err" 'seeds/maths.ini (dry run: not written)'
holds "$W/err" "$W/depts.csv:3: site: $DEPARTMENT/ is the site of maths, too"
[ ! -e "$W/ws/seeds/maths.ini" ] || fail 'a dry run wrote a file'
expect 0 earshot -C "$W/ws" import departments "$W/depts.csv"
sed "s|$DEPARTMENT|DEPARTMENT|; s|$FORUM|FORUM|; s|$QA|QA|" "$W/ws/seeds/maths.ini" >"$W/maths"
same "$W/maths" <<'INI'
[department]
name = Department of Mathematics
site = DEPARTMENT/
keyword = Northfield mathematics
keyword = "Course 18"
contact = maths@northfield.example

[source 127-0-0-4]
url = FORUM/
basis = written permission

[source 127-0-0-5]
url = QA/
basis = written permission
INI
expect 0 earshot -C "$W/ws" departments --ids
expect 0 earshot -C "$W/ws" import departments "$W/depts.csv"
holds "$W/err" 'maths.ini: unchanged'
echo '; by hand' >>"$W/ws/seeds/maths.ini"
expect 5 earshot -C "$W/ws" import departments "$W/depts.csv"
holds "$W/err" "$W/depts.csv:2: "
holds "$W/err" 'maths.ini is there, with other words (--force writes over it)'
expect 0 earshot -C "$W/ws" import departments "$W/depts.csv" --force
holds "$W/err" 'maths.ini: written over'
lacks "$W/ws/seeds/maths.ini" 'by hand'
printf 'key,name,site\nchem,Chemistry,https://chem.example.edu/\nNo Key,X,\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import departments "$W/bad.csv"
holds "$W/err" "$W/bad.csv:3: key: wanted lower-case letters, digits and -, such as physics"
[ ! -e "$W/ws/seeds/chem.ini" ] || fail 'a file with a mistake was taken in part'
printf 'key,name,site,source,basis\nchem,Chemistry,ftp://x/,,\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import departments "$W/bad.csv"
holds "$W/err" "$W/bad.csv:2: site = ftp://x/: wanted an address"
printf 'key,name,source\nchem,Chemistry,https://f.example/\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import departments "$W/bad.csv"
holds "$W/err" 'basis: say why the sources may be read'
printf 'key,name,site,contact,language\nchem,Chemistry,https://chem.example.edu/,chem@x,xx\n' >"$W/bad.csv"
expect 1 earshot -C "$W/ws" import departments "$W/bad.csv"
holds "$W/err" "$W/bad.csv:2: contact: wanted an address such as help@physics.example.edu"
holds "$W/err" "$W/bad.csv:2: language: no such language is known"
[ ! -e "$W/ws/seeds/chem.ini" ] || fail 'a file with a mistake was taken'

# What stands in a file already is told by check.
expect 0 earshot init "$W/check"
settings >"$W/check/earshot.ini"
for name in biology maths; do
    printf '[department]\nname = %s\nsite = https://www.example.edu\nkeyword = x\ncontact = a@b.example\n' $name >"$W/check/seeds/$name.ini"
done
expect 0 earshot -C "$W/check" check --offline
holds "$W/err" 'maths.ini: https://www.example.edu/ is the site of biology, too'
printf '[department]\nname = Chemistry\nsite = https://c.example\nkeyword = x\ncontact = chem@x\nlanguage = xx\n' >"$W/check/seeds/chem.ini"
expect 8 earshot -C "$W/check" check --offline --csv
holds "$W/out" '"chem, contact",problem,chem@x: wanted an address'
holds "$W/out" '"chem, language",problem,"xx: no such language is known'
