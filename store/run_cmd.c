/* run_cmd.c - earshot run: the stages one after the other, each in its own role. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "due.h"
#include "log.h"
#include "mem.h"

struct options {
    bool due;
};

/* clang-format off */
static const struct option rows[] = {
    { .name = "due", .type = OPTION_FLAG, .offset = offsetof(struct options, due), .help = "only what its schedule says is due" },
};
/* clang-format on */

#define OUTCOME_BYTES 600 /* a message and what stands before it */

static const struct cmd *const stages[] = { &crawl_cmd, &index_cmd, &draft_cmd };

/* --json: one object, with what each stage prints as a member of its name. */
static void
put_member(FILE *out, const struct cmd *c, const char *text)
{
    fprintf(out, "%s\"%s\": %s", c == stages[0] ? "" : ",", c->name,
            text[0] != '\0' ? text : "null\n");
}

/* sources: of the crawl; NULL: all. */
static enum status
run_stage(const struct cmd *c, const struct cmd_env *run, const struct text_list *sources,
          struct err *err)
{
    const struct option *only;
    struct cmd_env env = *run;
    struct option_set set = { c->options, c->n_options, NULL };
    char *text = NULL;
    size_t n = 0;
    enum status st = ST_OK;

    if (c->n_options > 0) {
        set.obj = env.options = mem_zalloc(c->options_bytes);
        options_init(&set, env.arena);
        only = c == &crawl_cmd && sources != NULL ? options_find(&set, TEXT_LIT("source")) : NULL;
        for (size_t i = 0; only != NULL && i < sources->n && st == ST_OK; i++)
            st = options_set(&set, only, sources->v[i], OPTIONS_NO_NOW, env.arena, err);
    }
    store_set_role(env.store, env.common->dry_run ? STORE_READER : c->role);
    log_info("== %s", c->name);
    if (env.common->json)
        env.out = open_memstream(&text, &n);
    if (env.out == NULL) {
        free(set.obj);
        return err_set(err, ST_IO, "run: %s", strerror(errno));
    }
    if (st == ST_OK)
        st = c->run(&env, err);
    if (env.out != run->out) {
        fclose(env.out); /* memory: what can fail is memory, which ends the program */
        put_member(run->out, c, text);
        free(text);
    }
    free(set.obj);
    return st;
}

static enum status
send_digests(struct cmd_env *env, struct err *err)
{
    struct option_set set = { digest_cmd.options, digest_cmd.n_options,
                              arena_alloc(env->arena, digest_cmd.options_bytes) };
    enum status st;

    options_init(&set, env->arena);
    st = options_set(&set, options_find(&set, TEXT_LIT("due")), TEXT_LIT("yes"), OPTIONS_NO_NOW,
                     env->arena, err);
    env->options = set.obj;
    return st == ST_OK ? digest_cmd.run(env, err) : st;
}

/* Whom to tell is told whatever became of the stages; with due, digests when theirs has come. */
static enum status
tell(struct cmd_env *env, bool due, struct err *err)
{
    struct cmd_env own = *env;
    struct err digest_err = { "" };
    enum status st, digest = ST_OK;

    if (env->common->dry_run || cmd_stop())
        return ST_OK;
    own.n_args = 0;
    store_set_role(env->store, notify_cmd.role);
    st = notify_cmd.run(&own, err); /* alarms are looked for whoever is told */
    if (due && env->config->mail.digest_timetable != NULL)
        digest = send_digests(&own, &digest_err);
    if (digest != ST_OK && st == ST_OK)
        return err_set(err, digest, "%s", digest_err.msg);
    return st;
}

/* What became of the stages; of telling, when they are well. */
static enum status
with_telling(struct cmd_env *env, bool due, enum status st, struct err *err)
{
    struct err own = { "" };
    enum status told = tell(env, due, &own);

    if (told == ST_OK)
        return st;
    if (st == ST_OK)
        return err_set(err, told, "%s", own.msg);
    log_warn("%s", own.msg);
    return st;
}

/*
 * A stage that left something out (a host that did not answer) does not keep
 * the next ones from what is there; its exit code is kept for the end.
 */
static enum status
run_stages(struct cmd_env *env, const struct text_list *sources, struct err *err)
{
    struct err partial = { "" };
    enum status st = ST_OK, left = ST_OK;

    env->n_args = 0;
    if (env->common->json)
        fputs("{", env->out);
    for (size_t i = 0; i < N_ELEMENTS(stages) && st == ST_OK; i++) {
        st = cmd_stop() ? cmd_interrupted(err) : run_stage(stages[i], env, sources, err);
        if (st == ST_PARTIAL) {
            partial = *err;
            left = st;
            st = ST_OK;
        }
    }
    if (env->common->json)
        fputs("}\n", env->out);
    if (st == ST_OK && !env->common->dry_run)
        log_info("see: earshot drafts, earshot gaps");
    if (st == ST_OK && left != ST_OK)
        return err_set(err, left, "%s", partial.msg);
    return st;
}

/* What is due, named and begun; how many items, and the sources that they are for. */
static enum status
begin_due(struct cmd_env *env, struct due_item *v, size_t n, struct text_list *sources,
          struct err *err)
{
    char when[CLOCK_RFC3339_BYTES];
    const struct due_item *next = NULL;

    for (size_t i = 0; i < n; i++) {
        if (next == NULL || v[i].next.at_s < next->next.at_s)
            next = &v[i];
        if (!v[i].due)
            continue;
        log_info("due since %s: %.*s%s", clock_rfc3339(v[i].slot.at_s, when), TEXT_ARG(v[i].key),
                 v[i].slot.day == v[i].last.day ? ", which was begun and did not end" : "");
        due_sources(&v[i], env->arena, sources);
    }
    if (n == 0)
        log_warn("no department and no source has a schedule");
    else if (sources->n == 0)
        log_info("nothing is due before %s: %.*s", clock_rfc3339(next->next.at_s, when),
                 TEXT_ARG(next->key));
    if (env->common->dry_run)
        return ST_OK;
    store_set_role(env->store, STORE_SCHEDULER);
    return due_begin(env->store, v, n, clock_now_s(env->clock), err);
}

/* An interrupted slot has no end: the next run takes it up. */
static enum status
end_due(struct cmd_env *env, const struct due_item *v, size_t n, enum status st, struct err *err)
{
    char outcome[OUTCOME_BYTES] = "done";
    struct err own = { "" };
    enum status ended;

    if (env->common->dry_run || st == ST_INTERRUPTED || st == ST_TERMINATED)
        return st;
    if (st != ST_OK)
        snprintf(outcome, sizeof(outcome), "%s: %s", st == ST_PARTIAL ? "in part" : "failed",
                 err->msg);
    store_set_role(env->store, STORE_SCHEDULER);
    ended = due_end(env->store, v, n, clock_now_s(env->clock), outcome, &own);
    if (st == ST_OK && ended != ST_OK)
        return err_set(err, ended, "%s", own.msg);
    return st;
}

static enum status
run_due(struct cmd_env *env, struct err *err)
{
    const struct department_config *only;
    struct text_list sources = { 0 };
    struct due_item *v;
    size_t n;
    enum status st = cmd_department(env, &only, err);

    if (st != ST_OK)
        return st;
    n = due_list(env->config, only, env->store, clock_now_s(env->clock), env->arena, &v);
    st = store_check(env->store, err);
    if (st == ST_OK)
        st = begin_due(env, v, n, &sources, err);
    if (st != ST_OK)
        return st;
    if (sources.n > 0)
        st = run_stages(env, &sources, err);
    st = end_due(env, v, n, st, err);
    return with_telling(env, true, st, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;

    if (o->due)
        return run_due(env, err);
    return with_telling(env, false, run_stages(env, NULL, err), err);
}

const struct cmd run_cmd = {
    .name = "run",
    .summary = "crawl, index and draft, now",
    .help =
        "Each stage takes what it has not done yet; delays and recrawl intervals are kept.\n"
        "Killed at any moment, it goes on where it was.\n"
        "\n"
        "--due does only what schedule lines of departments and sources say is due, and\n"
        "nothing when nothing is: start it every few minutes (earshot schedule prints units\n"
        "and crontab lines).  Each slot is done once; of slots that nothing ran for, the last\n"
        "one is made up for.  A timetable begins with the first slot after --due has seen it.\n",
    .examples = "  earshot run\n  earshot run --dept physics\n  earshot run --dry-run\n"
                "  earshot run --due\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_LOCK | CMD_SYNC,
    .role = STORE_READER,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
