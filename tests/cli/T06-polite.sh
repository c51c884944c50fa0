# The checker of the request log sees each breach: one log, one breach, one line.
. tests/cli/lib.sh

AGENT='Earshot/0.1.0 (+https://northfield.example/earshot; mailto:test@northfield.example)'

# row HOST START END URI STATUS [MORE]
row() {
    printf '{"host":"%s","start_ms":%d,"end_ms":%d,"uri":"%s","status":%d,"agent":"%s"%s}\n' \
        "$1" "$2" "$3" "$4" "$5" "$AGENT" "${6:+,$6}"
}

# breach WHAT OPTION... : standard input is the log; WHAT "" means that there is none.
breach() {
    what=$1
    shift
    { row a 1000 1010 /robots.txt 200; cat; } >"$W/log"
    if [ -z "$what" ]; then
        expect 0 polite --slack-ms 3 "$@" "$W/log"
        return
    fi
    expect 1 polite --slack-ms 3 "$@" "$W/log"
    is "lines about \"$what\"" "$(grep -c "$what" "$W/out")" 1
    is "breaches beside \"$what\"" "$(tail -1 "$W/out" | cut -d' ' -f3)" 1
}

row a 1110 1120 / 200 | breach '' --delay-ms 100
row a 1100 1120 / 200 | breach 'asked too soon, gap 90 ms' --delay-ms 100
row a 1110 1120 / 200 '"delay_ms":500' | breach 'asked too soon' --delay-ms 100
row b 1110 1120 / 200 | breach 'first request is not for robots.txt'
row a 1005 1120 / 200 | breach 'two requests at a time' --slack-ms 1
row a 1110 1120 /x 200 '"disallowed":true' | breach 'robots.txt forbids it'
{ row a 1110 1120 /x 429 '"retry_after_s":2'; row a 3000 3010 /y 200; } |
    breach 'Retry-After holds, early by 120 ms'
{ row a 1110 1120 /x 429 '"retry_after_s":2'; row a 3121 3130 /y 200; } | breach ''
{ row a 1110 1120 /x 200; row a 1210 1220 /x 200; } | breach 'fetched whole again'
{ row a 1110 1120 /x 200; row a 1210 1220 /x 200; } | breach '' --repeats 1
{ row a 1110 1120 /x 200; row a 1210 1220 /x 304; } | breach ''
row a 1110 1120 / 200 '"validators":true' | breach 'without validators' --conditional
row a 1110 1120 / 200 '"validators":true,"if_none_match":"x"' | breach '' --conditional
AGENT='Mozilla/5.0'
row a 1110 1120 / 200 >"$W/rude"
AGENT='Earshot/0.1.0 (mailto:test@northfield.example)'
breach 'User-Agent' <"$W/rude"

# And it sees a crawl that is too fast: the same log, held to a longer delay.
site_start --calm --crawl-delay 0
DELAY=5ms
workspace "$W/ws" forum
expect 0 earshot -C "$W/ws" crawl
expect 0 polite --delay-ms 5 "$SITE_LOG"
expect 1 polite --delay-ms 500 "$SITE_LOG"
