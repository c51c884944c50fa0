/* import_questions.c - see import.h: rows of a table or JSON lines file become posts. */

#include "import.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "file.h"
#include "filter.h"
#include "import_put.h"
#include "log.h"
#include "mistakes.h"
#include "rows.h"
#include "store_page.h"
#include "utf8.h"

#define SHOWN_BYTES 80   /* bytes of a wrong value that are told */
#define HEAD_BYTES  1024 /* of a file, by which its kind is told */
#define YEAR_DIGITS 4

enum field { QUESTION, DETAILS, PLACE, ASKED_AT, ASKER, ID, LANGUAGE, FIELDS };

static const char *const names[FIELDS] = { "question", "details", "where",   "asked_at",
                                           "asker",    "id",      "language" };
static const char *const places[] = { "phone", "desk", "mail" };

struct asked {
    struct text v[FIELDS];   /* in the arena */
    const struct rows *rows; /* NULL: a line of JSON */
    int line;
};

struct importing {
    struct cmd_env *env;
    const char *path;
    struct import_asked *rows;
    size_t n, cap;
    struct mistakes wrong;
};

/* A cell that is wrong, told with its place; wanted NULL: it must not be empty. */
static void
note(struct importing *m, const struct asked *x, enum field field, const char *wanted)
{
    struct arena *a = m->env->arena;
    struct text v = text_sub(x->v[field], 0, utf8_cut(x->v[field], SHOWN_BYTES));
    const char *place, *what = "it is empty";

    if (mistakes_full(&m->wrong))
        return;
    if (x->rows != NULL)
        place = rows_place(x->rows, x->line, rows_column(x->rows, names[field]));
    else
        place = arena_printf(a, "%s:%d", m->path, x->line);
    if (wanted != NULL)
        what = arena_printf(a, "\"%.*s\": wanted %s", TEXT_ARG(v), wanted);
    mistakes_add(&m->wrong, x->line, arena_printf(a, "%s: %s: %s", place, names[field], what));
}

static bool
is_number(struct text t, size_t min, size_t max)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] < '0' || t.p[i] > '9')
            return false;
    return t.n >= min && t.n <= max;
}

/* "20.11.2026 14:30", as spreadsheets write it where days come first, as "2026-11-20 14:30"; any
 * other date as it is.  With a slash either may come first, so that is no date. */
static struct text
date_of(struct text t, struct arena *a)
{
    struct text day = text_before(t, '.'), rest = text_after(t, '.');
    struct text month = text_before(rest, '.'), year = text_after(rest, '.');
    int64_t d = 0, m = 0;

    rest = text_from(year, YEAR_DIGITS);
    year = text_sub(year, 0, YEAR_DIGITS);
    if (!is_number(day, 1, 2) || !is_number(month, 1, 2) ||
        !is_number(year, YEAR_DIGITS, YEAR_DIGITS) || !text_to_int(day, &d) ||
        !text_to_int(month, &m))
        return t;
    return text_of(
        arena_printf(a, "%.*s-%02d-%02d%.*s", TEXT_ARG(year), (int)m, (int)d, TEXT_ARG(rest)));
}

/* All that is wrong is noted. */
static void
check(struct importing *m, struct asked *x, int64_t *ret_s)
{
    bool has_time, known = false;
    struct text date = date_of(x->v[ASKED_AT], m->env->arena);

    *ret_s = STORE_NO_NUMBER;
    if (x->v[QUESTION].n == 0)
        note(m, x, QUESTION, NULL);
    if (x->v[PLACE].n == 0)
        x->v[PLACE] = text_of(places[0]);
    for (size_t i = 0; i < N_ELEMENTS(places); i++)
        known = known || text_is(x->v[PLACE], places[i]);
    if (!known)
        note(m, x, PLACE, "phone, desk or mail");
    if (date.n > 0 && !clock_parse_rfc3339(date, ret_s, &has_time))
        note(m, x, ASKED_AT, "a date as 2026-11-20 or 20.11.2026");
    else
        x->v[ASKED_AT] = date;
}

/* What people typed as a question is one. */
static void
keep(struct importing *m, struct asked *x)
{
    int64_t at_s;

    check(m, x, &at_s);
    if (m->wrong.n > 0)
        return;
    m->rows = arena_grow(m->env->arena, m->rows, m->n, &m->cap, sizeof(*m->rows));
    m->rows[m->n++] = (struct import_asked){ .question = x->v[QUESTION],
                                             .details = x->v[DETAILS],
                                             .place = x->v[PLACE],
                                             .asker = x->v[ASKER],
                                             .id = x->v[ID],
                                             .language = x->v[LANGUAGE],
                                             .date = x->v[ASKED_AT],
                                             .at_s = at_s,
                                             .p = 1 };
}

static enum status
read_table(struct importing *m, struct text all, struct err *err)
{
    struct csv_row row;
    struct rows *r = NULL;
    enum status st = rows_open(m->path, all, names[QUESTION], m->env->arena, &r, err);

    while (st == ST_OK && (st = rows_next(r, &row, err)) == ST_OK) {
        struct asked x = { .rows = r, .line = rows_line(r) };

        for (size_t i = 0; i < FIELDS; i++)
            x.v[i] = csv_field(&row, rows_column(r, names[i]));
        keep(m, &x);
    }
    rows_close(r);
    if (st != ST_NOTFOUND && m->wrong.n > 0) { /* the rows above are told as well */
        mistakes_add(&m->wrong, INT_MAX, arena_str(m->env->arena, text_of(err->msg)));
        st = ST_NOTFOUND;
    }
    return st == ST_NOTFOUND ? ST_OK : st;
}

/* Null, with what is wrong of the line noted: it is no object. */
static json_t *
read_object(struct importing *m, struct text line, int n)
{
    json_error_t why;
    json_t *o = json_loadb(line.p, line.n, JSON_DECODE_ANY, &why);

    if (json_is_object(o))
        return o;
    if (!mistakes_full(&m->wrong))
        mistakes_add(&m->wrong, n,
                     o != NULL ? arena_printf(m->env->arena,
                                              "%s:%d: wanted a JSON object, such as "
                                              "{\"question\": \"Why?\"}",
                                              m->path, n)
                               : arena_printf(m->env->arena, "%s:%d: not JSON: %s (column %d)",
                                              m->path, n, why.text, why.column));
    json_decref(o);
    return NULL;
}

static void
read_json(struct importing *m, struct text all)
{
    struct text line;
    int n = 0;

    while (text_cut(&all, "\n", &line)) {
        struct asked x = { .line = ++n };
        json_t *o;

        if (text_trim(line).n == 0)
            continue;
        if ((o = read_object(m, line, n)) == NULL)
            continue;
        for (size_t i = 0; i < FIELDS; i++) {
            struct text t = TEXT_NONE;

            if (json_text(o, names[i], &t))
                x.v[i] = arena_text(m->env->arena, text_trim(t));
        }
        json_decref(o);
        keep(m, &x);
    }
}

static enum status
read_rows(struct importing *m, struct text all, struct err *err)
{
    enum status st = ST_OK;

    if (import_mail_is(all))
        return err_set(err, ST_INVALID, "%s: a mailbox is read from a file, not from a pipe",
                       m->path);
    if (text_starts(text_trim(all), TEXT_LIT("{")))
        read_json(m, all);
    else
        st = read_table(m, all, err);
    return st == ST_OK ? mistakes_tell(&m->wrong, m->path, ST_INVALID, err) : st;
}

/* How the file begins; nothing when it cannot be read, which is told later, or is a pipe. */
static struct text
head_of(const char *path, char *z, size_t n)
{
    struct stat sb;
    FILE *in = stat(path, &sb) == 0 && S_ISREG(sb.st_mode) ? fopen(path, "rb") : NULL;
    struct text t = { z, in != NULL ? fread(z, 1, n, in) : 0 };

    if (in != NULL)
        fclose(in);
    return t;
}

enum status
import_questions(struct cmd_env *env, const char *path, struct err *err)
{
    struct importing m = { .env = env, .path = path, .wrong = { .arena = env->arena } };
    const struct department_config *d;
    char head[HEAD_BYTES];
    struct import_put put;
    struct buf all;
    enum status st = import_put_open(env, &put, &d, err);

    if (st != ST_OK)
        return st;
    if (import_mail_is(head_of(path, head, sizeof(head))))
        return import_mail(&put, d, path, err);
    buf_init(&all, IMPORT_FILE_BYTES);
    st = file_read(path, &all, err);
    if (st == ST_OK)
        st = read_rows(&m, buf_text(&all), err);
    if (st == ST_OK && !env->common->dry_run)
        st = import_put_all(&put, m.rows, m.n, err);
    buf_release(&all);
    if (st == ST_OK && env->common->dry_run)
        log_info("%zu question%s read (dry run: nothing written)", m.n, m.n == 1 ? "" : "s");
    else if (st == ST_OK)
        log_info("%zu question%s read, %" PRId64 " of them new", m.n, m.n == 1 ? "" : "s",
                 put.n_new);
    return st;
}
