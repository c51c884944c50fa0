/* mbox.c - see mbox.h. */

#include "mbox.h"

#include <ctype.h>
#include <string.h>

#include "httpdate.h"

#define FROM_BYTES                                                                                 \
    (sizeof(((struct mbox *)0)->from_line)) /* a From_ line is looked for in these                 \
                                             */
#define YEAR_CHARS 4
#define DATE_BYTES 64

void
mbox_init(struct mbox *m, FILE *in)
{
    m->in = in;
    m->at = m->n = 0;
    m->begun = m->single = false;
    m->line_start = m->after_empty = true;
    m->number = 0;
    m->from = TEXT_NONE;
}

/* What is at hand, at least FROM_BYTES of it while the file has as many. */
static struct text
ahead(struct mbox *m)
{
    if (m->n - m->at < FROM_BYTES && !feof(m->in) && !ferror(m->in)) {
        memmove(m->block, m->block + m->at, m->n - m->at);
        m->n -= m->at;
        m->at = 0;
        m->n += fread(m->block + m->n, 1, sizeof(m->block) - m->n, m->in);
    }
    return (struct text){ m->block + m->at, m->n - m->at };
}

static bool
is_digit(struct text t, size_t i)
{
    return i < t.n && isdigit((unsigned char)t.p[i]);
}

/* A time of day (9:05) and, alone, a year. */
static bool
has_date(struct text t)
{
    bool time = false, year = false;
    size_t run = 0;

    for (size_t i = 0; i <= t.n; i++) {
        if (is_digit(t, i)) {
            run++;
            continue;
        }
        time = time || (run > 0 && i < t.n && t.p[i] == ':' && is_digit(t, i + 1));
        year = year || (run == YEAR_CHARS && i > run && t.p[i - run - 1] == ' ');
        run = 0;
    }
    return time && year;
}

/* The From_ line that t begins with, its end of line included; nothing: it does not. */
static struct text
from_of(struct text t)
{
    size_t end = text_find_char(text_sub(t, 0, FROM_BYTES), '\n');

    if (!text_starts(t, TEXT_LIT("From ")))
        return TEXT_NONE;
    if (end == TEXT_NPOS && t.n >= FROM_BYTES)
        return TEXT_NONE;
    t = text_sub(t, 0, end == TEXT_NPOS ? t.n : end + 1);
    return has_date(text_trim(t)) ? t : TEXT_NONE;
}

bool
mbox_is(struct text head)
{
    return from_of(head).n > 0;
}

bool
mbox_is_mail(struct text head)
{
    static const char *const names[] = { "return-path:", "received:",   "delivered-to:",
                                         "from:",        "message-id:", "mime-version:",
                                         "date:",        "x-gm-thrid:", "dkim-signature:",
                                         "subject:",     "to:",         "x-mozilla-status:" };

    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (text_starts_nocase(head, text_of(names[i])))
            return true;
    return false;
}

static void
keep_from(struct mbox *m, struct text line)
{
    line = text_from(text_trim(line), sizeof("From ") - 1);
    memcpy(m->from_line, line.p, line.n);
    m->from = (struct text){ m->from_line, line.n };
}

/* "From ", ">From ", ">>From ": how many marks it begins with; 0 but for these. */
static size_t
marks_of(struct text t)
{
    size_t n = 0;

    while (n < t.n && n < FROM_BYTES && t.p[n] == '>')
        n++;
    return n > 0 && text_starts(text_from(t, n), TEXT_LIT("From ")) ? n : 0;
}

static void
add(struct buf *b, struct text t)
{
    if (!b->over && !buf_add_text(b, text_sub(t, 0, b->max - b->n)))
        b->over = true;
}

/* A line, or as much of it as is at hand. */
static void
take_line(struct mbox *m, struct text t, struct buf *ret)
{
    const char *eol = memchr(t.p, '\n', t.n);
    size_t n = eol != NULL ? (size_t)(eol - t.p) + 1 : t.n;

    if (m->line_start) {
        m->after_empty = text_trim(text_sub(t, 0, n)).n == 0;
        add(ret, text_sub(text_from(t, marks_of(t) > 0), 0, n - (marks_of(t) > 0)));
    } else {
        m->after_empty = false;
        add(ret, text_sub(t, 0, n));
    }
    m->line_start = eol != NULL;
    m->at += n;
}

bool
mbox_next(struct mbox *m, struct buf *ret)
{
    struct text t, from;

    buf_clear(ret);
    while (!m->begun && (t = ahead(m)).n > 0 && (t.p[0] == '\n' || t.p[0] == '\r'))
        m->at++;
    t = ahead(m);
    if (t.n == 0)
        return false;
    from = m->single ? TEXT_NONE : from_of(t);
    m->single = !m->begun && from.n == 0;
    m->begun = true;
    m->from = TEXT_NONE;
    if (from.n > 0) {
        keep_from(m, from);
        m->at += from.n;
    }
    m->number++;
    m->line_start = true;
    m->after_empty = false;
    while ((t = ahead(m)).n > 0) {
        if (!m->single && m->line_start && m->after_empty && from_of(t).n > 0)
            break;
        take_line(m, t, ret);
    }
    return !ferror(m->in);
}

bool
mbox_date(struct text from, int64_t now_s, int64_t *ret_s)
{
    char z[DATE_BYTES];
    struct text word;
    size_t n = 0;

    (void)text_cut(&from, " ", &word); /* the sender */
    for (from = text_trim(from); text_cut(&from, " ", &word);) {
        if (word.n == 0 || word.p[0] == '+' || word.p[0] == '-')
            continue; /* a zone amid asctime's date: Takeout's is always +0000 */
        if (n + word.n + 1 > sizeof(z))
            return false;
        memcpy(z + n, word.p, word.n);
        n += word.n;
        z[n++] = ' ';
    }
    return httpdate_parse(text_trim((struct text){ z, n }), now_s, ret_s);
}
