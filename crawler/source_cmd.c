/* source_cmd.c - earshot sources, earshot source ID. */
#include "commands.h"
#include "extract.h"
#include "store_run.h"
#include "store_url.h"

#define MS_PER_S 1000.0

/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "source", TABLE_COLUMN_TEXT, 16, false },
    { "url", TABLE_COLUMN_TEXT, 50, false },
    { "basis", TABLE_COLUMN_TEXT, 30, false, true },
    { "pages", TABLE_COLUMN_INT, 0, false },
    { "queued", TABLE_COLUMN_INT, 0, false },
    { "questions", TABLE_COLUMN_INT, 0, false },
    { "last_question", TABLE_COLUMN_TIME, 0, false, true },
    { "state", TABLE_COLUMN_TEXT, 40, false },
    { "mode", TABLE_COLUMN_TEXT, 0, true },
    { "match", TABLE_COLUMN_TEXT, 0, true },
    { "delay_s", TABLE_COLUMN_REAL, 0, true },
    { "max_pages", TABLE_COLUMN_INT, 0, true },
    { "gone", TABLE_COLUMN_INT, 0, true },
    { "failed", TABLE_COLUMN_INT, 0, true },
    { "refused", TABLE_COLUMN_INT, 0, true },
    { "next_due", TABLE_COLUMN_TIME, 0, true },
    { "last_run_requests", TABLE_COLUMN_INT, 0, true },
};
/* clang-format on */

struct listing {
    struct cmd_env *env;
    struct extract *profiles; /* owned */
    struct table *table;
};

#define QUIET_DAYS 30 /* without a new question: somebody should look whether it still works */
#define S_PER_DAY  INT64_C(86400)

static const char *
state_of(const struct listing *l, const struct store_source *src,
         const struct store_source_facts *f)
{
    int64_t now_s = clock_now_s(l->env->clock);
    const char *why = extract_refusal(l->profiles, src->url, src->basis);

    if (src->basis.n == 0)
        return "does not run: no basis";
    if (why != NULL)
        return arena_printf(l->env->arena, "does not run: %s", why);
    if (f->pages == 0 && f->failed + f->gone > 0)
        return "fails: nothing could be fetched";
    if (f->pages == 0)
        return "not crawled yet";
    if (!src->own_site && f->questions == 0)
        return "no questions so far";
    if (!src->own_site && f->last_new_s < now_s - QUIET_DAYS * S_PER_DAY)
        return "nothing new for 30 days";
    return "works";
}

static void
print_row(struct listing *l, const struct store_source *src)
{
    struct store_source_facts f = { 0 };
    struct cmd_env *env = l->env;
    struct table *t = l->table;

    store_run_source_facts(env->store, src->id, &f);
    table_int(t, src->id);
    table_text(t, src->department);
    table_text(t, src->key);
    table_text(t, src->url);
    table_text(t, src->basis);
    table_int(t, f.pages);
    table_int(t, f.queued);
    table_int(t, f.questions);
    table_time(t, f.last_new_s);
    table_str(t, state_of(l, src, &f));
    table_str(t, src->listen ? "listen" : "answer");
    table_str(t, src->match_all ? "all" : "keywords");
    table_real(t, (double)src->delay_ms / MS_PER_S);
    table_int(t, src->max_pages);
    table_int(t, f.gone);
    table_int(t, f.failed);
    table_int(t, f.refused);
    table_time(t, store_url_next_due_s(env->store, src->id));
    table_int(t, f.last_run_requests);
    table_end_row(t);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct store_source *sources;
    size_t n = store_run_sources(env->store, env->arena, &sources), shown = 0;
    size_t limit = env->common->limit > 0 ? (size_t)env->common->limit : SIZE_MAX;
    struct listing l = { .env = env };
    int64_t id = 0;
    enum status st = env->n_args > 0 ? cmd_id(env->args[0], &id, err) : ST_OK;

    if (st == ST_OK)
        st = extract_new(arena_printf(env->arena, "%s/seeds/platforms", env->config->dir),
                         &l.profiles, err);
    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_limit(l.table, env->common->limit);
    if (id != 0)
        table_set_record(l.table);
    for (size_t i = 0; i < n && shown < limit; i++)
        if ((id == 0 || sources[i].id == id) &&
            (env->common->dept == NULL || text_is(sources[i].department, env->common->dept))) {
            print_row(&l, &sources[i]);
            shown++;
        }
    st = table_close(l.table, err);
    extract_free(l.profiles);
    if (st == ST_OK)
        st = store_check(env->store, err);
    if (st == ST_OK && shown == 0 && id != 0)
        return err_set(err, ST_NOTFOUND, "no active source %lld: earshot sources lists them",
                       (long long)id);
    return st;
}

const struct cmd sources_cmd = {
    .name = "sources",
    .summary = "where questions come from, and what each source has given",
    .examples = "  earshot sources\n  earshot sources --dept physics --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .run = run,
};

const struct cmd source_cmd = {
    .name = "source",
    .args = "ID [probe [URL]]",
    .summary = "one source; probe: fetch a page of it and show what is understood",
    .help =
        "probe asks for the source's own page, or for URL, a page of the same site, as a crawl\n"
        "would: robots.txt, delays and blocks are kept.  It shows each field with where it came\n"
        "from, and which questions a crawl would keep; nothing is stored but the request.\n",
    .examples = "  earshot source 2 --json\n  earshot source 2 probe\n"
                "  earshot source 2 probe https://forum.example.org/t/1\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .verb = "probe",
    .verb_cmd = &source_probe_cmd,
};
