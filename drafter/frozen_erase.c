/* frozen_erase.c - see frozen_erase.h. */
#include "frozen_erase.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "filter.h"
#include "frozen_file.h"
#include "unanswered.h"
#include "words.h"

#define PATH_BYTES 4096
#define MARK_BYTES 32
#define DATE_CHARS 10 /* "2026-11-22" of a date and time */
#define SPOOL      ".frozen"

struct erasing {
    const struct frozen_erase *job;
    struct arena *a;
    struct store_frozen_row *rows;
    size_t n_rows;
    char date[CLOCK_RFC3339_BYTES], mark[MARK_BYTES];
    struct words words;
    json_t *counts; /* of one list: how many rows by department */
};

/* ---- rows of a list ---- */

static bool
is_group(const struct erasing *e, const json_t *row)
{
    int64_t id = json_integer_value(json_object_get(row, "group"));

    for (size_t i = 0; i < e->job->n_groups; i++)
        if (id == e->job->groups[i])
            return true;
    return false;
}

/* A place is a page or one post on it. */
static bool
is_place(const struct erasing *e, const json_t *v)
{
    struct text url =
        text_before((struct text){ json_string_value(v), json_string_length(v) }, '#');

    for (size_t i = 0; i < e->job->n_urls; i++)
        if (text_eq(url, text_before(e->job->urls[i], '#')))
            return true;
    return false;
}

static bool
erase_places(const struct erasing *e, json_t *row, bool all)
{
    json_t *places = json_object_get(row, "places");
    bool any = false;

    for (size_t i = json_array_size(places); i > 0; i--)
        if (all || is_place(e, json_array_get(places, i - 1))) {
            json_array_remove(places, i - 1);
            any = true;
        }
    return any;
}

/* What somebody wrote, in a row of a group that is nobody's any more. */
static bool
erase_members(const struct erasing *e, json_t *row)
{
    static const char *const members[] = { "question", "why", "answer" };
    bool any = erase_places(e, row, true);

    for (size_t i = 0; i < N_ELEMENTS(members); i++) {
        const char *was = json_string_value(json_object_get(row, members[i]));

        if (was != NULL && strncmp(was, "[erased", strlen("[erased")) != 0) {
            json_object_set_new(row, members[i], json_string(e->mark));
            any = true;
        }
    }
    return any;
}

static bool
erase_row(struct erasing *e, json_t *row)
{
    bool any = is_group(e, row) ? erase_members(e, row) : erase_places(e, row, false);
    const char *department;

    any = words_replace_json(row, &e->words, e->mark) || any;
    department = json_string_value(json_object_get(row, "department"));
    if (any && department != NULL) {
        json_int_t n = json_integer_value(json_object_get(e->counts, department));

        json_object_set_new(e->counts, department, json_integer(n + 1));
    }
    return any;
}

static void
put_line(struct buf *out, const json_t *row)
{
    char *z = json_dumps(row, JSON_COMPACT);

    buf_add_str(out, z);
    buf_add_char(out, '\n');
    free(z);
}

/* The Summary says what happened to the list. */
static void
add_summary(const struct erasing *e, struct buf *out)
{
    const char *department;
    json_t *n;

    json_object_foreach(e->counts, department, n)
    {
        json_t *o =
            json_pack("{s:s, s:s, s:f, s:s, s:s}", "figure", "rows with erased words", "department",
                      department, "value", (double)json_integer_value(n), "means",
                      "whose words were taken out after the list was made", "list", "summary");

        put_line(out, o);
        json_decref(o);
    }
}

/* The spool without the words; *changed: it had any.  Lines without them stay byte for byte. */
static enum status
rewrite(struct erasing *e, FILE *in, struct buf *out, bool *changed, struct err *err)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    enum status st = ST_OK;

    *changed = false;
    while (st == ST_OK && (n = getline(&line, &cap, in)) > 0) {
        json_t *row = json_loadb(line, (size_t)n, 0, NULL);

        if (row == NULL)
            st = err_set(err, ST_PROBLEMS, "the kept list is damaged: a line is no JSON");
        else if (erase_row(e, row)) {
            *changed = true;
            put_line(out, row);
        } else
            buf_add(out, line, (size_t)n);
        json_decref(row);
    }
    free(line);
    if (st == ST_OK && *changed)
        add_summary(e, out);
    if (st == ST_OK && ferror(in))
        st = err_set(err, ST_IO, "cannot read the list: %s", strerror(errno));
    if (st == ST_OK && out->over)
        st = err_set(err, ST_LIMIT, "the kept list is larger than %zu bytes", out->max);
    return st;
}

/* ---- the files of a list ---- */

/* "unanswered-2026-10" of "unanswered-2026-10.frozen". */
static struct text
stem_of(const struct store_frozen_row *spool)
{
    struct text name = text_of(spool->file);

    return text_sub(name, 0, name.n - strlen(SPOOL));
}

/* ".csv" or "-physics.csv", if the row is a form of that list. */
static bool
is_form(const struct store_frozen_row *row, const struct store_frozen_row *spool, struct text *rest)
{
    struct text stem = stem_of(spool), name = text_of(row->file);

    *rest = text_from(name, stem.n);
    return row != spool && text_starts(name, stem) && rest->n > 1 &&
           (rest->p[0] == '.' || rest->p[0] == '-');
}

/* Write it beside the old one and say so in the store. */
static enum status
put(struct erasing *e, const struct store_frozen_row *row, FILE *from, struct err *err)
{
    struct store_frozen f = row->is;
    enum status st;

    e->job->found(e->job->self, row->file, "words replaced, frozen anew");
    if (e->job->dry_run)
        return ST_OK;
    st = frozen_file_put(e->job->dir, row->file, from, &f, err);
    if (st == ST_OK)
        store_frozen_change(e->job->store, text_of(row->file), &f);
    return st;
}

static enum status
put_form(struct erasing *e, const struct store_frozen_row *row, struct text rest, FILE *spool,
         struct err *err)
{
    size_t dot = rest.n;
    struct unanswered_form form = { .format = NULL };
    FILE *out = tmpfile();
    enum status st;

    while (dot > 0 && rest.p[dot - 1] != '.')
        dot--;
    form.format = arena_str(e->a, text_from(rest, dot));
    if (rest.p[0] == '-')
        form.department = arena_str(e->a, text_sub(rest, 1, dot - 2));
    if (out == NULL)
        return err_set(err, ST_IO, "cannot make a temporary file: %s", strerror(errno));
    st = unanswered_render_cmd(e->job->config, spool, &form, out, err);
    if (st == ST_OK)
        st = put(e, row, out, err);
    fclose(out);
    return st;
}

static enum status
put_all(struct erasing *e, const struct store_frozen_row *spool, FILE *rows, struct err *err)
{
    enum status st = put(e, spool, rows, err);
    struct text rest;

    for (size_t i = 0; st == ST_OK && i < e->n_rows; i++)
        if (is_form(&e->rows[i], spool, &rest))
            st = put_form(e, &e->rows[i], rest, rows, err);
    return st;
}

/* The rows that are to be kept from now on, as a file to render. */
static enum status
put_rows(struct erasing *e, const struct store_frozen_row *spool, struct buf *rows, struct err *err)
{
    FILE *in = fmemopen(rows->p, rows->n, "rb");
    enum status st;

    if (in == NULL)
        return err_set(err, ST_IO, "cannot open a list in memory: %s", strerror(errno));
    st = put_all(e, spool, in, err);
    fclose(in);
    return st;
}

static enum status
one_list(struct erasing *e, const struct store_frozen_row *spool, struct err *err)
{
    FILE *in = NULL;
    struct buf out;
    bool changed;
    enum status st;

    if (frozen_file_open(e->job->dir, spool->file, &spool->is, &in, NULL) != ST_OK)
        return ST_OK; /* somebody changed it: its files are treated as anybody's are */
    buf_init(&out, BUF_LARGE);
    e->counts = json_object();
    st = rewrite(e, in, &out, &changed, err);
    json_decref(e->counts);
    if (st == ST_OK && changed)
        st = put_rows(e, spool, &out, err);
    fclose(in);
    buf_release(&out);
    return st;
}

enum status
frozen_erase(const struct frozen_erase *job, struct err *err)
{
    struct erasing e = { .job = job, .a = arena_new() };
    enum status st = ST_OK;

    e.n_rows = store_frozen_list(job->store, e.a, &e.rows);
    e.words = words_of(job->words, job->n_words, e.a);
    clock_rfc3339(job->now_s, e.date);
    snprintf(e.mark, sizeof(e.mark), "[erased %.*s]", DATE_CHARS, e.date);
    for (size_t i = 0; st == ST_OK && i < e.n_rows; i++)
        if (text_ends(text_of(e.rows[i].file), TEXT_LIT(SPOOL)))
            st = one_list(&e, &e.rows[i], err);
    arena_free(e.a);
    return st;
}

/* A part that no row fits was left by one that was killed. */
static void
remove_parts(const char *dir)
{
    char folder[PATH_BYTES], path[2 * PATH_BYTES];
    struct dirent *d;
    DIR *all;

    snprintf(folder, sizeof(folder), "%s/exports", dir);
    all = opendir(folder);
    while (all != NULL && (d = readdir(all)) != NULL)
        if (text_ends(text_of(d->d_name), TEXT_LIT(".part"))) {
            snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
            unlink(path);
        }
    if (all != NULL)
        closedir(all);
}

enum status
frozen_erase_settle(struct store *s, const char *dir, struct err *err)
{
    struct arena *a = arena_new();
    struct store_frozen_row *rows;
    size_t n;
    enum status st;

    store_begin(s); /* nobody freezes a list meanwhile */
    n = store_frozen_list(s, a, &rows);
    for (size_t i = 0; i < n; i++) {
        FILE *in = NULL;

        if (frozen_file_open(dir, rows[i].file, &rows[i].is, &in, NULL) == ST_OK)
            fclose(in);
    }
    remove_parts(dir);
    st = store_commit(s, err);
    arena_free(a);
    return st;
}
