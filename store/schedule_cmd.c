/* schedule_cmd.c - earshot schedule: what runs when, and the lines that make it run. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "due.h"
#include "file.h"
#include "log.h"
#include "unit.h"

#define PATH_BYTES 4096

struct options {
    bool systemd, cron;
};

/* clang-format off */
#define AT(field) offsetof(struct options, field)
static const struct option rows[] = {
    { .name = "systemd", .type = OPTION_FLAG, .offset = AT(systemd), .help = "print units for systemd; -o FOLDER writes them as files" },
    { .name = "cron", .type = OPTION_FLAG, .offset = AT(cron), .help = "print lines for a crontab" },
};
#undef AT

static const struct table_column columns[] = {
    { "name", TABLE_COLUMN_TEXT, 40 },
    { "schedule", TABLE_COLUMN_TEXT, 60 },
    { "next", TABLE_COLUMN_TIME },
    { "due_since", TABLE_COLUMN_TIME },
    { "last", TABLE_COLUMN_TIME },
    { "ended", TABLE_COLUMN_TIME, .optional = true },
    { "missed", TABLE_COLUMN_INT, .optional = true },
    { "outcome", TABLE_COLUMN_TEXT, 60, .wrap = true },
};
/* clang-format on */

static enum status
list(struct cmd_env *env, struct err *err)
{
    struct table *t = cmd_table(env, columns, N_ELEMENTS(columns));
    const struct department_config *only;
    struct due_item *v = NULL;
    enum status st = cmd_department(env, &only, err);
    size_t n = 0;

    if (st == ST_OK)
        n = due_list(env->config, only, env->store, clock_now_s(env->clock), env->arena, &v);
    for (size_t i = 0; i < n; i++) {
        struct schedule_row r = { 0 };
        bool ran =
            store_schedule_ran(env->store, v[i].department_id, v[i].source_id, env->arena, &r);

        table_text(t, v[i].key);
        table_str(t, v[i].source != NULL ? v[i].source->schedule : v[i].department->schedule);
        table_time(t, v[i].next.at_s);
        table_time(t, v[i].due ? v[i].slot.at_s : 0);
        table_time(t, r.started_s);
        table_time(t, r.ended_s);
        table_int(t, r.missed);
        table_str(t, !ran ? NULL : r.ended_s == 0 ? "runs, or was killed" : r.outcome.p);
        table_end_row(t);
    }
    if (st == ST_OK && n == 0)
        log_info("no schedule: give a department schedule = weekdays 05:00-07:00 Europe/Berlin");
    if (st == ST_OK)
        st = store_check(env->store, err);
    return table_end(t, st, err);
}

static enum status
write_units(struct cmd_env *env, const struct unit_config *c, struct err *err)
{
    bool files = env->common->output != NULL && env->out == stdout;
    enum status st = ST_OK;
    struct buf b;

    if (unit_is_hidden(c->dir) || unit_is_hidden(c->program))
        log_warn("%s: services see none of it (PrivateTmp): move it out of there",
                 unit_is_hidden(c->dir) ? c->dir : c->program);
    buf_init(&b, BUF_SMALL);
    unit_write_steps(c, &b);
    if (!files)
        fprintf(env->out, "%s", buf_str(&b));
    for (size_t i = 0; i < UNIT_FILES && st == ST_OK; i++) {
        buf_clear(&b);
        unit_write(c, (enum unit_file)i, &b);
        if (!files)
            fprintf(env->out, "\n# %s\n%s", unit_name((enum unit_file)i), buf_str(&b));
        else
            st = file_write(arena_printf(env->arena, "%s/%s", env->common->output,
                                         unit_name((enum unit_file)i)),
                            buf_text(&b), UNIT_MODE, err);
    }
    buf_release(&b);
    if (files && st == ST_OK)
        log_info("they run as user earshot, who must own %s: without -o, the lines say how",
                 c->dir);
    return st;
}

/* Where this program and the workspace are, for files that are read from anywhere. */
static enum status
places(struct cmd_env *env, struct unit_config *c, struct err *err)
{
    char program[PATH_BYTES], dir[PATH_BYTES];
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

    if (n <= 0)
        return err_set(err, ST_IO, "/proc/self/exe: %s", strerror(errno));
    program[n] = '\0';
    if (realpath(env->common->dir, dir) == NULL)
        return err_set(err, ST_IO, "%s: %s", env->common->dir, strerror(errno));
    c->program = arena_str(env->arena, text_of(program));
    c->dir = arena_str(env->arena, text_of(dir));
    if (!unit_path_ok(text_of(c->program)) || !unit_path_ok(text_of(c->dir)))
        return err_set(err, ST_INVALID,
                       "%s, %s: units and crontabs want paths without blanks, quotes, %% and \\",
                       c->program, c->dir);
    return ST_OK;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    struct unit_config c = { 0 };
    enum status st;

    if (o->systemd && o->cron)
        return err_set(err, ST_USAGE, "wanted --systemd or --cron");
    if (!o->systemd && !o->cron)
        return list(env, err);
    st = places(env, &c, err);
    if (st == ST_OK && o->systemd)
        return write_units(env, &c, err);
    if (st == ST_OK) {
        struct buf b;

        buf_init(&b, BUF_SMALL);
        unit_write_cron(&c, &b);
        fputs(buf_str(&b), env->out);
        buf_release(&b);
    }
    return st;
}

const struct cmd schedule_cmd = {
    .name = "schedule",
    .summary = "when departments and sources run; units and crontab lines",
    .help =
        "Lists every schedule with its next and its last run; due_since: it is due now.\n"
        "--systemd prints a service and a timer that start earshot run --due every five\n"
        "minutes, and a service for earshot serve, both hardened, after the lines that make the\n"
        "user they run as, hand the workspace over and switch them on; --cron prints lines for a\n"
        "crontab.\n",
    .examples = "  earshot schedule\n  earshot schedule --systemd -o /etc/systemd/system\n"
                "  earshot schedule --cron | crontab -\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .folder = true,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
