# Who may see and do what, over HTTP: what cannot be seen is not there, what cannot be done is refused.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
for dept in physics library; do
    cat >"$W/ws/seeds/$dept.ini" <<INI
[department]
name    = The $dept department
site    = https://$dept.example.edu/
keyword = Example $dept
INI
done
user() { earshot -C "$W/ws" user "$@"; }
echo 'mistletoe grows' >"$W/password"
person() { expect 0 user add "$1" --role "$2" --password-file "$W/password" ${3:+--dept "$3"}; }
person root admin
person ben editor physics
person cy viewer physics
person dee approver physics
person op operator
person au auditor
# A group of each department, as crawl and index would leave them.
for dept in physics library; do
    id=$(sql "$W/ws" "SELECT id FROM department WHERE key = '$dept'")
    [ -n "$id" ] || fail "$dept is not in the store"
    sql "$W/ws" "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, delay_ms, max_pages, active) VALUES (100 + $id, $id, 'test', 'https://qa.example/', 'feed', 'answer', 'all', 0, 0, 1, 1);
        INSERT INTO host (id, authority) VALUES (100 + $id, 'https://qa$id.example');
        INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority, first_seen_s) VALUES (100 + $id, $id, 'https://qa$id.example/1', 100 + $id, 100 + $id, 'done', 'page', 0, 0, 1);
        INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash, first_seen_s, last_seen_s, changed_s) VALUES ($id, 100 + $id, 'https://qa$id.example/1', 'What about $dept?', '', '[]', 'x', 1, 1, 1, 1, 1);
        INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s) VALUES ($id, $id, 'What about $dept?', '', 'en', 'what', $id, 1);
        INSERT INTO sighting (post_id, department_id, question_id, post_hash) VALUES ($id, $id, $id, 1);
        INSERT INTO question_group (id, department_id, head_id, created_s, changed_s) VALUES ($id, $id, $id, 1, 1);
        INSERT INTO group_link (question_id, group_id, p, why) VALUES ($id, $id, 1, '[]')"
done
P=$(sql "$W/ws" "SELECT id FROM department WHERE key = 'physics'")
L=$(sql "$W/ws" "SELECT id FROM department WHERE key = 'library'")
serve_start "$W/ws"
is "addresses printed" "$(wc -l <"$W/serve.out")" 1

# as NAME CODE METHOD PATH [FIELD...]
as() {
    who=$1 code=$2 method=$3 path=$4
    shift 4
    [ -s "$W/$who.jar" ] || {
        web 303 -c "$W/$who.jar" "$APP/sign-in" -d "name=$who" --data-urlencode 'password=mistletoe grows'
        web 200 -b "$W/$who.jar" "$APP/profile"
        sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' "$W/out" | head -1 >"$W/$who.csrf"
    }
    if [ "$method" = GET ]; then
        web "$code" -b "$W/$who.jar" "$APP$path"
    else
        web "$code" -b "$W/$who.jar" "$APP$path" -d "csrf=$(cat "$W/$who.csrf")" "$@"
    fi
}

as ben 200 GET /q/physics
as ben 404 GET /q/library
as ben 200 GET "/g/$P"
as ben 404 GET "/g/$L"
as ben 404 POST "/g/$L/note" -d text=hello
as ben 303 POST "/g/$P/note" -d text=hello -d revision=0
as ben 403 POST "/g/$P/reject" -d arg=wrong -d revision=0
as ben 404 GET /people
as ben 404 GET /people/root
as ben 404 POST /people/ben/role -d role=admin -d dept=
as ben 404 GET /audit
as cy 200 GET "/g/$P"
as cy 403 POST "/g/$P/note" -d text=hello
as cy 403 POST "/g/$L/note" -d text=hello # whichever group: it may edit nowhere
as dee 404 GET "/g/$L"
as op 404 GET /q/physics
as op 404 GET "/g/$P"
as op 404 POST "/g/$P/note" -d text=hello
as op 200 GET /profile
as au 200 GET "/g/$L"
as au 403 POST "/g/$L/note" -d text=hello
as au 200 GET /audit
as au 404 GET /people
as root 200 GET /people
as root 303 POST /people/cy/role -d role=editor -d dept=physics
as cy 303 POST "/g/$P/note" -d text=hello -d revision=0
as root 303 POST /people/cy/disable
as cy 401 GET /profile
as root 409 POST /people/root/disable
holds "$W/out" 'last admin'

# Decisions of one, of many and taken back: each is in the log.
as ben 303 POST "/g/$P/needs-page" -d 'reason=opening hours' -d revision=0
as dee 403 POST /q/bulk -d verb=park -d "card=$P.1" -d sure=1
as root 200 POST /q/bulk -d verb=park -d "card=$P.1" -d sure=1
as root 303 POST /undo
expect 0 earshot -C "$W/ws" audit --object "group $P" --csv
tr -d '\r' <"$W/out" | cut -d, -f3-6 >"$W/log"
same "$W/log" <<TEXT
actor,action,object,result
root,undo,group $P,ok
root,park,group $P,ok
ben,needs-page,group $P,ok
cy,note,group $P,ok
ben,note,group $P,ok
TEXT

# What was refused is in the log, and the log as a file is the log.
as au 200 GET '/audit.csv?action=refused'
at_least "refusals" "$(grep -c ',refused,' "$W/out")" 5
as au 200 GET '/audit?verify=1'
holds "$W/out" 'all as they were written'
is "the note" "$(sql "$W/ws" "SELECT group_concat(actor) FROM note")" ben,cy
