/* import_weblog.c - see import.h: logs of a web server become counts of visits. */

#include "import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "config_sync.h"
#include "file.h"
#include "log.h"
#include "store_seam.h"
#include "url.h"
#include "weblog_count.h"
#include "weblog_files.h"
#include "weblog_read.h"

#define PATH_BYTES  4096
#define KEY_MODE    0600
#define TOLD        5               /* wrong lines of a file that are told */
#define HOPELESS    100             /* wrong lines before the first right one: it is no log */
#define LOOK_LINES  4096            /* between two looks at the clock and at signals */
#define PROGRESS_US INT64_C(200000) /* between two lines of progress */
#define US_PER_S    1e6
#define MILLION     1e6
#define PERCENT     100

/* clang-format off */
static const struct table_column columns[] = {
    { "page", TABLE_COLUMN_TEXT, 0, false },
    { "tagged", TABLE_COLUMN_INT, 0, false },
    { "referred", TABLE_COLUMN_INT, 0, false },
    { "direct", TABLE_COLUMN_INT, 0, false },
    { "other", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

struct importing {
    struct cmd_env *env;
    struct weblog_pages *pages;
    struct weblog_origin *origin;
    struct weblog_count *count;
    bool *sites;     /* asked for, by number */
    size_t n_sites;  /* how many are */
    size_t site;     /* the only one, of logs that name none */
    int64_t n_wrong; /* lines, of all files */
    int64_t begun_us, told_us;
};

/* A file at work. */
struct reading {
    struct weblog_read *lines;
    const char *path;
    int64_t n, n_right, n_wrong;
    struct {
        int64_t line;
        const char *why;
    } told[TOLD];
};

/* ---- what is looked for ---- */

static void
add_department(struct importing *m, const struct department_config *d, bool wanted)
{
    if (d->answer_tag != NULL && d->answer_tag[0] != '\0')
        weblog_pages_add_tag(m->pages, text_of(d->answer_tag));
    for (size_t i = 0; i < d->site.n; i++) {
        weblog_origin_add_own(m->origin, d->site.v[i]);
        if (wanted)
            weblog_pages_add_site(m->pages, d->site.v[i]);
    }
}

static void
add_all(struct importing *m, const struct department_config *only)
{
    struct arena *a = m->env->arena;
    struct store_visit_page *pages;
    struct store_visit_thread *threads;
    struct text *sources;
    int64_t id = only != NULL ? config_department_id(m->env->store, only->key) : 0;
    size_t n;

    for (size_t i = 0; i < m->env->config->n_departments; i++) {
        const struct department_config *d = &m->env->config->departments[i];

        add_department(m, d, only == NULL || d == only);
    }
    n = only != NULL && id == 0 ? 0 : store_visit_pages(m->env->store, id, a, &pages);
    for (size_t i = 0; i < n; i++)
        weblog_pages_add(m->pages, pages[i].address, pages[i].url_id);
    n = store_visit_threads(m->env->store, a, &threads);
    for (size_t i = 0; i < n; i++)
        weblog_origin_add_thread(m->origin, &threads[i]);
    n = store_visit_sources(m->env->store, a, &sources);
    for (size_t i = 0; i < n; i++)
        weblog_origin_add_site(m->origin, sources[i]);
}

static const char *
site_names(const struct importing *m)
{
    const char *names = "";

    for (size_t i = 0; i < weblog_pages_sites(m->pages); i++)
        names = arena_printf(m->env->arena, "%s%s%.*s", names, i > 0 ? ", " : "",
                             TEXT_ARG(weblog_pages_site_name(m->pages, i)));
    return names;
}

static enum status
choose_sites(struct importing *m, const char *host, struct err *err)
{
    size_t n = weblog_pages_sites(m->pages), one = WEBLOG_PAGES_NONE;

    if (n == 0)
        return err_set(err, ST_NOTFOUND, "import weblog: no department has a site of its own");
    if (host != NULL) {
        one = weblog_pages_site(m->pages, text_of(host));
        if (one == WEBLOG_PAGES_NONE)
            return err_set(err, ST_NOTFOUND, "--host %.80s: wanted one of %.300s", host,
                           site_names(m));
    }
    m->sites = arena_alloc(m->env->arena, n * sizeof(*m->sites));
    for (size_t i = 0; i < n; i++) {
        m->sites[i] = one == WEBLOG_PAGES_NONE || one == i;
        m->n_sites += m->sites[i];
        m->site = m->sites[i] ? i : m->site;
    }
    return ST_OK;
}

static enum status
read_key(const char *path, unsigned char ret[WEBLOG_COUNT_KEY_BYTES], struct err *err)
{
    struct buf b;
    enum status st;

    buf_init(&b, WEBLOG_COUNT_KEY_BYTES);
    st = file_read(path, &b, err);
    if (st == ST_OK && b.n == WEBLOG_COUNT_KEY_BYTES)
        memcpy(ret, b.p, WEBLOG_COUNT_KEY_BYTES);
    else if (st == ST_OK || st == ST_LIMIT)
        st = err_set(err, ST_CONFIG, "%s: wanted %d bytes: restore it from a backup, or remove it",
                     path, WEBLOG_COUNT_KEY_BYTES);
    buf_release(&b);
    return st;
}

static enum status
forget(struct store *s, struct err *err)
{
    enum status st;

    store_set_role(s, STORE_RETENTION);
    store_begin(s);
    store_visit_forget(s);
    st = store_commit(s, err);
    store_set_role(s, STORE_CRAWLER);
    return st;
}

/* Inside a transaction, which only one import at a time can have begun: there is one key. */
static enum status
write_key(struct store *s, const char *path, unsigned char ret[WEBLOG_COUNT_KEY_BYTES],
          struct err *err)
{
    enum status st, ended;

    store_begin(s);
    st = read_key(path, ret, err);
    if (st == ST_NOTFOUND) {
        randombytes_buf(ret, WEBLOG_COUNT_KEY_BYTES);
        st = file_write(path, (struct text){ (const char *)ret, WEBLOG_COUNT_KEY_BYTES }, KEY_MODE,
                        err);
    }
    ended = store_commit(s, st == ST_OK ? err : NULL);
    return st != ST_OK ? st : ended;
}

/* The key of the hashes of lines. */
static enum status
load_key(const struct importing *m, unsigned char ret[WEBLOG_COUNT_KEY_BYTES], struct err *err)
{
    bool dry = m->env->common->dry_run;
    char path[PATH_BYTES];
    enum status st;

    if (sodium_init() < 0)
        return err_set(err, ST_IO, "libsodium does not start");
    snprintf(path, sizeof(path), "%s/weblog.key", m->env->common->dir);
    st = read_key(path, ret, err);
    if (st != ST_NOTFOUND)
        return st;
    randombytes_buf(ret, WEBLOG_COUNT_KEY_BYTES);
    st = ST_OK;
    if (store_visit_any(m->env->store)) {
        log_warn("%s is gone, by which lines that were counted are known: only days after them "
                 "are counted",
                 path);
        st = dry ? ST_OK : forget(m->env->store, err);
    }
    return st == ST_OK && !dry ? write_key(m->env->store, path, ret, err) : st;
}

/* ---- files ---- */

static void
note_wrong(struct reading *r, const char *why)
{
    if (r->n_wrong < TOLD) {
        r->told[r->n_wrong].line = r->n;
        r->told[r->n_wrong].why = why;
    }
    r->n_wrong++;
}

static void
tell_wrong(const struct reading *r)
{
    for (int64_t i = 0; i < r->n_wrong && i < TOLD; i++)
        log_warn("%s:%" PRId64 ": %s", r->path, r->told[i].line, r->told[i].why);
    if (r->n_wrong > TOLD)
        log_warn("%s: %" PRId64 " more lines are wrong", r->path, r->n_wrong - TOLD);
}

static void
tell_progress(struct importing *m, const struct reading *r)
{
    int64_t now_us = clock_monotonic_us(), size = weblog_read_size(r->lines);
    double s = (double)(now_us - m->begun_us) / US_PER_S;
    char part[32] = "";

    if (!log_progress_on() || now_us - m->told_us < PROGRESS_US)
        return;
    m->told_us = now_us;
    if (size > 0)
        snprintf(part, sizeof(part), " %d %%", (int)(weblog_read_at(r->lines) * PERCENT / size));
    log_progress("%s:%s, %.1f million lines, %.1f million a second", r->path, part,
                 (double)r->n / MILLION,
                 s > 0 ? (double)weblog_count_of(m->count, WEBLOG_COUNT_LINES) / MILLION / s : 0);
}

static enum status
take_line(struct importing *m, struct reading *r, struct text text, bool whole, struct err *err)
{
    struct weblog_line line;
    const char *why = "longer than a line of a log can be (64 KiB)";
    bool right = whole && weblog_parse(text, &line, &why);

    if (right && line.vhost.n == 0 && m->n_sites != 1)
        return err_set(err, ST_USAGE,
                       "%s: its lines do not say which host was asked (Apache's vhost_combined "
                       "does): give --host, one of %.300s",
                       r->path, site_names(m));
    if (right && weblog_count_line(m->count, &line, m->site, &why)) {
        r->n_right++;
        return ST_OK;
    }
    note_wrong(r, why);
    if (r->n_right == 0 && r->n_wrong >= HOPELESS)
        return err_set(err, ST_INVALID,
                       "%s: no log in common or combined form: line %" PRId64 ": %s", r->path,
                       r->told[0].line, r->told[0].why);
    return ST_OK;
}

static enum status
take_lines(struct importing *m, struct reading *r, struct err *err)
{
    enum status st = ST_OK;
    struct text text;
    bool whole;

    while (st == ST_OK && weblog_read_line(r->lines, &text, &whole)) {
        r->n++;
        if (text.n > 0 || !whole)
            st = take_line(m, r, text, whole, err);
        if (st == ST_OK && r->n % LOOK_LINES == 0) {
            tell_progress(m, r);
            st = cmd_stop() ? cmd_interrupted(err) : weblog_count_check(m->count, err);
        }
    }
    if (st == ST_OK)
        st = weblog_read_check(r->lines, err);
    if (st == ST_OK && r->n_right == 0 && r->n_wrong > 0)
        st = err_set(err, ST_INVALID, "%s: no log in common or combined form: line %" PRId64 ": %s",
                     r->path, r->told[0].line, r->told[0].why);
    return st;
}

static enum status
take_file(struct importing *m, const char *path, struct err *err)
{
    struct reading r = { .path = strcmp(path, "-") == 0 ? "standard input" : path };
    enum status st = weblog_read_open(path, &r.lines, err);

    if (st != ST_OK)
        return st;
    st = take_lines(m, &r, err);
    weblog_read_close(r.lines);
    log_progress("%s", "");
    if (r.n_right > 0)
        tell_wrong(&r);
    m->n_wrong += r.n_right > 0 ? r.n_wrong : 0;
    return st;
}

/* A file that cannot be read does not keep the others from being counted. */
static enum status
take_files(struct importing *m, const char *const *paths, size_t n, struct err *err)
{
    enum status st = ST_OK, flushed;
    struct err last = { "" };
    size_t n_failed = 0;

    paths = weblog_files_order(paths, n, m->env->arena);
    for (size_t i = 0; i < n && st != ST_INTERRUPTED && st != ST_TERMINATED && st != ST_DB; i++) {
        enum status one = take_file(m, paths[i], &last);

        if (one == ST_OK)
            continue;
        if (n_failed++ > 0 && err->msg[0] != '\0')
            log_error("%s", err->msg);
        st = one;
        *err = last;
    }
    flushed = weblog_count_end(m->count, st == ST_OK ? err : &last);
    if (flushed != ST_OK)
        return st == ST_OK ? flushed : st;
    return n_failed > 0 && n_failed < n && status_exit(st) < status_exit(ST_BUSY) ? ST_PARTIAL : st;
}

/* ---- what came of it ---- */

static const char *
counted(const struct importing *m, int64_t n, const char *what)
{
    return arena_printf(m->env->arena, "%" PRId64 " %s%s", n, what, n == 1 ? "" : "s");
}

static void
tell_counts(const struct importing *m, const int64_t sums[STORE_VISIT_HOWS], int64_t n_pages)
{
    static const struct {
        enum weblog_count_what what;
        const char *said;
    } passed[] = {
        { WEBLOG_COUNT_KNOWN, "counted before" },
        { WEBLOG_COUNT_JOINED, "taken from a later log, where they went on" },
        { WEBLOG_COUNT_REPEATS, "again within half an hour" },
        { WEBLOG_COUNT_ROBOTS, "by robots" },
        { WEBLOG_COUNT_UNTOLD, "of logs without referers" },
        { WEBLOG_COUNT_HOSTS, "for other hosts" },
        { WEBLOG_COUNT_SPAN, "outside --since and --until" },
        { WEBLOG_COUNT_OLD, "older than is remembered" },
    };
    const char *said = "";
    int64_t all = 0;

    for (int i = 0; i < STORE_VISIT_HOWS; i++)
        all += sums[i];
    for (size_t i = 0; i < N_ELEMENTS(passed); i++)
        if (weblog_count_of(m->count, passed[i].what) > 0)
            said = arena_printf(m->env->arena, "%s; %" PRId64 " %s", said,
                                weblog_count_of(m->count, passed[i].what), passed[i].said);
    if (m->n_wrong > 0)
        said = arena_printf(m->env->arena, "%s; %s wrong", said, counted(m, m->n_wrong, "line"));
    log_info("%s%s: %s to %s, %" PRId64 " tagged, %" PRId64 " referred, %" PRId64
             " without origin, %" PRId64 " other%s",
             counted(m, weblog_count_of(m->count, WEBLOG_COUNT_LINES), "line"),
             m->env->common->dry_run ? " (dry run: nothing written)" : "", counted(m, all, "visit"),
             counted(m, n_pages, "page"), sums[STORE_VISIT_TAGGED], sums[STORE_VISIT_REFERRED],
             sums[STORE_VISIT_DIRECT], sums[STORE_VISIT_OTHER], said);
}

static enum status
tell(const struct importing *m, struct err *err)
{
    bool silent = cmd_silent(m->env);
    struct table *t = silent ? NULL : cmd_table(m->env, columns, N_ELEMENTS(columns));
    int64_t sums[STORE_VISIT_HOWS] = { 0 }, n_pages = 0;

    for (size_t i = 0; i < weblog_pages_count(m->pages); i++) {
        int64_t all = 0;

        for (int how = 0; how < STORE_VISIT_HOWS; how++) {
            int64_t n = weblog_count_visits(m->count, i, (enum store_visit_how)how);

            sums[how] += n;
            all += n;
        }
        n_pages += all > 0;
        if (all == 0 || silent)
            continue;
        table_text(t, weblog_pages_at(m->pages, i)->address);
        for (int how = 0; how < STORE_VISIT_HOWS; how++)
            table_int(t, weblog_count_visits(m->count, i, (enum store_visit_how)how));
        table_end_row(t);
    }
    tell_counts(m, sums, n_pages);
    return silent ? ST_OK : table_close(t, err);
}

static enum status
count_all(struct importing *m, const char *const *paths, size_t n_paths, struct err *err)
{
    const struct cmd_common *o = m->env->common;
    struct weblog_count_config c = { .store = m->env->store,
                                     .pages = m->pages,
                                     .origin = m->origin,
                                     .sites = m->sites,
                                     .now_s = clock_now_s(m->env->clock),
                                     .since_s = o->since_s,
                                     .until_s = o->until_s,
                                     .dry_run = o->dry_run };
    enum status st = load_key(m, c.key, err), told;

    if (st != ST_OK)
        return st;
    if (weblog_pages_count(m->pages) == 0)
        log_warn("no draft or answer links to a page of ours yet: there is nothing to count");
    if (!o->dry_run)
        store_seam_open(m->env->store);
    m->count = weblog_count_new(&c);
    m->begun_us = clock_monotonic_us();
    st = take_files(m, paths, n_paths, err);
    if (st == ST_OK || st == ST_PARTIAL) {
        told = tell(m, st == ST_OK ? err : NULL);
        st = st == ST_OK ? told : st;
    }
    weblog_count_free(m->count);
    return st;
}

enum status
import_weblog(struct cmd_env *env, const char *const *paths, size_t n_paths, const char *host,
              struct err *err)
{
    struct importing m = { .env = env };
    const struct department_config *only;
    enum status st = cmd_department(env, &only, err);

    if (st != ST_OK)
        return st;
    m.pages = weblog_pages_new();
    m.origin = weblog_origin_new();
    add_all(&m, only);
    st = store_check(env->store, err);
    if (st == ST_OK)
        st = choose_sites(&m, host, err);
    if (st == ST_OK)
        st = count_all(&m, paths, n_paths, err);
    weblog_pages_free(m.pages);
    weblog_origin_free(m.origin);
    return st;
}
