# world.sh - the workspace that the review pages are tried on; sourced after tests/cli/lib.sh.
#
#   world "$W/ws"      three departments, some sixty questions, drafts, gaps, every state
#
# Accounts: ada (admin), lea (lead), app (approver), ed and eva (editors), vic (viewer), aud
# (auditor), op (operator), may (editor of the library alone); all with the password PASSWORD.
PASSWORD='mistletoe grows'

world_seed() { # KEY NAME CONTACT HOST...
    key=$1
    {
        cat <<INI
[department]
name     = $2
site     = https://$key.northfield.example/
keyword  = Northfield
contact  = $3
byline   = {editor}, $2
voice    = warm
language = en
INI
        shift 3
        for host; do
            printf '\n[source %s]\nurl = https://%s/\nbasis = written permission\n' "${host%%.*}" "$host"
        done
    } >"$world/seeds/$key.ini"
}

# decide WORDS BY VERB [ARGUMENT...]: about the card whose question has the words.
decide() {
    group=$(sql "$world" "SELECT group_id FROM queue JOIN question_group g ON g.id = group_id
        JOIN question ON question.id = head_id WHERE question.text LIKE '%$1%' ORDER BY group_id LIMIT 1")
    by=$2
    shift 2
    expect 0 earshot -C "$world" gap "$group" "$@" --by "$by"
}

# So long ago, so that the numbers have days to tell of.
age() { # WORDS SPAN_S
    sql "$world" "UPDATE decision SET at_s = at_s - $2 WHERE group_id IN (SELECT group_id FROM queue
        JOIN question_group g ON g.id = group_id JOIN question ON question.id = head_id
        WHERE question.text LIKE '%$1%')"
}

world_accounts() { # [KEY]: the department that may is the editor of
    printf '%s\n' "$PASSWORD" >"$W/password"
    while read -r name role full; do
        dept=
        [ "$name" != may ] || dept="--dept ${1:-library}"
        # shellcheck disable=SC2086
        expect 0 earshot -C "$world" user add "$name" --name "$full" --role "$role" $dept --password-file "$W/password"
    done <<LIST
ada admin Ada Lovelace
lea lead Lea Moreau
app approver Arno Petersen
ed editor Edith Clarke
eva editor Eva Rahman
vic viewer Victor Hess
aud auditor Audrey Tan
op operator Otto Pohl
may editor May Whitman
LIST
}

world_decisions() {
    decide 'around the clock' lea approve
    decide 'without being a student' lea approve
    decide 'printing a page in colour' app approve
    decide 'printing a page in colour' app post --url https://talk.campusline.example/t/47#r2
    decide 'Is scanning free' app approve
    decide 'Is scanning free' app post --url https://talk.campusline.example/t/48#r1
    decide 'download a certificate of enrolment' app approve
    decide 'contribution at Northfield pay for' ed note 'The student union would like to read this one first.'
    decide 'vegan food' ed hand-over --to 'Student services' --reason 'they run the cafeteria'
    decide 'exchange agreement with Kyoto' ed needs-page --reason 'which partner universities there are'
    decide 'sports club' lea reject not-our-topic
    decide 'old maps' may park --until 2035-12-01
    decide 'stipend for bachelor' app approve
    decide 'stipend for bachelor' app withdraw --reason 'the programme may end'
    decide 'dress code' lea reject other --reason 'nobody knows'
    decide 'dress code' lea reopen
    for words in 'around the clock' 'printing a page' 'Is scanning'; do age "$words" 180000; done
}

world() {
    world=$1
    expect 0 earshot init -q "$world"
    rm -f "$world"/seeds/*
    printf '[crawler]\ncontact = mailto:web@northfield.example\n' >"$world/earshot.ini"
    world_seed physics 'Department of Physics' physics-comms@northfield.example forum.studentsquare.example \
        ask.physicshub.example talk.campusline.example board.northfieldtown.example
    world_seed library 'University Library' library@northfield.example forum.studentsquare.example \
        talk.campusline.example board.northfieldtown.example
    world_seed registrar 'Office of the Registrar' registrar@northfield.example forum.studentsquare.example \
        talk.campusline.example ask.physicshub.example
    # Who asks, and an event, so that there is something to choose.
    sed -i 's/^\[source ask\]/&\naudience = applicants/; s/^\[source talk\]/&\naudience = students/' "$world"/seeds/*.ini
    printf '\n[campaign admissions]\nfrom = 2020-01-01\nto = 2099-12-31\nkeyword = apply\nkeyword = application\n' \
        >>"$world/seeds/physics.ini"
    expect 0 earshot -C "$world" index # brings departments and sources into the store
    expect 0 "$ROOT/$B/tests/browser/world" "$world/earshot.db" tests/browser/world.txt
    expect 0 earshot -C "$world" index
    expect 0 earshot -C "$world" draft
    world_decisions
    world_accounts
}
