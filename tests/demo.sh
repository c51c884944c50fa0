#!/bin/sh
# demo.sh - the whole of earshot in two minutes, on a web of its own: a physics
# department, a students' forum, a Q&A site, a town board and a help desk, all
# served from this machine by tests/site.  Nothing else is asked.
#
# Run by make demo, which has built everything; leaves build/demo to look at.

set -eu
B=${B:-build}
demo=$B/demo
earshot=$B/earshot
ws=$demo/workspace

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
    bold='' plain=''
fi
title() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
address() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$demo/site.json"; }
figure() { $earshot -C "$ws" stats --csv | tr -d '\r' | sed -n "s/^$1,\([0-9]*\),.*/\1/p"; }

rm -rf "$demo"
mkdir -p "$demo"
site_pid=
trap '[ -z "$site_pid" ] || kill "$site_pid" 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

title "1. A small web on loopback"
"$B/tests/site/site" --log "$demo/requests.jsonl" --gold "$demo/threads.tsv" --crawl-delay 0.3 \
    --seconds 110 >"$demo/site.json" &
site_pid=$!
n=0
until [ -s "$demo/site.json" ]; do
    n=$((n + 1))
    [ "$n" -le 50 ] || { echo "demo: the test site does not start" >&2; exit 1; }
    sleep 0.1
done
for host in department forum qa board faq; do
    printf '  %-11s %s/\n' "$host" "$(address $host)"
done

title "2. A workspace: earshot init $ws"
$earshot init -q "$ws" 2>/dev/null
cat >"$ws/earshot.ini" <<INI
[crawler]
contact       = mailto:demo@northfield.example
homepage      = https://northfield.example/earshot
delay         = 100ms
allow_address = 127.0.0.0/8
INI
{
    cat <<INI
[department]
name     = Department of Physics
site     = $(address department)/
keyword  = Northfield
exclude  = physics band
person   = Ruth Calder, Prof. Calder
contact  = physics-comms@northfield.example
byline   = {editor}, Department of Physics
voice    = warm
language = en
INI
    for source in forum qa board faq; do
        printf '\n[source %s]\nurl   = %s/\nbasis = written permission\n' "$source" "$(address $source)"
    done
} >"$ws/seeds/physics.ini"
sed -n '1,/^language/s/^/  /p' "$ws/seeds/physics.ini"

title "3. Crawl, index, draft: earshot -C $ws run"
$earshot -C "$ws" run

title "4. Was it polite?  (the sites' own log: $demo/requests.jsonl)"
"$B/tests/site/polite" --delay-ms 100 "$demo/requests.jsonl" | sed 's/^/  /'

title "5. What was heard"
cat <<TABLE
  questions found       $(figure questions)
  different questions   $(figure groups)
  drafts                $(figure drafts)
  without a draft       $(figure gaps)
TABLE

title "6. The surest draft, with its evidence"
best=$($earshot -C "$ws" drafts --jsonl |
    sed -n 's/.*"id":\([0-9]*\),.*"confidence":\([0-9.]*\).*/\2 \1/p' | sort -rn |
    sed -n '1s/.* //p')
[ -n "$best" ] || { echo "demo: the run made no draft" >&2; exit 1; }
$earshot -C "$ws" draft "$best" | sed 's/^/  /'

title "7. For a person, or for nobody: no draft, and why"
$earshot -C "$ws" gaps --jsonl | grep -v '"why":"no page' |
    sed 's/.*"question":"\([^"]*\)","why":"\([^"]*\)".*/  - \1\
      \2/'

title "8. Said about the department, asking nothing: thanks, or the contact line"
$earshot -C "$ws" drafts --jsonl | grep -e '"kind":"acknowledge"' -e '"kind":"contact"' |
    sed 's/.*"question":"\([^"]*\)".*"answer":"\([^"\]*\).*/  - \1\
      \2/'

title "9. Asked, and answered nowhere (the first five)"
$earshot -C "$ws" gaps --jsonl | grep '"why":"no page' | sed 5q |
    sed 's/.*"question":"\([^"]*\)".*/  - \1/'

title "Where to look next"
cat <<NEXT
  $earshot -C $ws serve                  # the same in a browser
  $earshot -C $ws drafts
  $earshot -C $ws draft $best approve
  $earshot -C $ws groups
  $earshot -C $ws questions --mentions
  $earshot -C $ws why $(address department)/private/exam-questions
  $earshot -C $ws search 'application fee'
  $earshot -C $ws export unanswered --format md
  $earshot help
NEXT
