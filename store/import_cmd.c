/* import_cmd.c - earshot import: what comes from people and files instead of pages. */

#include <string.h>

#include "commands.h"
#include "import.h"

#define MAX_FILES ((size_t)10000) /* logs of one command: thirty years of days */

struct import_options {
    bool force, template;
    const char *by, *host;
};

static const struct option rows[] = {
    { .name = "force",
      .type = OPTION_FLAG,
      .offset = offsetof(struct import_options, force),
      .help = "departments: write over files that are there" },
    { .name = "template",
      .type = OPTION_FLAG,
      .offset = offsetof(struct import_options, template),
      .help = "departments: print a table to begin with" },
    { .name = "by",
      .type = OPTION_TEXT,
      .offset = offsetof(struct import_options, by),
      .arg = "NAME",
      .help = "answers: who wrote them" },
    { .name = "host",
      .type = OPTION_TEXT,
      .offset = offsetof(struct import_options, host),
      .arg = "HOST",
      .help = "weblog: of this site of ours only" },
};

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct import_options *o = env->options;

    if (o->template && strcmp(env->args[0], "departments") == 0 && env->n_args == 1)
        return fputs(import_departments_template, env->out) >= 0
                   ? ST_OK
                   : err_set(err, ST_IO, "the template could not be written");
    if (env->n_args < 2 || o->template)
        return err_set(err, ST_USAGE, "import %.80s: wanted %s", env->args[0],
                       o->template ? "departments --template, and no file" : "a file");
    if (strcmp(env->args[0], "weblog") == 0)
        return import_weblog(env, env->args + 1, env->n_args - 1, o->host, err);
    if (env->n_args > 2)
        return err_set(err, ST_USAGE, "import %.80s: wanted one file", env->args[0]);
    if (strcmp(env->args[0], "questions") == 0)
        return import_questions(env, env->args[1], err);
    if (strcmp(env->args[0], "departments") == 0)
        return import_departments(env, env->args[1], o->force, err);
    if (strcmp(env->args[0], "answers") == 0)
        return import_answers(env, env->args[1], o->by, err);
    return err_set(err, ST_USAGE, "\"%.80s\": wanted departments, questions, answers or weblog",
                   env->args[0]);
}

const struct cmd import_cmd = {
    .name = "import",
    .args = "departments|questions|answers|weblog FILE...",
    .summary = "departments; questions by phone, desk, mail; answers on a sheet; web logs",
    .help =
        "Tables are CSV or workbooks (.xlsx, .ods) with a header; questions may be JSON lines or\n"
        "mails. A table is taken whole or not at all: what is wrong is told with its line and\n"
        "column.\n"
        "departments  columns key, name, site (several: a blank between), keyword, exclude,\n"
        "             person (several: ;), contact, byline, voice, language, schedule, mode,\n"
        "             source (addresses) with basis, match, audience, max_pages; a row without a\n"
        "             key gives another source to the department above. Writes seeds/KEY.ini,\n"
        "             never over another one (--force); --template prints a table to begin with\n"
        "questions    with --dept: columns question, details, where (phone, desk, mail), "
        "asked_at,\n"
        "             asker, id, language. They are masked, grouped and drafted as all others;\n"
        "             of an asker a pseudonym is kept. The same file again changes nothing.\n"
        "             Or a mailbox (mbox, .eml): what people wrote and nothing they quoted; "
        "--dry-run\n"
        "             tells of each mail whether it is kept, and why\n"
        "answers      columns group and answer, as export sheet has them, filled in: each becomes\n"
        "             the draft of its group, written by --by NAME; empty ones are passed over. "
        "The same\n"
        "             sheet again changes nothing\n"
        "weblog       logs of your web server (common, combined, vhost_combined; plain or gzip,\n"
        "             several, - for standard input): visits to the pages that answers link to,\n"
        "             for report. The same lines again count nothing; --host where a log does\n"
        "             not name its host and there are several. Addresses are not kept\n",
    .examples = "  earshot import departments --template -o university.csv\n"
                "  earshot import departments university.csv --dry-run\n"
                "  earshot import questions calls.csv --dept physics\n"
                "  earshot import questions office.mbox --dept physics --dry-run\n"
                "  earshot import answers sheet.csv --by ann\n"
                "  earshot import weblog /var/log/apache2/access.log* --host physics.example.edu\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_CRAWLER,
    .min_args = 1,
    .max_args = MAX_FILES + 1,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct import_options),
    .run = run,
};
