# What run prints with --json is one value, whatever its stages print.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
printf '[department]\nname = X\nsite = http://127.0.0.1:9/\n' >"$W/ws/seeds/x.ini"
expect 0 earshot -C "$W/ws" run --dry-run --json
same "$W/out" <<'TEXT'
{"crawl": [
 {"department":"x","source":"site","url":"http://127.0.0.1:9/","known_due":1,"requests":2,"max_pages":1000,"delay_s":5.0,"minutes":0.166666666666667,"note":null}
]
,"index": [
 {"department":"x","posts":0,"questions":0,"repeats":0,"groups":0,"joined":0}
]
,"draft": null
}
TEXT

# A dry run leaves nothing behind but the lock.
[ ! -e "$W/ws/pseudonym.key" ] || fail 'a dry run made a key'
