# Goals: set, changed and dropped from a month on; every word is kept, and in the audit log.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
rm -f "$W"/ws/seeds/*.example
printf '[department]\nname = Physics\n' >"$W/ws/seeds/physics.ini"
printf '[department]\nname = Library\n' >"$W/ws/seeds/library.ini"
goal() { earshot -C "$W/ws" goal "$@"; }
this=$(date -u +%Y-%m)
next=$(date -u -d "$this-01 + 1 month" +%Y-%m)
last=$(date -u -d "$this-01 - 1 month" +%Y-%m)

expect 0 goal
expect 0 goal set answered 40 --dept physics --by ann
expect 0 goal set to-approved 24h --dept physics
expect 0 goal set there-share 90% --dept library
expect 0 goal set answered 50 --dept physics --from "$next"
expect 0 goal set answered 1 --dept physics --dry-run
expect 0 goal list --csv
tr -d '\r' <"$W/out" | sed 's/,[^,]*$//' >"$W/lines"
same "$W/lines" <<CSV
id,department,figure,direction,target,unit,from,until,state,by
1,physics,answered,at least,40.000,count,$this,$this,in force,ann
2,physics,to-approved,at most,24.000,hours,$this,,in force,command line
3,library,there-share,at least,90.000,percent,$this,,in force,command line
4,physics,answered,at least,50.000,count,$next,,to come,command line
CSV
expect 0 goal list --dept library --ids
is 'of a department' "$(cat "$W/out")" 3

# What is dropped from this month on is over, what was planned too; the rows stay.
expect 0 goal drop answered --dept physics
expect 4 goal drop answered --dept physics
holds "$W/err" "physics has no goal for answered in $this"
expect 0 goal --json
is 'states' "$(tr ',' '\n' <"$W/out" | sed -n 's/.*"state" *: *"\(.*\)".*/\1/p' | paste -sd,)" \
    'never held,in force,in force,never held,dropped'
is 'rows in the log' "$(sql "$W/ws" "SELECT group_concat(action || ' ' || COALESCE(before, '') || ' > ' || after, '; ') FROM audit WHERE object = 'department physics' AND after LIKE 'answered%'")" \
    "goal.set  > answered at least 40 from $this; goal.set answered at least 40 from $this > answered at least 50 from $next; goal.drop answered at least 40 from $this > answered none from $this"
expect 0 earshot -C "$W/ws" audit verify

# What is wrong is said in a line.
expect 2 goal set answered 40
holds "$W/err" 'wanted --dept NAME'
expect 2 goal set answerd 40 --dept physics
holds "$W/err" 'did you mean "answered"?'
expect 2 goal set answered many --dept physics
holds "$W/err" 'wanted a whole number'
expect 2 goal set there-share 120 --dept physics
expect 2 goal set answered --dept physics
expect 2 goal set answered 4 --dept physics --from "$last"
holds "$W/err" 'that month is over'
expect 2 goal set answered 4 --dept physics --from soon
expect 2 goal raise
expect 4 goal set answered 4 --dept chemistry
