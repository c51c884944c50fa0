/* import_questions.c - see import.h: rows of a table or JSON lines file become posts. */

#include "import.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "file.h"
#include "filter.h"
#include "import_put.h"
#include "log.h"
#include "rows.h"
#include "store_page.h"

#define SHOWN_BYTES 80   /* bytes of a wrong value that are told */
#define HEAD_BYTES  1024 /* of a file, by which its kind is told */

enum field { QUESTION, DETAILS, PLACE, ASKED_AT, ASKER, ID, LANGUAGE, FIELDS };

static const char *const names[FIELDS] = { "question", "details", "where",   "asked_at",
                                           "asker",    "id",      "language" };
static const char *const places[] = { "phone", "desk", "mail" };

struct asked {
    struct text v[FIELDS]; /* in the arena */
    const char *path;
    const struct rows *rows; /* NULL: a line of JSON */
    int line;
};

struct importing {
    struct cmd_env *env;
    const char *path;
    struct import_asked *rows;
    size_t n, cap;
};

/* One that is wrong in itself is told with the place of its cell. */
static enum status
wrong(const struct asked *x, enum field field, const char *what, struct err *err)
{
    if (x->rows == NULL)
        return err_set(err, ST_INVALID, "%s:%d: %s: %s", x->path, x->line, names[field], what);
    return err_set(err, ST_INVALID, "%s: %s: %s",
                   rows_place(x->rows, x->line, rows_column(x->rows, names[field])), names[field],
                   what);
}

static enum status
check(const struct importing *m, struct asked *x, int64_t *ret_s, struct err *err)
{
    struct arena *a = m->env->arena;
    bool has_time, known = false;

    *ret_s = STORE_NO_NUMBER;
    if (x->v[QUESTION].n == 0)
        return wrong(x, QUESTION, "it is empty", err);
    if (x->v[PLACE].n == 0)
        x->v[PLACE] = text_of(places[0]);
    for (size_t i = 0; i < N_ELEMENTS(places); i++)
        known = known || text_is(x->v[PLACE], places[i]);
    if (!known)
        return wrong(x, PLACE,
                     arena_printf(a, "\"%.*s\": wanted phone, desk or mail",
                                  TEXT_ARG(text_sub(x->v[PLACE], 0, SHOWN_BYTES))),
                     err);
    if (x->v[ASKED_AT].n > 0 && !clock_parse_rfc3339(x->v[ASKED_AT], ret_s, &has_time))
        return wrong(x, ASKED_AT,
                     arena_printf(a, "\"%.*s\": wanted a date such as 2026-11-01",
                                  TEXT_ARG(text_sub(x->v[ASKED_AT], 0, SHOWN_BYTES))),
                     err);
    return ST_OK;
}

/* What people typed as a question is one. */
static enum status
keep(struct importing *m, struct asked *x, struct err *err)
{
    int64_t at_s;
    enum status st = check(m, x, &at_s, err);

    if (st != ST_OK)
        return st;
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
    return ST_OK;
}

static enum status
read_table(struct importing *m, struct text all, struct err *err)
{
    struct csv_row row;
    struct rows *r = NULL;
    enum status st = rows_open(m->path, all, names[QUESTION], m->env->arena, &r, err);

    while (st == ST_OK && (st = rows_next(r, &row, err)) == ST_OK) {
        struct asked x = { .path = m->path, .rows = r, .line = rows_line(r) };

        for (size_t i = 0; i < FIELDS; i++)
            x.v[i] = csv_field(&row, rows_column(r, names[i]));
        st = keep(m, &x, err);
    }
    rows_close(r);
    return st == ST_NOTFOUND ? ST_OK : st;
}

static enum status
read_json(struct importing *m, struct text all, struct err *err)
{
    struct text line;
    int n = 0;

    while (text_cut(&all, "\n", &line)) {
        struct asked x = { .path = m->path, .line = ++n };
        json_t *o;
        enum status st;

        if (text_trim(line).n == 0)
            continue;
        o = json_loadb(line.p, line.n, 0, NULL);
        if (!json_is_object(o)) {
            json_decref(o);
            return err_set(err, ST_INVALID, "%s:%d: wanted a JSON object", m->path, n);
        }
        for (size_t i = 0; i < FIELDS; i++) {
            struct text t = TEXT_NONE;

            if (json_text(o, names[i], &t))
                x.v[i] = arena_text(m->env->arena, text_trim(t));
        }
        json_decref(o);
        st = keep(m, &x, err);
        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

static enum status
read_rows(struct importing *m, struct text all, struct err *err)
{
    if (import_mail_is(all))
        return err_set(err, ST_INVALID, "%s: a mailbox is read from a file, not from a pipe",
                       m->path);
    return text_starts(text_trim(all), TEXT_LIT("{")) ? read_json(m, all, err)
                                                      : read_table(m, all, err);
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
    struct importing m = { .env = env, .path = path };
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
        log_info("%zu questions read, %" PRId64 " of them new", m.n, put.n_new);
    return st;
}
