# The checker of the soak sees each breach: one log, one breach, one line.
. tests/cli/lib.sh

# row HOST START_MS END_MS URI STATUS [MORE]: a line of the server's log.
row() {
    printf '{"host":"%s","ip":"%s","start_us":%d000,"end_us":%d000,"uri":"%s","status":%d%s,"how":"%s"}\n' \
        "$1" "127.0.0.${1#?}" "$2" "$3" "$4" "$5" "${6:+,$6}" "${7:-whole}"
}

event() { printf '{"event":"%s","at_us":%d000}\n' "$1" "$2"; }

rules() {
    printf '{"rules":"%s","ip":"127.0.0.%s","crawl_delay_ms":%d,"disallow":"/no/"}\n' "$1" "$2" "$3"
}

# breach WHAT OPTION... : standard input is the log; WHAT "" means that there is none.
breach() {
    what=$1
    shift
    { rules a1 1 0; rules b1 1 0; rules c2 2 500; row a1 1000 1010 /robots.txt 200; cat; } >"$W/log"
    if [ -z "$what" ]; then
        expect 0 "$ROOT/$B/tests/soak/check" --delay-ms 100 "$@" "$W/log"
        return
    fi
    expect 1 "$ROOT/$B/tests/soak/check" --delay-ms 100 "$@" "$W/log"
    is "lines about \"$what\"" "$(grep -c "$what" "$W/out")" "${lines:-1}"
    is "breaches beside \"$what\"" "$(tail -1 "$W/out")" "${lines:-1} breaches"
}

# Delays.  a1 and b1 share an address: what is too soon for a1 is too soon for the address.
row a1 1110 1120 / 200 | breach ''
row a1 1109 1120 / 200 | breach '' --slack-us 1000
lines=2
row a1 1108 1120 / 200 | breach 'asked too soon, by 2.0 ms'
row a1 1005 1120 / 200 | breach 'two requests at a time, overlap 5.0 ms'
{ row a1 1110 1310 / 200; row a1 1500 1510 /x 200; } | breach 'asked too soon, by 210.0 ms' # 2 x 200
lines=1
row b1 1105 1120 /robots.txt 200 | breach '127.0.0.1: /robots.txt at 0.105 s: asked too soon'
row b1 1009 1120 /robots.txt 200 | breach '127.0.0.1: .*two requests at a time'
row c2 1005 1120 /robots.txt 200 | breach ''
{ row c2 1000 1010 /robots.txt 200; row c2 1400 1410 / 200; } | breach 'asked too soon, by 110.0'
{ row c2 1000 1010 /robots.txt 200; row c2 1510 1520 / 200; } | breach ''
{ row c2 1000 1010 /robots.txt 503; row c2 1110 1120 /robots.txt 200; } | breach ''

# Pauses: of the host, not of its address.
{ row a1 1110 1120 /x 429 '"retry_ms":2000'; row a1 3000 3010 /y 200; } |
    breach 'asked during a pause, early by 120.0 ms'
{ row a1 1110 1120 /x 429 '"retry_ms":2000'; row a1 3120 3130 /y 200; } | breach ''
{ row a1 1110 1120 /x 429 '"retry_ms":2000'; row b1 1300 1310 /robots.txt 200; } | breach ''
{ row a1 1110 1120 /x 503 '"retry_ms":9000'; event kill 1160; row a1 2000 2010 /y 200; } | breach ''
{ row a1 1110 1120 /x 503 '"retry_ms":9000'; event kill 1180; row a1 2000 2010 /y 200; } |
    breach 'during a pause'

# robots.txt
row b1 1110 1120 /x 200 | breach 'asked before robots.txt was had'
{ row b1 1110 1120 /robots.txt 503; row b1 1300 1310 /x 200; } | breach 'before robots.txt was had'
row b1 1110 1120 /rules/9 200 | breach '' # another host's, by a redirect
row a1 1110 1120 /no/x 200 | breach 'robots.txt forbids it'

# Repeats: one per host and kill.
{ row a1 1110 1120 /x 200; row a1 1300 1310 /x 200; } | breach 'no kill in between'
{ row a1 1110 1120 /x 200; event kill 1290; row a1 1300 1310 /x 200; } | breach ''
{ row a1 1110 1120 /x 200; row a1 1300 1310 /x 200; event kill 1400; } | breach 'no kill in between'
{ row a1 1110 1120 /x 503; row a1 1300 1310 /x 200; } | breach ''
{ row a1 1110 1120 /x 200 '' gone; row a1 1300 1310 /x 200; } | breach 'no kill in between'
{ row a1 1110 1120 /x 200 '' cut; row a1 1300 1310 /x 200; } | breach ''
{ row a1 1110 1120 /x 200; row a1 1300 1310 /y 200; event kill 1400
  row a1 1500 1510 /x 200; row a1 1700 1710 /y 200; } | breach 'a second repeat for one kill'
{ row a1 1110 1120 /x 200; row b1 1300 1310 /robots.txt 200; event kill 1400
  row a1 1500 1510 /x 200; row b1 1700 1710 /robots.txt 200; } | breach ''
{ row a1 1110 1120 / 200; event end 1200; row a1 1300 1310 / 200; } | breach ''
{ row a1 1110 1120 /x 200; event end 1200; row a1 1300 1310 /x 200; } | breach 'no kill in between'

# What is no log has no breaches, and is no proof.
: >"$W/log"
expect 1 "$ROOT/$B/tests/soak/check" "$W/log"
