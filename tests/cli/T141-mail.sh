# Mail over TLS: certificates, sign-in, refusals of every kind, connections that end, and words that must not become headers.
. tests/cli/lib.sh

command -v openssl >/dev/null || skip 'openssl is not installed'

authority ours
authority theirs
# libcurl takes every name below localhost for this machine, and Earshot none of them: "not here"
certificate good ours 'subjectAltName=DNS:mail.localhost,IP:127.0.0.1' -days 2
certificate other ours 'subjectAltName=DNS:other.example' -days 2
certificate unknown theirs 'subjectAltName=DNS:mail.localhost' -days 2
sink_start tls smtps good
TLS=smtps://mail.localhost:$SINK
sink_start other smtps other
OTHER=smtps://mail.localhost:$SINK
sink_start unknown smtps unknown
UNKNOWN=smtps://mail.localhost:$SINK
sink_start start smtp good
START=smtp://mail.localhost:$SINK
sink_start plain smtp
PLAIN=smtp://mail.localhost:$SINK
PLAIN_HERE=smtp://127.0.0.1:$SINK

site_start --calm --crawl-delay 0.02
DELAY=5ms
workspace "$W/ws" qa
expect 0 earshot -C "$W/ws" run
cp "$W/ours.pem" "$W/ws/authority.pem"
umask 077
sql "$W/ws" "INSERT INTO account (name, full_name, mail, settings, created_s)
    VALUES ('ada', 'Ada Müller, \"née\" Lovelace', 'ada@northfield.example', '{\"digest\":\"daily\"}', 1);
    INSERT INTO account_role (account_id, department_id, role) VALUES (last_insert_rowid(), NULL, 'editor')"

# mail CODE SERVER [LINE...]: a digest by way of that server.
settings >"$W/settings.ini"
mail() {
    want=$1
    { cat "$W/settings.ini" && printf '[mail]\nserver = %s\nfrom = earshot@northfield.example\ntimeout = 60s\n' "$2"; } \
        >"$W/ws/earshot.ini"
    shift 2
    [ $# -eq 0 ] || printf '%s\n' "$@" >>"$W/ws/earshot.ini"
    sql "$W/ws" 'DELETE FROM digest_log'
    expect "$want" earshot -C "$W/ws" digest
}
SIGN_IN='user = earshot
password_file = mail.key'

# The certificate: of an authority that is trusted, for this name.  What is refused hears nothing.
mail 3 "$TLS"
holds "$W/err" 'SSL certificate problem: unable to get local issuer certificate'
mail 3 "$UNKNOWN" 'ca_file = authority.pem'
holds "$W/err" 'SSL certificate problem'
mail 3 "$OTHER" 'ca_file = authority.pem'
holds "$W/err" "no alternative certificate subject name matches target host name 'mail.localhost'"
is 'lines of it that name the digest' "$(grep -c 'digest for ada' "$W/err")" 1
is 'mails to those' "$(kept tls)$(kept unknown)$(kept other)" 000
mail 0 "$TLS" 'ca_file = authority.pem'
is 'mails by TLS' "$(kept tls)" 1
holds "$W/tls/1" 'TLS1.3'
mail 0 "$TLS" "ca_file = $W/ours.pem"
is 'mails by TLS, a full path' "$(kept tls)" 2
mail 7 "$TLS" 'ca_file = nowhere.pem'
holds "$W/err" 'earshot.ini:10: ca_file = nowhere.pem: wanted a file with a certificate in it (PEM)'

# STARTTLS: wanted unless the server is on this machine; without it nothing is said.
mail 0 "$START" 'ca_file = authority.pem'
is 'mails by STARTTLS' "$(kept start)" 1
holds "$W/start/1" 'TLS1.3'
mail 3 "$START"
holds "$W/err" 'SSL certificate problem'
echo bare >"$W/start/mode"
mail 3 "$START" 'ca_file = authority.pem'
holds "$W/err" 'the server does not do STARTTLS: nothing was sent'
rm "$W/start/mode"
mail 3 "$PLAIN"
holds "$W/err" 'the server does not do STARTTLS: nothing was sent'
is 'mails in the clear' "$(kept plain)$(kept start)" 01
mail 0 "$PLAIN_HERE"
is 'mails in the clear on this machine' "$(kept plain)" 1
lacks "$W/plain/1" TLS1
# a name that begins like an address of this machine is not one
mail 3 'smtp://127.0.0.1.localhost:'"${PLAIN##*:}"
holds "$W/err" 'the server does not do STARTTLS: nothing was sent'

# Sign-in, each way; the password is in its file alone.
printf 'open sesame' >"$W/ws/mail.key"
{
    printf '\0earshot\0open sesame' | base64 && printf earshot | base64 && printf 'open sesame' | base64
} >"$W/tls/auth"
cp "$W/tls/auth" "$W/start/auth"
for way in plain login; do
    echo $way >"$W/tls/mode"
    n=$(kept tls)
    mail 0 "$TLS" 'ca_file = authority.pem' "$SIGN_IN"
    is "mails, signed in by $way" "$(kept tls)" "$((n + 1))"
    grep -qi "^AUTH $way by TLS" "$W/tls/$((n + 1))" || fail "not signed in by $way"
    mail 3 "$TLS" 'ca_file = authority.pem'
    holds "$W/err" '530 5.7.0 sign in first'
done
mail 0 "$START" 'ca_file = authority.pem' "$SIGN_IN"
is 'mails by STARTTLS, signed in' "$(kept start)" 2
lacks "$W/err" 'open sesame'
for way in plain login; do
    echo $way >"$W/tls/mode"
    echo wrong >"$W/ws/mail.key"
    mail 3 "$TLS" 'ca_file = authority.pem' "$SIGN_IN"
    holds "$W/err" '535 5.7.8 no such user'
    lacks "$W/err" wrong
done
rm "$W/ws/mail.key"
mail 4 "$TLS" 'ca_file = authority.pem' "$SIGN_IN"
holds "$W/err" mail.key
printf 'one\ntwo\n' >"$W/ws/mail.key"
mail 7 "$TLS" 'ca_file = authority.pem' "$SIGN_IN"
holds "$W/err" 'mail.key: wanted one line of printable ASCII'
printf 'open sesame' >"$W/ws/mail.key"
chmod 644 "$W/ws/mail.key"
mail 0 "$TLS" 'ca_file = authority.pem' "$SIGN_IN"
holds "$W/err" 'mail.key: everybody on this machine may read it: chmod o= mail.key'
expect 8 earshot -C "$W/ws" check
holds "$W/out" 'mail.key: everybody on this machine may read it'
chmod 640 "$W/ws/mail.key"
mail 0 "$TLS" 'ca_file = authority.pem' "$SIGN_IN"
lacks "$W/err" 'may read it'
rm "$W/start/auth" "$W/tls/auth" "$W/tls/mode"

# What a server answers is said; what it did not take is sent the next time.
again() {
    n=$(kept "$1")
    rm -f "$W/$1/mode"
    expect 0 earshot -C "$W/ws" digest
    is "mails after $2" "$(kept "$1")" "$((n + 1))"
}
refused() {
    echo "$1" >"$W/start/mode"
    n=$(kept start)
    mail 3 "$START" 'ca_file = authority.pem'
    holds "$W/err" "$2"
    is "mails while it says $1" "$(kept start)" "$n"
    again start "$1"
}
refused refuse '550 nobody of that name'
refused later '451 4.7.1 greylisted, come back later'
refused full '552 5.2.2 the mailbox is full'
refused cut "digest for ada: $START: "
# it has the mail and does not say so: sent again, under the same Message-ID
echo drop >"$W/start/mode"
mail 3 "$START" 'ca_file = authority.pem'
again start drop
is 'its ids' "$(cat "$W/start/$n" "$W/start/$((n + 1))" | grep -a '^Message-ID:' | sort -u | wc -l)" 1

# What people write stays what it is: no header, no end of the mail, no line that is too long.
sql "$W/ws" "UPDATE question SET text = '.' || char(13) || char(10) || '.' || char(13) || char(10)
    || 'MAIL FROM:<evil@x.example>' || char(13) || char(10) || 'Bcc: evil@x.example' || char(10) || char(10)
    || 'Größe ' || char(0x1F600) || ' ' || printf('%.*c', 4000, 'x')"
mail 0 "$TLS" 'ca_file = authority.pem'
last=$W/tls/$(kept tls)
is 'envelopes' "$(sed '/^From: /q' "$last" | grep -ac '^MAIL FROM')" 1
grep -aq '^\.' "$last" && fail 'a line begins with a point'
at_most 'bytes of its longest line' "$(tr -d '\r' <"$last" | LC_ALL=C awk '{ if (length($0) > n) n = length($0) } END { print n }')" 78
if command -v python3 >/dev/null; then
    python3 - "$last" >"$W/read" <<'PY'
import email, email.policy, sys
raw = open(sys.argv[1], 'rb').read()
m = email.message_from_bytes(raw[raw.index(b'From: '):], policy=email.policy.default)
print(m['To'].addresses[0].display_name, m['To'].addresses[0].addr_spec, len(m['To'].addresses))
print(m['Bcc'], len(m.defects), m.get_content_type())
body = m.get_content()
print('Größe \U0001F600 xxx' in body, '== Department of Physics ==' in body)
PY
    same "$W/read" <<'TXT'
Ada Müller, "née" Lovelace ada@northfield.example 1
None 0 text/plain
True True
TXT
fi

# A department's own digest does not stand for the one of them all, nor the other way round.
n=$(kept tls)
sql "$W/ws" 'DELETE FROM digest_log'
expect 0 earshot -C "$W/ws" digest --dept physics
expect 0 earshot -C "$W/ws" digest
expect 0 earshot -C "$W/ws" digest --dept physics
is 'mails of that day' "$(kept tls)" "$((n + 2))"
is 'their ids' "$(cat "$W/tls/$((n + 1))" "$W/tls/$((n + 2))" | grep -a '^Message-ID:' | sort -u | wc -l)" 2
