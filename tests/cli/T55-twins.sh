# Own pages that say the same are one: which counts, what why and index say, and that it can change.
. tests/cli/lib.sh

raw_start
SITE=http://127.0.0.1:$RAW
page() { # PATH TITLE [WORDS...]: a page of the department, with a text that all of them share
    path=$1 title=$2
    shift 2
    respond "$path" 'Content-Type: text/html; charset=utf-8' <<HTML
<!DOCTYPE html><html lang="en"><head><title>$title</title></head><body><main><h1>Registering for exams</h1>
<p>Students who want to take an exam register in the portal four weeks before the day of the exam.
Whoever misses that day writes to the examination office, which answers within one week.</p>
<p>An exam that was failed can be taken again once, within a year, and there is no fee for that.
Bring your student card and a pen, and leave your bag in the hall. $*</p></main></body></html>
HTML
}
respond index.html 'Content-Type: text/html' <<HTML
<!DOCTYPE html><html lang="en"><head><title>Physics</title></head><body><main><h1>Physics</h1><p>Welcome to us.</p>
<ul><li><a href="/exams">Exams</a></li><li><a href="/exams-print-version">Print</a></li><li><a href="/exams?v=2">Mirror</a></li>
<li><a href="/exams-2019">2019</a></li></ul></main></body></html>
HTML
cp "$W/raw/index.html" "$W/raw/index"
page exams Exams
page exams-print-version Exams 'Printed today.'
page exams-2019 'Exams 2019'
mkdir -p "$W/raw"
expect 0 earshot init "$W/ws"
settings >"$W/ws/earshot.ini"
cat >"$W/ws/seeds/physics.ini" <<INI
[department]
name = Physics
site = $SITE/index
keyword = Northfield
language = en
INI
expect 0 earshot -C "$W/ws" run
holds "$W/err" 'what another one says: left out'
is 'pages' "$(sql "$W/ws" 'SELECT count(*) FROM page_text')" "$(sql "$W/ws" 'SELECT count(*) FROM page_sketch')"
expect 0 earshot -C "$W/ws" why "$SITE/exams-print-version"
holds "$W/out" "repeats"
holds "$W/out" "$SITE/exams (likeness"
holds "$W/out" "shorter address"
holds "$W/out" "answers quote $SITE/exams, which says the same"
expect 0 earshot -C "$W/ws" why "$SITE/exams" --json
holds "$W/out" '"repeated_by":[{"address":"'"$SITE/exams-print-version"
expect 0 earshot -C "$W/ws" why "$SITE/exams-2019"
lacks "$W/out" 'repeats'
expect 0 earshot -C "$W/ws" search examination office --jsonl
holds "$W/out" "$SITE/exams\""
holds "$W/out" 'exams-2019'
lacks "$W/out" '"address":"'"$SITE/exams-print-version"

# Run again: the same. All anew: the same.
sql "$W/ws" 'SELECT * FROM page_twin ORDER BY 1' >"$W/first"
at_least 'twins' "$(wc -l <"$W/first")" 1
expect 0 earshot -C "$W/ws" index
expect 0 earshot -C "$W/ws" index --rebuild
sql "$W/ws" 'SELECT * FROM page_twin ORDER BY 1' >"$W/again"
same "$W/again" <"$W/first"
