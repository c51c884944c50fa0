#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

#include "log.h"
#include "terminal.h"

#define PATH_BYTES 4096

/* clang-format off */
#define AT(field) offsetof(struct cmd_common, field)
static const struct option common[] = {
    { .name = "dir", .letter = 'C', .type = OPTION_TEXT, .offset = AT(dir), .arg = "DIR", .help = "the workspace", .initial = "." },
    { .name = "dept", .type = OPTION_TEXT, .offset = AT(dept), .arg = "NAME", .help = "this department only" },
    { .name = "campaign", .type = OPTION_TEXT, .offset = AT(campaign), .arg = "KEY", .help = "lists: only what belongs to this campaign" },
    { .name = "audience", .type = OPTION_TEXT, .offset = AT(audience), .arg = "WHO", .help = "lists: only what was found where they ask" },
    { .name = "dry-run", .letter = 'n', .type = OPTION_FLAG, .offset = AT(dry_run), .help = "say what would be done, change nothing" },
    { .name = "json", .type = OPTION_FLAG, .offset = AT(json), .help = "one JSON value" },
    { .name = "jsonl", .type = OPTION_FLAG, .offset = AT(jsonl), .help = "one JSON object a line" },
    { .name = "csv", .type = OPTION_FLAG, .offset = AT(csv), .help = "comma-separated, with a header" },
    { .name = "ids", .type = OPTION_FLAG, .offset = AT(ids), .help = "ids only, one a line" },
    { .name = "output", .letter = 'o', .type = OPTION_TEXT, .offset = AT(output), .arg = "FILE", .help = "write there instead of standard output; .csv, .json or .jsonl says the form" },
    { .name = "since", .type = OPTION_DATE, .offset = AT(since_s), .arg = "DATE", .help = "not before: 2026-11-01, or 7d for a week ago" },
    { .name = "until", .type = OPTION_DATE, .offset = AT(until_s), .arg = "DATE", .help = "before that time" },
    { .name = "limit", .type = OPTION_INT, .offset = AT(limit), .arg = "N", .help = "at most N rows; 0: all" },
    { .name = "quiet", .letter = 'q', .type = OPTION_FLAG, .offset = AT(quiet), .help = "errors and warnings only" },
    { .name = "verbose", .letter = 'v', .type = OPTION_FLAG, .offset = AT(verbose), .help = "say more" },
    { .name = "color", .type = OPTION_CHOICE, .offset = AT(color), .arg = "WHEN", .help = "colours on a terminal", .initial = "auto", .choices = "auto|always|never" },
    { .name = "no-input", .type = OPTION_FLAG, .offset = AT(no_input), .help = "never ask" },
    { .name = "help", .letter = 'h', .type = OPTION_FLAG, .offset = AT(help), .help = "this text" },
};
#undef AT
/* clang-format on */

struct option_set
cmd_common_set(struct cmd_common *obj)
{
    return (struct option_set){ common, N_ELEMENTS(common), obj };
}

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

enum status
cmd_form_by_ending(struct cmd_common *o, const char *choices, const char **format, struct err *err)
{
    static const char *const endings[] = { "csv",    "json", "jsonl", "md",  "html", "atom",
                                           "jsonld", "xlsx", "ods",   "xls", "pdf" };
    const char *base = o->output != NULL ? strrchr(o->output, '/') : NULL, *dot;
    size_t i = 0;
    struct text form;

    base = base != NULL ? base + 1 : o->output;
    dot = base != NULL ? strrchr(base, '.') : NULL;
    while (dot != NULL && i < N_ELEMENTS(endings) && strcasecmp(endings[i], dot + 1) != 0)
        i++;
    if (dot == NULL || i == N_ELEMENTS(endings) || o->json || o->jsonl || o->csv || o->ids)
        return ST_OK;
    form = text_of(endings[i]);
    if (choices != NULL && options_is_choice(choices, form)) {
        *format = endings[i];
        return ST_OK;
    }
    if (choices == NULL || options_is_choice(choices, TEXT_LIT("csv"))) {
        o->csv = text_is(form, "csv");
        o->json = text_is(form, "json");
        o->jsonl = text_is(form, "jsonl");
    }
    if (o->csv || o->json || o->jsonl ||
        (choices == NULL && !options_is_choice("xlsx|ods|xls|pdf", form)))
        return ST_OK;
    return err_set(err, ST_USAGE, "-o %.80s: no .%s is written here: wanted one of %s", base,
                   endings[i], choices != NULL ? choices : "csv|json|jsonl");
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

/* The lock is the kernel's: it goes with the process, however that ends. */
enum status
cmd_lock(const char *dir, struct err *err)
{
    char path[PATH_BYTES], who[32] = "";
    int fd;
    ssize_t n;

    snprintf(path, sizeof(path), "%s/earshot.lock", dir);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        n = read(fd, who, sizeof(who) - 1);
        who[n > 0 ? n : 0] = '\0';
        close(fd);
        return err_set(err, ST_BUSY, "another run works on this workspace (process %s): try later",
                       who[0] != '\0' ? who : "unknown");
    }
    n = snprintf(who, sizeof(who), "%ld", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, who, (size_t)n, 0) != n)
        log_debug("%s: cannot note the process id: %s", path, strerror(errno));
    return ST_OK; /* fd stays open until the process ends */
}

static volatile sig_atomic_t stop_signal;

static void
on_signal(int sig)
{
    stop_signal = sig;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
}

bool
cmd_stop(void)
{
    return stop_signal != 0;
}

static volatile sig_atomic_t reload_asked;

static void
on_reload(int sig)
{
    (void)sig;
    reload_asked = 1;
}

bool
cmd_reload(void)
{
    static bool caught;
    struct sigaction a;

    if (!caught) {
        memset(&a, 0, sizeof(a));
        a.sa_handler = on_reload;
        sigaction(SIGHUP, &a, NULL);
        caught = true;
    }
    if (reload_asked == 0)
        return false;
    reload_asked = 0; /* before the files are read: one that comes meanwhile counts */
    return true;
}

enum status
cmd_interrupted(struct err *err)
{
    if (stop_signal == SIGTERM)
        return err_set(err, ST_TERMINATED, "stopped by SIGTERM; run again to go on");
    return err_set(err, ST_INTERRUPTED, "interrupted; run again to go on");
}

/*
 * The first signal asks nicely; a second one, of either kind, ends the process
 * at once, which the store survives.  No SA_RESTART: a sleep ends early.
 */
void
cmd_catch_signals(void)
{
    struct sigaction a;

    memset(&a, 0, sizeof(a));
    a.sa_handler = on_signal;
    sigaction(SIGINT, &a, NULL);
    sigaction(SIGTERM, &a, NULL);
    a.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &a, NULL); /* a closed pipe is an error of fwrite, said as one */
}
