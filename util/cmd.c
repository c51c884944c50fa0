#include "cmd.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "terminal.h"

struct table *
cmd_table(const struct cmd_env *env, const struct table_column *columns, size_t n)
{
    const struct cmd_common *o = env->common;
    enum table_format f = o->json    ? TABLE_JSON
                          : o->jsonl ? TABLE_JSONL
                          : o->csv   ? TABLE_CSV
                          : o->ids   ? TABLE_IDS
                                     : TABLE_TEXT;

    struct table *t = table_open(env->out, f, columns, n);

    table_set_bold(t, terminal_color(o->color, fileno(env->out)));
    return t;
}

bool
cmd_silent(const struct cmd_env *env)
{
    const struct cmd_common *o = env->common;

    return o->quiet && !o->json && !o->jsonl && !o->csv && !o->ids;
}

enum status
cmd_department(const struct cmd_env *env, const struct department_config **ret, struct err *err)
{
    const char *names[64], *near;
    size_t n = 0;

    *ret = NULL;
    if (env->common->dept == NULL)
        return ST_OK;
    *ret = config_department(env->config, env->common->dept);
    if (*ret != NULL)
        return ST_OK;
    while (n < env->config->n_departments && n < N_ELEMENTS(names)) {
        names[n] = env->config->departments[n].key;
        n++;
    }
    near = options_nearest(text_of(env->common->dept), names, n);
    if (near != NULL)
        return err_set(err, ST_NOTFOUND, "no department \"%s\": did you mean \"%s\"?",
                       env->common->dept, near);
    return err_set(err, ST_NOTFOUND, "no department \"%s\" (earshot departments lists them)",
                   env->common->dept);
}

enum status
cmd_id(const char *arg, int64_t *ret, struct err *err)
{
    int64_t id;

    if (!text_to_int(text_of(arg), &id) || id < 1)
        return err_set(err, ST_USAGE, "\"%.80s\": wanted a number, as the lists show it", arg);
    *ret = id;
    return ST_OK;
}

static volatile sig_atomic_t stop_signal;

static void
on_signal(int sig)
{
    stop_signal = sig;
}

bool
cmd_stop(void)
{
    return stop_signal != 0;
}

enum status
cmd_interrupted(struct err *err)
{
    if (stop_signal == SIGTERM)
        return err_set(err, ST_TERMINATED, "stopped by SIGTERM; run again to go on");
    return err_set(err, ST_INTERRUPTED, "interrupted; run again to go on");
}

/*
 * The first signal asks nicely; SA_RESETHAND lets a second one end the process
 * at once, which the store survives.  No SA_RESTART: a sleep ends early.
 */
void
cmd_catch_signals(void)
{
    struct sigaction a;

    memset(&a, 0, sizeof(a));
    a.sa_handler = on_signal;
    a.sa_flags = (int)SA_RESETHAND;
    sigaction(SIGINT, &a, NULL);
    sigaction(SIGTERM, &a, NULL);
    a.sa_handler = SIG_IGN;
    a.sa_flags = 0;
    sigaction(SIGPIPE, &a, NULL); /* a closed pipe is an error of fwrite, said as one */
}
