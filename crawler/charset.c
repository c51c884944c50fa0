/* charset.c - see charset.h.  The label table first, then sniffing, then decoding. */

#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "buf.h"
#include "utf8.h"

#define CHARSET_GROWTH 4 /* UTF-8 bytes an input byte can become, with U+FFFD */
#define CHARSET_CHUNK  4096
#define META_BYTES     (sizeof("<meta") - 1)

/* clang-format off */
static const struct charset charsets[] = {
    { "utf-8", "UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8" },
    { "windows-1252", "CP1252", "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
      "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252" },
    { "ibm866", "CP866", "866 cp866 csibm866 ibm866" },
    { "iso-8859-2", "ISO-8859-2", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 "
      "iso_8859-2:1987 l2 latin2" },
    { "iso-8859-3", "ISO-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 "
      "iso_8859-3:1988 l3 latin3" },
    { "iso-8859-4", "ISO-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 "
      "iso_8859-4:1988 l4 latin4" },
    { "iso-8859-5", "ISO-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 "
      "iso_8859-5 iso_8859-5:1988" },
    { "iso-8859-6", "ISO-8859-6", "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 "
      "iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987" },
    { "iso-8859-7", "ISO-8859-7", "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 "
      "iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek" },
    { "iso-8859-8", "ISO-8859-8", "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 "
      "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical" },
    { "iso-8859-10", "ISO-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6" },
    { "iso-8859-13", "ISO-8859-13", "iso-8859-13 iso8859-13 iso885913" },
    { "iso-8859-14", "ISO-8859-14", "iso-8859-14 iso8859-14 iso885914" },
    { "iso-8859-15", "ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9" },
    { "iso-8859-16", "ISO-8859-16", "iso-8859-16" },
    { "koi8-r", "KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r" },
    { "koi8-u", "KOI8-U", "koi8-ru koi8-u" },
    { "macintosh", "MACINTOSH", "csmacintosh mac macintosh x-mac-roman" },
    { "windows-874", "CP874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874" },
    { "windows-1250", "CP1250", "cp1250 windows-1250 x-cp1250" },
    { "windows-1251", "CP1251", "cp1251 windows-1251 x-cp1251" },
    { "windows-1253", "CP1253", "cp1253 windows-1253 x-cp1253" },
    { "windows-1254", "CP1254", "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
      "iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254" },
    { "windows-1255", "CP1255", "cp1255 windows-1255 x-cp1255" },
    { "windows-1256", "CP1256", "cp1256 windows-1256 x-cp1256" },
    { "windows-1257", "CP1257", "cp1257 windows-1257 x-cp1257" },
    { "windows-1258", "CP1258", "cp1258 windows-1258 x-cp1258" },
    { "x-mac-cyrillic", "MAC-CYRILLIC", "x-mac-cyrillic x-mac-ukrainian" },
    { "gbk", "GB18030", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk" },
    { "gb18030", "GB18030", "gb18030" },
    { "big5", "BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5" },
    { "euc-jp", "EUC-JP-MS", "cseucpkdfmtjapanese euc-jp x-euc-jp" },
    { "iso-2022-jp", "ISO-2022-JP", "csiso2022jp iso-2022-jp" },
    { "shift_jis", "CP932", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis" },
    { "euc-kr", "CP949", "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
      "ksc5601 ksc_5601 windows-949" },
    { "replacement", NULL, "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement" },
    { "utf-16be", "UTF-16BE", "unicodefffe utf-16be" },
    { "utf-16le", "UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le" },
    { "x-user-defined", "CP1252", "x-user-defined" },
};
/* clang-format on */

const struct charset *
charset_find(struct text label)
{
    struct text one, all;

    label = text_trim(label);
    for (size_t i = 0; i < N_ELEMENTS(charsets) && label.n > 0; i++) {
        all = text_of(charsets[i].labels);
        while (text_cut(&all, " ", &one))
            if (text_eq_nocase(one, label))
                return &charsets[i];
    }
    return NULL;
}

static const struct charset *
known(const char *name)
{
    for (size_t i = 0; i < N_ELEMENTS(charsets); i++)
        if (strcmp(charsets[i].name, name) == 0)
            return &charsets[i];
    return NULL;
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/*
 * The value of charset= in a Content-Type; empty if there is none.  HTML standard,
 * "extracting a character encoding from a meta element".
 */
static struct text
of_type(struct text content_type)
{
    struct text t = content_type;
    size_t at, n = 0;

    while ((at = text_find_nocase(t, TEXT_LIT("charset"))) != TEXT_NPOS) {
        t = text_from(t, at + sizeof("charset") - 1);
        while (t.n > 0 && is_space(t.p[0]))
            t = text_from(t, 1);
        if (t.n == 0 || t.p[0] != '=')
            continue;
        t = text_trim(text_from(t, 1));
        if (t.n == 0)
            return TEXT_NONE;
        if (t.p[0] == '"' || t.p[0] == '\'') {
            at = text_find_char(text_from(t, 1), t.p[0]);
            return at == TEXT_NPOS ? TEXT_NONE : text_sub(t, 1, at);
        }
        while (n < t.n && t.p[n] != ';' && !is_space(t.p[n]))
            n++;
        return text_sub(t, 0, n);
    }
    return TEXT_NONE;
}

struct scan {
    struct text t;
    size_t at;
};

static int
peek(const struct scan *s, size_t ahead)
{
    return s->at + ahead < s->t.n ? (unsigned char)s->t.p[s->at + ahead] : -1;
}

/* One value of an attribute, s->at at its first byte. */
static struct text
scan_value(struct scan *s)
{
    size_t from = s->at;
    int quote = peek(s, 0);

    if (quote == '"' || quote == '\'') {
        from = ++s->at;
        while (peek(s, 0) >= 0 && peek(s, 0) != quote)
            s->at++;
        if (peek(s, 0) < 0)
            return TEXT_NONE; /* cut off: the attribute does not count */
        s->at++;
        return text_sub(s->t, from, s->at - 1 - from);
    }
    while (peek(s, 0) >= 0 && !is_space((char)peek(s, 0)) && peek(s, 0) != '>')
        s->at++;
    return text_sub(s->t, from, s->at - from);
}

/* HTML standard, "get an attribute"; false when there is none. */
static bool
scan_attribute(struct scan *s, struct text *name, struct text *value)
{
    size_t from;

    while (peek(s, 0) >= 0 && (is_space((char)peek(s, 0)) || peek(s, 0) == '/'))
        s->at++;
    if (peek(s, 0) < 0 || peek(s, 0) == '>')
        return false;
    from = s->at;
    while (peek(s, 0) >= 0 && !(peek(s, 0) == '=' && s->at > from) && peek(s, 0) != '>' &&
           peek(s, 0) != '/' && !is_space((char)peek(s, 0)))
        s->at++;
    *name = text_sub(s->t, from, s->at - from);
    *value = TEXT_NONE;
    while (peek(s, 0) >= 0 && is_space((char)peek(s, 0)))
        s->at++;
    if (peek(s, 0) != '=')
        return true;
    s->at++;
    while (peek(s, 0) >= 0 && is_space((char)peek(s, 0)))
        s->at++;
    if (peek(s, 0) >= 0 && peek(s, 0) != '>')
        *value = scan_value(s);
    return true;
}

/* What was readable as ASCII is no UTF-16, whatever it says. */
static const struct charset *
declared(const struct charset *c)
{
    if (c == known("utf-16le") || c == known("utf-16be"))
        return known("utf-8");
    return c == known("x-user-defined") ? known("windows-1252") : c;
}

/* The attributes of one <meta>; what it declares, or NULL. */
static const struct charset *
scan_meta(struct scan *s)
{
    struct text name, value;
    bool pragma = false, need_pragma = false;
    bool seen_pragma = false, seen_charset = false, seen_content = false; /* the first counts */
    const struct charset *c = NULL, *found;

    while (scan_attribute(s, &name, &value)) {
        if (text_eq_nocase(name, TEXT_LIT("http-equiv")) && !seen_pragma) {
            seen_pragma = true;
            pragma = text_eq_nocase(value, TEXT_LIT("content-type"));
        } else if (text_eq_nocase(name, TEXT_LIT("charset")) && !seen_charset) {
            seen_charset = true;
            c = charset_find(value);
            need_pragma = false;
        } else if (text_eq_nocase(name, TEXT_LIT("content")) && !seen_content) {
            found = charset_find(of_type(value));
            seen_content = true;
            if (!seen_charset && found != NULL) {
                c = found;
                need_pragma = true;
            }
        }
    }
    if (s->at >= s->t.n || c == NULL || (need_pragma && !pragma))
        return NULL;
    return declared(c);
}

static bool
at_letter(const struct scan *s, size_t ahead)
{
    int c = peek(s, ahead) | 0x20;

    return peek(s, ahead) >= 0 && c >= 'a' && c <= 'z';
}

static void
skip_past(struct scan *s, struct text what)
{
    size_t hit = text_find(text_from(s->t, s->at), what);

    s->at = hit == TEXT_NPOS ? s->t.n : s->at + hit + what.n;
}

static const struct charset *
prescan(struct text head)
{
    struct scan s = { head, 0 };
    struct text rest, name, value;
    const struct charset *c;

    while (s.at < s.t.n) {
        rest = text_from(s.t, s.at);
        if (text_starts(rest, TEXT_LIT("<!--"))) {
            s.at += sizeof("<!") - 1; /* "<!-->" is a whole comment */
            skip_past(&s, TEXT_LIT("-->"));
        } else if (text_starts_nocase(rest, TEXT_LIT("<meta")) &&
                   (is_space((char)peek(&s, META_BYTES)) || peek(&s, META_BYTES) == '/')) {
            s.at += META_BYTES;
            if ((c = scan_meta(&s)) != NULL)
                return c;
        } else if (rest.p[0] == '<' &&
                   (at_letter(&s, 1) || (peek(&s, 1) == '/' && at_letter(&s, 2)))) {
            while (peek(&s, 0) >= 0 && !is_space((char)peek(&s, 0)) && peek(&s, 0) != '>')
                s.at++;
            while (scan_attribute(&s, &name, &value))
                continue;
        } else if (rest.p[0] == '<' && rest.n > 1 && memchr("!/?", rest.p[1], 3) != NULL) {
            skip_past(&s, TEXT_LIT(">"));
        } else {
            s.at++;
        }
    }
    return NULL;
}

/* HTML standard, "get an XML encoding": of <?xml encoding="..."?>. */
static const struct charset *
of_xml(struct text head)
{
    struct text t = text_before(head, '>'), value;
    size_t at = text_find(t, TEXT_LIT("encoding"));

    if (!text_starts(head, TEXT_LIT("<?xml")) || t.n == head.n || at == TEXT_NPOS)
        return NULL;
    t = text_trim(text_from(t, at + sizeof("encoding") - 1));
    if (t.n == 0 || t.p[0] != '=')
        return NULL;
    t = text_trim(text_from(t, 1));
    if (t.n == 0 || (t.p[0] != '"' && t.p[0] != '\''))
        return NULL;
    at = text_find_char(text_from(t, 1), t.p[0]);
    value = text_sub(t, 1, at == TEXT_NPOS ? 0 : at);
    return text_eq(value, text_trim(value)) ? declared(charset_find(value)) : NULL;
}

/* "<?x" in UTF-16 that bears no mark. */
static const struct charset *
of_wide_xml(struct text head)
{
    if (text_starts(head, (struct text){ "<\0?\0x", sizeof("<\0?\0x") }))
        return known("utf-16le");
    return text_starts(head, (struct text){ "\0<\0?\0x", sizeof("\0<\0?\0x") - 1 })
               ? known("utf-16be")
               : NULL;
}

const struct charset *
charset_prescan(struct text body)
{
    const struct charset *c = of_wide_xml(body);

    if (c == NULL)
        c = prescan(text_sub(body, 0, CHARSET_PRESCAN_BYTES));
    if (c == NULL)
        c = prescan(text_sub(body, 0, CHARSET_LATE_BYTES));
    return c != NULL ? c : of_xml(text_sub(body, 0, CHARSET_PRESCAN_BYTES));
}

/* The byte order mark, if there is one, is cut off *body. */
static const struct charset *
of_mark(struct text *body)
{
    static const struct {
        struct text mark;
        const char *name;
    } marks[] = {
        { { "\xEF\xBB\xBF", 3 }, "utf-8" },
        { { "\xFE\xFF", 2 }, "utf-16be" },
        { { "\xFF\xFE", 2 }, "utf-16le" },
    };

    for (size_t i = 0; i < N_ELEMENTS(marks); i++)
        if (text_starts(*body, marks[i].mark)) {
            *body = text_from(*body, marks[i].mark.n);
            return known(marks[i].name);
        }
    return NULL;
}

/* Valid UTF-8, but for a character cut in half at the very end. */
static bool
valid_to_the_end(struct text t)
{
    size_t n = t.n;

    while (n > 0 && t.n - n < UTF8_MAX_BYTES - 1 && ((unsigned char)t.p[n - 1] & 0xC0) == 0x80)
        n--;
    n -= n > 0 && (unsigned char)t.p[n - 1] >= 0x80; /* the lead byte */
    if (utf8_valid(t))
        return true;
    t.n = n; /* half a character tells nothing unless whole ones stand before it */
    return !text_is_ascii(t) && utf8_valid(t);
}

static const struct charset *
decide(struct text *body, struct text content_type)
{
    const struct charset *c = of_mark(body);

    if (c != NULL)
        return c;
    c = charset_find(of_type(content_type));
    if (c == known("utf-16le") && memchr(body->n > 0 ? body->p : "", '\0', body->n) == NULL &&
        valid_to_the_end(*body))
        c = known("utf-8"); /* a label, no mark, and not one NUL: the label is wrong */
    if (c == NULL)
        c = charset_prescan(*body);
    if (c == NULL && !text_is_ascii(*body) && valid_to_the_end(*body))
        c = known("utf-8");
    return c != NULL ? c : known("windows-1252");
}

/* iconv in chunks; whatever it refuses becomes U+FFFD. */
static void
convert(struct text body, const char *from, struct buf *out)
{
    iconv_t cd = iconv_open("UTF-8", from);
    union {
        const char *in;
        char *arg; /* iconv(3) takes char **, but writes nothing there */
    } in = { body.p };
    char chunk[CHARSET_CHUNK], *to;
    size_t left = body.n, room;

    if (cd == (iconv_t)-1) {
        utf8_clean(body, out); /* a libc without that table */
        return;
    }
    while (left > 0 && !out->over) {
        to = chunk;
        room = sizeof(chunk);
        if (iconv(cd, &in.arg, &left, &to, &room) == (size_t)-1 && errno != E2BIG && left > 0) {
            buf_add(out, chunk, (size_t)(to - chunk));
            buf_add_utf8(out, UTF8_REPLACEMENT);
            in.in++;
            left--;
            continue;
        }
        buf_add(out, chunk, (size_t)(to - chunk));
    }
    iconv_close(cd);
}

/* NUL dropped, in place of text that the caller owns. */
static size_t
drop_nul(char *p, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (p[i] != '\0')
            p[kept++] = p[i];
    return kept;
}

struct text
charset_decode(struct text body, struct text content_type, struct arena *a,
               const struct charset **ret)
{
    const struct charset *c = decide(&body, content_type);
    struct buf out;
    char *copy;
    struct text t;

    if (ret != NULL)
        *ret = c;
    if (c->iconv == NULL)
        return TEXT_LIT("\xEF\xBF\xBD");
    if ((c == known("utf-8") ? utf8_valid(body)
                             : c == known("windows-1252") && text_is_ascii(body)) &&
        (body.n == 0 || memchr(body.p, '\0', body.n) == NULL))
        return body;
    buf_init(&out, body.n * CHARSET_GROWTH + UTF8_MAX_BYTES);
    if (c == known("utf-8"))
        utf8_clean(body, &out);
    else
        convert(body, c->iconv, &out);
    copy = arena_copy(a, out.n > 0 ? out.p : "", out.n);
    t = (struct text){ copy, drop_nul(copy, out.n) };
    buf_release(&out);
    return t;
}
