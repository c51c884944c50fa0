# Filters line by line: what an answer always has, whatever stands in the line.
. tests/cli/lib.sh

feed() {
    printf "$1" | earshot $3 filter "$2" >"$W/out" 2>"$W/err"
    is "exit of filter $2" $? "$4"
}

# Nothing in a folder of nowhere bears on a filter; ids may be anything.
cd /
feed '{"id":null,"text":"books"}\n{"id":[1,{"a":"b"}],"text":"books"}\n{"id":1.5,"text":"books"}\n{"id":false,"text":"books"}\n' stem '' 0
same "$W/out" <<'TEXT'
{"id":null,"language":"en","stems":["book"]}
{"id":[1,{"a":"b"}],"language":"en","stems":["book"]}
{"id":1.5,"language":"en","stems":["book"]}
{"id":false,"language":"en","stems":["book"]}
TEXT

# A byte order mark before the first line is none of its content.
feed '\357\273\277{"id":1,"text":"books"}\n' stem '' 0
holds "$W/out" '"book"'

# Keywords are no option: without them nothing can match.
feed '{"id":1,"text":"books"}\n{"id":2,"text":"books","keywords":["book"]}\n' match '' 3
same "$W/out" <<'TEXT'
{"id":1,"error":"\"keywords\": wanted an array of strings"}
{"id":2,"hits":[{"keyword":"book","words":["books"],"at":0}]}
TEXT

# Pages are answered only when they are wrong; a draft has all its members when it abstains.
feed '{"page":"u","text":"Fees\\nThe late fee is 40 dollars."}\n{"page":"v"}\n{"id":1,"question":"zzz"}\n' draft '' 3
same "$W/out" <<'TEXT'
{"id":null,"line":2,"error":"\"text\": wanted a string"}
{"id":1,"page":null,"passage":null,"sentences":[],"answer":"","confidence":0.0,"abstain":true,"alternatives":[]}
TEXT

# A workspace's platform profile bears on the pages of a draft as on extract.
mkdir -p "$W/ws/seeds/platforms"
echo 'nonsense' >"$W/ws/seeds/platforms/discourse.ini"
for name in extract draft; do
    printf '{"page":"http://a/","html":"<p>x</p>"}\n{"id":1,"url":"http://a/","question":"q","body":"b"}\n' |
        earshot -C "$W/ws" filter $name >"$W/out" 2>&1
    holds "$W/out" 'discourse.ini'
done
