/*
 * weblog_bench.c - `earshot import weblog` over a generated log, one line in twenty a request for
 * one of PAGES pages that answers link to, everything stored; beside the least that anybody must
 * do with it (wc -l counts its line ends, zlib inflates it) and, where it is installed, GoAccess,
 * which makes the statistics of all pages and stores nothing.
 *
 * Run from the folder that has ./earshot.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>
#include <zlib.h>

#include "bench.h"
#include "buf.h"
#include "child.h"
#include "rng.h"

#define MB          1e6
#define KIB_PER_MIB 1024
#define PATH_BYTES  512
#define PAGES       200
#define ASKED       20     /* one request in so many is for one of them */
#define VISITORS    200000 /* addresses */
#define DAY_S       INT64_C(86400)
#define SPAN_S      (30 * DAY_S)
#define TIME_BYTES  32
#define CHUNK       ((size_t)64 * 1024)
#define SHARE       3 /* of agents, a robot's */

struct world {
    char dir[256];       /* the log, and the workspace that is copied */
    char workspace[256]; /* of one run */
    char log[PATH_BYTES], packed[PATH_BYTES];
    size_t n_lines;
    long maxrss_kib;
    int64_t n_visits; /* of the last run of ours */
};

/* ---- the log ---- */

static void
put_line(FILE *f, struct rng *r, int64_t at_s)
{
    static const char *const agents[] = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    };
    static const char *const referers[] = { "-", "https://www.google.com/",
                                            "https://physics.example.edu/",
                                            "https://forum.example.net/" };
    uint64_t who = rng_below(r, VISITORS);
    time_t t = (time_t)at_s;
    char when[TIME_BYTES], path[PATH_BYTES];
    struct tm tm;

    gmtime_r(&t, &tm);
    strftime(when, sizeof(when), "%d/%b/%Y:%H:%M:%S +0000", &tm);
    if (rng_below(r, ASKED) == 0)
        snprintf(path, sizeof(path), "/pages/%" PRIu64 "%s", rng_below(r, PAGES),
                 rng_below(r, SHARE) == 0 ? "?src=answers" : "");
    else
        snprintf(path, sizeof(path), "/static/%" PRIu64 "/style-%" PRIu64 ".css",
                 rng_below(r, PAGES), rng_below(r, VISITORS));
    fprintf(f, "10.%d.%d.%d - - [%s] \"GET %s HTTP/1.1\" 200 %" PRIu64 " \"%s\" \"%s\"\n",
            (int)(who >> 16), (int)(who >> 8 & 255), (int)(who & 255), when, path,
            rng_below(r, VISITORS), referers[rng_below(r, N_ELEMENTS(referers))],
            agents[who % N_ELEMENTS(agents)]);
}

static void
make_log(struct world *w)
{
    FILE *f = fopen(w->log, "w");
    int64_t begin_s = ((int64_t)time(NULL) / DAY_S - 31) * DAY_S;
    const char *const pack[] = { "gzip", "-kf", w->log, NULL };
    struct rng r;

    if (f == NULL) {
        fprintf(stderr, "bench: cannot write %s\n", w->log);
        exit(EXIT_FAILURE);
    }
    rng_seed(&r, w->n_lines);
    for (size_t i = 0; i < w->n_lines; i++)
        put_line(f, &r, begin_s + (int64_t)((double)SPAN_S / (double)w->n_lines * (double)i));
    fclose(f);
    child_run(&(struct child){ .argv = pack });
}

/* ---- the workspace ---- */

static void
run_sql(const char *dir, const char *sql)
{
    char path[2 * PATH_BYTES];
    sqlite3 *db = NULL;

    snprintf(path, sizeof(path), "%s/earshot.db", dir);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench: %s: %s\n", path, sqlite3_errmsg(db));
        exit(EXIT_FAILURE);
    }
    sqlite3_close(db);
}

static void
make_workspace(struct world *w)
{
    static const char seed[] = "[department]\nname = Bench\nsite = https://physics.example.edu/\n"
                               "answer_tag = src=answers\n[source forum]\n"
                               "url = https://forum.example.net/\nbasis = own site\n";
    static const char groups[] =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)";
    char folder[PATH_BYTES];
    const char *const init[] = { "./earshot", "init", "-q", folder, NULL };
    const char *const sync[] = { "./earshot", "-C", folder, "journal", NULL };
    struct buf b;

    snprintf(folder, sizeof(folder), "%s/workspace", w->dir);
    child_run(&(struct child){ .argv = init });
    child_write_file(folder, "seeds/bench.ini", seed);
    child_run(&(struct child){ .argv = sync });
    buf_init(&b, BUF_SMALL);
    buf_add_str(&b, "BEGIN; INSERT INTO host (id, authority) VALUES"
                    " (1, 'https://physics.example.edu');");
    buf_addf(&b, groups, PAGES);
    buf_add_str(&b, " INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
                    " priority, first_seen_s) SELECT i, i,"
                    " 'https://physics.example.edu/pages/' || (i - 1), 1, 1, 'done', 'page', 0, 0,"
                    " 0 FROM n;"
                    "INSERT INTO question (id, department_id, text, body, language, stems,"
                    " stem_hash, created_s) SELECT id, 1, 'Q', '', 'en', id, id, 1 FROM url;"
                    "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
                    " SELECT id, 1, id, 1, 1 FROM url;"
                    "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link,"
                    " link_url_id, confidence, voice, template, basis_hash, checks, created_s)"
                    " SELECT id, id, 'neutral', 1, 'answer', 'x', address, id, 1, 'warm', 't', 1,"
                    " '[]', 1 FROM url; COMMIT");
    run_sql(folder, buf_str(&b));
    buf_release(&b);
}

/* ---- sides ---- */

static void
prepare_ours(void *self)
{
    struct world *w = self;
    char from[PATH_BYTES];
    const char *const copy[] = { "cp", "-r", from, w->workspace, NULL };

    bench_mkdir(w->workspace);
    rmdir(w->workspace);
    snprintf(from, sizeof(from), "%s/workspace", w->dir);
    child_run(&(struct child){ .argv = copy });
}

static void
import(struct world *w, const char *log)
{
    const char *const argv[] = { "./earshot", "-C", w->workspace, "import",
                                 "weblog",    "-q", log,          NULL };

    w->maxrss_kib = child_run(&(struct child){ .argv = argv }).ru_maxrss;
}

static void
run_ours(void *self)
{
    struct world *w = self;

    import(w, w->log);
}

static void
run_packed(void *self)
{
    struct world *w = self;

    import(w, w->packed);
}

static void
drop(const char *dir)
{
    const char *const argv[] = { "rm", "-rf", dir, NULL };

    child_run(&(struct child){ .argv = argv });
}

static void
clean_ours(void *self)
{
    struct world *w = self;
    char path[PATH_BYTES];
    sqlite3_stmt *q = NULL;
    sqlite3 *db = NULL;

    snprintf(path, sizeof(path), "%s/earshot.db", w->workspace);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT SUM(n) FROM visit", -1, &q, NULL) == SQLITE_OK &&
        sqlite3_step(q) == SQLITE_ROW)
        w->n_visits = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    drop(w->workspace);
}

static void
run_wc(void *self)
{
    const struct world *w = self;
    const char *const argv[] = { "wc", "-l", w->log, NULL };

    child_run(&(struct child){ .argv = argv });
}

static void
run_inflate(void *self)
{
    static char part[CHUNK];
    const struct world *w = self;
    gzFile f = gzopen(w->packed, "rb");

    while (f != NULL && gzread(f, part, sizeof(part)) > 0)
        continue;
    if (f != NULL)
        gzclose(f);
}

static void
run_goaccess(void *self)
{
    const struct world *w = self;
    char out[PATH_BYTES];
    const char *const argv[] = { "goaccess", w->log, "--log-format=COMBINED", "--no-progress", "-o",
                                 out,        NULL };

    snprintf(out, sizeof(out), "%s/out.json", w->dir);
    child_run(&(struct child){ .argv = argv });
}

static bool
has_goaccess(void)
{
    const char *const argv[] = { "goaccess", "--version", NULL };

    return child_works(&(struct child){ .argv = argv });
}

static void
at_size(struct bench *b, size_t n_lines, const char *size)
{
    struct world w = { .n_lines = n_lines };
    struct bench_work plain = { "import weblog", size, "line", (double)n_lines, false };
    struct bench_work packed = { "the same, gzip", size, "line", (double)n_lines, false };
    const struct bench_side plain_sides[] = {
        { "earshot", prepare_ours, run_ours, clean_ours, &w, 0 },
        { .name = "wc -l (limit)", .run = run_wc, .self = &w },
        { .name = "goaccess", .run = run_goaccess, .self = &w },
    };
    const struct bench_side packed_sides[] = {
        { "earshot", prepare_ours, run_packed, clean_ours, &w, 0 },
        { .name = "zlib inflate", .run = run_inflate, .self = &w },
    };
    struct stat st = { .st_size = 0 };

    bench_mkdir(w.dir);
    snprintf(w.log, sizeof(w.log), "%s/access.log", w.dir);
    snprintf(w.packed, sizeof(w.packed), "%s/access.log.gz", w.dir);
    make_log(&w);
    make_workspace(&w);
    bench_compare(b, &plain, plain_sides, N_ELEMENTS(plain_sides) - !has_goaccess());
    bench_compare(b, &packed, packed_sides, N_ELEMENTS(packed_sides));
    (void)stat(w.log, &st); /* 0 when it is not there */
    bench_note(b, "%s: %.0f MB, %" PRId64 " visits; peak %ld MiB", size, (double)st.st_size / MB,
               w.n_visits, w.maxrss_kib / KIB_PER_MIB);
    drop(w.dir);
}

int
main(void)
{
    struct bench *b = bench_new("Logs of a web server; CPU");

    if (access("./earshot", X_OK) != 0) {
        fprintf(stderr, "bench: ./earshot is not here\n");
        return EXIT_FAILURE;
    }
    at_size(b, 200000, "200,000 lines");
    at_size(b, 2000000, "2 million");
    if (!has_goaccess())
        bench_note(b, "goaccess is not installed: skipped");
    bench_end(b);
    return 0;
}
