/* csv.c - see csv.h. */

#include "csv.h"

#include "buf.h"

#define FIELD_BYTES ((size_t)1024 * 1024) /* of one: a question is a page at most */

static size_t
count_outside(struct text line, char c)
{
    bool quoted = false;
    size_t n = 0;

    for (size_t i = 0; i < line.n && (quoted || (line.p[i] != '\n' && line.p[i] != '\r')); i++) {
        quoted ^= line.p[i] == '"';
        n += !quoted && line.p[i] == c;
    }
    return n;
}

void
csv_init(struct csv *c, struct text all)
{
    if (text_starts(all, TEXT_LIT("\xEF\xBB\xBF")))
        all = text_from(all, sizeof("\xEF\xBB\xBF") - 1);
    *c = (struct csv){ .rest = all, .next = 1, .separator = ',' };
    if (count_outside(all, ';') > count_outside(all, ','))
        c->separator = ';';
}

static char
take(struct csv *c)
{
    char byte = c->rest.p[0];

    c->rest = text_from(c->rest, 1);
    c->next += byte == '\n';
    return byte;
}

/* What stands between quotes; the first one is read. */
static bool
take_quoted(struct csv *c, struct buf *b)
{
    while (c->rest.n > 0) {
        char byte = take(c);

        if (byte == '"' && (c->rest.n == 0 || c->rest.p[0] != '"'))
            return true;
        if (byte == '"')
            (void)take(c); /* the second of two */
        buf_add_char(b, byte);
    }
    return false;
}

/* Past the end of a line; false: that is not here. */
static bool
end_line(struct csv *c)
{
    if (c->rest.n == 0)
        return true;
    if (c->rest.p[0] != '\n' && c->rest.p[0] != '\r')
        return false;
    if (take(c) == '\r') {
        if (c->rest.n > 0 && c->rest.p[0] == '\n')
            (void)take(c); /* CR LF is one */
        else
            c->next++;
    }
    return true;
}

static enum status
read_row(struct csv *c, struct arena *a, struct buf *b, struct csv_row *ret, struct err *err)
{
    do {
        buf_clear(b);
        while (c->rest.n > 0 && c->rest.p[0] != c->separator && c->rest.p[0] != '\n' &&
               c->rest.p[0] != '\r') {
            char byte = take(c);

            if (byte != '"')
                buf_add_char(b, byte);
            else if (!take_quoted(c, b))
                return err_set(err, ST_INVALID, "line %d: a quote is not closed", c->line);
        }
        if (ret->n == CSV_MAX_FIELDS)
            return err_set(err, ST_INVALID, "line %d: more than %d fields", c->line,
                           CSV_MAX_FIELDS);
        ret->v[ret->n++] = arena_text(a, buf_text(b));
        if (end_line(c))
            return ST_OK;
        (void)take(c); /* the separator */
    } while (true);
}

enum status
csv_next(struct csv *c, struct arena *a, struct csv_row *ret, struct err *err)
{
    struct buf b;
    enum status st;

    ret->n = 0;
    while (c->rest.n > 0 && (c->rest.p[0] == '\n' || c->rest.p[0] == '\r'))
        (void)end_line(c); /* there is one */
    if (c->rest.n == 0)
        return ST_NOTFOUND;
    c->line = c->next;
    buf_init(&b, FIELD_BYTES);
    st = read_row(c, a, &b, ret, err);
    buf_release(&b);
    return st;
}

int
csv_column(const struct csv_row *header, const char *name)
{
    for (size_t i = 0; i < header->n; i++) {
        struct text t = text_trim(header->v[i]);

        if (t.n == text_of(name).n && text_starts_nocase(t, text_of(name)))
            return (int)i;
    }
    return -1;
}

struct text
csv_field(const struct csv_row *row, int column)
{
    return column >= 0 && (size_t)column < row->n ? text_trim(row->v[column]) : TEXT_NONE;
}

bool
csv_is_empty(const struct csv_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (text_trim(row->v[i]).n > 0)
            return false;
    return true;
}
