/* import_cmd.c - earshot import: what comes from people and files instead of pages. */

#include <string.h>

#include "commands.h"
#include "import.h"

struct import_options {
    bool force;
    const char *by;
};

static const struct option rows[] = {
    { .name = "force",
      .type = OPTION_FLAG,
      .offset = offsetof(struct import_options, force),
      .help = "departments: write over files that are there" },
    { .name = "by",
      .type = OPTION_TEXT,
      .offset = offsetof(struct import_options, by),
      .arg = "NAME",
      .help = "answers: who wrote them" },
};

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct import_options *o = env->options;

    if (strcmp(env->args[0], "questions") == 0)
        return import_questions(env, env->args[1], err);
    if (strcmp(env->args[0], "departments") == 0)
        return import_departments(env, env->args[1], o->force, err);
    if (strcmp(env->args[0], "answers") == 0)
        return import_answers(env, env->args[1], o->by, err);
    return err_set(err, ST_USAGE, "\"%.80s\": wanted departments, questions or answers",
                   env->args[0]);
}

const struct cmd import_cmd = {
    .name = "import",
    .args = "departments|questions|answers FILE",
    .summary = "departments from a table; questions by phone, desk, mail; answers on a sheet",
    .help =
        "Files are CSV as spreadsheets write it, with a header line; questions may be JSON lines\n"
        "or mails.\n"
        "A file is taken whole or not at all: what is wrong is told with its line and column.\n"
        "departments  columns key, name, site (several: a blank between), keyword (several: ;),\n"
        "             exclude (;), contact, byline, voice, language, mode, source (addresses),\n"
        "             basis: writes seeds/KEY.ini, never over a file that is there (--force)\n"
        "questions    with --dept: columns question, details, where (phone, desk, mail), "
        "asked_at,\n"
        "             asker, id, language. They are masked, grouped and drafted as all others;\n"
        "             of an asker a pseudonym is kept. The same file again changes nothing.\n"
        "             Or a mailbox (mbox, .eml): what people wrote and nothing they quoted; "
        "--dry-run\n"
        "             tells of each mail whether it is kept, and why\n"
        "answers      columns group and answer, as export sheet has them, filled in: each becomes\n"
        "             the draft of its group, written by --by NAME; empty ones are passed over\n",
    .examples = "  earshot import departments university.csv --dry-run\n"
                "  earshot import questions calls.csv --dept physics\n"
                "  earshot import questions office.mbox --dept physics --dry-run\n"
                "  earshot import answers sheet.csv --by ann\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_CRAWLER,
    .min_args = 2,
    .max_args = 2,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct import_options),
    .run = run,
};
