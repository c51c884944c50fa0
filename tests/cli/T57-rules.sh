# A changed keyword, or a department that is added later, gets what stands on pages that were read
# before and have not changed since.
. tests/cli/lib.sh

site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws" board faq # neither has an API
sed -i 's/^keyword .*/keyword = zebra crossing/' "$W/ws/seeds/physics.ini"
matches() { sql "$W/ws" "SELECT count(*) FROM post_match m JOIN department d ON d.id = m.department_id WHERE d.key = '$1'"; }
again() { # all that is known falls due, and is asked for once more
    sql "$W/ws" "UPDATE url SET due_s = 1 WHERE state = 'done' AND due_s > 1"
    expect 0 earshot -C "$W/ws" crawl
}
expect 0 earshot -C "$W/ws" crawl
is 'nothing is wanted' "$(matches physics)" 0

# Nothing changed: most is not even sent again.
again
is 'still nothing' "$(matches physics)" 0
at_least 'unchanged' "$(sql "$W/ws" "SELECT count(*) FROM fetch WHERE status = 304")" 1

# Another keyword: the same pages are read anew.
sed -i 's/^keyword .*/keyword = Northfield/' "$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" match
holds "$W/err" 'page by page as each falls due'
again
n=$(matches physics)
at_least 'with another keyword' "$n" 10
last=$(sql "$W/ws" 'SELECT max(id) FROM fetch')
again
is 'once' "$(matches physics)" "$n"
at_least 'unchanged again' "$(sql "$W/ws" "SELECT count(*) FROM fetch WHERE status = 304 AND id > $last")" 1

# A department that comes later and reads the same board.
sed -e 's/Department of Physics/Library/' -e '/^site /d' -e '/^contact /d' \
    "$W/ws/seeds/physics.ini" >"$W/ws/seeds/library.ini"
expect 0 earshot -C "$W/ws" crawl
is 'what physics has' "$(matches library)" "$n"

# Its keywords alone change: its pages are read anew though physics pays for them.
sed -i 's/^keyword .*/keyword = zebra crossing/' "$W/ws/seeds/library.ini"
sql "$W/ws" "DELETE FROM post_match WHERE department_id = (SELECT id FROM department WHERE key = 'library')"
again
is 'none of them' "$(matches library)" 0
sed -i 's/^keyword .*/keyword = Northfield/' "$W/ws/seeds/library.ini"
again
is 'all of them' "$(matches library)" "$n"

# One that comes later still, in a run of its own.
cp "$W/ws/seeds/library.ini" "$W/ws/seeds/school.ini"
expect 0 earshot -C "$W/ws" crawl --dept school
is 'what the others have' "$(matches school)" "$n"
