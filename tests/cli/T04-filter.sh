# Filters: one answer a line, in order; bad lines are answered too; exit 3.
. tests/cli/lib.sh

feed() {
    printf "$1" | earshot filter "$2" >"$W/out" 2>"$W/err"
    is "exit of filter $2" $? "$3"
}

expect 0 earshot filter
holds "$W/out" 'robots'
expect 2 earshot filter robot
holds "$W/err" 'did you mean "robots"?'

feed '{"id":1,"robots":"User-agent: *\\nDisallow: /p\\n","agent":"Earshot","url":"/p/x"}
{"id":"b","robots":"User-agent: *\\nDisallow: /p\\nAllow: /p/x\\n","agent":"Earshot","url":"/p/x"}\n' robots 0
same "$W/out" <<'TEXT'
{"id":1,"allow":false,"line":2}
{"id":"b","allow":true,"line":3}
TEXT

feed 'x\n{"id":1,"url":"HTTP://Example.COM:80/a/../b?q#f"}\n[1]\n\n{"id":2}\n{"id":3,"url":"http://[::1"}\n' url 3
holds "$W/out" '{"id":null,"line":1,"error":'
holds "$W/out" '{"id":1,"href":"http://example.com/b?q"}'
holds "$W/out" '{"id":2,"error":'
holds "$W/out" '{"id":3,"error":'
is "answers" "$(wc -l <"$W/out")" 5

feed '{"id":1,"text":"running runners ran","language":"en"}\n' stem 0
holds "$W/out" '"run"'
feed '{"id":1,"status":429,"headers":{"Retry-After":"120"},"failures":0}\n' fetchplan 0
holds "$W/out" '"wait_s":120'
feed '{"id":1,"text":"Is the reading room open at night?"}\n' isquestion 0
holds "$W/out" '"question":true'
feed '{"id":1,"text":"I love this, thank you so much!"}\n' tone 0
holds "$W/out" '"tone":"positive"'
feed '' stem 0
is "answers to nothing" "$(wc -c <"$W/out")" 0

# A line that is cut short by the end of the input is a line.
feed '{"id":1,"text":"books"}' stem 0
holds "$W/out" '"book"'
# NUL and bad UTF-8 are errors of their line, not of the run.
feed '{"id":1,"text":"a\0b"}\n{"id":2,"text":"\377"}\n{"id":3,"text":"books"}\n' stem 3
holds "$W/out" '{"id":3,'

# A reader that goes away ends the filter without a crash.
yes '{"id":1,"text":"books"}' | head -200000 | earshot filter stem 2>"$W/err" | head -1 >"$W/out"
is "first line" "$(wc -l <"$W/out")" 1
