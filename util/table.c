#include "table_private.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book.h"
#include "buf.h"
#include "clock.h"
#include "filter.h"
#include "mem.h"

#define REAL_DIGITS 3
/* Of an Excel file with one list: the same list gives the same bytes at any time. */
#define SHEET_NAME      "List"
#define SHEET_CREATED_S 946684800 /* 2000-01-01 */

struct table *
table_open(FILE *out, enum table_format format, const struct table_column *columns,
           size_t n_columns)
{
    struct table *t = mem_zalloc(sizeof(*t));

    t->out = out;
    t->format = format;
    t->columns = columns;
    t->n_columns = n_columns;
    t->arena = arena_new();
    buf_init(&t->line, BUF_LARGE);
    return t;
}

struct table *
table_open_sheet(struct book *b, const char *name, const struct table_column *columns,
                 size_t n_columns)
{
    struct table *t = table_open(NULL, TABLE_XLSX, columns, n_columns);

    t->book = b;
    book_sheet(b, name, columns, n_columns);
    return t;
}

void
table_set_bom(struct table *t)
{
    t->bom = true;
}

void
table_set_schema(struct table *t, const char *schema)
{
    t->schema = schema;
}

void
table_set_bold(struct table *t, bool on)
{
    t->bold = on;
}

void
table_set_whole(struct table *t)
{
    t->whole = true;
}

void
table_set_limit(struct table *t, int64_t n)
{
    t->limit = n > 0 ? (size_t)n : 0;
}

/* --- CSV ----------------------------------------------------------------- */

/* A spreadsheet takes these at the start of a cell for a formula. */
static bool
is_formula(struct text v)
{
    return v.n > 0 && v.p[0] != '\0' && strchr("=+-@\t\r\n", v.p[0]) != NULL;
}

static void
put_csv(struct table *t, struct text v, bool is_text)
{
    bool guard = is_text && is_formula(v), quote = guard;
    size_t n;

    for (size_t i = 0; i < v.n && !quote; i++)
        quote =
            v.p[i] == ',' || v.p[i] == '"' || v.p[i] == '\r' || v.p[i] == '\n' || v.p[i] == '\0';
    if (!quote) {
        table_put(t, v);
        return;
    }
    putc_unlocked('"', t->out);
    if (guard)
        putc_unlocked('\'', t->out);
    while ((n = text_find_char(v, '"')) < v.n) {
        table_put(t, text_sub(v, 0, n + 1));
        putc_unlocked('"', t->out);
        v = text_from(v, n + 1);
    }
    table_put(t, v);
    putc_unlocked('"', t->out);
}

/* --- rows ---------------------------------------------------------------- */

/* What comes before the first row, once. */
static void
start(struct table *t)
{
    if (t->started)
        return;
    t->started = true;
    if (t->format == TABLE_XLSX && t->book == NULL) {
        t->failed = book_open(SHEET_CREATED_S, &t->book, &t->err);
        t->owns_book = t->failed == ST_OK;
        if (t->owns_book)
            book_sheet(t->book, SHEET_NAME, t->columns, t->n_columns);
    }
    if (t->format == TABLE_JSON)
        fputs("[", t->out);
    if (t->format != TABLE_CSV && t->format != TABLE_MD)
        return;
    if (t->format == TABLE_CSV && t->bom)
        fputs("\xEF\xBB\xBF", t->out);
    for (size_t c = 0; c < t->n_columns; c++) {
        if (t->format == TABLE_CSV)
            fprintf(t->out, "%s%s", c > 0 ? "," : "", t->columns[c].name);
        else
            fprintf(t->out, "| %s ", t->columns[c].name);
    }
    fputs(t->format == TABLE_CSV ? "\r\n" : "|\n", t->out);
    for (size_t c = 0; t->format == TABLE_MD && c < t->n_columns; c++)
        fputs(c + 1 < t->n_columns ? "|---" : "|---|\n", t->out);
}

static bool
is_over(const struct table *t)
{
    return t->limit > 0 && t->n_rows >= t->limit;
}

/* The cell as text, for every form but JSON. */
static void
put_cell(struct table *t, struct text v)
{
    size_t at = t->cell++;

    assert(at < t->n_columns);
    if (is_over(t))
        return;
    start(t);
    switch (t->format) {
    case TABLE_TEXT:
        t->rows =
            mem_grow(t->rows, &t->cap_rows, t->n_rows * t->n_columns + at + 1, sizeof(*t->rows));
        t->rows[t->n_rows * t->n_columns + at] = table_tame(t, v);
        break;
    case TABLE_CSV:
        if (at > 0)
            fputc(',', t->out);
        put_csv(t, table_tame(t, v), table_is_words(&t->columns[at]));
        arena_clear(t->arena);
        break;
    case TABLE_MD:
        fputs("| ", t->out);
        table_put(t, table_tame(t, v));
        fputc(' ', t->out);
        arena_clear(t->arena);
        break;
    case TABLE_IDS:
        if (at == 0)
            table_put(t, table_tame(t, v));
        arena_clear(t->arena);
        break;
    case TABLE_XLSX:
        if (t->book != NULL)
            book_text(t->book, at, table_tame(t, v));
        arena_clear(t->arena);
        break;
    case TABLE_JSON:
    case TABLE_JSONL:
        break;
    }
}

/* The number's place in a sheet; false: the table is no sheet. */
static bool
is_sheet(struct table *t, size_t *column)
{
    if (t->format != TABLE_XLSX)
        return false;
    assert(t->cell < t->n_columns);
    *column = t->cell++;
    if (!is_over(t))
        start(t);
    return true;
}

static bool
sheet_number(struct table *t, double v)
{
    size_t at;

    if (!is_sheet(t, &at))
        return false;
    if (t->book != NULL && !is_over(t))
        book_number(t->book, at, v);
    return true;
}

static bool
sheet_time(struct table *t, int64_t at_s)
{
    size_t at;

    if (!is_sheet(t, &at))
        return false;
    if (t->book != NULL && !is_over(t))
        book_time(t->book, at, at_s);
    return true;
}

static bool
is_json(const struct table *t)
{
    return t->format == TABLE_JSON || t->format == TABLE_JSONL;
}

static struct buf *
member(struct table *t)
{
    assert(t->cell < t->n_columns);
    start(t);
    return table_json_member(t);
}

/* Takes the reference; NULL (a real that is no number) is null. */
static void
put_member(struct table *t, json_t *v)
{
    table_json_value(member(t), v);
    json_decref(v);
}

void
table_text(struct table *t, struct text v)
{
    if (is_json(t))
        table_json_string(member(t), v);
    else
        put_cell(t, v);
}

void
table_str(struct table *t, const char *z)
{
    if (z == NULL)
        table_null(t);
    else
        table_text(t, text_of(z));
}

void
table_int(struct table *t, int64_t v)
{
    char z[32];

    if (sheet_number(t, (double)v))
        return;
    snprintf(z, sizeof(z), "%lld", (long long)v);
    if (is_json(t))
        buf_add_str(member(t), z);
    else
        put_cell(t, text_of(z));
}

void
table_real(struct table *t, double v)
{
    table_real_digits(t, v, REAL_DIGITS);
}

void
table_real_digits(struct table *t, double v, int digits)
{
    char z[512]; /* the largest double has 309 digits before its point */

    snprintf(z, sizeof(z), "%.*f", digits, v);
    if (isfinite(v) && sheet_number(t, v))
        return;
    if (is_json(t))
        put_member(t, json_real(v));
    else
        put_cell(t, text_of(z));
}

void
table_time(struct table *t, int64_t at_s)
{
    char z[CLOCK_RFC3339_BYTES];

    if (at_s == 0)
        table_null(t);
    else if (!sheet_time(t, at_s))
        table_str(t, clock_rfc3339(at_s, z));
}

void
table_bool(struct table *t, bool v)
{
    if (is_json(t))
        buf_add_str(member(t), v ? "true" : "false");
    else
        put_cell(t, text_of(v ? "yes" : "no"));
}

static void
join(const json_t *v, struct buf *out)
{
    size_t i;
    json_t *one;
    char *z;

    if (json_is_string(v)) {
        buf_add(out, json_string_value(v), json_string_length(v));
    } else if (json_is_array(v)) {
        json_array_foreach(v, i, one)
        {
            if (i > 0)
                buf_add_str(out, ", ");
            join(one, out);
        }
    } else if (!json_is_null(v)) {
        z = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
        buf_add_str(out, z != NULL ? z : "");
        free(z);
    }
}

void
table_json(struct table *t, json_t *v)
{
    struct buf b;

    if (is_json(t)) {
        put_member(t, v);
        return;
    }
    buf_init(&b, BUF_PAGE);
    join(v, &b);
    put_cell(t, buf_text(&b));
    buf_release(&b);
    json_decref(v);
}

void
table_null(struct table *t)
{
    if (is_json(t))
        buf_add_str(member(t), "null");
    else
        put_cell(t, TEXT_NONE);
}

void
table_end_row(struct table *t)
{
    while (t->cell < t->n_columns)
        table_null(t);
    if (is_over(t)) {
        buf_clear(&t->line);
        t->cell = 0;
        return;
    }
    if (is_json(t)) {
        if (t->format == TABLE_JSON)
            fputs(t->n_rows > 0 ? ",\n " : "\n ", t->out);
        table_json_end(t);
        table_put(t, buf_text(&t->line));
        buf_clear(&t->line);
    }
    if (t->format == TABLE_MD)
        fputc('|', t->out);
    if (t->format == TABLE_CSV)
        fputs("\r\n", t->out);
    else if (t->format == TABLE_XLSX && t->book != NULL)
        book_end_row(t->book);
    else if (t->format != TABLE_TEXT && t->format != TABLE_JSON && t->format != TABLE_XLSX)
        fputc('\n', t->out);
    t->n_rows++;
    t->cell = 0;
}

void
table_set_record(struct table *t)
{
    t->record = true;
}

enum status
table_close(struct table *t, struct err *err)
{
    enum status st = ST_OK;

    start(t);
    if (t->format == TABLE_TEXT && t->n_rows > 0)
        (t->record ? table_print_records : table_print_aligned)(t);
    if (t->format == TABLE_TEXT && t->n_rows == 0 && !t->record && isatty(fileno(t->out)))
        fputs("none\n", t->out); /* for people: an empty screen looks like a failure */
    if (t->format == TABLE_JSON)
        fputs(t->n_rows > 0 ? "\n]\n" : "]\n", t->out);
    if (t->owns_book)
        st = book_close(t->book, t->out, err);
    else if (t->failed != ST_OK)
        st = err_set(err, t->failed, "%s", t->err.msg);
    if (st == ST_OK && t->out != NULL && fflush(t->out) != 0) /* NULL: goes out with its book */
        st = err_set(err, ST_IO, "cannot write the output: %s", strerror(errno));
    else if (st == ST_OK && t->out != NULL && ferror(t->out))
        st = err_set(err, ST_IO, "cannot write the output: some of it did not get through");
    buf_release(&t->line);
    arena_free(t->arena);
    free(t->rows);
    free(t);
    return st;
}

enum status
table_end(struct table *t, enum status st, struct err *err)
{
    enum status closed = table_close(t, st == ST_OK ? err : NULL);

    return st != ST_OK ? st : closed;
}
