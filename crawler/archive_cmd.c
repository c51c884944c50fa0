/* archive_cmd.c - earshot archive [list], archive check FILE, archive index FILE. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive.h"
#include "cdxj.h"
#include "commands.h"
#include "file.h"
#include "log.h"
#include "warc_arc.h"

#define MAX_SAID 20 /* problems of one file that are told; the rest is counted */

/* clang-format off */
static const struct table_column list_columns[] = {
    { "file", TABLE_COLUMN_TEXT, 0, false },
    { "bytes", TABLE_COLUMN_INT, 0, false },
    { "records", TABLE_COLUMN_INT, 0, false },
    { "first", TABLE_COLUMN_TIME, 0, false, true },
    { "last", TABLE_COLUMN_TIME, 0, false, true },
    { "state", TABLE_COLUMN_TEXT, 0, false },
};
static const struct table_column check_columns[] = {
    { "file", TABLE_COLUMN_TEXT, 0, false },
    { "records", TABLE_COLUMN_INT, 0, false },
    { "responses", TABLE_COLUMN_INT, 0, false, true },
    { "revisits", TABLE_COLUMN_INT, 0, false, true },
    { "requests", TABLE_COLUMN_INT, 0, false, true },
    { "digests", TABLE_COLUMN_INT, 0, false, true },
    { "unchecked", TABLE_COLUMN_INT, 0, false, true },
    { "problems", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

/* ---- which files ---- */

static bool
is_archive(struct text name)
{
    static const char *const endings[] = { ".warc.gz", ".warc", ".arc.gz", ".arc",
                                           (".warc.gz" ARCHIVE_OPEN) };

    for (size_t i = 0; i < N_ELEMENTS(endings); i++)
        if (text_ends(name, text_of(endings[i])))
            return true;
    return false;
}

static int
compare(const void *a, const void *b)
{
    return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

/* The files of the workspace, oldest first. */
static enum status
own_files(const struct cmd_env *env, struct text **ret, size_t *n, struct err *err)
{
    const char *dir = arena_printf(env->arena, "%s/archive", env->common->dir);
    DIR *d = opendir(dir);
    struct dirent *e;
    size_t cap = 0;

    *ret = NULL;
    *n = 0;
    if (d == NULL)
        return err_set(err, ST_NOTFOUND, "%s: %s; [crawler] archive = yes keeps what is fetched",
                       dir, strerror(errno));
    while ((e = readdir(d)) != NULL) {
        if (!is_archive(text_of(e->d_name)))
            continue;
        *ret = arena_grow(env->arena, *ret, *n, &cap, sizeof(**ret));
        (*ret)[(*n)++] = text_of(arena_printf(env->arena, "%s/%s", dir, e->d_name));
    }
    closedir(d);
    if (*n > 0)
        qsort(*ret, *n, sizeof(**ret), compare);
    return ST_OK;
}

/* What the command line names: paths, or names below archive/; nothing: all of the workspace. */
static enum status
named_files(const struct cmd_env *env, struct text **ret, size_t *n, struct err *err)
{
    if (env->n_args < 2)
        return own_files(env, ret, n, err);
    *n = env->n_args - 1;
    *ret = arena_alloc(env->arena, *n * sizeof(**ret));
    for (size_t i = 0; i < *n; i++) {
        const char *arg = env->args[i + 1];
        const char *own = arena_printf(env->arena, "%s/archive/%s", env->common->dir, arg);

        (*ret)[i] = text_of(!file_exists(arg) && file_exists(own) ? own : arg);
    }
    return ST_OK;
}

static const char *
name_of(struct text path)
{
    const char *slash = strrchr(path.p, '/');

    return slash != NULL ? slash + 1 : path.p;
}

static bool
is_open(struct text path)
{
    return text_ends(path, TEXT_LIT(ARCHIVE_OPEN));
}

/* ---- list ---- */

struct facts {
    int64_t records, first_s, last_s;
};

static void
read_index(struct text lines, struct facts *f)
{
    struct text line;
    int64_t s;

    while (text_cut(&lines, "\n", &line)) {
        f->records++;
        if (!warc_arc_date(text_before(text_after(line, ' '), ' '), &s))
            continue;
        if (f->first_s == 0 || s < f->first_s)
            f->first_s = s;
        if (s > f->last_s)
            f->last_s = s;
    }
}

static void
list_file(const struct cmd_env *env, struct table *t, struct text path)
{
    struct facts f = { 0, 0, 0 };
    struct stat sb;
    struct buf lines;
    bool indexed;

    buf_init(&lines, BUF_LARGE);
    indexed = !is_open(path) && file_read(cdxj_path(path.p, env->arena), &lines, NULL) == ST_OK;
    read_index(buf_text(&lines), &f);
    buf_release(&lines);
    table_str(t, name_of(path));
    table_int(t, stat(path.p, &sb) == 0 ? (int64_t)sb.st_size : 0);
    if (indexed)
        table_int(t, f.records);
    else
        table_null(t);
    table_time(t, f.first_s);
    table_time(t, f.last_s);
    table_str(t, is_open(path) ? "open: a crawl writes it, or the next one completes it"
                 : indexed     ? "complete"
                               : "no index: earshot archive index makes it");
    table_end_row(t);
}

static enum status
list(const struct cmd_env *env, struct err *err)
{
    struct text *files;
    struct table *t;
    size_t n;
    enum status st = own_files(env, &files, &n, err);

    if (st != ST_OK)
        return st;
    t = cmd_table(env, list_columns, N_ELEMENTS(list_columns));
    table_set_limit(t, env->common->limit);
    for (size_t i = 0; i < n; i++)
        list_file(env, t, files[i]);
    return table_close(t, err);
}

/* ---- check ---- */

struct said {
    const char *file;
    int64_t n;
};

static void
say(void *self, int64_t offset, const char *why)
{
    struct said *s = self;

    if (s->n++ < MAX_SAID)
        log_warn("%s, byte %lld: %s", s->file, (long long)offset, why);
}

static void
print_counts(struct table *t, const char *file, const struct archive_counts *c)
{
    table_str(t, file);
    table_int(t, c->records);
    table_int(t, c->responses);
    table_int(t, c->revisits);
    table_int(t, c->requests);
    table_int(t, c->digests);
    table_int(t, c->foreign);
    table_int(t, c->problems);
    table_end_row(t);
}

static enum status
check(const struct cmd_env *env, struct err *err)
{
    struct text *files;
    struct table *t;
    size_t n, bad = 0;
    enum status st = named_files(env, &files, &n, err);

    if (st != ST_OK)
        return st;
    t = cmd_table(env, check_columns, N_ELEMENTS(check_columns));
    for (size_t i = 0; i < n && !cmd_stop(); i++) {
        struct said said = { files[i].p, 0 };
        struct archive_scan scan = { .problem = say, .self = &said, .stop = cmd_stop };
        struct err why = { "" };

        if (archive_scan(files[i].p, &scan, &why) != ST_OK && !cmd_stop()) {
            log_warn("%s: %s", files[i].p, why.msg);
            scan.counts.problems++;
        }
        if (said.n > MAX_SAID)
            log_warn("%s: %lld more problems", files[i].p, (long long)(said.n - MAX_SAID));
        bad += scan.counts.problems > 0;
        print_counts(t, name_of(files[i]), &scan.counts);
    }
    st = table_close(t, err);
    if (cmd_stop())
        return cmd_interrupted(err);
    if (st == ST_OK && bad > 0)
        st = err_set(err, ST_PROBLEMS, "%zu of %zu archive%s %s problems", bad, n,
                     n == 1 ? "" : "s", bad == 1 ? "has" : "have");
    return st;
}

/* ---- index ---- */

static enum status
index_file(const struct cmd_env *env, struct text path, struct err *err)
{
    struct archive_scan scan = { .index = true, .file = name_of(path), .stop = cmd_stop };
    const char *to = cdxj_path(path.p, env->arena);
    enum status st;

    if (is_open(path))
        return err_set(err, ST_BUSY, "a crawl writes it, or the next one completes it");
    buf_init(&scan.lines, BUF_LARGE);
    st = archive_scan(path.p, &scan, err);
    if (st == ST_OK && scan.lines.over)
        st = err_set(err, ST_LIMIT, "its index is larger than %zu bytes", scan.lines.max);
    if (st == ST_OK && !env->common->dry_run)
        st = cdxj_write(to, buf_text(&scan.lines), err);
    if (st == ST_OK && scan.counts.problems > 0)
        log_warn("%s: %lld problem%s, records that are not whole are left out of the index; "
                 "earshot archive check names them",
                 path.p, (long long)scan.counts.problems, scan.counts.problems == 1 ? "" : "s");
    if (st == ST_OK)
        log_info("%s: %lld record%s", to, (long long)scan.counts.records,
                 scan.counts.records == 1 ? "" : "s");
    buf_release(&scan.lines);
    return st;
}

static enum status
make_index(const struct cmd_env *env, struct err *err)
{
    struct text *files;
    size_t n, failed = 0;
    enum status st = named_files(env, &files, &n, err);

    for (size_t i = 0; st == ST_OK && i < n; i++) {
        struct err why = { "" };

        if (cmd_stop())
            return cmd_interrupted(err);
        if (index_file(env, files[i], &why) == ST_OK)
            continue;
        log_warn("%s: %s", files[i].p, why.msg);
        failed++;
    }
    if (failed > 0)
        return err_set(err, failed < n ? ST_PARTIAL : ST_INVALID,
                       "%zu of %zu archive%s %s no new index", failed, n, n == 1 ? "" : "s",
                       failed == 1 ? "has" : "have");
    return st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    static const struct {
        const char *verb;
        enum status (*run)(const struct cmd_env *env, struct err *err);
    } verbs[] = { { "list", list }, { "check", check }, { "index", make_index } };

    for (size_t i = 0; i < N_ELEMENTS(verbs); i++)
        if (strcmp(env->n_args > 0 ? env->args[0] : "list", verbs[i].verb) == 0)
            return verbs[i].run(env, err);
    return err_set(err, ST_USAGE, "archive %.40s: wanted list, check or index", env->args[0]);
}

const struct cmd archive_cmd = {
    .name = "archive",
    .args = "[list | check [FILE]... | index [FILE]...]",
    .summary = "the copies of what was fetched: list, check, index",
    .help =
        "With [crawler] archive = yes, every answer goes to archive/*.warc.gz (WARC 1.1), and a\n"
        "CDXJ index lies beside each file, as pywb reads it.\n"
        "\n"
        "list   the files, their sizes and how many pages they hold\n"
        "check  read every record: gzip members, lengths, dates, digests; exit 8 if any is wrong\n"
        "index  write the CDXJ index anew\n"
        "\n"
        "FILE is a path (WARC or ARC, plain or gzip) or a name in archive/; without one, all\n"
        "that are there.  A file that ends in .open is being written, or was when a crawl was\n"
        "killed: the next crawl cuts off what is not whole and completes it.\n",
    .examples = "  earshot archive\n  earshot archive check\n"
                "  earshot archive index pages.warc.gz\n",
    .min_args = 0,
    .max_args = 1000,
    .run = run,
};
