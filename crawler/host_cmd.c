/* host_cmd.c - earshot hosts, earshot host ID [park|unpark]. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "host_state.h"
#include "log.h"
#include "politeness.h"
#include "store_host.h"

#define MS_PER_S INT64_C(1000)

struct options {
    const char *reason;
};

/* clang-format off */
static const struct option rows[] = {
    { .name = "reason", .type = OPTION_TEXT, .offset = offsetof(struct options, reason), .arg = "TEXT", .help = "park: why, shown wherever the host is left out" },
};

static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "host", TABLE_COLUMN_TEXT, 50, false },
    { "requests", TABLE_COLUMN_INT, 0, false },
    { "queued", TABLE_COLUMN_INT, 0, false },
    { "done", TABLE_COLUMN_INT, 0, false },
    { "failed", TABLE_COLUMN_INT, 0, false },
    { "refused", TABLE_COLUMN_INT, 0, false },
    { "delay_s", TABLE_COLUMN_REAL, 0, false, true },
    { "state", TABLE_COLUMN_TEXT, 70, false },
    { "robots", TABLE_COLUMN_TEXT, 0, true },
    { "robots_file", TABLE_COLUMN_TEXT, 0, true },
    { "delay_why", TABLE_COLUMN_TEXT, 0, true },
    { "crawl_delay_s", TABLE_COLUMN_REAL, 0, true },
    { "response_ms", TABLE_COLUMN_INT, 0, true },
    { "next_ok", TABLE_COLUMN_TIME, 0, true },
    { "blocked_until", TABLE_COLUMN_TIME, 0, true },
    { "parked_until", TABLE_COLUMN_TIME, 0, true },
    { "failures", TABLE_COLUMN_INT, 0, true },
    { "last_ok", TABLE_COLUMN_TIME, 0, true },
    { "ip", TABLE_COLUMN_TEXT, 0, true },
    { "neighbours", TABLE_COLUMN_JSON, 0, true },
};
/* clang-format on */

struct neighbour {
    struct text ip, authority;
};

struct listing {
    const struct cmd_env *env;
    struct table *table;
    struct neighbour *all; /* every host with a known address, by it */
    size_t n_all, cap_all;
    int64_t now_ms, floor_ms, only; /* only: a host's id, 0: all */
    int64_t n, limit;               /* rows shown, and how many at most; 0: all */
};

static void
note_neighbour(void *self, const struct store_host_row *row)
{
    struct listing *l = self;
    struct arena *a = l->env->arena;

    if (row->host.ip.n == 0)
        return;
    l->all = arena_grow(a, l->all, l->n_all, &l->cap_all, sizeof(*l->all));
    l->all[l->n_all++] =
        (struct neighbour){ arena_text(a, row->host.ip), arena_text(a, row->host.authority) };
}

static int
by_ip(const void *a, const void *b)
{
    const struct neighbour *x = a, *y = b;
    int d = text_cmp(x->ip, y->ip);

    return d != 0 ? d : text_cmp(x->authority, y->authority);
}

/* The other hosts that answer from the same IP address: they share its clock. */
static json_t *
neighbours_of(const struct listing *l, const struct store_host *h)
{
    json_t *list = json_array();
    size_t lo = 0, hi = l->n_all;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (text_cmp(l->all[mid].ip, h->ip) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; h->ip.n > 0 && lo < l->n_all && text_eq(l->all[lo].ip, h->ip); lo++)
        if (!text_eq(l->all[lo].authority, h->authority))
            json_array_append_new(list,
                                  json_stringn(l->all[lo].authority.p, l->all[lo].authority.n));
    return list;
}

static void
print_state(struct listing *l, const struct store_host *h, const char *healed)
{
    struct arena *a = l->env->arena;
    const char *refusal = host_state_refusal(h, l->now_ms, a);

    if (refusal == NULL && h->requests == 0)
        refusal = "never asked";
    if (refusal == NULL)
        refusal = h->next_ok_ms > l->now_ms
                      ? arena_printf(a, "in use: the next request in %s at the earliest",
                                     host_state_span(h->next_ok_ms - l->now_ms, a))
                      : "in use";
    if (healed != NULL)
        refusal = arena_printf(a, "%s (%s stands too far ahead: the next crawl cuts it)", refusal,
                               healed);
    table_str(l->table, refusal);
}

static void
print_row(void *self, const struct store_host_row *row)
{
    struct listing *l = self;
    struct store_host h = row->host;
    struct table *t = l->table;
    const char *healed;

    if ((l->only != 0 && l->only != h.id) || (l->limit > 0 && l->n >= l->limit))
        return;
    l->n++;
    healed = politeness_heal(&h, l->floor_ms, l->now_ms);
    table_int(t, h.id);
    table_text(t, h.authority);
    table_int(t, h.requests);
    table_int(t, row->queued);
    table_int(t, row->done);
    table_int(t, row->failed);
    table_int(t, row->refused);
    table_real(t, (double)politeness_delay_ms(&h, l->floor_ms) / (double)MS_PER_S);
    print_state(l, &h, healed);
    table_text(t, h.verdict);
    table_str(t, host_state_robots(&h, l->now_ms, l->env->arena));
    table_str(t, politeness_delay_why(&h, l->floor_ms));
    table_real(t, (double)h.crawl_delay_ms / (double)MS_PER_S);
    table_int(t, h.response_ms);
    table_time(t, h.next_ok_ms / MS_PER_S);
    table_time(t, h.blocked_until_ms / MS_PER_S);
    table_time(t, h.parked_until_s);
    table_int(t, h.failures);
    table_time(t, h.last_ok_s);
    table_text(t, h.ip);
    table_json(t, neighbours_of(l, &h));
    table_end_row(t);
}

static enum status
list(struct cmd_env *env, int64_t only, struct err *err)
{
    struct listing l = { .env = env,
                         .now_ms = clock_now_ms(env->clock),
                         .floor_ms = env->config->crawler.delay_ms,
                         .only = only,
                         .limit = env->common->limit };
    enum status st;

    store_host_list(env->store, note_neighbour, &l);
    if (l.n_all > 0)
        qsort(l.all, l.n_all, sizeof(*l.all), by_ip);
    l.table = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_limit(l.table, env->common->limit);
    if (only != 0)
        table_set_record(l.table);
    store_host_list(env->store, print_row, &l);
    st = table_end(l.table, store_check(env->store, err), err);
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
static void
unpark(struct cmd_env *env, struct store_host *h)
{
    int64_t now_ms = clock_now_ms(env->clock), floor_ms = env->config->crawler.delay_ms;

    h->parked_until_s = h->blocked_until_ms = h->backoff_step = h->failures = 0;
    h->parked_why = TEXT_NONE;
    (void)politeness_heal(h, floor_ms, now_ms); /* what is wrong is written over below */
    h->next_ok_ms = now_ms + politeness_delay_ms(h, floor_ms);
    if (text_is(h->verdict, "disallow")) {
        h->verdict = TEXT_NONE;
        store_host_put_robots(env->store, h, TEXT_NONE, true);
    }
    if (h->ip.n > 0)
        store_ip_put(env->store, h->ip, now_ms + politeness_ip_delay_ms(h, floor_ms));
}

static void
park(struct cmd_env *env, struct store_host *h)
{
    const struct options *o = env->options;

    politeness_park(h, POLITENESS_FOR_GOOD_S, text_of(o->reason != NULL ? o->reason : "by hand"));
}

static const struct verb {
    const char *name;
    void (*act)(struct cmd_env *env, struct store_host *h);
} verbs[] = { { "park", park }, { "unpark", unpark } };

/* Not beside a crawl, which would write its own idea of the host over it. */
static enum status
act_on(struct cmd_env *env, int64_t id, const struct verb *verb, struct err *err)
{
    struct store_host h = { 0 };
    enum status st = env->common->dry_run ? ST_OK : cmd_lock(env->common->dir, err);

    if (st != ST_OK)
        return st;
    if (!store_host_get(env->store, id, env->arena, &h)) {
        st = store_check(env->store, err);
        return st != ST_OK ? st
                           : err_set(err, ST_NOTFOUND, "no host %lld: earshot hosts lists them",
                                     (long long)id);
    }
    if (env->common->dry_run) {
        log_info("would %s %.*s", verb->name, TEXT_ARG(h.authority));
        return ST_OK;
    }
    store_begin(env->store);
    verb->act(env, &h);
    store_host_put_clock(env->store, &h);
    return store_commit(env->store, err);
}

static enum status
run_host(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    const struct verb *verb = NULL;
    int64_t id;
    enum status st = cmd_id(env->args[0], &id, err);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; env->n_args > 1 && i < N_ELEMENTS(verbs); i++)
        if (strcmp(env->args[1], verbs[i].name) == 0)
            verb = &verbs[i];
    if (env->n_args > 1 && verb == NULL)
        return err_set(err, ST_USAGE, "host ID %.40s: wanted park, unpark or nothing",
                       env->args[1]);
    if (o->reason != NULL && (verb == NULL || verb->act != park))
        return err_set(err, ST_USAGE, "--reason goes with park");
    if (verb != NULL)
        st = act_on(env, id, verb, err);
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
    .args = "ID [park|unpark]",
    .summary = "one host; park: leave it alone, unpark: ask it again in the next run",
    .help = "park leaves the host alone until somebody unparks it.  unpark also ends a block that\n"
            "the host asked for, so look first at why it is blocked.\n",
    .examples = "  earshot host 3\n  earshot host 3 park --reason \"moves in May\"\n"
                "  earshot host 3 unpark\n",
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_CRAWLER,
    .min_args = 1,
    .max_args = 2,
    .run = run_host,
};
