/* erase_cmd.c - earshot erase. */
#include <string.h>

#include "archive_erase.h"
#include "commands.h"
#include "erase.h"
#include "erase_files.h"
#include "frozen_erase.h"
#include "log.h"
#include "scrub.h"
#include "url.h"

struct options {
    const char *url, *text;
    bool yes;
};

/* clang-format off */
#define AT(field) offsetof(struct options, field)
static const struct option rows[] = {
    { .name = "url", .type = OPTION_TEXT, .offset = AT(url), .arg = "ADDRESS", .help = "the post of that address, or all posts of that page" },
    { .name = "text", .type = OPTION_TEXT, .offset = AT(text), .arg = "WORDS", .help = "all posts with these words, and the words wherever else they stand" },
    { .name = "yes", .type = OPTION_FLAG, .offset = AT(yes), .help = "do it; without, only say what would go" },
};
#undef AT

static const struct table_column columns[] = {
    { "what", TABLE_COLUMN_TEXT, 0, false },
    { "where", TABLE_COLUMN_TEXT, 0, false },
    { "reached", TABLE_COLUMN_BOOL, 0, false },
    { "how", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

/* ---- files ---- */

static void
on_record(void *self, const char *file, int64_t offset, struct text url)
{
    struct erase_found *f = self;

    if (offset >= 0)
        erase_note(
            f, "archive record",
            arena_printf(f->arena, "%s at %lld: %.*s", file, (long long)offset, TEXT_ARG(url)),
            "taken out", true);
    else if (url.n > 0)
        erase_note(f, "archive record", arena_printf(f->arena, "%s: %.*s", file, TEXT_ARG(url)),
                   "no gzip member of its own: delete the file", false);
    else
        erase_note(f, "archive", arena_str(f->arena, text_of(file)),
                   "being written: run earshot crawl to complete it, then erase again", false);
}

static enum status
erase_archives(const struct cmd_env *env, struct erase_found *f, bool dry, struct err *err)
{
    const struct options *o = env->options;
    struct archive_erase job = { .dir = env->common->dir,
                                 .urls = f->urls,
                                 .n_urls = f->n_urls,
                                 .words = f->words,
                                 .n_words = f->n_words,
                                 .addresses = o->text != NULL,
                                 .dry_run = dry,
                                 .found = on_record,
                                 .self = f };

    return f->n_urls + f->n_words > 0 ? archive_erase(&job, err) : ST_OK;
}

/* ---- lists that were frozen ---- */

static void
on_list(void *self, const char *file, const char *how)
{
    struct erase_found *f = self;

    erase_note(f, ERASE_FILES_LIST, arena_printf(f->arena, "exports/%s", file), how, true);
}

static enum status
erase_lists(void *self, const struct erase_job *job, struct erase_found *f, struct err *err)
{
    const struct cmd_env *env = self;
    struct frozen_erase lists = { .store = job->store,
                                  .config = env->config,
                                  .dir = env->common->dir,
                                  .now_s = job->now_s,
                                  .words = f->lost,
                                  .n_words = f->n_lost,
                                  .urls = f->urls,
                                  .n_urls = f->n_urls,
                                  .groups = f->groups,
                                  .n_groups = f->n_groups,
                                  .dry_run = job->dry_run,
                                  .found = on_list,
                                  .self = f };

    return frozen_erase(&lists, err);
}

/* ---- the command ---- */

static enum status
print(const struct cmd_env *env, const struct erase_found *f, struct err *err)
{
    struct table *t = cmd_table(env, columns, N_ELEMENTS(columns));

    table_set_whole(t);
    for (size_t i = 0; i < f->n; i++) {
        table_str(t, f->rows[i].what);
        table_str(t, f->rows[i].where);
        table_bool(t, f->rows[i].reached);
        table_str(t, f->rows[i].how);
        table_end_row(t);
    }
    return table_close(t, err);
}

static enum status
read_wish(const struct cmd_env *env, struct erase_job *job, struct err *err)
{
    const struct options *o = env->options;
    struct words words;

    if ((o->url == NULL) == (o->text == NULL))
        return err_set(err, ST_USAGE, "wanted either --url ADDRESS or --text WORDS");
    if (o->url != NULL) {
        job->url = text_before(text_of(o->url), '#');
        if (strchr(o->url, '#') != NULL)
            job->url = text_of(o->url); /* one post of a page with several */
        else
            return url_resolve(text_of(o->url), TEXT_NONE, env->arena, &job->url, err);
        return ST_OK;
    }
    job->words = text_trim(text_of(o->text));
    words = words_of(&job->words, 1, env->arena);
    if (words.n == 0 || words.v[0].n < ERASE_MIN_WORDS)
        return err_set(err, ST_USAGE, "\"%s\" stands everywhere: wanted %d bytes or more", o->text,
                       ERASE_MIN_WORDS);
    return words_any(TEXT_LIT(ERASE_MARK), &words)
               ? err_set(err, ST_USAGE, "\"%s\" is part of the mark that takes its place", o->text)
               : ST_OK;
}

static size_t
n_reached(const struct erase_found *f, bool reached)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        n += f->rows[i].reached == reached;
    return n;
}

static enum status
erase_files(const struct cmd_env *env, struct erase_found *f, bool dry, struct err *err)
{
    enum status st = erase_archives(env, f, dry, err);

    if (st == ST_OK)
        st = erase_files_exports(env, f, dry, err);
    if (st == ST_OK && n_reached(f, true) > 0)
        erase_files_index(env, f, dry);
    return st;
}

/* Files before rows: who is killed in between finds them by the rows when it is run again. */
static enum status
erase(const struct cmd_env *env, struct erase_job *job, struct erase_found *f, struct err *err)
{
    bool dry = job->dry_run;
    struct erase_found looked;
    enum status st = ST_OK;
    size_t n_rows;

    if (!dry) /* what one that was killed had committed, but not named */
        st = frozen_erase_settle(env->store, env->common->dir, err);
    job->dry_run = true;
    if (st == ST_OK)
        st = erase_rows(job, env->arena, f, err);
    n_rows = f->n;
    if (st == ST_OK)
        st = erase_files(env, f, dry, err);
    job->dry_run = dry;
    if (dry || st != ST_OK)
        return st;
    looked = *f;
    st = erase_rows(job, env->arena, f, err);
    if (st == ST_OK)
        st = frozen_erase_settle(env->store, env->common->dir, err);
    for (size_t i = n_rows; st == ST_OK && i < looked.n; i++)
        erase_note(f, looked.rows[i].what, looked.rows[i].where, looked.rows[i].how,
                   looked.rows[i].reached);
    return st;
}

/* Besides copies of the store, whose words nobody has looked at. */
static bool
is_found(const struct erase_found *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->rows[i].reached || strcmp(f->rows[i].what, ERASE_FILES_COPY) != 0)
            return true;
    return false;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    bool dry = !o->yes || env->common->dry_run;
    struct erase_job job = { .store = env->store,
                             .now_s = clock_now_s(env->clock),
                             .dry_run = dry,
                             .within = erase_lists,
                             .self = env };
    struct err left = { "" };
    struct erase_found f;
    enum status st = read_wish(env, &job, err), scrubbed = ST_OK;

    if (st == ST_OK && !dry)
        st = cmd_lock(env->common->dir, err);
    if (st == ST_OK && !dry)
        scrub_begin(env->store);
    if (st == ST_OK)
        st = erase(env, &job, &f, err);
    if (st != ST_OK)
        return st;
    if (!dry) /* also when nothing was found: one that was killed may have come so far */
        scrubbed = scrub_all(env->store, &left);
    erase_files_unreached(env, &f);
    st = print(env, &f, err);
    if (st != ST_OK)
        return st;
    log_info(dry ? "would be erased: %zu; not reached: %zu; --yes does it"
                 : "erased: %zu; not reached: %zu",
             n_reached(&f, true), n_reached(&f, false));
    if (n_reached(&f, true) > 0)
        log_info("nor is a list reached that somebody downloaded or printed: who did is not known");
    if (scrubbed != ST_OK)
        return err_set(err, scrubbed, "%s", left.msg);
    if (!is_found(&f))
        return err_set(err, ST_NOTFOUND, "nothing of that is kept here");
    return n_reached(&f, false) == 0 || dry
               ? ST_OK
               : err_set(err, ST_PARTIAL, "not everything was reached (%zu), see the list",
                         n_reached(&f, false));
}

const struct cmd erase_cmd = {
    .name = "erase",
    .summary = "take a post, or some words, out of everything that is kept",
    .help = "Finds all copies: posts, questions, what hangs on groups that nobody else asked\n"
            "(drafts, decisions' texts, notes, what was typed, alarms, what webhooks were told),\n"
            "archive records, exports, the index; by --text also those words wherever else they\n"
            "stand, which are replaced: in either case, composed or decomposed letters, with any\n"
            "white space and in escapes of HTML, JSON or an address they are the same words.\n"
            "Lists that were frozen are frozen anew without the words.  It lists all that and\n"
            "changes nothing, unless --yes is given; then the store is also written anew, so that\n"
            "no free page keeps them.  No crawl brings back what was erased.  What it does not\n"
            "reach (backups, the audit log, settings, the own site's pages; how many digests,\n"
            "alarms, replies and webhooks' calls went out) is named; exit code 3 then, 4 when\n"
            "nothing was found.  Who downloaded or printed a list is not known.\n",
    .examples = "  earshot erase --url https://forum.example.org/t/12\n"
                "  earshot erase --url https://forum.example.org/t/12 --yes\n"
                "  earshot erase --text \"Jane Q. Public\" --yes\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_RETENTION,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
