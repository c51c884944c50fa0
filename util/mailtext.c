/* mailtext.c - see mailtext.h. */
#include "mailtext.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "ascii.h"
#include "utf8.h"

enum {
    ADDRESS_BYTES = 254,
    LOCAL_BYTES = 64,
    LABEL_BYTES = 63,
    WORD_BYTES = 45, /* of UTF-8 in an encoded word: 60 of base64, and 12 around them */
    LINE_BYTES = 76, /* RFC 2045 6.7 (5) */
    FOLD_BYTES = 78, /* RFC 5322 2.1.1 */
    B64_BYTES = 64,
    LAST_ASCII = 126,
    ESCAPE_BYTES = 3,
    TM_YEAR = 1900,
};

/* Dot-separated runs of letters, digits and more. */
static bool
is_dotted(struct text t, const char *more, size_t max_run)
{
    size_t run = 0;

    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] == '.') {
            if (run == 0)
                return false;
            run = 0;
            continue;
        }
        if (!ascii_is_alnum(t.p[i]) && (t.p[i] == '\0' || strchr(more, t.p[i]) == NULL))
            return false;
        if (++run > max_run)
            return false;
    }
    return run > 0;
}

bool
mailtext_is_address(struct text t)
{
    size_t at = text_find_char(t, '@');

    return at != TEXT_NPOS && t.n <= ADDRESS_BYTES && at <= LOCAL_BYTES &&
           is_dotted(text_sub(t, 0, at), "!#$%&'*+-/=?^_`{|}~", LOCAL_BYTES) &&
           is_dotted(text_from(t, at + 1), "-", LABEL_BYTES);
}

/* ---- headers ---- */

/* Printable ASCII that no reader takes for an encoded word. */
static bool
is_plain(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] < ' ' || t.p[i] > LAST_ASCII)
            return false;
    return text_find(t, TEXT_LIT("=?")) == TEXT_NPOS;
}

static void
encoded_word(struct text t, struct buf *out)
{
    char b64[B64_BYTES];

    sodium_bin2base64(b64, sizeof(b64), (const unsigned char *)t.p, t.n,
                      sodium_base64_VARIANT_ORIGINAL);
    buf_addf(out, "=?UTF-8?B?%s?=", b64);
}

/* Control characters as blanks, broken UTF-8 as U+FFFD. */
static void
clean(struct text t, struct buf *out)
{
    for (size_t at = 0; at < t.n;) {
        uint32_t c = utf8_next(t, &at);

        if (c < ' ' || utf8_drives_terminal(c))
            buf_add_char(out, ' ');
        else
            buf_add_utf8(out, c);
    }
}

/* Words between blanks, folded before they pass the line's end; none is long enough to matter. */
static void
plain_words(struct text t, size_t used, struct buf *out)
{
    struct text word;
    bool first = true;

    while (text_cut(&t, " ", &word)) {
        if (!first && used + 1 + word.n > FOLD_BYTES) {
            buf_add_str(out, "\r\n");
            used = 0;
        }
        if (!first) {
            buf_add_char(out, ' ');
            used++;
        }
        buf_add_text(out, word);
        used += word.n;
        first = false;
    }
}

static bool
has_long_word(struct text t)
{
    struct text word;

    while (text_cut(&t, " ", &word))
        if (word.n >= FOLD_BYTES / 2)
            return true;
    return false;
}

void
mailtext_phrase(struct text t, size_t used, struct buf *out)
{
    struct buf b;
    struct text rest;
    bool first = true;

    buf_init(&b, BUF_SMALL);
    clean(text_sub(t, 0, BUF_SMALL / ESCAPE_BYTES), &b);
    rest = text_trim(buf_text(&b));
    if (is_plain(rest) && !has_long_word(rest) && text_find(rest, TEXT_LIT("  ")) == TEXT_NPOS) {
        plain_words(rest, used, out);
        rest = TEXT_NONE;
    }
    while (rest.n > 0) {
        size_t n = 0;

        while (n < rest.n) { /* whole characters only */
            size_t next = n;

            (void)utf8_next(rest, &next); /* for its length */
            if (next > WORD_BYTES - (first && used < WORD_BYTES ? used : 0))
                break;
            n = next;
        }
        if (!first)
            buf_add_str(out, "\r\n ");
        if (n > 0)
            encoded_word(text_sub(rest, 0, n), out);
        rest = text_from(rest, n);
        first = false;
    }
    buf_release(&b);
}

/* ---- body ---- */

/* One line, soft breaks where it is long. */
static void
quoted_line(struct text line, struct buf *out)
{
    size_t used = 0;

    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        bool last = i + 1 == line.n;
        /* "." alone would end the mail for servers that forget; "From " is changed by some */
        bool escape = (c < ' ' && c != '\t') || c > LAST_ASCII || c == '=' ||
                      (last && (c == ' ' || c == '\t')) || (used == 0 && (c == '.' || c == 'F'));
        size_t n = escape ? ESCAPE_BYTES : 1;

        if (used + n > (size_t)LINE_BYTES - !last) {
            buf_add_str(out, "=\r\n");
            used = 0;
        }
        if (escape)
            buf_addf(out, "=%02X", c);
        else
            buf_add_char(out, (char)c);
        used += n;
    }
    buf_add_str(out, "\r\n");
}

void
mailtext_quoted(struct text t, struct buf *out)
{
    struct text line;

    while (text_cut(&t, "\n", &line)) {
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        quoted_line(line, out);
    }
}

static void
write_date(int64_t at_s, struct buf *out)
{
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    time_t t = (time_t)at_s;
    struct tm tm;

    if (gmtime_r(&t, &tm) != NULL)
        buf_addf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
                 months[tm.tm_mon], tm.tm_year + TM_YEAR, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void
mailtext_write(const struct mailtext *m, struct buf *out)
{
    buf_addf(out, "From: Earshot <%.*s>\r\nTo: ", TEXT_ARG(m->from));
    if (m->to_name.n > 0) {
        struct buf name;

        buf_init(&name, BUF_SMALL);
        mailtext_phrase(m->to_name, sizeof("To: "), &name);
        /* what is no atom is quoted: a comma would make it two addresses */
        if (text_starts(buf_text(&name), TEXT_LIT("=?"))) {
            buf_add_text(out, buf_text(&name));
        } else {
            buf_add_char(out, '"');
            for (size_t i = 0; i < name.n; i++) {
                if (name.p[i] == '"' || name.p[i] == '\\')
                    buf_add_char(out, '\\');
                buf_add_char(out, name.p[i]);
            }
            buf_add_char(out, '"');
        }
        buf_add_str(out, "\r\n ");
        buf_release(&name);
    }
    buf_addf(out, "<%.*s>\r\nSubject: ", TEXT_ARG(m->to));
    mailtext_phrase(m->subject, sizeof("Subject: "), out);
    buf_add_str(out, "\r\n");
    write_date(m->date_s, out);
    buf_addf(out,
             "Message-ID: <%.*s>\r\nMIME-Version: 1.0\r\n"
             "Content-Type: text/plain; charset=utf-8\r\n"
             "Content-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n"
             "\r\n",
             TEXT_ARG(m->id));
    mailtext_quoted(m->body, out);
}
