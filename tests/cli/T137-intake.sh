# Setting up: mailboxes, without names; twelve departments from a table; every source reached.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" forum
sed -i 's|^site .*|&\nsite = https://www.physics.northfield.example/\nsite = https://www.northfield.example/physics/|' "$W/ws/seeds/physics.ini"

# mail FROM SUBJECT [HEADER...]: standard input is its body.
n=0
mail() {
    n=$((n + 1))
    printf 'From - Mon Nov 02 10:00:00 2026\nFrom: %s\nSubject: %s\n' "$1" "$2"
    shift 2
    printf 'Message-ID: <m%d@mail.example>\nDate: Mon, 2 Nov 2026 11:00:00 +0100\n' $n
    for line; do printf '%s\n' "$line"; done
    printf '\n'
    cat
    printf '\n'
}

{
    mail 'Ann Example <ann@student.northfield.example>' 'AW: [EXTERNAL] =?utf-8?B?V2hlbiBkb2VzIHRoZQ==?= =?utf-8?B?IGxhYiBvcGVuPw==?=' <<'X'
Dear all,

I could not find when the optics lab opens. Call me, Ann Example, at
617-555-0147 or write to ann@example.org.

>From five on would be best.

Kind regards
Ann Example

On Sun, 1 Nov 2026 at 10:00, Physics <office@physics.northfield.example> wrote:
> The secret word is gamma.
X
    mail 'Bob <bob@uni.example>' 'Away' 'Auto-Submitted: auto-replied' <<X
Is it urgent?
X
    mail 'office@physics.northfield.example' 'Re: Lab' <<X
Is this what you wanted?
X
    mail 'Physics <PHYSICS-COMMS@northfield.example>' 'Re: Lab' <<X
Is this what you wanted?
X
    mail 'News <news@uni.example>' 'What is new?' 'List-Unsubscribe: <mailto:x@uni.example>' <<X
Have you heard?
X
    mail 'MAILER-DAEMON@uni.example' 'Undelivered' <<X
What happened?
X
    mail 'Cy <cy@uni.example>' 'Secret' 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data' <<X
MIIB
X
    mail 'Di <di@uni.example>' 'Fwd: x' <<X
> Is it quoted?
X
    mail 'Ed <ed@uni.example>' 'Thanks' <<X
Thank you for the tour of the Northfield observatory. It was wonderful.
X
    mail 'Flo <flo@uni.example>' 'Thanks' <<X
Thank you for the tour. It was wonderful.
X
    mail 'Gus <gus@uni.example>' 'Concert' <<X
When does the physics band play?
X
    mail 'Hal <hal@northfield.example>' 'Question' 'Content-Type: multipart/alternative; boundary=b' <<'X'
--b
Content-Type: text/plain

--b
Content-Type: text/html

<p>Hello,</p><p>Where can I park near the physics building?</p><div class="gmail_quote">old</div>
--b--
X
} >"$W/box.mbox"

expect 0 earshot -C "$W/ws" import questions "$W/box.mbox" --dept physics --dry-run --csv
tr -d '\r' <"$W/out" >"$W/plan"
same "$W/plan" <<'CSV'
mail,kept,why,asked_at,question
1,yes,a question,2026-11-02T10:00:00Z,When does the lab open?
2,no,an automatic reply,2026-11-02T10:00:00Z,Away
3,no,sent by the department,2026-11-02T10:00:00Z,Lab
4,no,sent by the department,2026-11-02T10:00:00Z,Lab
5,no,a newsletter or digest,2026-11-02T10:00:00Z,What is new?
6,no,a delivery report,2026-11-02T10:00:00Z,Undelivered
7,no,encrypted,2026-11-02T10:00:00Z,Secret
8,no,nothing but quotes,2026-11-02T10:00:00Z,x
9,yes,names Northfield,2026-11-02T10:00:00Z,Thank you for the tour of the Northfield observatory.
10,no,asks nothing and names no keyword,2026-11-02T10:00:00Z,Thank you for the tour.
11,no,excluded by the department's words,2026-11-02T10:00:00Z,When does the physics band play?
12,yes,a question,2026-11-02T10:00:00Z,Where can I park near the physics building?
CSV
holds "$W/err" '12 mails read (dry run: nothing written): 2 questions and 1 mention kept; 9 left out'
is 'posts of a dry run' "$(sql "$W/ws" 'SELECT COUNT(*) FROM post')" 0
expect 0 earshot -C "$W/ws" import questions "$W/box.mbox" --dept physics
holds "$W/err" '12 mails read: 2 questions and 1 mention kept, 3 of them new; 9 left out: 1 encrypted, 1 an automatic reply, 1 a delivery report, 1 a newsletter or digest, 2 sent by the department, 1 nothing but quotes, 1 asks nothing and names no keyword, 1 excluded'
expect 0 earshot -C "$W/ws" import questions "$W/box.mbox" --dept physics
holds "$W/err" '0 of them new'
sql "$W/ws" "SELECT title || char(10) || body FROM post WHERE how = 'intake' ORDER BY id LIMIT 1" >"$W/first"
same "$W/first" <<'X'
When does the lab open?
Dear all,

I could not find when the optics lab opens. Call me, [name], at
[phone] or write to [email].

From five on would be best.
X
is 'askers by pseudonym' "$(sql "$W/ws" "SELECT COUNT(*) FROM post WHERE how = 'intake' AND LENGTH(asker_hash) = 32")" 3
is 'when they asked' "$(sql "$W/ws" "SELECT DISTINCT posted_s FROM post WHERE how = 'intake'")" 1793613600
strings -n 6 "$W/ws/earshot.db" "$W/ws/earshot.db-wal" >"$W/bytes" 2>/dev/null
for name in 'Ann Example' 'ann@' 'mail.example' 'gamma' 'flo@'; do lacks "$W/bytes" "$name"; done
expect 0 earshot -C "$W/ws" index
is 'questions and mentions' "$(sql "$W/ws" "SELECT SUM(p >= 0.5) || ' ' || SUM(p < 0.5) FROM post")" '2 1'

# One mail is a file, too; CR LF; what is no mailbox says so.
printf 'From: Ira <ira@uni.example>\r\nSubject: Tour\r\nMessage-ID: <e1@x>\r\n\r\nIs there a tour on Sundays?\r\n' >"$W/one.eml"
expect 0 earshot -C "$W/ws" import questions "$W/one.eml" --dept physics
holds "$W/err" '1 mail read: 1 question and 0 mentions kept, 1 of them new; 0 left out'
is 'no date is none' "$(sql "$W/ws" "SELECT posted_s IS NULL FROM post WHERE title LIKE '%tour on Sundays%'")" 1
printf '\320\317\021\340\241\261\032\341xxxx' >"$W/x.msg"
expect 1 earshot -C "$W/ws" import questions "$W/x.msg" --dept physics
holds "$W/err" "x.msg: Outlook's own format: save the mails as .eml or .mbox"
expect 2 earshot -C "$W/ws" import questions "$W/box.mbox"
mkfifo "$W/pipe"
cat "$W/one.eml" >"$W/pipe" &
expect 1 earshot -C "$W/ws" import questions "$W/pipe" --dept physics
holds "$W/err" 'a mailbox is read from a file, not from a pipe'
printf 'question\nIs the hall heated?\n' >"$W/pipe" &
expect 0 earshot -C "$W/ws" import questions "$W/pipe" --dept physics
holds "$W/err" '1 question read, 1 of them new'

# Memory is one mail's: ten times as many mails take no more.
big() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "From - Mon Nov 02 10:00:00 2026\nFrom: a%d@x.example\nSubject: Question %d\nMessage-ID: <b%d@x>\nDate: Mon, 2 Nov 2026 11:00:00 +0100\n\nIs room %d open on day %d of the term?\n\n", i, i, i, i, i }'; }
peak() { /usr/bin/time -f %M "$ROOT/$B/earshot" -q -C "$W/ws" import questions "$1" --dept physics 2>&1 >/dev/null | tail -1; }
if [ -x /usr/bin/time ] && [ "$B" != build-asan ]; then # ASan keeps what was freed
    big 2000 >"$W/small.mbox"
    big 20000 >"$W/large.mbox"
    small=$(peak "$W/small.mbox") large=$(peak "$W/large.mbox")
    at_most 'KiB for 20,000 mails' "$large" $((small + 12000))
    is 'mails of the large box' "$(sql "$W/ws" "SELECT COUNT(*) FROM post WHERE title LIKE 'Question %'")" 20000
fi

# Twelve departments with five sources each, from a table as German Excel saves it.
table() {
    printf '\357\273\277key;name;site;keyword;contact;schedule;source;basis;match\r\n'
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        printf 'dept-%d;Department %d;%s/;Northfield %d;d%d@northfield.example;weekdays 05:00-07:00 Europe/Berlin jitter 20m;%s/ %s/;%s;\r\n' \
            $i $i "$DEPARTMENT" $i $i "$FORUM" "$QA" "$1"
        printf ';;;;;;%s/;own forum;all\r\n;;;;;;%s/ %s/?tab=new;licence;\r\n' "$BOARD" "$FAQ" "$QA"
    done
}
expect 0 earshot init "$W/uni"
DELAY=1ms
settings >"$W/uni/earshot.ini"
table 'written permission' >"$W/uni.csv"
expect 0 earshot -C "$W/uni" import departments "$W/uni.csv" --dry-run
holds "$W/err" '12 departments, 60 sources besides their own sites (dry run: nothing written)'
is 'files of a dry run' "$(ls "$W/uni/seeds" | grep -c 'ini$')" 0
sed 's/d3@northfield.example;weekdays/d3@northfield.example;workdays/; s/^dept-5;/Dept 5;/; s/^;;;;;;\(.*\);licence/;;;;;;\1;/' "$W/uni.csv" >"$W/wrong.csv"
expect 1 earshot -C "$W/uni" import departments "$W/wrong.csv" --dry-run
holds "$W/err" "$W/wrong.csv:8: schedule = workdays"
holds "$W/err" "$W/wrong.csv:14: key: wanted lower-case letters"
for line in 4 7 10 13 16 19 22 25 28 31 34 37; do holds "$W/err" "$W/wrong.csv:$line: basis: say why"; done
holds "$W/err" "$W/wrong.csv: 14 mistakes: nothing is written"
printf 'key,name,mode\na,Caf\351,listen\n' >"$W/latin.csv"
expect 1 earshot -C "$W/uni" import departments "$W/latin.csv"
holds "$W/err" "$W/latin.csv:2: not UTF-8 (Latin-1 or Windows-1252?): save it as CSV UTF-8, or as .xlsx"
expect 0 earshot -C "$W/uni" import departments --template
printf '%s\n' 'key,name,mode,keywrod,notes' 'a,A,listen,x,y' >"$W/near.csv"
expect 0 earshot -C "$W/uni" import departments "$W/near.csv" --dry-run
holds "$W/err" 'column "keywrod" is not read: did you mean "keyword"?'
expect 0 earshot -C "$W/uni" import departments "$W/uni.csv"
n=$(wc -l <"$SITE_LOG")
expect 0 earshot -C "$W/uni" check --offline
is 'requests of check --offline' "$(wc -l <"$SITE_LOG")" "$n"
expect 0 earshot -C "$W/uni" check --csv
tr -d '\r' <"$W/out" >"$W/plain"
is 'sources that were reached' "$(grep -c 'source .*,ok,.*robots.txt: .*HTTP 200, text/html' "$W/plain")" 72
is 'asked for robots.txt' "$(tail -n +$((n + 1)) "$SITE_LOG" | grep -c '"/robots.txt"')" 5
is 'requests for twelve times six addresses' "$(tail -n +$((n + 1)) "$SITE_LOG" | wc -l)" 11
expect 0 polite "$SITE_LOG"

# What robots.txt forbids, what is not there, who does not answer, and a basis that is missing.
cat >>"$W/uni/seeds/dept-1.ini" <<INI

[source private]
url = $DEPARTMENT/private/exam-questions
basis = x

[source gone]
url = $DEPARTMENT/no-such-page
basis = x

[source dead]
url = http://127.0.0.77:1/
basis = x

[source why]
url = $FAQ/
INI
expect 8 earshot -C "$W/uni" check --csv
tr -d '\r' <"$W/out" | sed "s|127.0.0.3:$PORT|SITE|; s|, [0-9]* bytes.*||; s/again at 2[-0-9T:]*Z/again at TIME/" | grep problem >"$W/problems"
same "$W/problems" <<'X'
"dept-1, source private",problem,http://SITE/private/exam-questions (x); robots.txt: disallowed by line 4: Disallow: /private/
"dept-1, source gone",problem,"http://SITE/no-such-page (x); robots.txt: allowed: no line speaks of it; HTTP 404, text/html
"dept-1, source dead",problem,http://127.0.0.77:1/ (x); robots.txt: cannot be had (no answer): nothing is fetched until it can; asked for again at TIME
"dept-1, source why",problem,"no basis: say why it may be read, until then it does not run"
X
is 'pages that a check keeps' "$(sql "$W/uni" 'SELECT COUNT(*) FROM page')" 0
