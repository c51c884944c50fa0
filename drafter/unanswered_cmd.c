/* unanswered_cmd.c - see unanswered_cmd.h. */

#include "unanswered_cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "frozen_file.h"
#include "log.h"
#include "store_frozen.h"
#include "unanswered.h"

#define NAME_BYTES 256

enum status
unanswered_cmd_month(const char *month, int64_t *since_s, int64_t *until_s, struct err *err)
{
    if (!clock_parse_month(text_of(month), since_s, until_s))
        return err_set(err, ST_USAGE, "--month %.20s: wanted a month such as 2026-10", month);
    return ST_OK;
}

/* One answer of the command. */
struct asking {
    struct cmd_env *env;
    const struct unanswered_cmd_ask *ask;
    struct unanswered_head head;
    struct store_export_query query;
};

static enum status
temporary(FILE **ret, struct err *err)
{
    *ret = tmpfile();
    if (*ret == NULL)
        return err_set(err, ST_IO, "cannot make a temporary file: %s", strerror(errno));
    return ST_OK;
}

static enum status
render(struct asking *x, FILE *spool, FILE *out, bool bom, struct err *err)
{
    struct unanswered_form form = { x->ask->format, x->ask->department, bom };

    return unanswered_render_cmd(x->env->config, spool, &form, out, err);
}

/* What is unanswered now, kept nowhere. */
static enum status
write_live(struct asking *x, struct err *err)
{
    FILE *spool;
    enum status st = temporary(&spool, err), ended;

    if (st != ST_OK)
        return st;
    store_begin_read(x->env->store);
    st = unanswered_spool_cmd(x->env, &x->head, &x->query, spool, err);
    ended = store_commit(x->env->store, st == ST_OK ? err : NULL);
    if (st == ST_OK)
        st = ended;
    if (st == ST_OK)
        st = render(x, spool, x->env->out, x->ask->bom, err);
    fclose(spool);
    return st;
}

/* ---- what is kept ---- */

/* "unanswered-2026-10.frozen"; of a form and a department: "unanswered-2026-10-physics.csv". */
static void
name_of(const struct asking *x, const char *department, const char *ending, char name[NAME_BYTES])
{
    snprintf(name, NAME_BYTES, "unanswered-%s%s%.128s.%s", x->head.month,
             department != NULL ? "-" : "", department != NULL ? department : "", ending);
}

static int
by_number(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

/* Which groups stand on it. */
static enum status
read_listed(struct asking *x, FILE *spool, struct store_export_made *m, struct err *err)
{
    int64_t *listed = NULL;
    size_t cap = 0, cap_line = 0;
    char *line = NULL;
    ssize_t n;

    while ((n = getline(&line, &cap_line, spool)) > 0) {
        json_t *row = json_loadb(line, (size_t)n, 0, NULL);
        const char *list = json_string_value(json_object_get(row, "list"));

        if (list != NULL && strcmp(list, "unanswered") == 0) {
            listed = arena_grow(x->env->arena, listed, m->n_listed, &cap, sizeof(*listed));
            listed[m->n_listed++] = json_integer_value(json_object_get(row, "group"));
        }
        json_decref(row);
    }
    free(line);
    if (m->n_listed > 0)
        qsort(listed, m->n_listed, sizeof(*listed), by_number);
    m->listed = listed;
    return ferror(spool) ? err_set(err, ST_IO, "a kept list cannot be read") : ST_OK;
}

static void
look_into(struct asking *x, const struct store_frozen_row *row, struct store_export_made *m)
{
    struct err why = { "" };
    FILE *spool = NULL;
    enum status st = frozen_file_open(x->env->common->dir, row->file, &row->is, &spool, &why);

    if (st == ST_OK)
        st = read_listed(x, spool, m, &why);
    if (spool != NULL)
        fclose(spool);
    m->unknown = st != ST_OK;
    if (m->unknown)
        log_warn("%s; what was answered when it was made, and is not any more, is not listed",
                 why.msg);
}

/* The months before this one whose lists are frozen: what was found since is on none of them. */
static void
read_made(struct asking *x)
{
    const struct text begins = TEXT_LIT("unanswered-"), ends = TEXT_LIT(".frozen");
    struct arena *a = x->env->arena;
    struct store_frozen_row *all;
    size_t n = store_frozen_list(x->env->store, a, &all), n_made = 0;
    struct store_export_made *made = arena_alloc(a, (n + 1) * sizeof(*made));

    for (size_t i = 0; i < n; i++) {
        struct text name = text_of(all[i].file);
        struct store_export_made *m = &made[n_made];

        if (!text_starts(name, begins) || !text_ends(name, ends))
            continue;
        name = text_sub(name, begins.n, name.n - begins.n - ends.n);
        *m = (struct store_export_made){ .made_s = all[i].is.made_s };
        if (!clock_parse_month(name, &m->since_s, &m->until_s) || m->until_s > x->head.since_s)
            continue;
        look_into(x, &all[i], m);
        n_made++;
    }
    x->query.made = made;
    x->query.n_made = n_made;
}

/* Put the temporary file where it belongs, and note it in the store's open transaction. */
static enum status
keep(struct asking *x, const char *file, FILE *from, struct err *err)
{
    const char *dir = x->env->common->dir;
    struct store_frozen f = { .made_s = x->head.made_s };
    enum status st = frozen_file_put(dir, file, from, &f, err);

    if (st == ST_OK)
        st = frozen_file_name(dir, file, err);
    if (st == ST_OK)
        store_frozen_add(x->env->store, text_of(file), &f);
    return st;
}

/* The month's rows for all departments, frozen now unless they are already. */
static enum status
open_rows(struct asking *x, FILE **ret, struct err *err)
{
    struct store_frozen f;
    char name[NAME_BYTES];
    FILE *spool;
    enum status st;

    name_of(x, NULL, "frozen", name);
    if (store_frozen_find(x->env->store, text_of(name), &f))
        return frozen_file_open(x->env->common->dir, name, &f, ret, err);
    st = temporary(&spool, err);
    if (st != ST_OK)
        return st;
    x->query.department_id = 0;
    st = unanswered_spool_cmd(x->env, &x->head, &x->query, spool, err);
    if (st == ST_OK)
        st = keep(x, name, spool, err);
    if (st != ST_OK) {
        fclose(spool);
        return st;
    }
    *ret = spool;
    return ST_OK;
}

/* The form of it: kept when it is made first.  All in one transaction. */
static enum status
open_form(struct asking *x, FILE **ret, struct err *err)
{
    struct store *s = x->env->store;
    struct store_frozen f;
    char name[NAME_BYTES];
    FILE *rows = NULL, *out = NULL;
    enum status st, ended;

    name_of(x, x->ask->department, x->ask->format, name);
    if (store_frozen_find(s, text_of(name), &f))
        return frozen_file_open(x->env->common->dir, name, &f, ret, err);
    store_set_role(s, STORE_EXPORTS);
    store_begin(s);
    st = open_rows(x, &rows, err);
    if (st == ST_OK)
        st = temporary(&out, err);
    if (st == ST_OK)
        st = render(x, rows, out, false, err);
    if (st == ST_OK)
        st = keep(x, name, out, err);
    if (rows != NULL)
        fclose(rows);
    if (st == ST_OK)
        st = ended = store_commit(s, err);
    else
        store_rollback(s);
    if (st != ST_OK && out != NULL)
        fclose(out);
    if (st != ST_OK)
        return st;
    rewind(out);
    *ret = out;
    return ST_OK;
}

static enum status
write_frozen(struct asking *x, struct err *err)
{
    char chunk[BUFSIZ];
    FILE *in;
    size_t n;
    enum status st = open_form(x, &in, err);

    if (st != ST_OK)
        return st;
    if (x->ask->bom && strcmp(x->ask->format, "csv") == 0)
        fputs("\xEF\xBB\xBF", x->env->out);
    while ((n = fread(chunk, 1, sizeof(chunk), in)) > 0)
        fwrite(chunk, 1, n, x->env->out);
    fclose(in);
    return ST_OK;
}

enum status
unanswered_cmd_export(struct cmd_env *env, const struct unanswered_cmd_ask *ask,
                      const struct store_export_query *query, struct err *err)
{
    struct asking x = { .env = env, .ask = ask, .query = *query };
    enum status st;

    x.head = (struct unanswered_head){ .month = "",
                                       .since_s = query->since_s,
                                       .until_s = query->until_s,
                                       .made_s = clock_now_s(env->clock) };
    if (ask->month == NULL)
        return write_live(&x, err);
    st = unanswered_cmd_month(ask->month, &x.head.since_s, &x.head.until_s, err);
    if (st != ST_OK)
        return st;
    if (query->since_s != 0 || query->until_s != 0 || query->before_s != 0 || query->limit != 0 ||
        env->common->campaign != NULL || env->common->audience != NULL)
        return err_set(err, ST_USAGE,
                       "--month is the whole month: no --since, --until, --older, --limit,"
                       " --campaign or --audience");
    x.head.month = ask->month;
    x.query.since_s = x.head.since_s;
    x.query.until_s = x.head.until_s;
    x.query.within = true;
    read_made(&x);
    if (x.head.until_s <= x.head.made_s && !env->common->dry_run && store_frozen_worth(env->store))
        return write_frozen(&x, err);
    if (x.head.until_s <= x.head.made_s && !env->common->dry_run)
        log_info("nothing has been heard yet: the list of %s is not frozen", ask->month);
    if (x.head.until_s > x.head.made_s)
        log_info("%s is not over: this list is not frozen, it will change", ask->month);
    return write_live(&x, err);
}
