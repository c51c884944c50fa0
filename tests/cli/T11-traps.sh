# A host of traps, and a host whose robots.txt fails.
. tests/cli/lib.sh

site_start --slow-ms 300
DELAY=2ms
workspace "$W/ws" traps
earshot -C "$W/ws" crawl >"$W/out" 2>"$W/err"
code=$?
[ $code -eq 0 ] || [ $code -eq 3 ] || { fail "crawl exits $code"; cat "$W/err"; }

# A deaf host is worth a wait of minutes to a crawl, but not to this test.
workspace "$W/deaf" deaf
timeout -s TERM 2 "$ROOT/$B/earshot" -C "$W/deaf" crawl --source deaf >"$W/out" 2>"$W/err"
code=$?
[ $code -eq 124 ] || [ $code -eq 3 ] || { fail "crawl of the deaf host exits $code"; cat "$W/err"; }

polite --delay-ms 2 --slack-ms 2 "$SITE_LOG" >"$W/polite" || { fail 'not polite'; cat "$W/polite"; }
is 'requests to the deaf host but for robots.txt' \
    "$(grep '"host":"deaf"' "$SITE_LOG" | grep -vc '"uri":"/robots.txt"')" 0

titles() { sql "$W/ws" 'SELECT title FROM post ORDER BY title'; }
titles >"$W/titles"
# The bytes that no label explains are windows-1252; a wrong label costs its letter, not the page.
holds "$W/titles" 'Gilt die Prüfungsordnung Northfield physics auch für Gäste?'
holds "$W/titles" 'Is the Northfield physics déjà vu seminar on?'
holds "$W/titles" 'Can Northfield physics read '
holds "$W/titles" ' broken � bytes and café?'
holds "$W/titles" 'Where is the Northfield physics caf�?'
holds "$W/titles" 'How deep does Northfield physics dig?'
holds "$W/titles" 'Does Northfield physics mind a hole in the text?'
holds "$W/titles" 'Is the Northfield physics server always this slow?'
holds "$W/titles" 'Did Northfield physics arrive after all those hops?'
holds "$W/titles" 'May Northfield physics follow this question?'
# What asks not to be indexed is not; nor what came cut, or is no page.
lacks "$W/titles" 'May Northfield physics keep this question?'
lacks "$W/titles" 'What would Northfield physics do?'

hits() { grep '"host":"traps"' "$SITE_LOG" | grep -c "\"uri\":\"$1"; }
at_most 'calendar pages' "$(hits /calendar)" 30
at_most 'echo pages' "$(hits /echo)" 6
at_most 'steps in the redirect loop' "$(hits /loop)" 8
at_most 'fetches of the page of 50 MB' "$(hits /huge)" 3
is 'fetches behind noindex' "$(hits /after-noindex)" 1
is 'fetches behind nofollow' "$(hits /after-nofollow)" 0
is 'fetches of the forbidden diary' "$(hits /private/diary)" 0
is 'fetches of what is allowed inside' "$(hits /private/open)" 1
