/* crawl_env.c - see crawl_env.h. */
#include "crawl_env.h"

#include "crawl_key.h"
#include "file.h"
#include "workers.h"

#define MAX_THREADS                                                                                \
    4 /* unless told: reading is 4/5 of the work, the fifth thread would wait for the writer */

/* A smaller page is read in less time than it takes to hand it over and back: pages of 21 KB
 * cost a tenth to a fifth more CPU on threads (make bench-crawl, 2026-11-22). */
#define THREAD_BYTES ((size_t)48 * 1024)

static enum status
read_ranges(const struct text_list *list, struct arena *a, struct crawl_config *ret,
            struct err *err)
{
    struct guard_range *v = arena_alloc(a, (list->n + 1) * sizeof(*v));

    for (size_t i = 0; i < list->n; i++) {
        struct err why = { "" };

        if (guard_range_parse(list->v[i], &v[i], &why) != ST_OK)
            return err_set(err, ST_CONFIG, "[crawler] allow_address: %s", why.msg);
    }
    ret->allow = v;
    ret->n_allow = list->n;
    return ST_OK;
}

static size_t
threads_of(const struct crawler_config *conf)
{
    size_t n = workers_cores();

    if (conf->threads > 0)
        return (size_t)conf->threads;
    return n < MAX_THREADS ? n : MAX_THREADS;
}

enum status
crawl_env_config(const struct cmd_env *env, struct crawl_config *ret, struct err *err)
{
    const struct crawler_config *conf = &env->config->crawler;
    struct pseudonym_key *key = arena_alloc(env->arena, sizeof(*key));
    char *profiles = arena_printf(env->arena, "%s/seeds/platforms", env->config->dir);
    struct clock_steady *steady = arena_alloc(env->arena, sizeof(*steady));
    struct clock *clock = arena_alloc(env->arena, sizeof(*clock));
    struct extract *extract = NULL;
    enum status st;

    *clock = clock_of_steady(steady, env->clock);
    *ret = (struct crawl_config){ .store = env->store,
                                  .clock = clock,
                                  .steady = steady,
                                  .key = key,
                                  .dir = env->config->dir,
                                  .department = env->common->dept,
                                  .delay_ms = conf->delay_ms,
                                  .max_depth = conf->max_depth,
                                  .limit_pages = env->common->limit,
                                  .disk_floor_bytes = conf->disk_floor_bytes,
                                  .threads = threads_of(conf),
                                  .thread_bytes = THREAD_BYTES,
                                  .stop = cmd_stop };
    ret->agent = fetch_agent(env->arena, conf->homepage, conf->contact);
    st = read_ranges(&conf->allow_address, env->arena, ret, err);
    if (st == ST_OK && !env->common->dry_run)
        st = crawl_key_load(env->config->dir, clock_now_s(env->clock), key, err);
    if (st == ST_OK)
        st = extract_new(file_exists(profiles) ? profiles : NULL, &extract, err);
    ret->extract = extract;
    return st;
}

void
crawl_env_release(struct crawl_config *cfg)
{
    extract_free((struct extract *)(uintptr_t)cfg->extract); /* it was made here */
    cfg->extract = NULL;
}

enum status
crawl_env_fetcher(const struct cmd_env *env, const struct crawl_config *cfg, struct crawl *c,
                  struct fetcher *ret, struct err *err)
{
    const struct crawler_config *conf = &env->config->crawler;
    struct fetch_config *fc = arena_alloc(env->arena, sizeof(*fc)); /* the fetcher borrows it */

    *fc = (struct fetch_config){ .user_agent = cfg->agent,
                                 .from = fetch_from(conf->contact),
                                 .allow = cfg->allow,
                                 .n_allow = cfg->n_allow,
                                 .timeout_ms = conf->timeout_ms,
                                 .ca_file = conf->ca_file,
                                 .keep_heads = cfg->archive != NULL,
                                 .clock = cfg->clock,
                                 .may_connect = crawl_may_connect,
                                 .may_connect_self = c };

    if (conf->contact == NULL && crawl_asks_public(c))
        return err_set(err, ST_CONFIG,
                       "[crawler] contact = mailto:you@example.edu is missing in earshot.ini: "
                       "public hosts must be able to reach you");
    fc->wake_fd = crawl_wake_fd(c);
    return fetch_curl_new(fc, ret, err);
}
