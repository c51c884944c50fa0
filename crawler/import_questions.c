/* import_questions.c - see import.h: rows of a CSV or JSON lines file become posts. */

#include "import.h"

#include <inttypes.h>
#include <string.h>

#include <xxhash.h>

#include "config_sync.h"
#include "crawl_key.h"
#include "csv.h"
#include "file.h"
#include "filter.h"
#include "log.h"
#include "mask.h"
#include "store_intake.h"
#include "store_page.h"
#include "utf8.h"

#define SHOWN_BYTES    80                  /* bytes of a wrong value that are told */
#define MAX_BODY_BYTES ((size_t)64 * 1024) /* of one: what nobody reads is not kept */

enum field { QUESTION, DETAILS, PLACE, ASKED_AT, ASKER, ID, LANGUAGE, FIELDS };

static const char *const names[FIELDS] = { "question", "details", "where",   "asked_at",
                                           "asker",    "id",      "language" };
static const char *const places[] = { "phone", "desk", "mail" };

struct asked {
    struct text v[FIELDS]; /* in the arena */
    int64_t at_s;          /* STORE_NO_NUMBER: not told */
    int line;
};

struct importing {
    struct cmd_env *env;
    const char *path, *department;
    struct asked *rows;
    size_t n, cap;
    struct pseudonym_key key;
    int64_t department_id, source_id, now_s, n_new;
};

/* One that is wrong in itself is told with its line and column. */
static enum status
check(struct importing *m, struct asked *x, struct err *err)
{
    bool has_time, known = false;

    x->at_s = STORE_NO_NUMBER;
    if (x->v[QUESTION].n == 0)
        return err_set(err, ST_INVALID, "%s:%d: question: it is empty", m->path, x->line);
    if (x->v[PLACE].n == 0)
        x->v[PLACE] = text_of(places[0]);
    for (size_t i = 0; i < N_ELEMENTS(places); i++)
        known = known || text_is(x->v[PLACE], places[i]);
    if (!known)
        return err_set(err, ST_INVALID, "%s:%d: where: \"%.*s\": wanted phone, desk or mail",
                       m->path, x->line, TEXT_ARG(text_sub(x->v[PLACE], 0, SHOWN_BYTES)));
    if (x->v[ASKED_AT].n > 0 && !clock_parse_rfc3339(x->v[ASKED_AT], &x->at_s, &has_time))
        return err_set(err, ST_INVALID,
                       "%s:%d: asked_at: \"%.*s\": wanted a date such as 2026-11-01", m->path,
                       x->line, TEXT_ARG(text_sub(x->v[ASKED_AT], 0, SHOWN_BYTES)));
    return ST_OK;
}

static enum status
keep(struct importing *m, const struct asked *x, struct err *err)
{
    m->rows = arena_grow(m->env->arena, m->rows, m->n, &m->cap, sizeof(*m->rows));
    m->rows[m->n++] = *x;
    return check(m, &m->rows[m->n - 1], err);
}

static enum status
read_csv(struct importing *m, struct text all, struct err *err)
{
    struct csv c;
    struct csv_row header, row;
    int columns[FIELDS];
    enum status st;

    csv_init(&c, all);
    st = csv_next(&c, m->env->arena, &header, err);
    if (st != ST_OK)
        return st == ST_NOTFOUND ? err_set(err, ST_INVALID, "%s: it is empty", m->path) : st;
    for (size_t i = 0; i < FIELDS; i++)
        columns[i] = csv_column(&header, names[i]);
    if (columns[QUESTION] < 0)
        return err_set(err, ST_INVALID, "%s:1: no column \"question\"", m->path);
    while ((st = csv_next(&c, m->env->arena, &row, err)) == ST_OK) {
        struct asked x = { .line = c.line };

        for (size_t i = 0; i < FIELDS; i++)
            x.v[i] = csv_field(&row, columns[i]);
        st = keep(m, &x, err);
        if (st != ST_OK)
            return st;
    }
    return st == ST_NOTFOUND ? ST_OK : st;
}

static enum status
read_json(struct importing *m, struct text all, struct err *err)
{
    struct text line;
    int n = 0;

    while (text_cut(&all, "\n", &line)) {
        struct asked x = { .line = ++n };
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

/* What tells this question from all others of its place, in every file it may come in. */
static uint64_t
hash_of(const struct asked *x)
{
    static const enum field parts[] = { QUESTION, DETAILS, ASKED_AT };
    uint64_t h = 0;

    if (x->v[ID].n > 0)
        return XXH3_64bits_withSeed(x->v[ID].p, x->v[ID].n, 1);
    for (size_t i = 0; i < N_ELEMENTS(parts); i++)
        h = XXH3_64bits_withSeed(x->v[parts[i]].n > 0 ? x->v[parts[i]].p : "", x->v[parts[i]].n, h);
    return h;
}

static void
store_one(struct importing *m, const struct asked *x, struct arena *a)
{
    struct mask_counts masked = { 0 };
    char asker[PSEUDONYM_HEX] = "";
    const char *address = arena_printf(a, "intake:%s/%.*s", m->department, TEXT_ARG(x->v[PLACE]));
    struct store_post post = { .p = 1,
                               .posted_s = x->at_s,
                               .answers = STORE_NO_NUMBER,
                               .score = STORE_NO_NUMBER,
                               .views = STORE_NO_NUMBER,
                               .language = x->v[LANGUAGE],
                               .how = TEXT_LIT(STORE_INTAKE_SOURCE),
                               .tags = TEXT_LIT("") };
    bool is_new = false;
    int64_t id;

    post.title = mask_text(x->v[QUESTION], a, &masked);
    post.body = mask_text(x->v[DETAILS], a, &masked);
    post.body = text_sub(post.body, 0, utf8_cut(post.body, MAX_BODY_BYTES));
    if (post.body.n == 0)
        post.body = TEXT_LIT("");
    post.masked = (int64_t)(masked.emails + masked.phones);
    pseudonym_of(&m->key, x->v[PLACE], x->v[ASKER], asker);
    post.asker_hash = text_of(asker);
    post.permalink = text_of(arena_printf(a, "%s/%016" PRIx64, address, hash_of(x)));
    post.url_id =
        store_intake_url(m->env->store, m->source_id, x->v[PLACE], text_of(address), m->now_s);
    id = store_page_put_post(m->env->store, &post, m->now_s, &is_new);
    m->n_new += is_new;
    if (id == 0)
        return; /* it was erased, and stays so */
    store_page_put_match(m->env->store, id, m->department_id, m->source_id, TEXT_NONE);
    store_intake_note(m->env->store, id, x->v[PLACE], m->now_s);
}

static enum status
store_all(struct importing *m, struct err *err)
{
    struct arena *a = arena_new();
    enum status st;

    store_set_role(m->env->store, STORE_CONFIG);
    m->source_id = store_intake_source(m->env->store, m->department_id);
    st = store_check(m->env->store, err);
    store_set_role(m->env->store, STORE_CRAWLER);
    if (st == ST_OK) {
        store_begin(m->env->store);
        for (size_t i = 0; i < m->n; i++) {
            arena_clear(a);
            store_one(m, &m->rows[i], a);
        }
        st = store_commit(m->env->store, err);
    }
    arena_free(a);
    return st;
}

enum status
import_questions(struct cmd_env *env, const char *path, struct err *err)
{
    struct importing m = { .env = env, .path = path, .now_s = clock_now_s(env->clock) };
    const struct department_config *d;
    struct buf all;
    enum status st = cmd_department(env, &d, err);

    if (st != ST_OK)
        return st;
    if (d == NULL)
        return err_set(err, ST_USAGE, "import questions: --dept NAME says whose they are");
    m.department = d->key;
    m.department_id = config_department_id(env->store, d->key);
    buf_init(&all, IMPORT_FILE_BYTES);
    st = file_read(path, &all, err);
    if (st == ST_OK)
        st = text_starts(text_trim(buf_text(&all)), TEXT_LIT("{"))
                 ? read_json(&m, buf_text(&all), err)
                 : read_csv(&m, buf_text(&all), err);
    if (st == ST_OK && !env->common->dry_run)
        st = crawl_key_load(env->common->dir, m.now_s, &m.key, err);
    if (st == ST_OK && !env->common->dry_run)
        st = store_all(&m, err);
    buf_release(&all);
    if (st == ST_OK)
        log_info("%zu questions read%s, %" PRId64 " of them new", m.n,
                 env->common->dry_run ? " (dry run: nothing written)" : "", m.n_new);
    return st;
}
