/* import_departments.c - see import.h: a row of a table becomes seeds/KEY.ini. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "csv.h"
#include "file.h"
#include "import.h"
#include "log.h"
#include "url.h"

#define PATH_BYTES 4096
#define KEY_MAX    64

/* A column, the key it is written as, and what parts several values; 0: it has one. */
static const struct column {
    const char *name;
    char parts;
} columns[] = {
    { "name", 0 },   { "site", ' ' }, { "keyword", ';' }, { "exclude", ';' }, { "contact", 0 },
    { "byline", 0 }, { "voice", 0 },  { "language", 0 },  { "mode", 0 },
};

#define FILE_MODE 0644

struct made {
    const char *path;
    struct text body;
};

struct making {
    struct cmd_env *env;
    const char *file;
    bool force;
    struct made *v;
    size_t n, cap;
    struct csv_row header;
};

static enum status
wrong(const struct making *m, int line, const char *column, const char *what, struct err *err)
{
    return err_set(err, ST_INVALID, "%s:%d: %s: %s", m->file, line, column, what);
}

static bool
is_key(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (!(t.p[i] >= 'a' && t.p[i] <= 'z') && !(t.p[i] >= '0' && t.p[i] <= '9') && t.p[i] != '-')
            return false;
    return t.n > 0 && t.n <= KEY_MAX && t.p[0] != '-';
}

/* A value is one line, and no comment: what else would it become in the file? */
static bool
is_value(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] < ' ')
            return false;
    return text_find(t, TEXT_LIT(" ;")) == TEXT_NPOS;
}

static bool
is_address(struct text t, struct arena *a)
{
    struct text href;

    return (text_starts(t, TEXT_LIT("http://")) || text_starts(t, TEXT_LIT("https://"))) &&
           url_resolve(t, TEXT_NONE, a, &href, NULL) == ST_OK;
}

static enum status
put_column(struct making *m, const struct csv_row *row, int line, const struct column *c,
           struct buf *b, struct err *err)
{
    struct text rest = csv_field(row, csv_column(&m->header, c->name)), one;
    const char part[] = { c->parts, '\0' };

    if (c->parts == 0) {
        if (!is_value(rest))
            return wrong(m, line, c->name, "wanted one line without \" ;\"", err);
        if (rest.n > 0)
            buf_addf(b, "%s = %.*s\n", c->name, TEXT_ARG(rest));
        return ST_OK;
    }
    while (text_cut(&rest, part, &one)) {
        one = text_trim(one);
        if (one.n == 0)
            continue;
        if (!is_value(one))
            return wrong(m, line, c->name, "wanted one line without \" ;\"", err);
        if (strcmp(c->name, "site") == 0 && !is_address(one, m->env->arena))
            return wrong(m, line, c->name, "wanted an address such as https://physics.example.edu/",
                         err);
        buf_addf(b, "%s = %.*s\n", c->name, TEXT_ARG(one));
    }
    return ST_OK;
}

/* Its other sources: addresses with a blank between, all on one basis. */
static enum status
put_sources(struct making *m, const struct csv_row *row, int line, struct buf *b, struct err *err)
{
    struct text rest = csv_field(row, csv_column(&m->header, "source")), one;
    struct text basis = csv_field(row, csv_column(&m->header, "basis"));
    int n = 0;

    if (rest.n > 0 && (basis.n == 0 || !is_value(basis)))
        return wrong(m, line, "basis", "say why the sources may be read", err);
    while (text_cut(&rest, " ", &one)) {
        if (one.n == 0)
            continue;
        if (!is_address(one, m->env->arena))
            return wrong(m, line, "source", "wanted an address such as https://forum.example.net/",
                         err);
        buf_addf(b, "\n[source source-%d]\nurl = %.*s\nbasis = %.*s\n", ++n, TEXT_ARG(one),
                 TEXT_ARG(basis));
    }
    return ST_OK;
}

static enum status
make_one(struct making *m, const struct csv_row *row, int line, struct err *err)
{
    struct text key = csv_field(row, csv_column(&m->header, "key"));
    const char *path;
    struct buf b;
    enum status st = ST_OK;

    if (!is_key(key))
        return wrong(m, line, "key", "wanted lower-case letters, digits and -: physics", err);
    if (csv_field(row, csv_column(&m->header, "name")).n == 0)
        return wrong(m, line, "name", "it is empty", err);
    path = arena_printf(m->env->arena, "%s/seeds/%.*s.ini", m->env->common->dir, TEXT_ARG(key));
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->v[i].path, path) == 0)
            return wrong(m, line, "key", "it stands twice", err);
    if (!m->force && file_exists(path))
        return err_set(err, ST_CONFLICT, "%s:%d: %s is there (--force writes over it)", m->file,
                       line, path);
    buf_init(&b, BUF_LARGE);
    buf_add_str(&b, "[department]\n");
    for (size_t i = 0; i < N_ELEMENTS(columns) && st == ST_OK; i++)
        st = put_column(m, row, line, &columns[i], &b, err);
    if (st == ST_OK)
        st = put_sources(m, row, line, &b, err);
    m->v = arena_grow(m->env->arena, m->v, m->n, &m->cap, sizeof(*m->v));
    m->v[m->n++] = (struct made){ path, arena_text(m->env->arena, buf_text(&b)) };
    buf_release(&b);
    return st;
}

static enum status
make_all(struct making *m, struct text all, struct err *err)
{
    struct csv c;
    struct csv_row row;
    enum status st;

    csv_init(&c, all);
    st = csv_next(&c, m->env->arena, &m->header, err);
    if (st == ST_NOTFOUND || (st == ST_OK && csv_column(&m->header, "key") < 0))
        return err_set(err, ST_INVALID, "%s:1: no column \"key\"", m->file);
    while (st == ST_OK && (st = csv_next(&c, m->env->arena, &row, err)) == ST_OK)
        st = make_one(m, &row, c.line, err);
    return st == ST_NOTFOUND ? ST_OK : st;
}

enum status
import_departments(struct cmd_env *env, const char *path, bool force, struct err *err)
{
    struct making m = { .env = env, .file = path, .force = force };
    struct buf all;
    enum status st;

    buf_init(&all, IMPORT_FILE_BYTES);
    st = file_read(path, &all, err);
    if (st == ST_OK)
        st = make_all(&m, buf_text(&all), err);
    buf_release(&all);
    for (size_t i = 0; i < m.n && st == ST_OK; i++) {
        log_info("%s%s", m.v[i].path, env->common->dry_run ? " (dry run: not written)" : "");
        if (!env->common->dry_run)
            st = file_write(m.v[i].path, m.v[i].body, FILE_MODE, err);
    }
    return st;
}
