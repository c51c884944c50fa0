# Lines beside the figures: of a department or of all, by the day they speak of.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
printf '[department]\nname = Physics\n' >"$W/ws/seeds/physics.ini"
expect 0 earshot -C "$W/ws" journal add 'exam week' --dept physics --on 2026-10-07 --by ann
holds "$W/err" 'noted for 2026-10-07, physics'
expect 0 earshot -C "$W/ws" journal add 'open day' --on 2026-10-01
holds "$W/err" 'noted for 2026-10-01, all departments'
expect 0 earshot -C "$W/ws" journal add 'never' --dry-run
expect 2 earshot -C "$W/ws" journal add ' '
expect 2 earshot -C "$W/ws" journal drop
expect 0 earshot -C "$W/ws" journal --csv
tr -d '\r' <"$W/out" >"$W/lines"
same "$W/lines" <<'CSV'
id,on,department,text,by
2,2026-10-01,,open day,command line
1,2026-10-07,physics,exam week,ann
CSV
expect 0 earshot -C "$W/ws" journal --since 2026-10-02 --ids
is 'lines since a day' "$(cat "$W/out")" 1
