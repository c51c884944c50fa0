/* host_cmd.c - earshot hosts, earshot host ID [unpark]. */
#include <string.h>

#include "commands.h"
#include "politeness.h"
#include "store_host.h"

#define MS_PER_S INT64_C(1000)

/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "host", TABLE_COLUMN_TEXT, 50, false },
    { "requests", TABLE_COLUMN_INT, 0, false },
    { "queued", TABLE_COLUMN_INT, 0, false },
    { "done", TABLE_COLUMN_INT, 0, false },
    { "failed", TABLE_COLUMN_INT, 0, false },
    { "refused", TABLE_COLUMN_INT, 0, false },
    { "state", TABLE_COLUMN_TEXT, 60, false },
    { "robots", TABLE_COLUMN_TEXT, 0, false },
    { "crawl_delay_s", TABLE_COLUMN_REAL, 0, true },
    { "response_ms", TABLE_COLUMN_INT, 0, true },
    { "next_ok", TABLE_COLUMN_TIME, 0, true },
    { "blocked_until", TABLE_COLUMN_TIME, 0, true },
    { "parked_until", TABLE_COLUMN_TIME, 0, true },
    { "ip", TABLE_COLUMN_TEXT, 0, true },
    { "last_ok", TABLE_COLUMN_TIME, 0, true },
};
/* clang-format on */

struct listing {
    struct table *table;
    int64_t now_ms, only; /* only: a host's id, 0: all */
    int64_t n, limit;     /* rows shown, and how many at most; 0: all */
};

static void
print_state(struct listing *l, const struct store_host *h)
{
    const char *refusal = politeness_refusal(h, l->now_ms);

    if (refusal[0] == 'p')
        table_text(l->table, h->parked_why.n > 0 ? h->parked_why : text_of(refusal));
    else if (text_is(h->verdict, "disallow"))
        table_str(l->table, "robots.txt cannot be had");
    else
        table_str(l->table, refusal[0] != '\0' ? refusal : "in use");
}

static void
print_row(void *self, const struct store_host_row *row)
{
    struct listing *l = self;
    const struct store_host *h = &row->host;
    struct table *t = l->table;

    if ((l->only != 0 && l->only != h->id) || (l->limit > 0 && l->n >= l->limit))
        return;
    l->n++;
    table_int(t, h->id);
    table_text(t, h->authority);
    table_int(t, h->requests);
    table_int(t, row->queued);
    table_int(t, row->done);
    table_int(t, row->failed);
    table_int(t, row->refused);
    print_state(l, h);
    table_text(t, h->verdict);
    table_real(t, (double)h->crawl_delay_ms / (double)MS_PER_S);
    table_int(t, h->response_ms);
    table_time(t, h->next_ok_ms / MS_PER_S);
    table_time(t, h->blocked_until_ms / MS_PER_S);
    table_time(t, h->parked_until_s);
    table_text(t, h->ip);
    table_time(t, h->last_ok_s);
    table_end_row(t);
}

static enum status
list(struct cmd_env *env, int64_t only, struct err *err)
{
    struct listing l = { .now_ms = clock_now_ms(env->clock),
                         .only = only,
                         .limit = env->common->limit };
    enum status st;

    l.table = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_limit(l.table, env->common->limit);
    if (only != 0)
        table_set_record(l.table);
    store_host_list(env->store, print_row, &l);
    st = table_close(l.table, err);
    if (st == ST_OK)
        st = store_check(env->store, err);
    if (st == ST_OK && only != 0 && l.n == 0)
        return err_set(err, ST_NOTFOUND, "no host %lld: earshot hosts lists them", (long long)only);
    return st;
}

static enum status
run_hosts(struct cmd_env *env, struct err *err)
{
    return list(env, 0, err);
}

/* A person knows better than the clock: the host is asked again in the next run. */
static enum status
unpark(struct cmd_env *env, int64_t id, struct err *err)
{
    struct store_host h = { 0 };

    store_begin(env->store);
    if (!store_host_get(env->store, id, env->arena, &h)) {
        store_rollback(env->store);
        return err_set(err, ST_NOTFOUND, "no host %lld: earshot hosts lists them", (long long)id);
    }
    h.parked_until_s = h.blocked_until_ms = h.backoff_step = h.failures = 0;
    h.parked_why = TEXT_NONE;
    h.next_ok_ms =
        clock_now_ms(env->clock) + politeness_delay_ms(&h, env->config->crawler.delay_ms);
    store_host_put_clock(env->store, &h);
    if (text_is(h.verdict, "disallow")) {
        h.verdict = TEXT_NONE;
        store_host_put_robots(env->store, &h, TEXT_NONE, true);
    }
    return store_commit(env->store, err);
}

static enum status
run_host(struct cmd_env *env, struct err *err)
{
    int64_t id;
    enum status st = cmd_id(env->args[0], &id, err);

    if (st != ST_OK)
        return st;
    if (env->n_args > 1 && strcmp(env->args[1], "unpark") != 0)
        return err_set(err, ST_USAGE, "host ID %.40s: wanted unpark or nothing", env->args[1]);
    if (env->n_args > 1 && !env->common->dry_run)
        st = unpark(env, id, err);
    return st == ST_OK ? list(env, id, err) : st;
}

const struct cmd hosts_cmd = {
    .name = "hosts",
    .summary = "the hosts that were asked, and how they are",
    .examples = "  earshot hosts\n  earshot hosts --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run_hosts,
};

const struct cmd host_cmd = {
    .name = "host",
    .args = "ID [unpark]",
    .summary = "one host; unpark: ask it again in the next run",
    .examples = "  earshot host 3\n  earshot host 3 unpark\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_CRAWLER,
    .min_args = 1,
    .max_args = 2,
    .run = run_host,
};
