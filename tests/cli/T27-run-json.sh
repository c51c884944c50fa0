# What run prints with --json is one value, whatever its stages print.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
printf '[department]\nname = X\nsite = http://127.0.0.1:9/\n' >"$W/ws/seeds/x.ini"
expect 0 earshot -C "$W/ws" run --dry-run --json
same "$W/out" <<'TEXT'
{"crawl": [
 {"department":"x","source":"site","lists":1,"new":0,"revisits":0,"retries":0,"requests":0,"over_budget":0,"delay_s":5.0,"minutes":0.0,"robots":"not asked for yet","note":"address 127.0.0.1 is not public (loopback); allow_address may permit it","url":"http://127.0.0.1:9/","host":"http://127.0.0.1:9","delay_why":"configured","max_pages":1000}
]
,"index": [
 {"department":"x","posts":0,"questions":0,"repeats":0,"mentions":0,"groups":0,"joined":0}
]
,"draft": null
}
TEXT

# A dry run leaves nothing behind but the lock.
[ ! -e "$W/ws/pseudonym.key" ] || fail 'a dry run made a key'
