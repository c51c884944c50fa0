# kill -9 fifty times at random points of "run": it ends as if nothing had happened, nothing twice.
. tests/cli/lib.sh

KILLS=50

# What must not depend on when the program was killed: everything but ids and times.
dump() {
    sql "$1" "SELECT 'page', address, title, page.kind FROM page JOIN url ON url.id = url_id
              UNION ALL SELECT 'text', address, text_hash, '' FROM page_text JOIN url ON url.id = url_id
              UNION ALL SELECT 'post', permalink, title, body FROM post
              UNION ALL SELECT 'for', permalink, words, key FROM post_match
                JOIN post ON post.id = post_id JOIN department ON department.id = department_id
              UNION ALL SELECT 'question', question.text, permalink, '' FROM sighting
                JOIN question ON question.id = question_id JOIN post ON post.id = post_id
              UNION ALL SELECT 'passage', address, ordinal, start_at FROM passage JOIN url ON url.id = url_id
              UNION ALL SELECT 'quote', question.text, draft_sentence.text, draft.link FROM draft
                JOIN question_group ON question_group.id = group_id
                JOIN question ON question.id = head_id
                JOIN draft_sentence ON draft_id = draft.id
              UNION ALL SELECT 'gap', question.text, why, confidence FROM gap
                JOIN question_group ON question_group.id = group_id
                JOIN question ON question.id = head_id" | sort
    # Who is together with whom, whatever the group's number.
    sql "$1" "SELECT 'together', a.text, b.text FROM group_link x
              JOIN group_link y ON y.group_id = x.group_id AND y.question_id <> x.question_id
              JOIN question a ON a.id = x.question_id JOIN question b ON b.id = y.question_id" | sort
}

# kills COMMAND N FIRST SPREAD: start it and kill it FIRST to FIRST + SPREAD ms later, N times;
# fewer when it gets done before.  The series is fixed, where it dies is not: machines differ.
span=7
kills() {
    for _ in $(seq "$2"); do
        span=$(((span * 1103 + 377) % 997))
        "$ROOT/$B/earshot" -q -C "$W/ws" "$1" >"$W/run" 2>&1 &
        pid=$!
        sleep "0.$(printf %03d $((span % $4 + $3)))"
        kill -9 "$pid" 2>/dev/null && killed=$((killed + 1))
        wait "$pid" 2>/dev/null
    done
}

# The rest of the run, and what it must have come to.
finish() {
    expect 0 earshot -C "$W/ws" run
    expect 0 earshot -C "$W/ws" check
    dump "$W/ws" | sed "s/:$PORT/:PORT/g" >"$W/got"
    same "$W/got" <"$W/want"
    is 'posts twice' "$(sql "$W/ws" 'SELECT count(*) - count(DISTINCT permalink) FROM post')" 0
    is 'questions twice' \
        "$(sql "$W/ws" 'SELECT count(*) - count(DISTINCT stems) FROM question')" 0
    is 'drafts twice' "$(sql "$W/ws" 'SELECT count(*) - count(DISTINCT group_id) FROM draft')" 0
    is 'draft and gap' "$(sql "$W/ws" 'SELECT count(*) FROM gap JOIN draft USING (group_id)')" 0
    # A host is asked no sooner for it, and at most once more per kill.
    polite --delay-ms 20 --repeats "$((KILLS + 9))" "$SITE_LOG" >"$W/polite" || {
        fail 'not polite'
        cat "$W/polite"
    }
}

site_start --calm --crawl-delay 0.03
workspace "$W/whole"
expect 0 earshot -C "$W/whole" crawl
cp -r "$W/whole" "$W/crawled"
expect 0 earshot -C "$W/whole" index
expect 0 earshot -C "$W/whole" draft
dump "$W/whole" | sed "s/:$PORT/:PORT/g" >"$W/want"
at_least 'rows of an undisturbed run' "$(wc -l <"$W/want")" 200

# All is crawled: it dies while it indexes and drafts.
total=0
while [ "$total" -lt 20 ]; do
    rm -rf "$W/ws"
    cp -r "$W/crawled" "$W/ws"
    killed=0
    kills index 4 1 25
    kills draft 6 1 40
    [ "$killed" -gt 0 ] || { fail 'nothing was killed while it indexed or drafted'; break; }
    total=$((total + killed))
    finish
done
kill "$SITE_PID"
wait "$SITE_PID" 2>/dev/null
rm "$W/site.json"

# The same world on a new port: the runs die while they crawl, until it is done or enough.
while [ "$total" -lt "$KILLS" ]; do
    site_start --calm --crawl-delay 0.03
    rm -rf "$W/ws"
    workspace "$W/ws"
    killed=0
    kills run "$((KILLS - total))" 12 240
    [ "$killed" -gt 0 ] || { fail 'no run was killed while it crawled'; break; }
    total=$((total + killed))
    finish
    kill "$SITE_PID"
    wait "$SITE_PID" 2>/dev/null
    SITE_PID=
    rm "$W/site.json"
done
at_least 'runs that were killed' "$total" "$KILLS"
