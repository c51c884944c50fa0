/* probe_cmd.c - earshot source ID probe [URL]. */
#include "commands.h"
#include "crawl_env.h"
#include "crawl_probe.h"
#include "log.h"
#include "utf8.h"

#define SHOWN_BYTES   200 /* of a long text, on a terminal; with --json all of it */
#define SHOWN_ANSWERS 3

/* clang-format off */
static const struct table_column columns[] = {
    { "field", TABLE_COLUMN_TEXT, 0, false },
    { "from", TABLE_COLUMN_TEXT, 24, false },
    { "value", TABLE_COLUMN_TEXT, 100, false, false, true },
};
/* clang-format on */

struct sheet {
    const struct cmd_env *env;
    struct table *table;
    char prefix[40]; /* "question 2 " */
};

static void
put(struct sheet *s, const char *field, struct text value, struct text from)
{
    bool whole = s->env->common->json || s->env->common->jsonl || s->env->common->csv;
    struct text shown = value;

    if (value.n == 0)
        return;
    if (!whole && value.n > SHOWN_BYTES)
        shown = text_of(arena_printf(s->env->arena, "%.*s \xE2\x80\xA6 (%zu bytes)",
                                     (int)utf8_cut(value, SHOWN_BYTES), value.p, value.n));
    table_str(s->table, arena_printf(s->env->arena, "%s%s", s->prefix, field));
    table_text(s->table, from);
    table_text(s->table, shown);
    table_end_row(s->table);
}

static void
put_number(struct sheet *s, const char *field, int64_t v, struct text from)
{
    if (v != EXTRACT_NO_NUMBER)
        put(s, field, text_of(arena_printf(s->env->arena, "%lld", (long long)v)), from);
}

static void
put_question(struct sheet *s, const struct extract_question *q)
{
    struct arena *a = s->env->arena;
    struct text tags = TEXT_NONE;

    for (size_t i = 0; i < q->n_tags; i++)
        tags = text_of(
            arena_printf(a, "%.*s%s%.*s", TEXT_ARG(tags), i > 0 ? ", " : "", TEXT_ARG(q->tags[i])));
    put(s, "title", q->title, extract_origin(q, "title"));
    put(s, "body", q->body, extract_origin(q, "body"));
    put(s, "url", q->url, TEXT_NONE);
    put(s, "posted", q->posted_at, extract_origin(q, "posted_at"));
    put(s, "asker", q->author.n > 0 ? TEXT_LIT("there (kept as a pseudonym only)") : TEXT_NONE,
        extract_origin(q, "author"));
    put_number(s, "answers", q->answers, extract_origin(q, "answers"));
    put(s, "accepted", q->accepted ? TEXT_LIT("yes") : TEXT_LIT("no"),
        extract_origin(q, "accepted"));
    put(s, "closed", q->closed ? TEXT_LIT("yes") : TEXT_NONE, q->how);
    put_number(s, "score", q->score, extract_origin(q, "score"));
    put_number(s, "views", q->views, extract_origin(q, "views"));
    put(s, "tags", tags, extract_origin(q, "tags"));
    for (size_t i = 0; i < q->n_answers_text && i < SHOWN_ANSWERS; i++)
        put(s, q->answers_text[i].accepted ? "accepted answer" : "answer", q->answers_text[i].text,
            extract_origin(q, "answers_text"));
    put(s, "asks", text_of(arena_printf(a, "p = %.2f", q->p)), TEXT_NONE);
}

static void
put_page(struct sheet *s, const struct extract_page *x)
{
    struct arena *a = s->env->arena;

    put(s, "platform", x->profile.n > 0 ? x->profile : TEXT_LIT("none known"), TEXT_NONE);
    put(s, "kind", text_of(x->api.is ? "an API's answer" : extract_kind_name(x->kind)), TEXT_NONE);
    put(s, "API says", x->api.error, TEXT_NONE);
    put(s, "charset", x->charset, TEXT_NONE);
    put(s, "language", x->language, TEXT_LIT("html lang"));
    put(s, "title", x->title, TEXT_LIT("head"));
    put(s, "canonical", x->canonical, TEXT_LIT("head"));
    put(s, "robots",
        text_of(arena_printf(a, "%s%s%s", x->noindex ? "noindex " : "",
                             x->nofollow ? "nofollow " : "", x->noarchive ? "noarchive" : "")),
        TEXT_NONE);
    put(s, "next page", x->next, TEXT_NONE);
    for (size_t i = 0; i < x->n_feeds; i++)
        put(s, "feed", x->feeds[i], TEXT_LIT("head"));
    put(s, "links", text_of(arena_printf(a, "%zu", x->n_links)), TEXT_NONE);
    put(s, "questions", text_of(arena_printf(a, "%zu", x->n_questions)), TEXT_NONE);
    for (size_t i = 0; i < x->n_questions; i++) {
        snprintf(s->prefix, sizeof(s->prefix), "question %zu ", i + 1);
        put_question(s, &x->questions[i]);
    }
    s->prefix[0] = '\0';
    put(s, "main text", x->text, TEXT_NONE);
}

static enum status
print_probe(const struct cmd_env *env, const struct crawl_probe *p, struct err *err)
{
    struct sheet s = { .env = env, .table = cmd_table(env, columns, N_ELEMENTS(columns)) };
    struct arena *a = env->arena;

    put(&s, "address", p->address, TEXT_NONE);
    put(&s, "redirects", p->hops > 0 ? text_of(arena_printf(a, "%u", p->hops)) : TEXT_NONE,
        TEXT_NONE);
    put(&s, "answer",
        text_of(arena_printf(a, "HTTP %u, %.*s, %zu bytes in %lld ms", p->status, TEXT_ARG(p->type),
                             p->body_bytes, (long long)p->span_ms)),
        TEXT_NONE);
    put(&s, "means", p->plan, TEXT_NONE);
    if (p->has_page)
        put_page(&s, &p->page);
    for (size_t i = 0; i < p->n_kept; i++)
        put(&s, "would keep", p->kept[i].title, p->kept[i].words);
    put(&s, "would leave out", p->left_out, TEXT_NONE);
    return table_close(s.table, err);
}

static enum status
find_source(const struct cmd_env *env, struct store_source *ret, struct err *err)
{
    struct store_source *sources;
    size_t n = store_run_sources(env->store, env->arena, &sources);
    int64_t id;
    enum status st = cmd_id(env->args[0], &id, err);

    for (size_t i = 0; st == ST_OK && i < n; i++)
        if (sources[i].id == id) {
            *ret = sources[i];
            return ST_OK;
        }
    if (st != ST_OK)
        return st;
    return err_set(err, ST_NOTFOUND, "no active source %lld: earshot sources lists them",
                   (long long)id);
}

static enum status
probe(struct cmd_env *env, const struct crawl_config *cfg, struct text address, struct err *err)
{
    struct crawl_probe p = { .address = address };
    struct crawl_probes one = { &p, 1, true, env->arena };
    struct fetcher fetcher;
    struct crawl *c = NULL;
    enum status st = crawl_open(cfg, &c, err);

    if (st != ST_OK)
        return st;
    st = crawl_env_fetcher(env, cfg, c, &fetcher, err);
    if (st == ST_OK) {
        st = crawl_probe(c, &fetcher, &one, err);
        fetcher.free(fetcher.self);
    }
    crawl_close(c);
    if (st == ST_INTERRUPTED)
        return cmd_interrupted(err);
    if (st != ST_OK)
        return st;
    return p.st == ST_OK ? print_probe(env, &p, err) : err_set(err, p.st, "%s", p.why);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct store_source src = { .id = 0 };
    struct crawl_config cfg;
    enum status st = find_source(env, &src, err);

    if (st != ST_OK)
        return st;
    if (env->common->dry_run)
        return err_set(err, ST_USAGE, "a probe asks its host: there is no dry run of it");
    st = crawl_env_config(env, &cfg, err);
    cfg.department = arena_str(env->arena, src.department);
    cfg.source = arena_str(env->arena, src.key);
    cfg.threads = 1;
    cfg.limit_pages = 0;
    if (st == ST_OK)
        st = probe(env, &cfg, env->n_args > 2 ? text_of(env->args[2]) : src.url, err);
    crawl_env_release(&cfg);
    return st;
}

const struct cmd probe_cmd = {
    .name = "source",
    .args = "ID probe [URL]",
    .summary = "fetch one page of a source and show what is understood",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_LOCK | CMD_SYNC,
    .role = STORE_CRAWLER,
    .min_args = 2,
    .max_args = 3,
    .run = run,
};
