/* crawl_cmd.c - earshot crawl. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "crawl_env.h"
#include "crawl_warc.h"
#include "health.h"
#include "host_state.h"
#include "log.h"
#include "store_explain.h"

#define MS_PER_S  1000.0
#define S_PER_MIN 60.0
#define PERCENT   100

struct options {
    struct text_list source, warc;
    bool again, links;
};

/* clang-format off */
#define AT(field) offsetof(struct options, field)
static const struct option rows[] = {
    { .name = "source", .type = OPTION_LIST, .offset = AT(source), .arg = "KEY", .help = "this source only; as DEPARTMENT/KEY it may be repeated" },
    { .name = "warc", .type = OPTION_LIST, .offset = AT(warc), .arg = "FILE", .help = "read an archive instead of the network; may be repeated" },
    { .name = "links", .type = OPTION_FLAG, .offset = AT(links), .help = "ask only for pages that drafts and posted answers link to, whose last answer is over 20 h old" },
    { .name = "again", .type = OPTION_FLAG, .offset = AT(again), .help = "ask for every known page again, due, given up or neither" },
};
#undef AT

static const struct table_column coverage_columns[] = {
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "source", TABLE_COLUMN_TEXT, 16, false },
    { "requests", TABLE_COLUMN_INT, 0, false },
    { "pages", TABLE_COLUMN_INT, 0, false },
    { "unchanged", TABLE_COLUMN_INT, 0, false, true },
    { "threads", TABLE_COLUMN_INT, 0, true },
    { "new_questions", TABLE_COLUMN_INT, 0, false },
    { "failed", TABLE_COLUMN_INT, 0, false, true },
    { "refused", TABLE_COLUMN_INT, 0, false, true },
    { "skipped", TABLE_COLUMN_INT, 0, true },
    { "left", TABLE_COLUMN_INT, 0, false },
    { "coverage", TABLE_COLUMN_TEXT, 0, false, true },
    { "time", TABLE_COLUMN_TEXT, 0, false, true },
    { "note", TABLE_COLUMN_TEXT, 60, false, false, true },
    { "known", TABLE_COLUMN_INT, 0, true },
    { "fetched", TABLE_COLUMN_INT, 0, true },
    { "seconds", TABLE_COLUMN_REAL, 0, true },
    { "partial", TABLE_COLUMN_BOOL, 0, true },
};

static const struct table_column plan_columns[] = {
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "source", TABLE_COLUMN_TEXT, 16, false },
    { "lists", TABLE_COLUMN_INT, 0, false, true },
    { "new", TABLE_COLUMN_INT, 0, false, true },
    { "revisits", TABLE_COLUMN_INT, 0, false, true },
    { "retries", TABLE_COLUMN_INT, 0, false, true },
    { "requests", TABLE_COLUMN_INT, 0, false },
    { "over_budget", TABLE_COLUMN_INT, 0, false, true },
    { "delay_s", TABLE_COLUMN_REAL, 0, false },
    { "minutes", TABLE_COLUMN_REAL, 0, false },
    { "robots", TABLE_COLUMN_TEXT, 40, false, true },
    { "note", TABLE_COLUMN_TEXT, 60, false, false, true },
    { "url", TABLE_COLUMN_TEXT, 0, true },
    { "host", TABLE_COLUMN_TEXT, 0, true },
    { "delay_why", TABLE_COLUMN_TEXT, 0, true },
    { "max_pages", TABLE_COLUMN_INT, 0, true },
};
/* clang-format on */

static void
show_progress(void *self, const char *line)
{
    (void)self;
    log_progress("%s", line);
}

/* "93 %", rounded down: 100 % is all. */
static const char *
coverage(const struct cmd_env *env, const struct crawl_coverage *v)
{
    if (v->known == 0)
        return NULL;
    return arena_printf(env->arena, "%lld %%", (long long)(v->fetched * PERCENT / v->known));
}

static enum status
print_coverage(const struct cmd_env *env, const struct crawl_report *r, struct err *err)
{
    struct store_tally all = { 0 };
    struct table *t;

    if (cmd_silent(env))
        return ST_OK;
    t = cmd_table(env, coverage_columns, N_ELEMENTS(coverage_columns));
    for (size_t i = 0; i < r->n_sources; i++) {
        const struct crawl_coverage *v = &r->sources[i];

        all.requests += v->tally.requests;
        all.pages += v->tally.pages;
        all.questions += v->tally.questions;
        table_text(t, v->source.department);
        table_text(t, v->source.key);
        table_int(t, v->tally.requests);
        table_int(t, v->tally.pages);
        table_int(t, v->tally.unchanged);
        table_int(t, v->tally.threads);
        table_int(t, v->tally.questions);
        table_int(t, v->tally.failed);
        table_int(t, v->tally.refused);
        table_int(t, v->tally.skipped);
        table_int(t, v->queued);
        table_str(t, coverage(env, v));
        table_str(t, host_state_span(v->span_ms, env->arena));
        table_str(t, v->undone != NULL ? v->undone : v->asked_by);
        table_int(t, v->known);
        table_int(t, v->fetched);
        table_real(t, (double)v->span_ms / MS_PER_S);
        table_bool(t, v->partial);
        table_end_row(t);
    }
    log_info("%s%lld requests, %lld pages, %lld new questions in %s",
             r->resumed ? "went on with the run before: " : "", (long long)all.requests,
             (long long)all.pages, (long long)all.questions,
             host_state_span(r->wall_ms, env->arena));
    return table_close(t, err);
}

static void
print_plan_row(struct table *t, const struct crawl_plan *p)
{
    table_text(t, p->source->department);
    table_text(t, p->source->key);
    table_int(t, p->lists);
    table_int(t, p->fresh);
    table_int(t, p->revisits);
    table_int(t, p->retries);
    table_int(t, p->requests);
    table_int(t, p->cut);
    table_real(t, (double)p->delay_ms / MS_PER_S);
    table_real(t, (double)p->span_ms / MS_PER_S / S_PER_MIN);
    table_str(t, p->robots);
    table_str(t, p->note);
    table_text(t, p->source->url);
    table_text(t, p->host);
    table_str(t, p->delay_why);
    table_int(t, p->source->max_pages);
    table_end_row(t);
}

static enum status
print_plan(const struct cmd_env *env, struct crawl *c, struct err *err)
{
    struct table *t = cmd_table(env, plan_columns, N_ELEMENTS(plan_columns));
    struct crawl_plans plans;
    enum status st;

    crawl_plan(c, env->arena, &plans);
    for (size_t i = 0; i < plans.n; i++)
        print_plan_row(t, &plans.v[i]);
    st = table_close(t, err);
    if (env->config->crawler.contact == NULL && crawl_asks_public(c))
        log_warn("[crawler] contact is missing in earshot.ini: the crawl would refuse to start");
    if (plans.resumed)
        log_info("goes on with a run that did not end, and counts what it has spent");
    log_info("at least %lld request%s to %lld host%s in %s%s%.*s", (long long)plans.requests,
             plans.requests == 1 ? "" : "s", (long long)plans.hosts, plans.hosts == 1 ? "" : "s",
             host_state_span(plans.span_ms, env->arena), plans.longest.n > 0 ? "; longest: " : "",
             TEXT_ARG(plans.longest));
    log_info("what they lead to is asked for, too: max_pages of each source at most");
    return st == ST_OK ? store_check(env->store, err) : st;
}

/* How the sources of the run are, or how they were when the last run ended. */
static struct health *
look_at_health(struct cmd_env *env, const struct crawl *c, bool before, struct store_source **ret,
               size_t *n)
{
    struct health_in in = { .store = env->store,
                            .arena = env->arena,
                            .now_ms = clock_now_ms(env->clock),
                            .silent_days = env->config->crawler.silent_days };

    if (before) {
        in.now_ms = store_explain_last_end_s(env->store) * (int64_t)MS_PER_S;
        in.skip_run = crawl_unfinished(c);
    }
    *n = store_run_sources(env->store, env->arena, ret);
    return health_of(&in, *ret, *n);
}

/* An alarm is told when it goes on or off, not in every run. */
static void
tell_health(const struct store_source *sources, size_t n, const struct health *before,
            const struct health *after)
{
    for (size_t i = 0; i < n; i++) {
        if (after[i].alarm && (!before[i].alarm || strcmp(after[i].state, before[i].state) != 0))
            log_warn("source %.*s of %.*s: %s: %s (earshot source %lld)", TEXT_ARG(sources[i].key),
                     TEXT_ARG(sources[i].department), after[i].state, after[i].reason,
                     (long long)sources[i].id);
        else if (before[i].alarm && !after[i].alarm)
            log_info("source %.*s of %.*s works again", TEXT_ARG(sources[i].key),
                     TEXT_ARG(sources[i].department));
    }
}

static enum status
run_network(struct cmd_env *env, const struct crawl_config *cfg, struct crawl *c, struct err *err)
{
    struct crawl_report report = { 0 };
    struct store_source *sources;
    struct health *before;
    struct fetcher fetcher;
    size_t n;
    enum status st, printed;

    st = crawl_env_fetcher(env, cfg, c, &fetcher, err);
    if (st != ST_OK)
        return st;
    before = look_at_health(env, c, true, &sources, &n);
    st = crawl_run(c, &fetcher, env->arena, &report, err);
    log_progress("%s", "");
    fetcher.free(fetcher.self);
    printed = print_coverage(env, &report, err);
    tell_health(sources, n, before, look_at_health(env, c, false, &sources, &n));
    if (st == ST_PARTIAL)
        err_set(err, ST_PARTIAL, "some sources were left in part: see the notes");
    return st != ST_OK ? st : printed;
}

static void
say_links(size_t n)
{
    log_info("%zu link%s of answers would be asked for", n, n == 1 ? "" : "s");
}

static enum status
run_with(struct cmd_env *env, const struct crawl_config *cfg, struct err *err)
{
    const struct options *o = env->options;
    struct crawl *c = NULL;
    enum status st = crawl_open(cfg, &c, err);

    if (st != ST_OK)
        return st;
    if (env->common->dry_run && o->links)
        say_links(crawl_target_count(c));
    else if (env->common->dry_run)
        st = print_plan(env, c, err);
    else if (o->warc.n > 0)
        st = crawl_warc_run(c, &o->warc, err);
    else
        st = run_network(env, cfg, c, err);
    crawl_close(c);
    return st == ST_INTERRUPTED ? cmd_interrupted(err) : st;
}

static enum status
open_archive(const struct cmd_env *env, struct crawl_config *cfg, struct err *err)
{
    struct archive_config ac = { .dir = env->config->dir,
                                 .software = "Earshot/" EARSHOT_VERSION,
                                 .agent = cfg->agent,
                                 .contact = env->config->crawler.contact,
                                 .clock = env->clock };

    return archive_open(&ac, &cfg->archive, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    struct crawl_config cfg;
    enum status st = crawl_env_config(env, &cfg, err), closed;

    if (o->source.n > 1 || (o->source.n == 1 && text_find_char(o->source.v[0], '/') != TEXT_NPOS))
        cfg.only = &o->source;
    else if (o->source.n == 1)
        cfg.source = o->source.v[0].p;
    cfg.shared = o->warc.n == 0;
    cfg.again = o->again;
    cfg.links = o->links;
    if (st == ST_OK && o->links && (o->warc.n > 0 || o->again))
        st = err_set(err, ST_USAGE, "--links goes with neither --warc nor --again");
    if (log_progress_on())
        cfg.progress = show_progress;
    if (st == ST_OK && env->config->crawler.archive && !env->common->dry_run && o->warc.n == 0)
        st = open_archive(env, &cfg, err);
    if (st == ST_OK)
        st = run_with(env, &cfg, err);
    closed = archive_close(cfg.archive, st == ST_OK ? err : NULL);
    crawl_env_release(&cfg);
    return st != ST_OK ? st : closed;
}

const struct cmd crawl_cmd = {
    .name = "crawl",
    .summary = "gather pages: questions from sources, texts from the own sites",
    .help =
        "Asks each source's host for what is due, politely: one request at a time per host,\n"
        "robots.txt first, the configured delay between the end of an answer and the next\n"
        "request.  Pages are looked at again at intervals that follow how often they change;\n"
        "a source's first page, feeds and sitemaps are asked for in every run.  A run that was\n"
        "interrupted goes on where it stopped.  --limit N asks for N pages at most.\n"
        "Pages that drafts and posted answers link to come first, every 20 hours: approving an\n"
        "answer wants a link that answered within a day.  So do pages where answers were posted,\n"
        "if they are on a source's host: is the answer still there?  --links asks for both alone.\n"
        "\n"
        "--warc reads web archives through the same path, without the network: pages of the\n"
        "sources' hosts, or with --dept and a source that has match = all, every page in them.\n"
        "WARC 1.0, 1.1 and ARC, plain or gzip, \"-\" for standard input.  What they say is as\n"
        "old as their records: a page that was fetched later stays as it is.\n",
    .examples = "  earshot crawl\n  earshot crawl --dept physics --source academia\n"
                "  earshot crawl -n\n  earshot crawl --warc pages.warc.gz --dept physics\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_LOCK | CMD_SYNC,
    .role = STORE_CRAWLER,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
