# A crawl of the whole test site: polite, complete, and the second time by validators alone.
. tests/cli/lib.sh

cp -r tests/site/www "$W/www"
site_start --www "$W/www" --crawl-delay 0.1
workspace "$W/ws"

# No contact, no public host; loopback only because a range is opened.
expect 0 earshot -C "$W/ws" crawl
polite --delay-ms 20 "$SITE_LOG" >"$W/polite" || { fail 'the crawl is not polite'; cat "$W/polite"; }

# Every page of the department that may be read has been; nothing is queued.
is 'own pages' "$(sql "$W/ws" 'SELECT count(*) FROM page_text')" 30
expect 0 earshot -C "$W/ws" stats --csv
holds "$W/out" 'queued,0,'

# Every question that names the department is a post; noise without its name is none.
awk -F '\t' '$2 == "question" || $2 == "complaint" { print $4 }' "$W/gold.tsv" |
    sed 's/^\[SOLVED\] //' | sort >"$W/asked"
sql "$W/ws" 'SELECT DISTINCT title FROM post' | sort >"$W/found"
comm -23 "$W/asked" "$W/found" >"$W/missing"
same "$W/missing" </dev/null
is 'noise kept' "$(grep -c -e pizza\ dough -e bicycle -e tent -e dentist -e band "$W/found")" 0

# One thread is one post, whatever session ids and pages its links carry.
is 'posts of a thread on two pages' \
    "$(sql "$W/ws" "SELECT count(*) FROM post WHERE title LIKE 'aplication fee%'")" 1
is 'addresses with a session id' \
    "$(sql "$W/ws" "SELECT count(*) FROM url WHERE address LIKE '%sid=%'")" 0

# The second time, at once (times are kept in seconds): first pages and lists, with validators.
sleep 1
seen=$(requests)
expect 0 earshot -C "$W/ws" crawl
tail -n "+$((seen + 1))" "$SITE_LOG" >"$W/second.log"
polite --delay-ms 20 --conditional --repeats 9 "$W/second.log" >"$W/polite" || {
    fail 'the second crawl is not conditional'
    cat "$W/polite"
}
at_most 'requests of the second crawl' "$(wc -l <"$W/second.log")" 14
at_least 'hosts of the second crawl' "$(cut -d'"' -f4 "$W/second.log" | sort -u | wc -l)" 5

# One page changes: it alone comes whole, and its text is the new one.
sed -i 's/The application fee is \$75/The application fee is $80/' \
    "$W/www/department/graduate/deadlines.html"
seen=$(requests)
expect 0 earshot -C "$W/ws" crawl --again
tail -n "+$((seen + 1))" "$SITE_LOG" >"$W/third.log"
polite --delay-ms 20 --conditional --repeats 99 "$W/third.log" >"$W/polite" || {
    fail 'the third crawl is not conditional'
    cat "$W/polite"
}
grep '"host":"department"' "$W/third.log" | grep '"status":200' |
    sed 's/.*"uri":"\([^"]*\)".*/\1/' >"$W/whole"
same "$W/whole" <<'TEXT'
/graduate/deadlines
TEXT
is 'pages with the new fee' \
    "$(sql "$W/ws" "SELECT count(*) FROM page_text WHERE text LIKE '%fee is \$80%'")" 1
is 'posts after three crawls' "$(sql "$W/ws" 'SELECT count(*) FROM post')" \
    "$(sql "$W/ws" 'SELECT count(DISTINCT permalink) FROM post')"
