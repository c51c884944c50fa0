# A department that is added later, at an address or on a site that was crawled for another one, has
# what its first crawl brings: the questions for its keywords, from its own budget, each page asked
# for once in a run.
. tests/cli/lib.sh

DELAY=2ms
raw_start
BOARD=http://127.0.0.1:$RAW
links() { # FIRST LAST: list items
    for i in $(seq "$1" "$2"); do printf '<li><a href="/t/%d">Thread %d</a></li>\n' "$i" "$i"; done
}
list() { # NAME FIRST LAST MORE
    html_page "$1" "Threads" "<ul>$(links "$2" "$3")</ul>${4:-}"
}
# Words of their own: pages that differ in numbers alone are a trap.
thread() { html_question "$BOARD" "t/$1" "How do I find out about the $2 of day $1?" "It is about the $2. $(echo "$1" | tr 0-9 q-z)"; }
for i in $(seq 1 30); do
    case $((i % 3)) in 0) about=zebra ;; 1) about=quark ;; 2) about=heron ;; esac
    thread "$i" $about
done
# The forum has all threads on three pages, the tag those about the zebra, on two.
list forum/1 1 10 '<a rel="next" href="/forum/2">Next</a> <a href="/tag/zebra">zebra</a>'
list forum/2 11 20 '<a rel="next" href="/forum/3">Next</a>'
list forum/3 21 30
html_page tag/zebra "Threads" "<ul>$(for i in 3 6 9 12; do links $i $i; done)</ul><a rel=\"next\" href=\"/tag/zebra-2\">Next</a>"
html_page tag/zebra-2 "Threads" "<ul>$(for i in 15 18 21 24 27 30; do links $i $i; done)</ul>"

# reads WORKSPACE DEPARTMENT ADDRESS KEYWORD [LINE...]
reads() {
    ws=$1 key=$2 address=$3 keyword=$4
    shift 4
    {
        printf '[department]\nname = %s\nkeyword = %s\ncontact = c@northfield.example\n\n' "$key" "$keyword"
        printf '[source board]\nurl = %s%s\nbasis = written permission\n' "$BOARD" "$address"
        for line; do printf '%s\n' "$line"; done
    } >"$ws/seeds/$key.ini"
}
fresh() { # WORKSPACE
    expect 0 earshot init "$1"
    settings >"$1/earshot.ini"
}
matches() {
    sql "$1" "SELECT count(*) FROM post_match m JOIN department d ON d.id = m.department_id
        WHERE d.key = '$2'"
}
# crawl CODE WORKSPACE [OPTION...]: no address is asked for twice in it; $ASKED pages in all.
crawl() {
    code=$1 ws=$2
    shift 2
    [ ! -f "$ws/earshot.db" ] || sql "$ws" "UPDATE url SET fetched_s = fetched_s - 60" # no two in a second
    expect "$code" earshot -C "$ws" crawl "$@"
    is 'asked twice in a run' "$(sql "$ws" "SELECT count(*) FROM (SELECT 1 FROM fetch WHERE url_id
        IS NOT NULL GROUP BY run_id, url_id HAVING count(*) > 1)")" 0
    ASKED=$(sql "$ws" "SELECT count(*) FROM fetch WHERE url_id IS NOT NULL
        AND run_id = (SELECT max(id) FROM crawl_run)")
}
spent() { # WORKSPACE DEPARTMENT: pages in the last run
    sql "$1" "SELECT coalesce(sum(c.pages), 0) FROM crawl_source c JOIN source s ON s.id = c.source_id
        JOIN department d ON d.id = s.department_id
        WHERE d.key = '$2' AND c.run_id = (SELECT max(id) FROM crawl_run)"
}

# ---- the same address ----
fresh "$W/same"
reads "$W/same" physics /forum/1 quark
crawl 0 "$W/same"
is 'physics' "$(matches "$W/same" physics)" 10
crawl 0 "$W/same"
idle=$ASKED
reads "$W/same" library /forum/1 zebra 'max_pages = 20'
crawl 0 "$W/same"
is 'within its budget' "$(spent "$W/same" library)" 20
crawl 0 "$W/same"
is 'library' "$(matches "$W/same" library)" 10
is 'physics still' "$(matches "$W/same" physics)" 10
crawl 0 "$W/same"
is 'nothing new' "$ASKED" "$idle"
# One that comes with its department's own run has it in one.
reads "$W/same" school /forum/1 heron
crawl 0 "$W/same" --dept school
is 'school' "$(matches "$W/same" school)" 10
is 'who pays' "$(spent "$W/same" physics)" 0

# ---- two addresses of one site ----
fresh "$W/site"
reads "$W/site" physics /forum/1 quark
crawl 0 "$W/site"
crawl 0 "$W/site"
idle=$ASKED
reads "$W/site" library /tag/zebra zebra
crawl 0 "$W/site"
is 'library on the site' "$(matches "$W/site" library)" 10
crawl 0 "$W/site"
at_most 'nothing new on the site' "$ASKED" $((idle + 1))
# It has its own address asked for in runs of its own.
thread 33 zebra
html_page tag/zebra "Threads" "<ul>$(for i in 33 3 6 9 12; do links $i $i; done)</ul><a rel=\"next\" href=\"/tag/zebra-2\">Next</a>"
crawl 0 "$W/site" --dept library
is 'new in its own run' "$(matches "$W/site" library)" 11

# ---- the other's budget ----
fresh "$W/poor"
reads "$W/poor" physics /forum/1 quark 'max_pages = 3'
crawl 0 "$W/poor"
reads "$W/poor" library /tag/zebra zebra
crawl 0 "$W/poor"
is 'what the other one has no pages left for' "$(matches "$W/poor" library)" 11

# ---- the other one goes ----
fresh "$W/gone"
reads "$W/gone" physics /forum/1 quark
crawl 0 "$W/gone"
reads "$W/gone" library /forum/1 zebra
rm "$W/gone/seeds/physics.ini"
crawl 0 "$W/gone"
is "after the other one has gone" "$(matches "$W/gone" library)" 11

# ---- another keyword ----
# What a list calls by it is read at once, the rest page by page as it falls due.
fresh "$W/word"
html_page calls "Threads" "<ul><li><a href=\"/t/1\">A thread</a></li><li><a href=\"/t/2\">On herons: a heron</a></li>
    <li><a href=\"/t/3\">Another</a></li><li><a href=\"/t/4\">Of the quark</a></li></ul>"
reads "$W/word" physics /calls quark
crawl 0 "$W/word"
is 'the quark' "$(matches "$W/word" physics)" 2
sed -i 's/^keyword = quark/&\nkeyword = heron\nkeyword = zebra/' "$W/word/seeds/physics.ini"
crawl 0 "$W/word"
is 'the heron, by its link' "$(matches "$W/word" physics)" 3
is 'nothing else is asked for it' "$ASKED" 2
crawl 0 "$W/word"
is 'once' "$ASKED" 1
sql "$W/word" "UPDATE url SET due_s = 1 WHERE due_s > 1"
crawl 0 "$W/word"
is 'the zebra, as its page falls due' "$(matches "$W/word" physics)" 4

# ---- killed ----
# Wherever the first crawl of a department is cut off, the next one goes on with it.
fresh "$W/cut"
reads "$W/cut" physics /forum/1 quark
crawl 0 "$W/cut"
reads "$W/cut" library /forum/1 zebra
for ms in 60 90 120 150 180; do killed $ms -C "$W/cut" crawl; done
expect 0 earshot -C "$W/cut" crawl
whole "$W/cut"
expect 0 earshot -C "$W/cut" crawl
is 'after kills' "$(matches "$W/cut" library)" 11
is 'nothing is wanted any more' "$(sql "$W/cut" "SELECT count(*) FROM url_wanted")" 0
