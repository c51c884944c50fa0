/* run_cmd.c - earshot run: the stages one after the other, each in its own role. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "log.h"
#include "mem.h"

static const struct cmd *const stages[] = { &crawl_cmd, &index_cmd, &draft_cmd };

/* --json: one object, with what each stage prints as a member of its name. */
static void
put_member(FILE *out, const struct cmd *c, const char *text)
{
    fprintf(out, "%s\"%s\": %s", c == stages[0] ? "" : ",", c->name,
            text[0] != '\0' ? text : "null\n");
}

static enum status
run_stage(const struct cmd *c, const struct cmd_env *run, struct err *err)
{
    struct cmd_env env = *run;
    struct option_set set = { c->options, c->n_options, NULL };
    char *text = NULL;
    size_t n = 0;
    enum status st;

    if (c->n_options > 0) {
        set.obj = env.options = mem_zalloc(c->options_bytes);
        options_init(&set, env.arena);
    }
    store_set_role(env.store, env.common->dry_run ? STORE_READER : c->role);
    log_info("== %s", c->name);
    if (env.common->json)
        env.out = open_memstream(&text, &n);
    if (env.out == NULL) {
        free(set.obj);
        return err_set(err, ST_IO, "run: %s", strerror(errno));
    }
    st = c->run(&env, err);
    if (env.out != run->out) {
        fclose(env.out); /* memory: what can fail is memory, which ends the program */
        put_member(run->out, c, text);
        free(text);
    }
    free(set.obj);
    return st;
}

/*
 * A stage that left something out (a host that did not answer) does not keep
 * the next ones from what is there; its exit code is kept for the end.
 */
static enum status
run(struct cmd_env *env, struct err *err)
{
    struct err partial = { "" };
    enum status st = ST_OK, left = ST_OK;

    env->n_args = 0;
    if (env->common->json)
        fputs("{", env->out);
    for (size_t i = 0; i < N_ELEMENTS(stages) && st == ST_OK; i++) {
        st = cmd_stop() ? cmd_interrupted(err) : run_stage(stages[i], env, err);
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

const struct cmd run_cmd = {
    .name = "run",
    .summary = "crawl, index and draft, now",
    .help = "Each stage takes what it has not done yet; delays and recrawl intervals are kept.\n"
            "Killed at any moment, it goes on where it was.\n",
    .examples = "  earshot run\n  earshot run --dept physics\n  earshot run --dry-run\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_LOCK | CMD_SYNC,
    .role = STORE_READER,
    .run = run,
};
