# earshot user and earshot audit: accounts without a browser, and what the log says of them.
. tests/cli/lib.sh

expect 0 earshot init "$W/ws"
cat >"$W/ws/seeds/physics.ini" <<INI
[department]
name    = Department of Physics
site    = https://physics.example.edu/
keyword = Example University physics
INI
user() { earshot -C "$W/ws" user "$@"; }
audit() { earshot -C "$W/ws" audit "$@"; }
csv() { tr -d '\r' <"$W/out" >"$W/csv"; }

expect 0 user
holds "$W/err" 'nobody has an account yet: earshot user add NAME'
expect 0 audit verify
same "$W/out" <<'TEXT'
0 rows, all as they were written
TEXT

expect 0 earshot init "$W/two"
expect 0 earshot -C "$W/two" user add eve --role editor
holds "$W/err" 'nobody is an admin yet'
expect 0 earshot -C "$W/two" user add zoe --role admin
lacks "$W/err" 'nobody is an admin yet'
echo 'mistletoe grows' >"$W/password"
expect 0 user add ada --name "Ada Lovelace" --mail ada@example.edu --role admin --password-file "$W/password"
expect 0 user add ben --name "Ben Nevis" --role editor --dept physics
holds "$W/err" 'cannot sign in yet'
expect 0 user role ben lead --dept physics
expect 0 user role ben editor --dept physics --remove
expect 0 user role ben viewer
expect 0 user --csv
csv
sed 's/,[0-9T:-]*Z$//; s/,,ben@.*//' "$W/csv" >"$W/cut"
same "$W/cut" <<'TEXT'
user,full_name,roles,disabled,totp,seen,mail,password,created
ada,Ada Lovelace,admin,no,no,,ada@example.edu,yes
ben,Ben Nevis,"viewer, lead physics",no,no,,,no
TEXT
case $(sql "$W/ws" "SELECT password FROM account WHERE name = 'ada'") in
'$argon2id$v=19$m=65536,t=2,p=1$'*) ;;
*) fail "the password is not kept as Argon2id" ;;
esac

# Passwords: from standard input, never too short, never common; the message does not repeat them.
passwd() { printf '%s\n' "$2" | earshot -C "$W/ws" user passwd "$1" >"$W/out" 2>"$W/err"; }
passwd ben 'heron at noon' || fail "a good password is refused"
passwd ben 'short' && fail "a short one is taken"
holds "$W/err" 'too short: wanted 10 characters or more'
passwd ben 'password123' && fail "a common one is taken"
lacks "$W/err" 'password123'
expect 2 user passwd ben 'as an argument' and more
printf 'from a Windows editor\r\n' >"$W/crlf"
expect 0 user passwd ben --password-file "$W/crlf"

# What is not there, taken, or misspelt.
expect 4 user passwd nobody
expect 5 user add ada
expect 1 user add 'Ada L'
expect 2 user ad ada
holds "$W/err" 'did you mean "add"?'
expect 1 user role ada emperor
expect 2 user add eve --role emperor
holds "$W/err" 'no role "emperor" (earshot help user lists them)'
expect 4 user role ada lead --dept physics --remove
expect 4 user role ada lead --dept chemistry
expect 2 user totp ada
expect 2 user add

# There is always an admin.
expect 5 user disable ada
holds "$W/err" 'last admin'
expect 5 user role ada admin --remove
expect 0 user disable ben
expect 0 user enable ben

# A mail address, set, changed and taken away later.
mail_of() { sql "$W/ws" "SELECT mail FROM account WHERE name = 'ben'"; }
expect 0 user mail ben ben@example.edu
is "mail" "$(mail_of)" ben@example.edu
expect 1 user mail ben ben
holds "$W/err" 'wanted name@host'
expect 2 user mail ben
expect 2 user mail ben ben@example.edu --remove
expect 4 user mail nobody ben@example.edu
is "mail" "$(mail_of)" ben@example.edu
expect 0 user mail ben --remove
is "mail" "$(mail_of)" ''
is "full name" "$(sql "$W/ws" "SELECT full_name FROM account WHERE name = 'ben'")" 'Ben Nevis'

# A second factor: secret and address, and the secret is not in the log.
expect 0 user totp ada --on
is "lines" "$(wc -l <"$W/out")" 2
secret=$(head -1 "$W/out")
is "letters" "$(printf %s "$secret" | wc -c)" 32
holds "$W/out" "otpauth://totp/Earshot:ada?secret=$secret&issuer=Earshot"
expect 0 user totp ada --off
expect 0 user link ben
token=$(cut -d/ -f3 "$W/out")
is "token" "$(printf %s "$token" | wc -c)" 64
printf '\n[serve]\nbase = https://earshot.example.edu/\n' >>"$W/ws/earshot.ini"
expect 0 user link ben
holds "$W/out" 'https://earshot.example.edu/link/'
expect 0 user remove-sessions ben
is "tokens in the store" "$(sql "$W/ws" .dump | grep -c "$token")" 0

# The log: everything above, nothing secret, and whole.
expect 0 audit --csv
csv
lacks "$W/csv" "$secret"
lacks "$W/csv" mistletoe
cut -d, -f3-6 "$W/csv" | sort | uniq -c | sed 's/^ *//' >"$W/log"
same "$W/log" <<'TEXT'
1 actor,action,object,result
1 command line,account.add,account ada,ok
1 command line,account.add,account ben,ok
1 command line,account.disable,account ben,ok
1 command line,account.enable,account ben,ok
2 command line,account.link,account ben,ok
2 command line,account.password,account ben,ok
2 command line,account.profile,account ben,ok
1 command line,account.role,account ada,ok
4 command line,account.role,account ben,ok
1 command line,account.totp-off,account ada,ok
1 command line,account.totp-on,account ada,ok
1 command line,sign-out,account ben,ok
TEXT
expect 0 audit --object 'account ada' --ids
is "rows about ada" "$(wc -l <"$W/out")" 4
expect 0 audit --action account.totp --limit 1 --csv
is "one row, and the header" "$(wc -l <"$W/out")" 2
expect 0 audit verify
holds "$W/out" '18 rows, all as they were written; the last hash is '
head=$(sed 's/.* //' "$W/out")
expect 0 user disable ben
expect 0 audit verify "$head"
sql "$W/ws" "UPDATE audit SET actor = 'ben' WHERE id = 7"
expect 8 audit verify
holds "$W/err" 'audit: row 7 is not what was written'
expect 8 earshot -C "$W/ws" check
holds "$W/out" 'audit: row 7 is not what was written'
sql "$W/ws" "UPDATE audit SET actor = 'command line' WHERE id = 7"
expect 0 audit verify
sql "$W/ws" 'DELETE FROM audit WHERE id >= 14'
expect 0 audit verify
expect 8 audit verify "$head"
holds "$W/err" 'rows were cut off'
