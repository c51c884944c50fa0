/*
 * table_json.c - see table.h: rows as JSON objects, written as they come.
 *
 *   row = "{" [ '"schema":' string "," ] '"' name '":' value *( "," ... ) "}"
 *
 * What jansson's compact form would be, byte for byte (the test compares them), without an object
 * in memory for every row: half of the time of a list of a million.  A row is whole or not there.
 */
#include "table_private.h"

#include <string.h>

#include "utf8.h"

#define LAST_CONTROL 0x1F
#define PRECISION    15

static bool
needs_escape(unsigned char c)
{
    return c <= LAST_CONTROL || c == '"' || c == '\\';
}

static void
add_escaped(struct buf *b, unsigned char c)
{
    static const char named[] = "\bb\ff\nn\rr\tt\"\"\\\\"; /* pairs; NUL has none */
    const char *at = NULL;

    for (size_t i = 0; i + 1 < sizeof(named) && at == NULL; i += 2)
        if ((unsigned char)named[i] == c)
            at = &named[i + 1];
    if (at != NULL) {
        buf_add_char(b, '\\');
        buf_add_char(b, *at);
    } else {
        buf_addf(b, "\\u%04X", c);
    }
}

static void
add_valid(struct buf *b, struct text v)
{
    size_t done = 0;

    buf_add_char(b, '"');
    for (size_t i = 0; i < v.n; i++) {
        if (!needs_escape((unsigned char)v.p[i]))
            continue;
        buf_add(b, v.p + done, i - done);
        add_escaped(b, (unsigned char)v.p[i]);
        done = i + 1;
    }
    if (done < v.n)
        buf_add(b, v.p + done, v.n - done);
    buf_add_char(b, '"');
}

void
table_json_string(struct buf *b, struct text v)
{
    struct buf clean;

    if (v.n == 0 || utf8_valid(v)) {
        add_valid(b, v);
        return;
    }
    buf_init(&clean, BUF_LARGE);
    utf8_clean(v, &clean);
    add_valid(b, buf_text(&clean));
    buf_release(&clean);
}

static int
on_piece(const char *p, size_t n, void *self)
{
    buf_add(self, p, n);
    return 0;
}

void
table_json_value(struct buf *b, const json_t *v)
{
    if (json_is_string(v))
        table_json_string(b, (struct text){ json_string_value(v), json_string_length(v) });
    else if (v == NULL || json_dump_callback(v, on_piece, b,
                                             JSON_COMPACT | JSON_ENCODE_ANY |
                                                 JSON_REAL_PRECISION(PRECISION)) != 0)
        buf_add_str(b, "null");
}

struct buf *
table_json_member(struct table *t)
{
    struct buf *b = &t->line;

    if (t->cell == 0) {
        buf_add_char(b, '{');
        if (t->schema != NULL) {
            buf_add_str(b, "\"schema\":");
            table_json_string(b, text_of(t->schema));
        }
    }
    buf_add_str(b, b->n > 1 ? ",\"" : "\"");
    buf_add_str(b, t->columns[t->cell++].name);
    buf_add_str(b, "\":");
    return b;
}

void
table_json_end(struct table *t)
{
    buf_add_char(&t->line, '}');
    if (!t->line.over)
        return;
    t->failed = err_set(&t->err, ST_LIMIT, "a row is larger than %zu bytes", t->line.max);
    buf_clear(&t->line);
    buf_add_str(&t->line, "{}");
}
