/* source_cmd.c - earshot sources, earshot source ID. */
#include <string.h>

#include "commands.h"
#include "extract.h"
#include "health.h"
#include "store_audience.h"
#include "store_explain.h"
#include "store_run.h"
#include "store_url.h"

#define MS_PER_S  1000.0
#define MAX_RUNS  20 /* of a source's history that are shown */
#define BAR_CHARS 24 /* of the run with the most pages */

/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "source", TABLE_COLUMN_TEXT, 16, false },
    { "pages", TABLE_COLUMN_INT, 0, false },
    { "queued", TABLE_COLUMN_INT, 0, false, true },
    { "questions", TABLE_COLUMN_INT, 0, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "reason", TABLE_COLUMN_TEXT, 60, false },
    { "url", TABLE_COLUMN_TEXT, 50, false, true },
    { "last_question", TABLE_COLUMN_TIME, 0, false, true },
    { "basis", TABLE_COLUMN_TEXT, 30, false, true },
    { "mode", TABLE_COLUMN_TEXT, 0, true },
    { "match", TABLE_COLUMN_TEXT, 0, true },
    { "delay_s", TABLE_COLUMN_REAL, 0, true },
    { "max_pages", TABLE_COLUMN_INT, 0, true },
    { "gone", TABLE_COLUMN_INT, 0, true },
    { "failed", TABLE_COLUMN_INT, 0, true },
    { "refused", TABLE_COLUMN_INT, 0, true },
    { "next_due", TABLE_COLUMN_TIME, 0, true },
    { "last_run_requests", TABLE_COLUMN_INT, 0, true },
    { "alarm", TABLE_COLUMN_BOOL, 0, true },
    { "failures_in_a_row", TABLE_COLUMN_INT, 0, true },
    { "last_success", TABLE_COLUMN_TIME, 0, true },
    { "audience", TABLE_COLUMN_TEXT, 0, true },
    { "runs", TABLE_COLUMN_JSON, 0, true }, /* the last one: left out of the text form */
};

static const struct table_column run_columns[] = {
    { "run", TABLE_COLUMN_INT, 0, false },
    { "started", TABLE_COLUMN_TIME, 0, false },
    { "requests", TABLE_COLUMN_INT, 0, false, true },
    { "pages", TABLE_COLUMN_INT, 0, false },
    { "unchanged", TABLE_COLUMN_INT, 0, false, true },
    { "failed", TABLE_COLUMN_INT, 0, false },
    { "threads", TABLE_COLUMN_INT, 0, false, true },
    { "new_questions", TABLE_COLUMN_INT, 0, false },
    { "chart", TABLE_COLUMN_TEXT, 0, false }, /* of the pages */
};
/* clang-format on */

struct listing {
    struct cmd_env *env;
    struct table *table;
    bool with_runs; /* one source, for machines */
};

static json_t *
runs_json(struct cmd_env *env, int64_t source_id)
{
    struct store_explain_run v[MAX_RUNS];
    size_t n = store_explain_runs(env->store, source_id, MAX_RUNS, env->arena, v);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++) {
        char at[CLOCK_RFC3339_BYTES];

        json_array_append_new(
            list,
            json_pack("{s:I, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "run", (json_int_t)v[i].run_id,
                      "started", clock_rfc3339(v[i].started_s, at), "requests",
                      (json_int_t)v[i].tally.requests, "pages", (json_int_t)v[i].tally.pages,
                      "unchanged", (json_int_t)v[i].tally.unchanged, "failed",
                      (json_int_t)v[i].tally.failed, "threads", (json_int_t)v[i].tally.threads,
                      "new_questions", (json_int_t)v[i].tally.questions));
    }
    return list;
}

static void
print_row(struct listing *l, const struct store_source *src, const struct store_source_facts *f,
          const struct health *h)
{
    struct table *t = l->table;

    table_int(t, src->id);
    table_text(t, src->department);
    table_text(t, src->key);
    table_int(t, f->pages);
    table_int(t, f->queued);
    table_int(t, f->questions);
    table_str(t, h->state);
    table_str(t, h->reason);
    table_text(t, src->url);
    table_time(t, f->last_new_s);
    table_text(t, src->basis);
    table_str(t, src->listen ? "listen" : "answer");
    table_str(t, src->match_all ? "all" : "keywords");
    table_real(t, (double)src->delay_ms / MS_PER_S);
    table_int(t, src->max_pages);
    table_int(t, f->gone);
    table_int(t, f->failed);
    table_int(t, f->refused);
    table_time(t, store_url_next_due_s(l->env->store, src->id));
    table_int(t, f->last_run_requests);
    table_bool(t, h->alarm);
    table_int(t, h->failures);
    table_time(t, h->last_success_s);
    table_text(t, store_audience_words(src->audience, l->env->arena));
    if (l->with_runs)
        table_json(t, runs_json(l->env, src->id));
    table_end_row(t);
}

/* Its runs, the oldest first, as a table whose last column is a picture. */
static enum status
print_runs(struct cmd_env *env, int64_t source_id, struct err *err)
{
    static const char bar[BAR_CHARS + 1] = "########################";
    struct store_explain_run v[MAX_RUNS];
    size_t n = store_explain_runs(env->store, source_id, MAX_RUNS, env->arena, v);
    int64_t most = 1;
    struct table *t;

    if (n == 0)
        return ST_OK;
    for (size_t i = 0; i < n; i++)
        most = v[i].tally.pages > most ? v[i].tally.pages : most;
    fputs("\n", env->out);
    t = cmd_table(env, run_columns, N_ELEMENTS(run_columns));
    for (size_t i = n; i-- > 0;) {
        const struct store_tally *y = &v[i].tally;

        table_int(t, v[i].run_id);
        table_time(t, v[i].started_s);
        table_int(t, y->requests);
        table_int(t, y->pages);
        table_int(t, y->unchanged);
        table_int(t, y->failed);
        table_int(t, y->threads);
        table_int(t, y->questions);
        table_text(t,
                   text_sub(text_of(bar), 0, (size_t)((y->pages * BAR_CHARS + most - 1) / most)));
        table_end_row(t);
    }
    return table_close(t, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *o = env->common;
    struct store_source *sources;
    size_t n = store_run_sources(env->store, env->arena, &sources), shown = 0;
    struct health_in in = { .store = env->store,
                            .arena = env->arena,
                            .now_ms = clock_now_ms(env->clock),
                            .silent_days = env->config->crawler.silent_days };
    struct extract *profiles = NULL;
    struct store_source_facts *facts;
    struct health *health;
    struct listing l = { .env = env, .with_runs = env->n_args > 0 && (o->json || o->jsonl) };
    const struct department_config *only;
    int64_t id = 0;
    enum status st = env->n_args > 0 ? cmd_id(env->args[0], &id, err) : ST_OK;

    if (st == ST_OK)
        st = cmd_department(env, &only, err);
    if (st == ST_OK)
        st = extract_new(arena_printf(env->arena, "%s/seeds/platforms", env->config->dir),
                         &profiles, err);
    if (st != ST_OK)
        return st;
    in.profiles = profiles;
    health = health_of(&in, sources, n);
    extract_free(profiles);
    facts = arena_alloc(env->arena, (n + 1) * sizeof(*facts));
    store_run_facts(env->store, sources, n, facts);
    l.table = cmd_table(env, columns, N_ELEMENTS(columns) - !l.with_runs);
    table_set_limit(l.table, o->limit);
    if (id != 0)
        table_set_record(l.table);
    for (size_t i = 0; i < n; i++)
        if ((id == 0 || sources[i].id == id) &&
            (o->dept == NULL || text_is(sources[i].department, o->dept)) &&
            store_audience_has(sources[i].audience, text_of(o->audience))) {
            print_row(&l, &sources[i], &facts[i], &health[i]);
            shown++;
        }
    st = table_close(l.table, err);
    if (st == ST_OK && id != 0 && !o->json && !o->jsonl && !o->csv && !o->ids)
        st = print_runs(env, id, err);
    if (st == ST_OK)
        st = store_check(env->store, err);
    if (st == ST_OK && shown == 0 && id != 0)
        return err_set(err, ST_NOTFOUND, "no active source %lld: earshot sources lists them",
                       (long long)id);
    return st;
}

const struct cmd sources_cmd = {
    .name = "sources",
    .summary = "where questions come from, what each source has given, and how it is",
    .help =
        "STATE: works; new: not crawled yet; off: it has no basis.  Alarms: fails (no page in 3\n"
        "runs in a row, or no robots.txt for a day), parked, gone (its own address is not there,\n"
        "or refused), login, layout (pages look like threads, but no question can be read),\n"
        "empty (a list without links), silent (nothing new for [crawler] silent_days).\n",
    .examples = "  earshot sources\n  earshot sources --dept physics --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .run = run,
};

const struct cmd source_cmd = {
    .name = "source",
    .args = "ID [probe [URL]]",
    .summary = "one source and its last runs; probe: how a page of it is read",
    .help =
        "probe asks for the source's own page, or for URL, a page of the same site, as a crawl\n"
        "would: robots.txt, delays and blocks are kept.  It shows each field with where it came\n"
        "from, and which questions a crawl would keep.  It stores no page and no question: only "
        "the\n"
        "request, the host's clock, its robots.txt and the sitemaps that names.\n",
    .examples = "  earshot source 2 --json\n  earshot source 2 probe\n"
                "  earshot source 2 probe https://forum.example.org/t/1\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .run = run,
    .verb = "probe",
    .verb_cmd = &probe_cmd,
};
