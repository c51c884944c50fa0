/* erase_cmd.c - earshot erase. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive_erase.h"
#include "commands.h"
#include "erase.h"
#include "file.h"
#include "log.h"
#include "scrub.h"
#include "url.h"
#include "workfiles.h"

#define PATH_BYTES 4096

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
    struct archive_erase job = { .dir = env->common->dir,
                                 .urls = f->urls,
                                 .n_urls = f->n_urls,
                                 .words = f->words,
                                 .n_words = f->n_words,
                                 .dry_run = dry,
                                 .found = on_record,
                                 .self = f };

    return f->n_urls + f->n_words > 0 ? archive_erase(&job, err) : ST_OK;
}

static bool
holds(const struct erase_found *f, struct text body)
{
    for (size_t i = 0; i < f->n_words; i++)
        if (text_find_nocase(body, f->words[i]) != TEXT_NPOS)
            return true;
    for (size_t i = 0; i < f->n_urls; i++)
        if (text_find(body, f->urls[i]) != TEXT_NPOS)
            return true;
    return false;
}

/* A list that was frozen is of no use with a hole in it: the file goes. */
static void
erase_exports(const struct cmd_env *env, struct erase_found *f, bool dry)
{
    struct workfiles files;

    workfiles_list(env->common->dir, env->arena, &files);
    for (size_t i = 0; i < files.n; i++) {
        const char *path = files.v[i].path;
        const char *whole = arena_printf(env->arena, "%s/%s", env->common->dir, path);
        struct buf b;

        if (!text_starts(text_of(path), TEXT_LIT("exports/")))
            continue;
        buf_init(&b, BUF_LARGE);
        if (text_ends(text_of(path), TEXT_LIT(".xlsx")))
            erase_note(f, "export", path, "packed, not looked into: look at it yourself", false);
        else if (file_read(whole, &b, NULL) != ST_OK)
            erase_note(f, "export", path, "cannot be read", false);
        else if (holds(f, buf_text(&b)) && (dry || unlink(whole) == 0))
            erase_note(f, "export", path, "deleted", true);
        else if (holds(f, buf_text(&b)))
            erase_note(f, "export", path, strerror(errno), false);
        buf_release(&b);
    }
}

/* Files of the index: hashes of stems, by which short texts could be guessed. */
static void
erase_index(const struct cmd_env *env, struct erase_found *f, bool dry)
{
    static const char *const folders[] = { "index/questions", "index/passages" };

    for (size_t i = 0; i < N_ELEMENTS(folders); i++) {
        const char *dir = arena_printf(env->arena, "%s/%s", env->common->dir, folders[i]);
        DIR *d = opendir(dir);
        struct dirent *e;

        if (d == NULL)
            continue;
        while (!dry && (e = readdir(d)) != NULL)
            if (e->d_name[0] != '.')
                unlink(arena_printf(env->arena, "%s/%s", dir, e->d_name));
        closedir(d);
        erase_note(f, "index", folders[i], "thrown away: earshot index makes it anew", true);
    }
}

static void
name_copies(const struct cmd_env *env, struct erase_found *f)
{
    static const char *const folders[] = { "", "backups/" };

    for (size_t i = 0; i < N_ELEMENTS(folders); i++) {
        DIR *d = opendir(arena_printf(env->arena, "%s/%s", env->common->dir, folders[i]));
        struct dirent *e;

        while (d != NULL && (e = readdir(d)) != NULL) {
            struct text name = text_of(e->d_name);

            if (text_ends(name, TEXT_LIT(".backup")) ||
                text_starts(name, TEXT_LIT("earshot.db.v")) ||
                text_starts(name, TEXT_LIT("before-restore-")))
                erase_note(f, "copy",
                           arena_printf(env->arena, "%s%.*s", folders[i], TEXT_ARG(name)),
                           "a copy of the whole store, not reached: delete it when you may", false);
        }
        if (d != NULL)
            closedir(d);
    }
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
    if (job->words.n < ERASE_MIN_WORDS)
        return err_set(err, ST_USAGE, "\"%s\" stands everywhere: wanted %d bytes or more", o->text,
                       ERASE_MIN_WORDS);
    return text_find_nocase(TEXT_LIT(ERASE_MARK), job->words) == TEXT_NPOS
               ? ST_OK
               : err_set(err, ST_USAGE, "\"%s\" is part of the mark that takes its place", o->text);
}

/* Files before rows: when a file cannot be written, the rows still lead to it. */
static enum status
erase(const struct cmd_env *env, struct erase_job *job, struct erase_found *f, struct err *err)
{
    bool dry = job->dry_run;
    struct erase_found files;
    enum status st;

    job->dry_run = true;
    st = erase_rows(job, env->arena, f, err);
    files = *f;
    files.n = files.cap = 0;
    files.rows = NULL;
    if (st == ST_OK)
        st = erase_archives(env, &files, dry, err);
    job->dry_run = dry;
    if (st == ST_OK && !dry)
        st = erase_rows(job, env->arena, f, err);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < files.n; i++)
        erase_note(f, files.rows[i].what, files.rows[i].where, files.rows[i].how,
                   files.rows[i].reached);
    erase_exports(env, f, dry);
    return ST_OK;
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
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    bool dry = !o->yes || env->common->dry_run;
    struct erase_job job = { .store = env->store,
                             .now_s = clock_now_s(env->clock),
                             .dry_run = dry };
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
    if (n_reached(&f, true) > 0)
        erase_index(env, &f, dry);
    if (!dry)
        scrubbed = scrub_end(env->store, &left);
    name_copies(env, &f);
    st = print(env, &f, err);
    if (st != ST_OK)
        return st;
    log_info(dry ? "%zu places would be erased, %zu are not reached; --yes does it"
                 : "%zu places erased, %zu are not reached",
             n_reached(&f, true), n_reached(&f, false));
    if (scrubbed != ST_OK)
        return err_set(err, scrubbed, "%s", left.msg);
    if (n_reached(&f, true) == 0)
        return err_set(err, ST_NOTFOUND, "nothing of that is kept here");
    return n_reached(&f, false) == 0 || dry
               ? ST_OK
               : err_set(err, ST_PARTIAL, "%zu places were not reached, see the list",
                         n_reached(&f, false));
}

const struct cmd erase_cmd = {
    .name = "erase",
    .summary = "take a post, or some words, out of everything that is kept",
    .help =
        "Finds all copies: posts, questions, what hangs on groups that nobody else asked\n"
        "(drafts, decisions' texts, notes, what was typed), archive records, exports, the\n"
        "index; by --text also those words wherever else they stand, which are replaced.  It\n"
        "lists them and changes nothing, unless --yes is given.  No crawl brings back what was\n"
        "erased.  What it does not reach (backups, the audit log, the own site's pages) is\n"
        "named; exit code 3 then, 4 when nothing was found.\n",
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
